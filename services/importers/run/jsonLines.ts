/** The lines of a file that a long run wrote, each read as JSON: one at a time, however many there are. */
import { type FileHandle, open } from "node:fs/promises";

/** @throws what the system says, where the file cannot be read. */
export async function* jsonLines(file: string): AsyncGenerator<unknown> {
  const handle: FileHandle = await open(file);
  try {
    for await (const line of handle.readLines()) yield JSON.parse(line);
  } finally {
    await handle.close();
  }
}
