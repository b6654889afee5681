/** Content digests: SHA-256 throughout, over a file's bytes or over RFC 8785 canonical JSON. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import canonicalize from "canonicalize";
import { toDigest } from "../ledger/hex.js";
import type { Digest } from "../store/model.js";
import { ImportError } from "./errors.js";

export function sha256(content: string | Uint8Array): Digest {
  return toDigest(`0x${createHash("sha256").update(content).digest("hex")}`);
}

/**
 * SHA-256 of a file's bytes, read as a stream.
 * @throws ImportError `IMPORT_FILE_UNREADABLE`
 */
export async function sha256OfFile(path: string): Promise<Digest> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (cause) {
    throw unreadable(path, cause);
  }
  return toDigest(`0x${hash.digest("hex")}`);
}

/**
 * UTF-8 bytes of a JSON value in its one canonical form (RFC 8785).
 * @throws ImportError `IMPORT_JSON_INVALID` for what has none, such as a lone surrogate.
 */
export function canonicalJson(value: unknown): Uint8Array {
  try {
    const text = canonicalize(value);
    if (text !== undefined) return Buffer.from(text, "utf8");
  } catch (cause) {
    throw noCanonicalForm(cause);
  }
  throw noCanonicalForm(undefined);
}

function noCanonicalForm(cause: unknown): ImportError {
  return new ImportError("IMPORT_JSON_INVALID", "The value has no canonical JSON form (RFC 8785).", {
    hint: "Numbers must be finite and text must be valid Unicode.",
    cause,
  });
}

/**
 * Digest of one of several shells in a file: SHA-256 of `<sha256 of the file, hex>#<id of the shell>`, so that each
 * shell is a content of its own and yet commits to all of the file.
 */
export function shellDigest(file: Digest, shellId: string): Digest {
  return sha256(`${file.slice(2)}#${shellId}`);
}

export function unreadable(path: string, cause: unknown): ImportError {
  const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown reason";
  return new ImportError("IMPORT_FILE_UNREADABLE", `"${path}" cannot be read (${reason}).`, {
    hint: "Check the path and that you may read the file.",
    details: { path, reason },
    cause,
  });
}
