/** Where a redirect goes: to the registered target, with the caller's query string passed on. */

/** Characters that a query may hold as they are (RFC 3986, section 3.4), and the percent sign. */
const notInQuery = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]/g;

function percentEncoded(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/**
 * The target with the request's query string, byte for byte, after its own query and before its fragment. Neither host
 * nor path of the target can be changed by it: it can only stand behind a question mark.
 *
 * @param query As Node gives it: one character a byte, without the question mark.
 */
export function withQuery(target: string, query: string): string {
  if (query === "") return target;
  const hash = target.indexOf("#");
  const address = hash < 0 ? target : target.slice(0, hash);
  const fragment = hash < 0 ? "" : target.slice(hash);
  return `${address}${separator(address)}${query.replace(notInQuery, percentEncoded)}${fragment}`;
}

function separator(address: string): string {
  if (!address.includes("?")) return "?";
  return address.endsWith("?") || address.endsWith("&") ? "" : "&";
}
