/**
 * What a snapshot's file is made of: eight bytes that name its form, a gzip stream of entries, and the SHA-256 of all before it.
 *
 * An entry is a byte for its kind, its length in four bytes, and as many bytes. First the preamble, then every block from the ledger's
 * first to the snapshot's last, then the lists in parts, then the end.
 */
import { damaged } from "../errors.js";

export const fileMark = Buffer.from("CADSNAP1", "latin1");
export const digestBytes = 32;

const kinds = { preamble: 1, block: 2, listPart: 3, end: 4 } as const;
export type EntryKind = keyof typeof kinds;

export interface Entry {
  readonly kind: EntryKind;
  readonly bytes: Buffer;
}

const headBytes = 5;
/** No block and no part of a list is larger. */
const maxEntryBytes = 128 * 1024 * 1024;

export function encodeEntry(kind: EntryKind, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(kinds[kind], 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/**
 * Entries up to the end, from chunks that are cut anyhow.
 * @throws SnapshotError SNAPSHOT_DAMAGED
 */
export async function* entriesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const held = new Held();
  let ended = false;
  for await (const chunk of chunks) {
    if (ended) throw damaged("something follows its end");
    held.add(chunk);
    for (let entry = held.take(); entry !== null && !ended; entry = held.take()) {
      if (entry.kind === "end") ended = true;
      else yield entry;
    }
    if (ended && held.length > 0) throw damaged("something follows its end");
  }
  if (!ended) throw damaged("it ends too early");
}

/** Chunks of which no entry is made yet. */
class Held {
  #chunks: Buffer[] = [];
  length = 0;

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.length += chunk.length;
  }

  /** The next entry; null while it is not whole. */
  take(): Entry | null {
    if (this.length < headBytes) return null;
    if ((this.#chunks[0]?.length ?? 0) < headBytes) this.#join();
    const head = this.#chunks[0] ?? Buffer.alloc(headBytes);
    const kind = kindOf(head.readUInt8(0));
    const size = head.readUInt32BE(1);
    if (size > maxEntryBytes) throw damaged("an entry is too long");
    if (this.length < headBytes + size) return null;
    this.#join();
    const [all = Buffer.alloc(0)] = this.#chunks;
    const end = headBytes + size;
    this.#chunks = end < all.length ? [all.subarray(end)] : [];
    this.length = all.length - end;
    return { kind, bytes: all.subarray(headBytes, end) };
  }

  #join(): void {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
  }
}

function kindOf(byte: number): EntryKind {
  switch (byte) {
    case kinds.preamble:
      return "preamble";
    case kinds.block:
      return "block";
    case kinds.listPart:
      return "listPart";
    case kinds.end:
      return "end";
    default:
      throw damaged("an entry is of no kind");
  }
}
