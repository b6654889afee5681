import { IdentifierError } from "../errors.js";
import type { Gs1Identifier } from "../identifier.js";
import { quoted } from "../text.js";
import { parseDigitalLink, parsePath } from "./digitalLink.js";
import { claimsToBeElementString, parseElementStringIdentifier } from "./elementString.js";
import { gs1Identifier } from "./gs1Identifier.js";

/** Reads any written form of a GS1 identifier: Digital Link, element string, Digital Link path, GTIN of 8, 12, 13 or 14 digits. */
export function parseGs1(input: string): Gs1Identifier {
  if (/^https?:\/\//i.test(input)) return parseDigitalLink(input);
  if (claimsToBeElementString(input)) return parseElementStringIdentifier(input);
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
  const padding = 14 - digits.length;
  try {
    return gs1Identifier({ ai: "01", value: digits.padStart(14, "0") });
  } catch (error) {
    throw error instanceof IdentifierError ? error.movedBy(-padding) : error;
  }
}
