import { canonical } from "./canonical.js";
import { modulo97CheckDigits } from "./checkDigits.js";
import { checkCharacters, checkCheckCharacters, checkLength, withoutLabel } from "./codeChecks.js";
import { withOffset } from "./errors.js";
import type { CodeIdentifier } from "./identifier.js";
import { asciiUpperCase } from "./text.js";

/** Reads a legal entity identifier (ISO 17442) with its check digits, with or without `lei:` in front, in either case. */
export function parseLei(input: string): CodeIdentifier<"lei"> {
  const { text, offset } = withoutLabel(input, "lei:");
  const value = asciiUpperCase(text);
  withOffset(offset, () => check(value));
  return { scheme: "lei", canonical: canonical(`lei:${value}`), value };
}

function check(value: string): void {
  checkLength(value, 20, "A LEI");
  checkCharacters(value, /[^0-9A-Z]/, "A LEI has letters and digits only");
  checkCheckCharacters(value, 18, modulo97CheckDigits(value.slice(0, 18)), "The LEI");
}
