import { canonical } from "./canonical.js";
import { containerCheckDigit } from "./checkDigits.js";
import { checkCheckCharacters, checkLength, withoutLabel } from "./codeChecks.js";
import { IdentifierError, withOffset } from "./errors.js";
import type { CodeIdentifier } from "./identifier.js";
import { asciiUpperCase, hasLabel } from "./text.js";

const bicUrn = "urn:epc:id:bic:";

/** Whether a text is the EPC URN of a freight container. */
export function claimsToBeBic(input: string): boolean {
  return hasLabel(input, bicUrn);
}

/**
 * Reads the code of a freight container (ISO 6346) with its check digit: bare, after `container:`, or as EPC URN
 * `urn:epc:id:bic:`; in either case.
 */
export function parseContainer(input: string): CodeIdentifier<"container"> {
  const { text, offset } = withoutLabel(input, claimsToBeBic(input) ? bicUrn : "container:");
  const value = asciiUpperCase(text);
  withOffset(offset, () => check(value));
  return { scheme: "container", canonical: canonical(`container:${value}`), value };
}

/** The EPC URN of a container. */
export function containerUrn({ value }: CodeIdentifier<"container">): string {
  return bicUrn + value;
}

function check(value: string): void {
  checkLength(value, 11, "A container's code");
  const foreign = /^[A-Z]{0,4}/.exec(value)?.[0].length ?? 0;
  const digits = value.slice(4).search(/[^0-9]/);
  if (foreign < 4 || digits >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      "A container's code has four letters, then six digits and a check digit",
      { hint: "It looks like CSQU3054383.", position: foreign < 4 ? foreign : 4 + digits },
    );
  }
  if (!/^...[UJZ]/.test(value)) {
    throw new IdentifierError("IDENTIFIER_VALUE", "The fourth letter of a container's code is U, J or Z", {
      hint: "U is a freight container, J equipment that can be taken off it, Z a trailer or chassis.",
      position: 3,
    });
  }
  checkCheckCharacters(value, 10, containerCheckDigit(value), "The container's code");
}
