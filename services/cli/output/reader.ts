/** Whoever reads the output may have seen enough: `cadastre feed | head`. */
import type { Io } from "../io.js";

/** Ends the process then. For commands that only read: one that writes to the ledger goes on. */
export function endWithReader({ stdout }: Io): void {
  stdout.once("error", () => process.exit());
}
