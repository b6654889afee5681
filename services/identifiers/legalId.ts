import { modulo97CheckDigits, socialCreditAlphabet, socialCreditCheckCharacter } from "./checkDigits.js";
import { IdentifierError, withOffset } from "./errors.js";
import { asciiLowerCase, checkInput, quoted } from "./text.js";

/** Kinds of identifiers of legal entities that are checked. */
export const legalIdKinds = ["lei", "uscc", "bpn"] as const;
export type LegalIdKind = (typeof legalIdKinds)[number];

/** What tells an organisation from all others, in canonical form `kind:VALUE`. */
export interface LegalId {
  readonly kind: LegalIdKind;
  readonly value: string;
  readonly canonical: string;
}

const checks: Record<LegalIdKind, (value: string) => void> = {
  lei: checkLei,
  uscc: checkSocialCreditCode,
  bpn: checkBusinessPartnerNumber,
};

/**
 * Checks `lei:…` (ISO 17442), `uscc:…` (GB 32100) or `bpn:…` (Catena-X) with its check characters.
 * Letters are taken in either case; the canonical value is in upper case.
 */
export function checkLegalId(text: string): LegalId {
  checkInput(text, "The legal identifier");
  const colon = text.indexOf(":");
  const kind = legalIdKinds.find((name) => name === asciiLowerCase(text.slice(0, Math.max(colon, 0))));
  if (kind === undefined) {
    throw new IdentifierError(
      "IDENTIFIER_UNKNOWN_SCHEME",
      `${quoted(text)} does not say what kind of legal identifier it is`,
      {
        hint: "Write lei:, uscc: or bpn: in front, such as lei:213800KUD8LAJWSQ9D15.",
        position: 0,
      },
    );
  }
  const value = text.slice(colon + 1).replace(/[a-z]/g, (letter) => letter.toUpperCase());
  withOffset(colon + 1, () => checks[kind](value));
  return { kind, value, canonical: `${kind}:${value}` };
}

function checkLei(value: string): void {
  checkLength(value, 20, "A LEI");
  checkCharacters(value, /[^0-9A-Z]/, "A LEI has letters and digits only");
  const expected = modulo97CheckDigits(value.slice(0, 18));
  if (value.slice(18) !== expected) {
    throw new IdentifierError(
      "IDENTIFIER_CHECK_DIGIT",
      `The check digits of the LEI ${quoted(value)} are wrong`,
      {
        hint: `By its first 18 characters it ends in ${expected}; look for a mistyped character.`,
        position: 18,
        details: { expected },
      },
    );
  }
}

function checkSocialCreditCode(value: string): void {
  checkLength(value, 18, "A unified social credit code");
  checkCharacters(
    value,
    new RegExp(`[^${socialCreditAlphabet}]`),
    "A unified social credit code has digits and letters without I, O, S, V and Z",
  );
  const region = value.slice(2, 8).search(/[^0-9]/);
  if (region >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      "The region in a unified social credit code has digits only",
      {
        hint: "Characters 3 to 8 are six digits.",
        position: 2 + region,
      },
    );
  }
  const expected = socialCreditCheckCharacter(value.slice(0, 17));
  if (value.slice(17) !== expected) {
    throw new IdentifierError(
      "IDENTIFIER_CHECK_DIGIT",
      `The check character of the code ${quoted(value)} is wrong`,
      {
        hint: `By its first 17 characters it ends in ${expected}; look for a mistyped character.`,
        position: 17,
        details: { expected },
      },
    );
  }
}

function checkBusinessPartnerNumber(value: string): void {
  checkLength(value, 16, "A business partner number");
  if (!/^BPN[LSA]/.test(value)) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      "A business partner number begins with BPNL, BPNS or BPNA",
      {
        hint: "BPNL is a legal entity, BPNS a site, BPNA an address.",
        position: 0,
      },
    );
  }
  checkCharacters(value, /[^0-9A-Z]/, "A business partner number has letters and digits only");
}

function checkLength(value: string, length: number, what: string): void {
  if (value.length !== length) {
    throw new IdentifierError(
      "IDENTIFIER_LENGTH",
      `${what} has ${length} characters; this one has ${value.length}`,
      {
        hint: "Check that it was copied whole.",
        position: Math.min(length, value.length),
      },
    );
  }
}

function checkCharacters(value: string, foreign: RegExp, rule: string): void {
  const position = value.search(foreign);
  if (position >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      `${rule}; ${quoted(value.charAt(position))} is neither`,
      {
        hint: "Check the character at that place.",
        position,
      },
    );
  }
}
