/**
 * What came in of manifests that are not whole. Each upload has a file of its own, so that nobody has to go on from what somebody else
 * brought. There is a bound to all of it together, as anybody may begin; an upload that had to go is begun anew.
 */
import { randomUUID } from "node:crypto";
import { constants, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isAbsence } from "../errors/absence.js";
import type { Digest } from "../store/model.js";
import { fileError, outOfStep } from "./errors.js";
import { fileSize } from "./fileSize.js";

/** Who brings it: somebody over HTTP, under a name for it, a peer that was asked, or a snapshot that is imported. */
export type Upload = `put-${string}` | `peer-${string}` | "import";

const mostUploads = 256;
/** Bytes of all uploads together, in largest manifests. */
const mostManifests = 4;
/** What has fewer bytes has cost who brings it next to nothing, and goes before what has more. */
const hardlyBegun = 4 * 1024 * 1024;
/** How long an upload is kept to which nothing comes. */
const staleMs = 24 * 3_600_000;
const copyMark = ".copy-";

interface UploadFile {
  readonly name: string;
  readonly size: number;
  /** When the last part came, in milliseconds. */
  readonly changed: number;
}

export class UploadFolder {
  readonly #folder: string;
  readonly #mostBytes: number;

  private constructor(folder: string, mostBytes: number) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  /** @param maxBytes Of the largest manifest. */
  static async open(folder: string, maxBytes: number): Promise<UploadFolder> {
    await mkdir(folder, { recursive: true });
    return new UploadFolder(folder, mostManifests * maxBytes);
  }

  path(digest: Digest, upload: Upload): string {
    return join(this.#folder, nameOf(digest, upload));
  }

  /** A place that nobody else writes to. What a kill leaves there goes with the next start. */
  ownPlace(digest: Digest): string {
    return join(this.#folder, `${digest.slice(2)}${copyMark}${randomUUID()}`);
  }

  /** Bytes that came in so far. */
  async received(digest: Digest, upload: Upload): Promise<number> {
    return (await fileSize(this.path(digest, upload))) ?? 0;
  }

  async discard(digest: Digest, upload: Upload): Promise<void> {
    await rm(this.path(digest, upload), { force: true });
  }

  /**
   * Writes a part to its place, and not to the end: two threads may write the same one.
   * @throws ManifestError MANIFEST_OUT_OF_STEP where what came before has had to go; MANIFEST_DISK_FULL
   */
  async write(digest: Digest, upload: Upload, offset: number, bytes: Uint8Array): Promise<void> {
    await this.#makeRoom(nameOf(digest, upload), bytes.length);
    const flags = offset === 0 ? constants.O_WRONLY | constants.O_CREAT : constants.O_WRONLY;
    const file = await open(this.path(digest, upload), flags).catch((error: unknown) => {
      throw isAbsence(error) ? outOfStep(offset, 0) : fileError(error);
    });
    try {
      for (let done = 0; done < bytes.length; )
        done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
    } catch (error) {
      throw fileError(error);
    } finally {
      await file.close();
    }
  }

  /** Throws away what nothing comes to any more. */
  async removeStale(): Promise<void> {
    for (const upload of await this.#list()) if (isStale(upload)) await this.#remove(upload);
  }

  /** Throws away the copies of a process that has ended: for one that has the folder to itself, before it makes any. */
  async removeCopies(): Promise<void> {
    for (const upload of await this.#list()) if (isCopy(upload)) await this.#remove(upload);
  }

  /** Throws away what is stale, and of the others as many as there are too many beside the one that goes on. */
  async #makeRoom(name: string, more: number): Promise<void> {
    const uploads = await this.#list();
    let bytes = uploads.reduce((sum, { size }) => sum + size, more);
    let count = uploads.filter((upload) => upload.name !== name).length + 1;
    for (const upload of uploads.sort(leastFirst)) {
      const isTooMuch = (count > mostUploads || bytes > this.#mostBytes) && !isCopy(upload);
      if (upload.name === name || !(isTooMuch || isStale(upload))) continue;
      await this.#remove(upload);
      bytes -= upload.size;
      count -= 1;
    }
  }

  async #remove({ name }: UploadFile): Promise<void> {
    await rm(join(this.#folder, name), { force: true });
  }

  async #list(): Promise<UploadFile[]> {
    const names = await readdir(this.#folder);
    const found = await Promise.all(
      names.map(async (name) => {
        const file = await stat(join(this.#folder, name)).catch((error: unknown) => {
          if (isAbsence(error)) return null;
          throw error;
        });
        return file === null ? [] : [{ name, size: file.size, changed: file.mtimeMs }];
      }),
    );
    return found.flat();
  }
}

const nameOf = (digest: Digest, upload: Upload): string => `${digest.slice(2)}.${upload}`;

const isCopy = ({ name }: UploadFile): boolean => name.includes(copyMark);
const isStale = ({ changed }: UploadFile): boolean => changed < Date.now() - staleMs;

const isBegun = ({ size }: UploadFile): number => (size < hardlyBegun ? 0 : 1);

/** Who would push another one out has to bring as much as all of them together have. */
const leastFirst = (one: UploadFile, other: UploadFile): number =>
  isBegun(one) - isBegun(other) || one.changed - other.changed;
