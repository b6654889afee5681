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

  /** Hashes that came more than once; ends the work. */
  async end(): Promise<ReadonlySet<bigint>> {
    for (let bucket = 0; bucket < buckets; bucket++) this.#flush(bucket);
    await this.#pending;
    const found = new Set<bigint>();
    for (let bucket = 0; bucket < buckets; bucket++) await this.#look(bucket, found);
    await rm(this.#folder, { recursive: true, force: true });
    return found;
  }

  async #look(bucket: number, found: Set<bigint>): Promise<void> {
    const bytes = await readFile(this.#path(bucket)).catch(() => Buffer.alloc(0));
    const hashes = new BigUint64Array(bytes.length / hashBytes);
    for (let at = 0; at < hashes.length; at++) hashes[at] = bytes.readBigUInt64LE(at * hashBytes);
    hashes.sort();
    for (let at = 1; at < hashes.length; at++) {
      const hash = hashes[at];
      if (hash !== undefined && hash === hashes[at - 1]) found.add(hash);
    }
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

/** Not for anything that must withstand malice. */
export function hashOf(text: string): bigint {
  const { high, low } = halvesOf(text);
  return (BigInt(high) << 32n) | BigInt(low);
}

/** Two FNV-1a hashes of 32 bits, from different beginnings. */
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
