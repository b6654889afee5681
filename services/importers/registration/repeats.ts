/**
 * Which of many texts come twice, in memory that does not grow with their number: a short hash of each goes into one of many files, and each file is
 * looked through by itself. Texts with equal hashes may still differ; whoever asks compares those few.
 */
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

const buckets = 64;
const hashBytes = 8;
const bufferBytes = 32 * 1024;

export class Repeats {
  readonly #folder: string;
  readonly #buffers = Array.from({ length: buckets }, () => Buffer.alloc(bufferBytes));
  readonly #filled = new Array<number>(buckets).fill(0);
  #pending: Promise<void> = Promise.resolve();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param folder For files of its own; emptied first. */
  static async open(folder: string): Promise<Repeats> {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return new Repeats(folder);
  }

  add(text: string): void {
    const { high, low } = halvesOf(text);
    const bucket = low % buckets;
    const [buffer, filled = 0] = [this.#buffers[bucket], this.#filled[bucket]];
    if (buffer === undefined) return;
    buffer.writeUInt32LE(low, filled);
    buffer.writeUInt32LE(high, filled + 4);
    this.#filled[bucket] = filled + hashBytes;
    if (filled + hashBytes === bufferBytes) this.#flush(bucket);
  }

  /** Waits until what was added is on the disk. */
  async settled(): Promise<void> {
    await this.#pending;
  }

  /** Those whose hashes came more than once; ends the work. */
  async end(): Promise<Suspects> {
    for (let bucket = 0; bucket < buckets; bucket++) this.#flush(bucket);
    await this.#pending;
    const found: BigUint64Array[] = [];
    for (let bucket = 0; bucket < buckets; bucket++) found.push(await this.#repeatedIn(bucket));
    await rm(this.#folder, { recursive: true, force: true });
    return new Suspects(found);
  }

  /** In ascending order. */
  async #repeatedIn(bucket: number): Promise<BigUint64Array> {
    const bytes = await readFile(this.#path(bucket)).catch(() => Buffer.alloc(0));
    const hashes = new BigUint64Array(bytes.length / hashBytes);
    for (let at = 0; at < hashes.length; at++) hashes[at] = bytes.readBigUInt64LE(at * hashBytes);
    hashes.sort();
    return hashes.filter((hash, at) => hash === hashes[at - 1] && hash !== hashes[at - 2]);
  }

  #flush(bucket: number): void {
    const bytes = Buffer.from(this.#buffers[bucket]?.subarray(0, this.#filled[bucket]) ?? []);
    this.#filled[bucket] = 0;
    if (bytes.length === 0) return;
    this.#pending = this.#pending.then(async () => {
      const file = await open(this.#path(bucket), "a");
      try {
        await file.writeFile(bytes);
      } finally {
        await file.close();
      }
    });
    this.#pending.catch(() => undefined);
  }

  #path(bucket: number): string {
    return join(this.#folder, String(bucket));
  }
}

/** Texts that may have come more than once: eight bytes each. */
export class Suspects {
  /** By bucket, in ascending order. */
  readonly #hashes: readonly BigUint64Array[];

  constructor(hashes: readonly BigUint64Array[]) {
    this.#hashes = hashes;
  }

  get size(): number {
    return this.#hashes.reduce((sum, { length }) => sum + length, 0);
  }

  has(text: string): boolean {
    const { high, low } = halvesOf(text);
    const wanted = (BigInt(high) << 32n) | BigInt(low);
    const hashes = this.#hashes[low % buckets] ?? new BigUint64Array();
    let [from, to] = [0, hashes.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((hashes[middle] ?? 0n) < wanted) from = middle + 1;
      else to = middle;
    }
    return hashes[from] === wanted;
  }
}

/** Two FNV-1a hashes of 32 bits, from different beginnings: not for anything that must withstand malice. */
function halvesOf(text: string): { readonly high: number; readonly low: number } {
  let [one, other] = [0x811c9dc5, 0x1b873593];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x85ebca6b);
    other ^= other >>> 13;
  }
  return { high: one >>> 0, low: other >>> 0 };
}
