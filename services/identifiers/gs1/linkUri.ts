import type { Gs1Identifier } from "../identifier.js";
import { percentEncode } from "../percentEncoding.js";
import { applicationIdentifier } from "./applicationIdentifiers.js";
import { canBePacked, pack } from "./compression/pack.js";
import type { Element } from "./elements.js";

/** Stem of canonical Digital Links. */
export const canonicalStem = "https://id.gs1.org";

/**
 * The path of an identifier's Digital Link, without a slash in front: its canonical form. It is packed where a value is `.` or `..`,
 * which whoever follows a link would take for a way to a coarser thing, also in percent-encoding.
 */
export function linkPath({ canonical, key, qualifiers }: Gs1Identifier): string {
  for (const { value } of qualifiers) if (value === "." || value === "..") return pack([key, ...qualifiers]);
  return canonical;
}

/**
 * The Digital Link URI of an identifier, attributes included.
 *
 * @param stem Address in front of the path, with or without a slash at its end.
 */
export function digitalLinkUri(identifier: Gs1Identifier, stem: string = canonicalStem): string {
  return linkUri(stem, linkPath(identifier), identifier.attributes);
}

/**
 * The compressed Digital Link URI of an identifier. Attributes that cannot be packed stay in the query.
 *
 * @param stem Address in front of the packed path, with or without a slash at its end.
 */
export function compressedLinkUri(
  { key, qualifiers, attributes }: Gs1Identifier,
  stem: string = canonicalStem,
): string {
  const packed = pack([key, ...qualifiers, ...attributes.filter(canBePacked)]);
  const others = attributes.filter((attribute) => !canBePacked(attribute));
  return linkUri(stem, packed, others);
}

function linkUri(stem: string, path: string, attributes: readonly Element[]): string {
  const query = fixedLengthFirst(attributes)
    .map(({ ai, value }) => `${ai}=${percentEncode(value)}`)
    .join("&");
  return `${stem.replace(/\/$/, "")}/${path}${query === "" ? "" : `?${query}`}`;
}

/** The order of attributes in a canonical Digital Link: those of predefined length first, otherwise as given. */
function fixedLengthFirst(attributes: readonly Element[]): readonly Element[] {
  const isFixed = ({ ai }: Element): boolean => applicationIdentifier(ai)?.fixedLength === true;
  return [...attributes.filter(isFixed), ...attributes.filter((element) => !isFixed(element))];
}
