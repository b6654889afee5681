import { canonical } from "./canonical.js";
import { checkCharacters, withoutLabel } from "./codeChecks.js";
import { IdentifierError, withOffset } from "./errors.js";
import type { CodeIdentifier } from "./identifier.js";

/** A version, the id of a numbering system and a main code have one character each at the least. */
const shortest = 3;

/**
 * Reads an Ecode (GB/T 31866), with or without `ecode:` in front, in its generic form: version, id of the numbering system
 * and main code, one after the other. The lengths of these parts are not checked, and the code is kept as it is.
 */
export function parseEcode(input: string): CodeIdentifier<"ecode"> {
  const { text: value, offset } = withoutLabel(input, "ecode:");
  withOffset(offset, () => check(value));
  return { scheme: "ecode", canonical: canonical(`ecode:${value}`), value };
}

function check(value: string): void {
  if (value.length < shortest) {
    throw new IdentifierError("IDENTIFIER_LENGTH", `An Ecode has at least ${shortest} characters`, {
      hint: "It is made of a version, the id of a numbering system and a main code.",
      position: value.length,
    });
  }
  checkCharacters(value, /[^0-9A-Za-z._-]/, 'An Ecode has letters, digits, ".", "_" and "-" only');
}
