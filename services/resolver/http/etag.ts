/** Entity tags: by them a caller's copy is known to be good still. */
import { createHash } from "node:crypto";

/** A short digest of a content: two contents with the same one are the same. */
export function contentDigest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 22);
}

/** Whether one of the caller's copies is the present one, by weak comparison (RFC 9110, 13.1.2). */
export function isCurrent(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
