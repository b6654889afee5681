import { ledgerCanonical } from "./canonical.js";
import { IdentifierError, withOffset } from "./errors.js";
import type { AasIdentifier } from "./identifier.js";
import { encodedOffset, percentDecode, percentEncode } from "./percentEncoding.js";
import { asciiLowerCase, checkText, quoted } from "./text.js";

const label = "aas:";

/** Whether a text says of itself that it is an AAS asset id. */
function claimsToBeAas(input: string): boolean {
  return asciiLowerCase(input.slice(0, label.length)) === label;
}

/** Reads `aas:OWNER/NAME/VALUE`, with or without the label; name and value percent-encoded. */
export function parseAas(input: string): AasIdentifier {
  const offset = claimsToBeAas(input) ? label.length : 0;
  const [owner = "", name, value, ...more] = input.slice(offset).split("/");
  if (name === undefined || value === undefined || more.length > 0) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `${quoted(input)} is not of the form aas:OWNER/NAME/VALUE`,
      {
        hint: "Write owner, name and value with two slashes between; a slash inside a name or a value is %2F.",
        position: offset,
      },
    );
  }
  const nameAt = offset + owner.length + 1;
  const valueAt = nameAt + name.length + 1;
  return fromParts(
    withOffset(offset, () => checkOwner(owner)),
    decodedPart(name, nameAt, "The asset id's name"),
    decodedPart(value, valueAt, "The asset id's value"),
  );
}

/** A part that stands percent-encoded at a place of the whole text. */
function decodedPart(text: string, position: number, what: string): string {
  const decoded = withOffset(position, () => percentDecode(text));
  withOffset(
    (offset) => position + encodedOffset(text, offset),
    () => checkPart(decoded, what),
  );
  return decoded;
}

/**
 * An AAS asset id from its parts, none of them encoded.
 *
 * @param owner The owner's segment: a BPN, or a domain name (a segment with a dot; put in lower case).
 */
export function aasIdentifier(owner: string, name: string, value: string): AasIdentifier {
  checkPart(name, "The asset id's name");
  checkPart(value, "The asset id's value");
  return fromParts(checkOwner(owner), name, value);
}

function fromParts(owner: string, name: string, value: string): AasIdentifier {
  const text = `${owner}/${percentEncode(name)}/${percentEncode(value)}`;
  return { scheme: "aas", canonical: ledgerCanonical(text), owner, name, value };
}

/** The asset id under which an owner registers an identifier without an authority: a UUID or a URI, in canonical form. */
export function globalAssetId(owner: string, value: string): AasIdentifier {
  return aasIdentifier(owner, "globalAssetId", value);
}

function checkPart(text: string, what: string): void {
  if (text === "") {
    throw new IdentifierError("IDENTIFIER_EMPTY", `${what} is empty`, {
      hint: "Give all three: owner, name and value.",
    });
  }
  checkText(text, what);
}

/** The canonical form of an owner's segment; throws where it is none. */
function checkOwner(owner: string): string {
  if (owner === "") {
    throw new IdentifierError("IDENTIFIER_EMPTY", "The asset id's owner is empty", {
      hint: "Give the owner's BPN or domain name.",
    });
  }
  const position = owner.search(/[^A-Za-z0-9._-]/);
  if (position >= 0) {
    throw new IdentifierError(
      "IDENTIFIER_CHARACTER",
      `The owner ${quoted(owner)} holds a character other than letters, digits, ".", "_" and "-"`,
      { hint: "Give the owner's BPN or domain name.", position },
    );
  }
  return owner.includes(".") ? asciiLowerCase(owner) : owner;
}

/** The canonical form of a prefix, `OWNER` or `OWNER/NAME` (name percent-encoded); throws where it is none. */
export function checkAasPrefix(prefix: string): string {
  const [owner = "", name, ...more] = prefix.split("/");
  const segment = checkOwner(owner);
  if (name === undefined) return segment;
  if (more.length > 0) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `The prefix ${quoted(prefix)} has more than two segments`,
      {
        hint: "A prefix of asset ids is OWNER or OWNER/NAME.",
        position: owner.length + name.length + 1,
      },
    );
  }
  const decoded = percentDecode(name);
  checkPart(decoded, "The asset id's name");
  return `${segment}/${percentEncode(decoded)}`;
}
