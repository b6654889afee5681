/** Entity tags and conditional requests (RFC 9110, sections 8.8.3 and 13.1.2). */
import { hash } from "node:crypto";

/** Taken once: in a bundle, each use of what Node itself offers is a look-up. */
const digestOf = hash;

/** A short digest of a content: two contents with the same one are the same. */
export function contentDigest(content: string | Buffer): string {
  return digestOf("sha256", content, "base64url").slice(0, 22);
}

/**
 * A strong entity tag of what is sent, so that it changes exactly when that does.
 * @param contentType Two representations of one resource must not share a tag, though their bytes be equal.
 */
export function entityTag(body: string | Buffer, contentType: string): string {
  const head = `${contentType}\0`;
  // Texts are put together as they are: to make bytes of them would take longer than their digest.
  const content = typeof body === "string" ? head + body : Buffer.concat([Buffer.from(head), body]);
  return `"${contentDigest(content)}"`;
}

/** Whether one of the caller's copies is the present one, by weak comparison. */
export function isCurrent(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(",").map((tag) => opaque(tag.trim()));
  return tags.includes(opaque(etag)) || tags.includes("*");
}

/** The same tag as a weak one: of what says the same, though not in the same bytes. */
export function weak(etag: string): string {
  return `W/${opaque(etag)}`;
}

function opaque(etag: string): string {
  return etag.startsWith("W/") ? etag.slice(2) : etag;
}
