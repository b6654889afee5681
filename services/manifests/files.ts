/**
 * Manifests as files, each named by its SHA-256: what lies under a name is right, or is not there. A file comes in parts, and whoever
 * sends it goes on where it broke off.
 */
import { createHash, randomUUID } from "node:crypto";
import { constants, copyFile, mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256OfFile } from "../importers/digest.js";
import type { Digest } from "../store/model.js";
import { ManifestError } from "./errors.js";

export interface Part {
  /** Offset of the first byte. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Bytes of the whole file. */
  readonly total: number;
}

export class ManifestFiles {
  readonly #folder: string;
  /** Largest file that is taken in, in bytes. */
  readonly maxBytes: number;
  readonly #turns = new Map<Digest, Promise<unknown>>();

  private constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.maxBytes = maxBytes;
  }

  static async open(folder: string, maxBytes: number): Promise<ManifestFiles> {
    await mkdir(folder, { recursive: true });
    return new ManifestFiles(folder, maxBytes);
  }

  path(digest: Digest): string {
    return join(this.#folder, digest.slice(2));
  }

  /** Bytes of the file; null where it is not held. */
  size(digest: Digest): Promise<number | null> {
    return sizeOf(this.path(digest));
  }

  /** Bytes of the file that came in so far, where it is not whole. */
  async received(digest: Digest): Promise<number> {
    return (await sizeOf(this.#partPath(digest))) ?? 0;
  }

  /**
   * Takes a part in. The last one is followed by a look at the digest: bytes that are not the manifest's are thrown away.
   * @returns Bytes that are held now; all of them mean that the file is.
   * @throws ManifestError
   */
  async take(digest: Digest, part: Part): Promise<number> {
    const before = this.#turns.get(digest);
    const turn = Promise.resolve(before)
      .catch(() => undefined)
      .then(() => this.#append(digest, part));
    this.#turns.set(digest, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(digest) === turn) this.#turns.delete(digest);
    }
  }

  /**
   * Takes over a file of this machine, whatever others have begun to bring.
   * @throws ManifestError MANIFEST_TOO_LARGE, MANIFEST_WRONG_BYTES
   */
  async adopt(digest: Digest, file: string): Promise<void> {
    if ((await this.size(digest)) !== null) return;
    const { size } = await stat(file);
    if (size > this.maxBytes) throw tooLarge(size, this.maxBytes);
    await this.#put(digest, async (place) => {
      // Of a copy that nobody else has open: what is found now stays so.
      await copyFile(file, place, constants.COPYFILE_FICLONE);
      await flush(place);
      const found = await sha256OfFile(place);
      if (found !== digest) throw wrongBytes(digest, found);
    });
  }

  async #append(digest: Digest, { offset, bytes, total }: Part): Promise<number> {
    if (total > this.maxBytes) throw tooLarge(total, this.maxBytes);
    const whole = await this.size(digest);
    if (whole !== null) return whole;
    // Anybody may have begun it, and wrongly: who brings all of it at once does not go on from there.
    if (offset === 0 && bytes.length === total) return await this.#takeWhole(digest, bytes);
    const received = await this.#begun(digest, total);
    // What was sent again after a lost answer is there already.
    if (offset !== received) throw outOfStep(offset, received);
    const end = offset + bytes.length;
    if (end > total) throw outOfStep(end, total);
    const file = await open(this.#partPath(digest), "a");
    try {
      await file.writeFile(bytes);
      if (end === total) await file.sync();
    } finally {
      await file.close();
    }
    if (end === total) await this.#complete(digest);
    return end;
  }

  async #takeWhole(digest: Digest, bytes: Uint8Array): Promise<number> {
    const found = createHash("sha256").update(bytes).digest("hex");
    if (digest !== `0x${found}`) throw wrongBytes(digest, `0x${found}`);
    await this.#put(digest, (place) => writeFile(place, bytes, { flush: true }));
    return bytes.length;
  }

  /** @param write Writes the file, on the disk and with the right bytes, to the place that it is given. */
  async #put(digest: Digest, write: (place: string) => Promise<void>): Promise<void> {
    const place = `${this.path(digest)}.${randomUUID()}`;
    try {
      await write(place);
      await rename(place, this.path(digest));
    } catch (error) {
      await rm(place, { force: true });
      throw error;
    }
    await rm(this.#partPath(digest), { force: true });
  }

  /** What came in so far; nothing, where it is as much as the whole file has and yet not that. */
  async #begun(digest: Digest, total: number): Promise<number> {
    const received = await this.received(digest);
    if (received < total) return received;
    await rm(this.#partPath(digest), { force: true });
    return 0;
  }

  async #complete(digest: Digest): Promise<void> {
    const part = this.#partPath(digest);
    const found = await sha256OfFile(part);
    if (found === digest) return await rename(part, this.path(digest));
    await rm(part);
    throw wrongBytes(digest, found);
  }

  #partPath(digest: Digest): string {
    return `${this.path(digest)}.part`;
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function wrongBytes(expected: Digest, found: string): ManifestError {
  return new ManifestError(
    "MANIFEST_WRONG_BYTES",
    `What was sent has the SHA-256 ${found}, not ${expected}.`,
    {
      hint: "Send the manifest just as it was registered: one byte more makes another one.",
      details: { expected, found },
    },
  );
}

function tooLarge(total: number, most: number): ManifestError {
  return new ManifestError(
    "MANIFEST_TOO_LARGE",
    `The manifest has ${total} bytes; this resolver keeps ${most}.`,
    { hint: "Issue several smaller batches, or ask the resolver's operator.", details: { total, most } },
  );
}

function outOfStep(offset: number, received: number): ManifestError {
  return new ManifestError(
    "MANIFEST_OUT_OF_STEP",
    `The part is at byte ${offset}, and ${received} came in.`,
    {
      hint: "Go on from there.",
      details: { offset, received },
    },
  );
}
