/**
 * The request target (RFC 9112, section 3.2). Express takes it apart as a URL, and where it finds no path in one, such as
 * `//#@x`, it answers by itself; so what is no plain path never reaches it.
 */

/** A path and a query, without a fragment and without the characters that make Express parse it as a whole URL. */
const plain = /^\/[^#\s\ufeff]*$/;
const absolute = /^https?:\/\/[^/?#]*/i;

/** Path and query of a target in origin-form or absolute-form; null for anything else. */
export function originForm(target: string): string | null {
  if (plain.test(target)) return target;
  const path = target.replace(absolute, "");
  if (path === "" || path.startsWith("?")) return target === path ? null : `/${path}`;
  return plain.test(path) ? path : null;
}
