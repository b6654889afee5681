import { canonical } from "./canonical.js";
import { socialCreditAlphabet, socialCreditCheckCharacter } from "./checkDigits.js";
import { checkCharacters, checkCheckCharacters, checkLength, withoutLabel } from "./codeChecks.js";
import { IdentifierError, withOffset } from "./errors.js";
import type { CodeIdentifier } from "./identifier.js";
import { asciiUpperCase } from "./text.js";

const foreign = new RegExp(`[^${socialCreditAlphabet}]`);

/** Reads a unified social credit code (GB 32100) with its check character, with or without `uscc:` in front, in either case. */
export function parseUscc(input: string): CodeIdentifier<"uscc"> {
  const { text, offset } = withoutLabel(input, "uscc:");
  const value = asciiUpperCase(text);
  withOffset(offset, () => check(value));
  return { scheme: "uscc", canonical: canonical(`uscc:${value}`), value };
}

function check(value: string): void {
  checkLength(value, 18, "A unified social credit code");
  checkCharacters(
    value,
    foreign,
    "A unified social credit code has digits and letters without I, O, S, V and Z",
  );
  const region = value.slice(2, 8).search(/[^0-9]/);
  if (region >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      "The region in a unified social credit code has digits only",
      { hint: "Characters 3 to 8 are six digits.", position: 2 + region },
    );
  }
  checkCheckCharacters(value, 17, socialCreditCheckCharacter(value.slice(0, 17)), "The code");
}
