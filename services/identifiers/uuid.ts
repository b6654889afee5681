import { canonical } from "./canonical.js";
import { IdentifierError } from "./errors.js";
import type { UuidIdentifier } from "./identifier.js";
import { asciiLowerCase, hasLabel, quoted } from "./text.js";

const urn = "urn:uuid:";
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** The canonical form, in which most are written. */
const canonicalForm = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text says of itself that it is a UUID. */
export function claimsToBeUuid(input: string): boolean {
  return hasLabel(input, urn) || uuid.test(withoutBraces(input));
}

/** Reads a UUID (RFC 9562): bare, in braces or as `urn:uuid:`. */
export function parseUuid(input: string): UuidIdentifier {
  if (canonicalForm.test(input)) return { scheme: "uuid", canonical: canonical(input) };
  const isUrn = hasLabel(input, urn);
  const digits = isUrn ? input.slice(urn.length) : withoutBraces(input);
  if (!uuid.test(digits)) {
    throw new IdentifierError("IDENTIFIER_SYNTAX", `${quoted(input)} is no UUID`, {
      hint: "A UUID has 32 hex digits in groups of 8, 4, 4, 4 and 12 with hyphens between.",
      position: isUrn ? urn.length : 0,
    });
  }
  return { scheme: "uuid", canonical: canonical(urn + asciiLowerCase(digits)) };
}

function withoutBraces(text: string): string {
  return text.startsWith("{") && text.endsWith("}") ? text.slice(1, -1) : text;
}
