/** Content codings (RFC 9110, section 8.4.1): bodies that are worth it go out compressed, to callers who say that they can read it. */
import { brotliCompress, type CompressCallback, constants, gzip } from "node:zlib";
import { preferences } from "./preferences.js";

/** What is liked best stands first, for callers who like several alike. */
const codings = ["br", "gzip"] as const;
export type Coding = (typeof codings)[number];

/** A smaller body fits into the packet that its headers need anyhow. */
const leastBytes = 1024;
const textual = /^(?:text\/|application\/(?:[\w.-]+\+)?json\b)/;

/** Whether a body has other forms for callers who can read them. */
export function isCompressible(length: number, contentType: string | undefined): boolean {
  return length >= leastBytes && contentType !== undefined && textual.test(contentType);
}

/** The coding that a caller likes best, and not less than the body as it is; null for none. */
export function codingFor(acceptEncoding: string | readonly string[] | undefined): Coding | null {
  if (acceptEncoding === undefined) return null;
  const ranges = preferences(acceptEncoding.toString());
  const named = (name: string): number | undefined => ranges.find(({ range }) => range === name)?.quality;
  const qualities = codings.map((coding) => named(coding) ?? named("*") ?? 0);
  const best = Math.max(...qualities);
  if (best === 0 || best < (named("identity") ?? 0)) return null;
  return codings[qualities.indexOf(best)] ?? null;
}

/** Brotli at the level that takes about as long as gzip does. */
const brotliQuality = 4;

/** In a thread of its own: a large body must not keep other callers waiting. */
export function compress(body: string | Buffer, coding: Coding, done: CompressCallback): void {
  if (coding === "gzip") gzip(body, done);
  else brotliCompress(body, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }, done);
}
