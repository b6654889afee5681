/** Reads a snapshot's file: first its digest, so that what is not as it was written is refused before anything is done with it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { damaged, fileError } from "../errors.js";
import { digestBytes, type Entry, entriesOf, fileMark } from "../format/entry.js";

export interface SnapshotFile {
  /** Bytes of the file. */
  readonly size: number;
  /**
   * What is in it, in order.
   * @param onRead Told how many bytes of the file were read.
   */
  entries(onRead: (bytes: number) => void): AsyncGenerator<Entry>;
}

/** @throws SnapshotError SNAPSHOT_IO, SNAPSHOT_DAMAGED */
export async function openSnapshot(file: string): Promise<SnapshotFile> {
  try {
    const { size } = await stat(file);
    await checkDigest(file, size);
    return { size, entries: (onRead) => entriesOf(contentOf(file, size, onRead)) };
  } catch (raised) {
    throw fileError(raised, file);
  }
}

async function checkDigest(file: string, size: number): Promise<void> {
  if (size < fileMark.length + digestBytes) throw damaged("it is too short");
  const found = createHash("sha256");
  let read = 0;
  for await (const chunk of bytesOf(file, 0, size - digestBytes)) {
    const missing = fileMark.length - read;
    if (missing > 0 && !chunk.subarray(0, missing).equals(fileMark.subarray(read, read + chunk.length)))
      throw damaged("it does not begin as a snapshot does");
    read += chunk.length;
    found.update(chunk);
  }
  const expected = Buffer.alloc(digestBytes);
  const handle = await open(file);
  try {
    await handle.read(expected, 0, digestBytes, size - digestBytes);
  } finally {
    await handle.close();
  }
  if (!found.digest().equals(expected)) throw damaged("its bytes are not those that were written");
}

async function* contentOf(
  file: string,
  size: number,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const source = createReadStream(file, { start: fileMark.length, end: size - digestBytes - 1 });
  source.on("data", () => onRead(fileMark.length + source.bytesRead));
  source.on("error", (raised) => gunzip.destroy(raised));
  source.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (cause) {
    throw damaged("it cannot be unpacked", cause);
  } finally {
    source.destroy();
  }
}

async function* bytesOf(file: string, from: number, to: number): AsyncGenerator<Buffer> {
  const source: AsyncIterable<Buffer> = createReadStream(file, { start: from, end: to - 1 });
  yield* source;
}
