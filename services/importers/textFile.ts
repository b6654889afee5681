/** Reads a whole text file, within bounds. */
import { open } from "node:fs/promises";
import { unreadable } from "./digest.js";
import { ImportError } from "./errors.js";

/** JSON and XML files are read as a whole: this much at most. */
export const maximumTextBytes = 256 * 1024 * 1024;

/**
 * @throws ImportError `IMPORT_FILE_UNREADABLE`, `IMPORT_TOO_LARGE`
 */
export async function readBounded(path: string): Promise<Buffer> {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      if (size > maximumTextBytes) throw tooLarge(path, size);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw cause instanceof ImportError ? cause : unreadable(path, cause);
  }
}

/**
 * The first bytes of a file, fewer where it has fewer.
 * @throws ImportError `IMPORT_FILE_UNREADABLE`
 */
export async function readStart(path: string, bytes: number): Promise<Buffer> {
  try {
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function tooLarge(path: string, size: number): ImportError {
  return new ImportError(
    "IMPORT_TOO_LARGE",
    `"${path}" has ${size} bytes; a file of this format may have ${maximumTextBytes}.`,
    { hint: "Split it, or convert it to JSON Lines, which is read line by line.", details: { path, size } },
  );
}

/**
 * UTF-8, a byte order mark taken off.
 * @throws ImportError `IMPORT_JSON_INVALID` for other bytes.
 */
export function utf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ImportError("IMPORT_JSON_INVALID", `${what} is not UTF-8 text.`, {
      hint: "Save it as UTF-8.",
      cause,
    });
  }
}

/** @throws ImportError `IMPORT_JSON_INVALID` */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "";
    throw new ImportError("IMPORT_JSON_INVALID", `${what} is not valid JSON: ${reason}`, {
      hint: "Check that the file is complete.",
      cause,
    });
  }
}
