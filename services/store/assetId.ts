import type { RecordEntity } from "./model.js";

/** `keccak256("aas")`: the scheme of asset ids, `OWNER/NAME/VALUE`. */
const aasScheme: string = "0x9f1042768024a00d8e8e893e7a2741eb30cea6f2d861c350453d0d25987e1231";

/** Name and value of an asset id, decoded: what it is asked for by, whoever registered it. */
export interface AssetId {
  readonly name: string;
  readonly value: string;
}

/** Names of asset ids with a meaning of their own. */
export const assetNames = {
  /** IDTA-01001, AASd-116. */
  globalAssetId: "globalAssetId",
  /** The id of a shell; its record stands for the shell's twin. A key type of IDTA-01001, as the next. */
  shell: "AssetAdministrationShell",
  /** The id of a submodel; its record stands for the record of its shell. */
  submodel: "Submodel",
} as const;

/**
 * Name and value of a record of the scheme `aas`; null for any other.
 *
 * It splits the canonical string rather than parse it: the chain lets an owner register any three segments, and what is
 * not encoded canonically can never be asked for, so it counts for nothing.
 */
export function assetIdOf(record: Pick<RecordEntity, "scheme" | "identifier">): AssetId | null {
  if (record.scheme !== aasScheme) return null;
  const [owner, encodedName, encodedValue, ...rest] = record.identifier.split("/");
  if (owner === "" || encodedName === undefined || encodedValue === undefined || rest.length > 0) return null;
  const name = decoded(encodedName);
  const value = decoded(encodedValue);
  return name === null || value === null ? null : { name, value };
}

/** What is behind `text`; null where that is nothing, or `text` is not its canonical encoding. */
function decoded(text: string): string | null {
  try {
    const value = decodeURIComponent(text);
    return value !== "" && encoded(value) === text ? value : null;
  } catch {
    return null;
  }
}

/** RFC 3986 unreserved characters stay, all others are `%HH`. */
function encoded(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
