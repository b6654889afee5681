/**
 * What a command has of the process it runs in: its environment and its streams. `process` itself is such a thing; another
 * program that runs commands gives its own.
 */
import type { Readable, Writable } from "node:stream";

export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

/** A stream to write to; what a terminal has besides. */
export interface OutputStream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Whether the terminal has colours, by its environment (`NO_COLOR`, `TERM` …). */
  hasColors?(env: object): boolean;
}
