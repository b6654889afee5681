import { canonical } from "./canonical.js";
import { withoutLabel } from "./codeChecks.js";
import { IdentifierError, withOffset } from "./errors.js";
import type { CodeIdentifier } from "./identifier.js";
import { quoted } from "./text.js";

const organisation = /^[0-9]{4}(?:-[0-9A-Za-z]+)+$/;
const code = /^[0-9A-Z]{2}-[0-9A-Z]+$/;
const eclassCode = /^[0-9]{2}-[A-Z]{3}[0-9]{3}$/;

/** Whether a text has the form of an IRDI: digits and a hyphen in front, and two `#`, without a slash. */
export function claimsToBeIrdi(input: string): boolean {
  return /^[0-9]+-[^/#]*#[^/#]*#[^/#]*$/.test(input);
}

/**
 * Reads an international registration data identifier (ISO/IEC 11179-6), such as ECLASS uses them: `0173-1#02-AAB325#008`,
 * with or without `irdi:` in front. Registration authority, code and version stand with `#` between; it is kept as it is.
 */
export function parseIrdi(input: string): CodeIdentifier<"irdi"> {
  const { text: value, offset } = withoutLabel(input, "irdi:");
  withOffset(offset, () => check(value));
  return { scheme: "irdi", canonical: canonical(value), value };
}

function check(value: string): void {
  const [authority = "", item, version, ...more] = value.split("#");
  if (item === undefined || version === undefined || more.length > 0) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `${quoted(value)} does not have three parts with "#" between`,
      {
        hint: "An IRDI looks like 0173-1#02-AAB325#008.",
        position: 0,
      },
    );
  }
  if (!organisation.test(authority)) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `The registration authority ${quoted(authority)} is no ICD of four digits and an organisation`,
      { hint: "Leading zeros belong to it: 0173-1, not 173-1.", position: 0 },
    );
  }
  const itemAt = authority.length + 1;
  const form = authority === "0173-1" ? eclassCode : code;
  if (!form.test(item)) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `The code ${quoted(item)} does not have the form it should`,
      {
        hint: "It is a code space of two characters, a hyphen and an item; at ECLASS like 02-AAB325.",
        position: itemAt,
      },
    );
  }
  checkVersion(version, itemAt + item.length + 1, authority === "0173-1");
}

function checkVersion(version: string, position: number, eclass: boolean): void {
  if (eclass ? /^[0-9]{3}$/.test(version) : /^[0-9]+$/.test(version)) return;
  throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(version)} is no version of an IRDI's item`, {
    hint: eclass ? "ECLASS writes three digits, such as 008." : "It has digits only.",
    position,
  });
}
