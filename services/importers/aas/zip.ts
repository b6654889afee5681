/**
 * Opens a ZIP archive that nobody vouches for.
 *
 * All names are checked before anything is read, and what is read is counted while it inflates: an archive may lie about
 * its sizes. Nothing is ever written to disk.
 */
import type { Readable } from "node:stream";
import { type Entry, fromFdPromise, getFileNameLowLevel, validateFileName, type ZipFile } from "yauzl";
import { ImportError } from "../errors.js";

export interface ZipLimits {
  readonly entries: number;
  /** Sum of what all entries claim to inflate to. */
  readonly totalBytes: number;
  /** What one entry that is read may inflate to. */
  readonly entryBytes: number;
  /** What all that is read may inflate to together. */
  readonly readBytes: number;
  /** Inflated over compressed size. */
  readonly ratio: number;
}

export const zipLimits: ZipLimits = {
  entries: 10_000,
  totalBytes: 4 * 1024 ** 3,
  entryBytes: 256 * 1024 ** 2,
  readBytes: 512 * 1024 ** 2,
  ratio: 200,
};

/** Below this an entry may be as compressible as it likes: repetitive XML is. */
const ratioFreeBytes = 8 * 1024 ** 2;
const encryptedFlag = 0x1;
const fileTypeMask = 0xf000;
const symbolicLink = 0xa000;

export interface SafeZip {
  /** The content of an entry, found whatever the case of its name; undefined where there is none. */
  read(name: string): Promise<Buffer | undefined>;
}

/**
 * @param descriptor Open file; stays open and belongs to the caller.
 * @throws ImportError `IMPORT_PACKAGE_CORRUPT`, `IMPORT_PACKAGE_UNSAFE`; `read` throws the same and `IMPORT_TOO_LARGE`.
 */
export async function openZip(descriptor: number, limits: ZipLimits = zipLimits): Promise<SafeZip> {
  const zip = await uncorrupted(() =>
    fromFdPromise(descriptor, { autoClose: false, lazyEntries: true, decodeStrings: false }),
  );
  const entries = await uncorrupted(() => checkedEntries(zip, limits));
  let readBytes = 0;
  const count = (bytes: number): void => {
    readBytes += bytes;
    if (readBytes > limits.readBytes) {
      throw unsafe(`What has to be read of it inflates to more than ${limits.readBytes} bytes.`);
    }
  };
  return {
    async read(name) {
      const entry = entries.get(partKey(name));
      return entry && uncorrupted(() => inflate(zip, entry, name, limits, count));
    },
  };
}

/** Part names are equal whatever their case (ISO/IEC 29500-2, 6.2.2.3). */
export function partKey(name: string): string {
  return name.toLowerCase();
}

async function checkedEntries(zip: ZipFile, limits: ZipLimits): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > limits.entries) {
    throw unsafe(`It has ${zip.entryCount} entries; ${limits.entries} are allowed.`);
  }
  const entries = new Map<string, Entry>();
  let totalBytes = 0;
  for await (const entry of zip.eachEntry()) {
    const name = checkedName(entry);
    checkEntry(entry, name, limits);
    totalBytes += entry.uncompressedSize;
    if (totalBytes > limits.totalBytes) {
      throw unsafe(`It would inflate to more than ${limits.totalBytes} bytes.`);
    }
    const key = partKey(name);
    if (entries.has(key)) throw unsafe(`It has two entries named "${name}".`);
    entries.set(key, entry);
  }
  return entries;
}

function checkedName(entry: Entry): string {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  const fault = validateFileName(name);
  if (fault !== null) throw unsafe(`An entry's name leads out of the package: ${JSON.stringify(name)}.`);
  if (/\p{Cc}/u.test(name))
    throw unsafe(`An entry's name holds control characters: ${JSON.stringify(name)}.`);
  return name;
}

function checkEntry(entry: Entry, name: string, limits: ZipLimits): void {
  if ((entry.generalPurposeBitFlag & encryptedFlag) !== 0) throw unsafe(`The entry "${name}" is encrypted.`);
  if (((entry.externalFileAttributes >>> 16) & fileTypeMask) === symbolicLink) {
    throw unsafe(`The entry "${name}" is a symbolic link.`);
  }
  const { uncompressedSize, compressedSize } = entry;
  if (uncompressedSize > ratioFreeBytes && uncompressedSize > compressedSize * limits.ratio) {
    throw unsafe(`The entry "${name}" inflates to more than ${limits.ratio} times its size.`);
  }
}

async function inflate(
  zip: ZipFile,
  entry: Entry,
  name: string,
  limits: ZipLimits,
  count: (bytes: number) => void,
): Promise<Buffer> {
  const stream: Readable = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop destroys the stream, so no more of a bomb is inflated than the limit.
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("The archive's reader gave no bytes.");
    size += chunk.length;
    count(chunk.length);
    if (size > limits.entryBytes) {
      throw new ImportError(
        "IMPORT_TOO_LARGE",
        `"${name}" in the package has more than ${limits.entryBytes} bytes.`,
        {
          hint: "Split the package.",
        },
      );
    }
    if (size > ratioFreeBytes && size > entry.compressedSize * limits.ratio) {
      throw unsafe(`The entry "${name}" inflates to more than ${limits.ratio} times its size.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** yauzl's own errors all say that the archive is not as the format wants it. */
async function uncorrupted<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ImportError) throw cause;
    const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.+$/, "");
    throw new ImportError("IMPORT_PACKAGE_CORRUPT", `The package cannot be read: ${reason}.`, {
      hint: "It is damaged or cut short: fetch or export it again.",
      cause,
    });
  }
}

export function unsafe(reason: string): ImportError {
  return new ImportError("IMPORT_PACKAGE_UNSAFE", `The package is refused. ${reason}`, {
    hint: "Packages from a proper AAS tool have none of this; ask its sender for another.",
  });
}
