import { ledgerCanonical } from "./canonical.js";
import { alphanumeric, characterSet, firstOutside } from "./characters.js";
import { IdentifierError, inWhole } from "./errors.js";
import type { AasIdentifier } from "./identifier.js";
import { encodedOffset, percentDecode, percentEncode } from "./percentEncoding.js";
import { asciiLowerCase, checkText, hasLabel, quoted } from "./text.js";

const label = "aas:";

const ownerCharacters = characterSet(`${alphanumeric}._-`);

/** Reads `aas:OWNER/NAME/VALUE`, with or without the label; name and value percent-encoded. */
export function parseAas(input: string): AasIdentifier {
  const offset = hasLabel(input, label) ? label.length : 0;
  const nameAt = input.indexOf("/", offset) + 1;
  const valueAt = nameAt === 0 ? 0 : input.indexOf("/", nameAt) + 1;
  if (valueAt === 0 || input.includes("/", valueAt)) {
    throw new IdentifierError(
      "IDENTIFIER_SYNTAX",
      `${quoted(input)} is not of the form aas:OWNER/NAME/VALUE`,
      {
        hint: "Write owner, name and value with two slashes between; a slash inside a name or a value is %2F.",
        position: offset,
      },
    );
  }
  const owner = readOwner(input.slice(offset, nameAt - 1), offset);
  const name = readPart(input.slice(nameAt, valueAt - 1), nameAt, "The asset id's name");
  const value = readPart(input.slice(valueAt), valueAt, "The asset id's value");
  return fromParts(owner, name, value);
}

function readOwner(text: string, position: number): string {
  try {
    return checkOwner(text);
  } catch (error) {
    throw inWhole(error, position);
  }
}

/** A part that stands percent-encoded at a place of the whole text. */
function readPart(text: string, position: number, what: string): string {
  const decoded = percentDecode(text, position);
  try {
    checkPart(decoded, what);
  } catch (error) {
    throw inWhole(error, (offset) => position + encodedOffset(text, offset));
  }
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
  const position = firstOutside(ownerCharacters, owner);
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
