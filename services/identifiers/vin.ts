import { canonical } from "./canonical.js";
import { vehicleCheckCharacter } from "./checkDigits.js";
import { checkCharacters, checkCheckCharacters, checkLength, withoutLabel } from "./codeChecks.js";
import { withOffset } from "./errors.js";
import type { CodeIdentifier } from "./identifier.js";
import { asciiUpperCase } from "./text.js";

/**
 * Reads a vehicle identification number (ISO 3779), with or without `vin:` in front, in either case. Its check digit is not
 * looked at: only North America has one.
 */
export function parseVin(input: string): CodeIdentifier<"vin"> {
  const { text, offset } = withoutLabel(input, "vin:");
  const value = asciiUpperCase(text);
  withOffset(offset, () => {
    checkLength(value, 17, "A VIN");
    checkCharacters(value, /[^0-9A-HJ-NPR-Z]/, "A VIN has digits and letters without I, O and Q");
  });
  return { scheme: "vin", canonical: canonical(`vin:${value}`), value };
}

/** Checks the ninth character of a VIN as North America's rules have it. Positions in the error count in the bare VIN. */
export function checkNorthAmericanVin({ value }: CodeIdentifier<"vin">): void {
  checkCheckCharacters(value, 8, vehicleCheckCharacter(value), "The VIN");
}
