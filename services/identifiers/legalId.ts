import { parseBpn } from "./bpn.js";
import { IdentifierError } from "./errors.js";
import type { CodeIdentifier } from "./identifier.js";
import { parseLei } from "./lei.js";
import { asciiLowerCase, checkInput, quoted } from "./text.js";
import { parseUscc } from "./uscc.js";

/** Kinds of identifiers of legal entities that are checked: schemes whose identifiers name organisations. */
export const legalIdKinds = ["lei", "uscc", "bpn"] as const;
export type LegalIdKind = (typeof legalIdKinds)[number];

/** What tells an organisation from all others, in canonical form `kind:VALUE`. */
export interface LegalId {
  readonly kind: LegalIdKind;
  readonly value: string;
  readonly canonical: string;
}

const parsers: Record<LegalIdKind, (text: string) => CodeIdentifier<LegalIdKind>> = {
  lei: parseLei,
  uscc: parseUscc,
  bpn: parseBpn,
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
  const { value, canonical } = parsers[kind](text);
  return { kind, value, canonical };
}
