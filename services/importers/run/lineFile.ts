/** A file that a long run writes line by line. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

export interface LineFile {
  /** Waits where the disk is slower than the run; for a disk that takes no more it does not. */
  write(line: string): Promise<void> | void;
  /** @throws what the system says, where not all of it was written. */
  close(): Promise<void>;
}

/** @throws what the system says, where the file cannot be opened. */
export async function openLineFile(path: string): Promise<LineFile> {
  const stream = createWriteStream(path);
  await once(stream, "open");
  const closed = finished(stream);
  // That it fails is heard of at the end; until then a full disk is no reason to end the process.
  const over = closed.catch(() => undefined);
  /** For all that wait: lines come from many rows at once. */
  let drained: Promise<void> | null = null;
  const drain = (): Promise<void> =>
    new Promise((resolve) => {
      stream.once("drain", () => {
        drained = null;
        resolve();
      });
    });
  return {
    write(line) {
      if (stream.write(`${line}\n`) || stream.destroyed) return;
      drained ??= drain();
      return Promise.race([over, drained]);
    },
    async close() {
      stream.end();
      await closed;
    },
  };
}
