import type { Gs1Identifier } from "../../identifier.js";
import { type EpcType, epcTypes, hasPattern, longestPrefix, shortestPrefix } from "./types.js";

/**
 * The EPC URN of an identifier. Undefined where there is none: for keys and qualifiers that EPC does not know, and where the
 * company prefix cannot have that length. Attributes are left out.
 *
 * @param companyPrefixLength digits of the GS1 company prefix, which a key by itself does not tell.
 */
export function epcUrn(identifier: Gs1Identifier, companyPrefixLength: number): string | undefined {
  const { key, qualifiers } = identifier;
  if (companyPrefixLength < shortestPrefix || companyPrefixLength > longestPrefix) return undefined;
  const [qualifier, ...others] = qualifiers;
  const type = epcTypes.find(
    (one) => one.ai === key.ai && (qualifier === undefined || one.qualifier === qualifier.ai),
  );
  // What stands for "none" cannot be said of one.
  if (type === undefined || others.length > 0 || (qualifier && qualifier.value === type.none))
    return undefined;
  const parts = keyParts(type, key.value, companyPrefixLength);
  if (parts === undefined) return undefined;
  const all = qualifier === undefined ? parts : [...parts, qualifier.value];
  return urn(type, all, qualifier !== undefined);
}

/** The parts of a key. Undefined where it does not hold a company prefix of that length. */
function keyParts(type: EpcType, value: string, prefixLength: number): readonly string[] | undefined {
  const { digits, leading = false, filler = "" } = type;
  const lead = leading ? 1 : 0;
  const text = value.slice(filler.length);
  const company = text.slice(lead, lead + prefixLength);
  const number = text.slice(0, lead) + text.slice(lead + prefixLength, digits);
  if (!/^[0-9]+$/.test(company) || company.length < prefixLength) return undefined;
  if (digits === undefined) return number === "" ? undefined : [company, number];
  const rest = text.slice(digits + 1);
  return [company, number, ...appendedParts(type, rest)];
}

/** What follows the check digit, part by part. */
function appendedParts({ appended = 0, appendedDigits }: EpcType, rest: string): readonly string[] {
  if (appendedDigits === undefined) return rest === "" ? [] : [rest];
  return Array.from({ length: appended }, (_, index) =>
    rest.slice(index * appendedDigits, (index + 1) * appendedDigits),
  );
}

function urn(type: EpcType, parts: readonly string[], qualified: boolean): string | undefined {
  const { kind, appended, qualifier, none } = type;
  const body = parts.map(escaped).join(".");
  const complete = qualifier === undefined ? parts.length === 2 + (appended ?? 0) : qualified;
  if (complete) return `urn:epc:${kind}:${type.type}:${body}`;
  if (none !== undefined) return `urn:epc:${kind}:${type.type}:${body}.${none}`;
  return hasPattern(type) ? `urn:epc:idpat:${type.type}:${body}.*` : undefined;
}

/** Characters of GS1 set 82 and set 39 that a URN's part does not hold in plain. */
function escaped(part: string): string {
  return part.replace(/["#%&/<>?]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
