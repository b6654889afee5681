/** The one spelling of a JSON value (RFC 8785), in which files are signed and hashed. */
import canonicalize from "canonicalize";

/** null for what has none: no JSON, or text that is not valid Unicode. */
export function canonicalJson(value: unknown): string | null {
  try {
    return canonicalize(value) ?? null;
  } catch {
    return null;
  }
}

/** No file of ours, and none of the standards that we read, nests so deep. */
const deepest = 64;

/** Whether a value would exhaust the stack of whatever goes through it. */
export function nestsTooDeep(json: unknown): boolean {
  let level: readonly unknown[] = [json];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}

/**
 * What a file in that spelling says, perhaps with a line's end behind it.
 * @param read Makes of the JSON what it says; that has to have the file's spelling again.
 * @param refused Makes the error of a file that is none, by what is wrong with it.
 */
export function readCanonicalJson<Value>(
  text: string,
  read: (json: unknown) => Value,
  refused: (why: string, cause?: unknown) => Error,
): Value {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw refused("it is not JSON", cause);
  }
  if (nestsTooDeep(json)) throw refused(`it nests deeper than ${deepest} levels`);
  const value = read(json);
  if (canonicalJson(value) === text.replace(/\r?\n$/, "")) return value;
  throw refused("its JSON is not the canonical (RFC 8785)");
}
