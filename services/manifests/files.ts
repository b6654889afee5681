/**
 * Manifests as files, each named by its SHA-256: what lies under a name is right, or is not there. A file comes in parts, and whoever
 * sends it goes on where it broke off.
 */
import { constants, copyFile, mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isAbsence } from "../errors/absence.js";
import { sha256, sha256OfFile } from "../importers/digest.js";
import { flushFolder } from "../ledger/wholeFile.js";
import type { Digest } from "../store/model.js";
import { fileError, ManifestError, outOfStep, tooLarge, wrongBytes } from "./errors.js";
import { fileSize } from "./fileSize.js";
import { type Upload, UploadFolder } from "./uploads.js";

export interface Part {
  /** Offset of the first byte. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Bytes of the whole file. */
  readonly total: number;
}

/** Bytes of a manifest that are here, and that it has: as many where it is whole. */
export interface Stored {
  readonly received: number;
  readonly total: number;
}

/** What releases before uploads had places of their own called those that were not whole. */
const formerPart = /^[0-9a-f]{64}\.part$/;

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

  /** When a file came, or the folder changed in another way, in milliseconds since 1970. */
  async changed(): Promise<number> {
    return (await stat(this.#folder)).mtimeMs;
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
   * Takes all of it in at once, whatever anybody has begun to bring.
   * @throws ManifestError MANIFEST_TOO_LARGE, MANIFEST_WRONG_BYTES, MANIFEST_DISK_FULL
   */
  async takeWhole(digest: Digest, bytes: Uint8Array): Promise<Stored> {
    this.#bound(bytes.length);
    const held = await this.#held(digest);
    if (held !== null) return held;
    const found = sha256(bytes);
    if (found !== digest) throw wrongBytes(digest, found);
    await this.#put(digest, (place) => writeFile(place, bytes, { flush: true }));
    return { received: bytes.length, total: bytes.length };
  }

  /**
   * Takes a part in. The last one is followed by a look at the digest: bytes that are not the manifest's are thrown away. All of it at once
   * is taken whatever came before.
   * @throws ManifestError
   */
  async take(digest: Digest, upload: Upload, part: Part): Promise<Stored> {
    const key = this.#uploads.path(digest, upload);
    const before = this.#turns.get(key);
    const turn = Promise.resolve(before)
      .catch(() => undefined)
      .then(() => this.#takePart(digest, upload, part));
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }

  /**
   * Takes over a file of this machine, whatever anybody has begun to bring.
   * @throws ManifestError MANIFEST_TOO_LARGE, MANIFEST_WRONG_BYTES, MANIFEST_DISK_FULL
   */
  async adopt(digest: Digest, file: string): Promise<void> {
    if ((await this.size(digest)) !== null) return;
    this.#bound((await stat(file)).size);
    await this.#put(digest, async (place) => {
      // Of a copy that nobody else has open: what is found now stays so.
      await copyFile(file, place, constants.COPYFILE_FICLONE);
      await flush(place);
      const found = await sha256OfFile(place);
      if (found !== digest) throw wrongBytes(digest, found);
    });
  }

  /** Throws away uploads to which nothing comes any more. */
  removeStale(): Promise<void> {
    return this.#uploads.removeStale();
  }

  /** Throws away what a process has left that was killed, or of an earlier release: for one that has the folder to itself. */
  async removeAbandoned(): Promise<void> {
    await this.#uploads.removeCopies();
    for (const name of await readdir(this.#folder))
      if (formerPart.test(name)) await rm(join(this.#folder, name), { force: true });
  }

  async #takePart(digest: Digest, upload: Upload, part: Part): Promise<Stored> {
    this.#bound(part.total);
    const held = await this.#held(digest);
    if (held !== null) return held;
    if (part.offset === 0 && part.bytes.length === part.total)
      return await this.takeWhole(digest, part.bytes);
    try {
      return await this.#append(digest, upload, part);
    } catch (error) {
      // Whoever has ended it meanwhile took its parts away: in another thread, or under another name.
      const ended = await this.#held(digest);
      if (ended === null) throw error;
      return ended;
    }
  }

  async #append(digest: Digest, upload: Upload, { offset, bytes, total }: Part): Promise<Stored> {
    const received = await this.#begun(digest, upload, total);
    if (received === total) return { received, total };
    const end = offset + bytes.length;
    // A piece of it is there where another thread is writing the same one, or was killed at it: all of it is written to its place again.
    const isBegun = offset < received && received < end;
    // What was sent again after a lost answer is there already.
    if (offset !== received && !isBegun) throw outOfStep(offset, received);
    if (end > total) throw outOfStep(end, total);
    await this.#uploads.write(digest, upload, offset, bytes);
    if (end === total) await this.#complete(digest, upload, total);
    return { received: end, total };
  }

  /** @param write Writes the file, on the disk and with the right bytes, to the place that it is given. */
  async #put(digest: Digest, write: (place: string) => Promise<void>): Promise<void> {
    const place = this.#uploads.ownPlace(digest);
    try {
      await write(place);
      await rename(place, this.path(digest));
      await flushFolder(this.#folder);
    } catch (error) {
      await rm(place, { force: true });
      throw fileError(error);
    }
  }

  /** What came in so far. As much as the whole file has is the whole file, or nothing. */
  async #begun(digest: Digest, upload: Upload, total: number): Promise<number> {
    const received = await this.received(digest, upload);
    if (received < total) return received;
    // Another thread sees to it as well, or did when the process was killed.
    if (received === total && (await this.#isWhole(digest, upload, total))) return total;
    await this.discard(digest, upload);
    return 0;
  }

  async #isWhole(digest: Digest, upload: Upload, total: number): Promise<boolean> {
    try {
      await this.#complete(digest, upload, total);
      return true;
    } catch (error) {
      if (error instanceof ManifestError && error.code === "MANIFEST_WRONG_BYTES") return false;
      throw error;
    }
  }

  async #complete(digest: Digest, upload: Upload, total: number): Promise<void> {
    try {
      await this.adopt(digest, this.#uploads.path(digest, upload));
    } catch (error) {
      // It had to go, to make room, or another thread found that its bytes are wrong.
      throw isAbsence(error) ? outOfStep(total, 0) : error;
    } finally {
      await this.discard(digest, upload);
    }
  }

  async #held(digest: Digest): Promise<Stored | null> {
    const size = await this.size(digest);
    return size === null ? null : { received: size, total: size };
  }

  /** @throws ManifestError MANIFEST_TOO_LARGE */
  #bound(bytes: number): void {
    if (bytes > this.maxBytes) throw tooLarge(bytes, this.maxBytes);
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
