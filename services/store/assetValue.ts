import type { RecordEntity } from "./model.js";

/** `keccak256("aas")`: the scheme of asset ids, `OWNER/NAME/VALUE`. */
const aasScheme: string = "0x9f1042768024a00d8e8e893e7a2741eb30cea6f2d861c350453d0d25987e1231";

/**
 * The decoded value of a record that is named `globalAssetId`, else null.
 *
 * It splits the canonical string rather than parse it: the chain lets an owner register any three segments, and a
 * value that is not encoded canonically can never be asked for, so it is not indexed.
 */
export function globalAssetIdValue(record: Pick<RecordEntity, "scheme" | "identifier">): string | null {
  if (record.scheme !== aasScheme) return null;
  const [owner, name, encoded, ...rest] = record.identifier.split("/");
  if (owner === "" || name !== "globalAssetId" || encoded === undefined || rest.length > 0) return null;
  const value = decoded(encoded);
  return value === "" ? null : value;
}

/** The value behind `encoded`, null where that is not its canonical encoding. */
function decoded(encoded: string): string | null {
  try {
    const value = decodeURIComponent(encoded);
    return encodedValue(value) === encoded ? value : null;
  } catch {
    return null;
  }
}

/** RFC 3986 unreserved characters stay, all others are `%HH`. */
function encodedValue(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
