import { canonical } from "./canonical.js";
import { checkCharacters, checkLength, withoutLabel } from "./codeChecks.js";
import { IdentifierError, withOffset } from "./errors.js";
import type { CodeIdentifier } from "./identifier.js";
import { asciiUpperCase } from "./text.js";

/** Reads a Catena-X business partner number, with or without `bpn:` in front, in either case. */
export function parseBpn(input: string): CodeIdentifier<"bpn"> {
  const { text, offset } = withoutLabel(input, "bpn:");
  const value = asciiUpperCase(text);
  withOffset(offset, () => check(value));
  return { scheme: "bpn", canonical: canonical(`bpn:${value}`), value };
}

function check(value: string): void {
  checkLength(value, 16, "A business partner number");
  if (!/^BPN[LSA]/.test(value)) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      "A business partner number begins with BPNL, BPNS or BPNA",
      { hint: "BPNL is a legal entity, BPNS a site, BPNA an address.", position: 0 },
    );
  }
  checkCharacters(value, /[^0-9A-Z]/, "A business partner number has letters and digits only");
}
