/** Texts that the AAS interfaces carry in base64url of their UTF-8 bytes (RFC 4648, section 5). */
import { isUtf8 } from "node:buffer";
import { ResolverError } from "../errors.js";

/** Longest id of the metamodel (IDTA-01001, "Identifier"), in UTF-16 units. */
const maxLength = 2048;

/**
 * The text behind a segment or a parameter, with or without padding.
 * @param what Names it in the error: "The id of the shell".
 * @throws ResolverError RESOLVER_INVALID_AAS_ID
 */
export function decodedText(encoded: string, what: string): string {
  const text = decoded(encoded);
  if (text === null) throw invalid(`${what} is not base64url of UTF-8.`);
  if (text === "" || text.length > maxLength) {
    throw invalid(`${what} has not 1 to ${maxLength} characters.`);
  }
  return text;
}

export function encodedText(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}

/** One text has one encoding: no stray bits in its last character, and padding only where it belongs. */
const base64url = /^(?:[\w-]{4})*(?:[\w-][AQgw](?:==)?|[\w-]{2}[AEIMQUYcgkosw048]=?)?$/;

function decoded(encoded: string): string | null {
  if (!base64url.test(encoded)) return null;
  const bytes = Buffer.from(encoded, "base64url");
  return isUtf8(bytes) ? bytes.toString("utf8") : null;
}

function invalid(message: string): ResolverError {
  return new ResolverError("RESOLVER_INVALID_AAS_ID", message, {
    hint: "Encode the UTF-8 text in base64url (RFC 4648, section 5), with or without padding.",
  });
}
