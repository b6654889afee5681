import { CadastreError } from "../../services/errors/cadastreError.js";

export type DevnetErrorCode = "DEVNET_PORT_IN_USE" | "DEVNET_RUNNING" | "DEVNET_FAILED" | "DEVNET_ENDED";

/** What can go wrong with the local chain. */
export class DevnetError extends CadastreError<DevnetErrorCode> {}

/** The node's process has ended though nobody asked it to; `reason` is what it said last. */
export function endedUnasked(reason: string): DevnetError {
  return new DevnetError("DEVNET_ENDED", `The devnet has ended by itself: ${reason}`, {
    hint: "Start again: it goes on from the state that it wrote last.",
  });
}
