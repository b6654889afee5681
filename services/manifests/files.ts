/**
 * Manifests as files, each named by its SHA-256: what lies under a name is right, or is not there. A file comes in parts, and whoever
 * sends it goes on where it broke off.
 */
import { constants, copyFile, mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256, sha256OfFile } from "../importers/digest.js";
import type { Digest } from "../store/model.js";
import { outOfStep, tooLarge, wrongBytes } from "./errors.js";
import { fileSize } from "./fileSize.js";
import { type Upload, UploadFolder } from "./uploads.js";

export interface Part {
  /** Offset of the first byte. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Bytes of the whole file. */
  readonly total: number;
}

export class ManifestFiles {
  readonly #folder: string;
  readonly #uploads: UploadFolder;
  /** Largest file that is taken in, in bytes. */
  readonly maxBytes: number;
  /** By upload: what is done with it last. */
  readonly #turns = new Map<string, Promise<unknown>>();

  private constructor(folder: string, uploads: UploadFolder, maxBytes: number) {
    this.#folder = folder;
    this.#uploads = uploads;
    this.maxBytes = maxBytes;
  }

  static async open(folder: string, maxBytes: number): Promise<ManifestFiles> {
    await mkdir(folder, { recursive: true });
    const uploads = await UploadFolder.open(join(folder, "uploads"), maxBytes);
    return new ManifestFiles(folder, uploads, maxBytes);
  }

  path(digest: Digest): string {
    return join(this.#folder, digest.slice(2));
  }

  /** Bytes of the file; null where it is not held. */
  size(digest: Digest): Promise<number | null> {
    return fileSize(this.path(digest));
  }

  /** Bytes of an upload that came in so far, where it is not whole. */
  received(digest: Digest, upload: Upload): Promise<number> {
    return this.#uploads.received(digest, upload);
  }

  /** Forgets what came in of an upload, so that it begins anew. */
  discard(digest: Digest, upload: Upload): Promise<void> {
    return this.#uploads.discard(digest, upload);
  }

  /**
   * Takes a part in. The last one is followed by a look at the digest: bytes that are not the manifest's are thrown away. All of it at once
   * is taken whatever came before.
   * @returns Bytes that are held now; all of them mean that the file is.
   * @throws ManifestError
   */
  async take(digest: Digest, upload: Upload, part: Part): Promise<number> {
    const key = this.#uploads.path(digest, upload);
    const before = this.#turns.get(key);
    const turn = Promise.resolve(before)
      .catch(() => undefined)
      .then(() => this.#append(digest, upload, part));
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }

  /**
   * Takes over a file of this machine, whatever anybody has begun to bring.
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

  async #append(digest: Digest, upload: Upload, { offset, bytes, total }: Part): Promise<number> {
    if (total > this.maxBytes) throw tooLarge(total, this.maxBytes);
    const whole = await this.size(digest);
    if (whole !== null) return whole;
    if (offset === 0 && bytes.length === total) return await this.#takeWhole(digest, bytes);
    const received = await this.#begun(digest, upload, total);
    // What was sent again after a lost answer is there already.
    if (offset !== received) throw outOfStep(offset, received);
    const end = offset + bytes.length;
    if (end > total) throw outOfStep(end, total);
    await this.#uploads.write(digest, upload, offset, bytes);
    if (end === total) await this.#complete(digest, upload);
    return end;
  }

  async #takeWhole(digest: Digest, bytes: Uint8Array): Promise<number> {
    const found = sha256(bytes);
    if (found !== digest) throw wrongBytes(digest, found);
    await this.#put(digest, (place) => writeFile(place, bytes, { flush: true }));
    return bytes.length;
  }

  /** @param write Writes the file, on the disk and with the right bytes, to the place that it is given. */
  async #put(digest: Digest, write: (place: string) => Promise<void>): Promise<void> {
    const place = this.#uploads.ownPlace(digest);
    try {
      await write(place);
      await rename(place, this.path(digest));
    } catch (error) {
      await rm(place, { force: true });
      throw error;
    }
  }

  /** What came in so far; nothing, where it is as much as the whole file has and yet not that. */
  async #begun(digest: Digest, upload: Upload, total: number): Promise<number> {
    const received = await this.received(digest, upload);
    if (received < total) return received;
    await this.discard(digest, upload);
    return 0;
  }

  async #complete(digest: Digest, upload: Upload): Promise<void> {
    try {
      await this.adopt(digest, this.#uploads.path(digest, upload));
    } finally {
      await this.discard(digest, upload);
    }
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
