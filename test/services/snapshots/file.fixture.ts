/** Snapshots as a forger makes them: opened, changed, and packed again with a digest that fits. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { decodeBlock, encodeBlock, type RawBlock } from "../../../services/snapshots/block/provenBlock.js";
import {
  digestBytes,
  type Entry,
  encodeEntry,
  entriesOf,
  fileMark,
} from "../../../services/snapshots/format/entry.js";

export async function entriesIn(file: string): Promise<Entry[]> {
  const bytes = await readFile(file);
  const content = gunzipSync(bytes.subarray(fileMark.length, bytes.length - digestBytes));
  async function* once() {
    yield content;
  }
  const entries: Entry[] = [];
  for await (const entry of entriesOf(once())) entries.push(entry);
  return entries;
}

export async function writeEntries(file: string, entries: readonly Entry[]): Promise<void> {
  const content = Buffer.concat([
    ...entries.map(({ kind, bytes }) => encodeEntry(kind, bytes)),
    encodeEntry("end", Buffer.alloc(0)),
  ]);
  const body = Buffer.concat([fileMark, gzipSync(content)]);
  await writeFile(file, Buffer.concat([body, createHash("sha256").update(body).digest()]));
}

/** A block entry with another content. */
export function changedBlock({ kind, bytes }: Entry, change: (block: RawBlock) => RawBlock): Entry {
  return { kind, bytes: Buffer.from(encodeBlock(change(decodeBlock(bytes)))) };
}
