import { join } from "node:path";
import { InvalidArgumentError } from "commander";
import { CadastreError } from "../../services/errors/cadastreError.js";
import { packageRoot } from "../packageRoot.js";

/** Where the scripts keep the devnet's state, deployments, index and demo keys: `.cadastre` in the package's root. */
export const dataFolder = join(packageRoot(), ".cadastre");

/** Parses a command-line port, 1 to 65535. */
export function portOption(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new InvalidArgumentError("A port is a number from 1 to 65535.");
  }
  return port;
}

/** Prints an error as people read it, with the next step, and makes the process end with exit code 1. */
export function failWith(error: unknown): void {
  if (error instanceof CadastreError) {
    console.error(`${error.message}${error.hint === undefined ? "" : `\n  → ${error.hint}`}`);
  } else {
    console.error(error);
  }
  process.exitCode = 1;
}
