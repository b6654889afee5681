import { IdentifierError, withOffset } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { quoted } from "../text.js";
import { hostStart } from "../uri.js";
import { type ApplicationIdentifier, applicationIdentifierAt } from "./applicationIdentifiers.js";
import { parseDigitalLink, parsePath } from "./digitalLink.js";
import { claimsToBeElementString, parseElementStringIdentifier } from "./elementString.js";
import { epcIn } from "./epc/parse.js";
import { gs1Identifier } from "./gs1Identifier.js";
import { claimsToBeScanData, parseScanData } from "./scanData.js";

/**
 * Reads any written form of a GS1 identifier: Digital Link, element string, EPC URN, Digital Link path, GTIN of 8, 12, 13 or 14
 * digits.
 */
export function parseGs1(input: string): Gs1Identifier {
  if (hostStart(input) > 0) return parseDigitalLink(input);
  if (claimsToBeElementString(input)) return parseElementStringIdentifier(input);
  if (claimsToBeScanData(input)) return parseScanData(input);
  // What comes most often: requests for Digital Links, and canonical identifiers. Nothing else begins so.
  if (input.startsWith("/") || beginsWithKey(input)) return parsePath(input);
  const epc = epcIn(input);
  if (epc !== undefined) return epc;
  if (/^[0-9]+$/.test(input)) return parseGtin(input);
  return parsePath(input);
}

/** A GTIN of any length, padded to 14 digits. */
function parseGtin(digits: string): Gs1Identifier {
  if (![8, 12, 13, 14].includes(digits.length)) {
    throw new IdentifierError(
      "IDENTIFIER_LENGTH",
      `A GTIN has 8, 12, 13 or 14 digits; ${quoted(digits)} has ${digits.length}`,
      {
        hint: "Write other keys with their application identifier, such as (00) for an SSCC or (414) for a GLN.",
      },
    );
  }
  const value = digits.padStart(14, "0");
  return withOffset(digits.length - value.length, () => gs1Identifier({ ai: "01", value }));
}

/** Whether a path begins with the AI of a primary key. */
export function beginsWithKey(path: string): boolean {
  return keyOf(path)?.qualifiers !== undefined;
}

/** Fewest digits of a key that is a number with a check digit; other keys are too free to be told from a handle. */
const shortestNumericKey = 13;

/**
 * Whether a path begins with the AI of a numeric key and as many digits as that key has. Such a path is meant as GS1 even
 * where it is malformed: read as a handle, a mistyped digit would silently make it another thing.
 */
export function beginsWithNumericKey(path: string): boolean {
  const key = keyOf(path);
  if (key?.qualifiers === undefined) return false;
  const digits = key.components.reduce((sum, { min, optional }) => sum + (optional ? 0 : min), 0);
  const [, value = ""] = (path.startsWith("/") ? path.slice(1) : path).split("/", 2);
  return digits >= shortestNumericKey && value.length >= digits && /^[0-9]+$/.test(value.slice(0, digits));
}

function keyOf(path: string): ApplicationIdentifier | undefined {
  const start = path.startsWith("/") ? 1 : 0;
  const end = path.indexOf("/", start);
  return end < 0 ? undefined : applicationIdentifierAt(path, start, end);
}
