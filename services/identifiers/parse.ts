import { claimsToBeAas, parseAas } from "./aas.js";
import { claimsToBeDid, parseDid } from "./did.js";
import { IdentifierError } from "./errors.js";
import { claimsToBeDigitalLink, looksCompressed, parseDigitalLink, parsePath } from "./gs1/digitalLink.js";
import { claimsToBeElementString, parseElementStringIdentifier } from "./gs1/elementString.js";
import { beginsWithKey, beginsWithNumericKey, parseGs1 } from "./gs1/parse.js";
import { claimsToBeHandle, parseHandle } from "./handle.js";
import type { Gs1Identifier, HandleIdentifier, Identifier, Scheme } from "./identifier.js";
import { claimsToBeOid, parseOid } from "./oid.js";
import { checkInput, quoted } from "./text.js";
import { claimsToBeUri, parseUri } from "./uri.js";
import { claimsToBeUuid, parseUuid } from "./uuid.js";

const parsers: ReadonlyMap<string, (input: string) => Identifier> = new Map<
  Scheme,
  (input: string) => Identifier
>([
  ["gs1", parseGs1],
  ["handle", parseHandle],
  ["oid", parseOid],
  ["did", parseDid],
  ["aas", parseAas],
  ["uuid", parseUuid],
  ["uri", parseUri],
]);

/**
 * Reads an identifier in any of its written forms and puts it in canonical form.
 *
 * Without a scheme the text tells it; `docs/identifiers.md` has the order in which forms are tried. A text that names its
 * scheme and is malformed in it is an error, never an identifier of another scheme.
 *
 * @throws IdentifierError for every text that is no identifier.
 */
export function parseIdentifier(
  input: string,
  options: { readonly scheme?: Scheme | undefined } = {},
): Identifier {
  checkInput(input);
  if (options.scheme === undefined) return parseByItself(input);
  const parser = parsers.get(options.scheme);
  if (parser === undefined) {
    throw new IdentifierError("IDENTIFIER_UNKNOWN_SCHEME", `There is no scheme ${quoted(options.scheme)}`, {
      hint: `The schemes are ${[...parsers.keys()].join(", ")}.`,
    });
  }
  return parser(input);
}

/** Forms that say what they are, in the order in which they are tried. */
const forms: readonly (readonly [(input: string) => boolean, (input: string) => Identifier])[] = [
  [claimsToBeElementString, parseElementStringIdentifier],
  [claimsToBeDid, parseDid],
  [claimsToBeOid, parseOid],
  [claimsToBeUuid, parseUuid],
  [claimsToBeAas, parseAas],
  [claimsToBeHandle, parseHandle],
  [claimsToBeDigitalLink, parseDigitalLink],
  [isCompressedLink, parseDigitalLink],
  [claimsToBeUri, parseUri],
  [(input) => /^[0-9]+\.[0-9.]*$/.test(input), parseOid],
  [(input) => input.includes("/"), parsePathOrHandle],
];

function parseByItself(input: string): Identifier {
  const form = forms.find(([claims]) => claims(input));
  if (form !== undefined) return form[1](input);
  if (/^[0-9]+$/.test(input)) {
    throw new IdentifierError("IDENTIFIER_UNKNOWN_SCHEME", "A number alone does not say what it identifies", {
      hint: `Give the scheme (gs1 reads it as a GTIN), or write the application identifier in front: (01)${input}.`,
    });
  }
  throw new IdentifierError(
    "IDENTIFIER_UNKNOWN_SCHEME",
    `${quoted(input)} has the form of no known identifier`,
    {
      hint: "Give a GS1 Digital Link or element string, a handle, an OID, a DID, aas:OWNER/NAME/VALUE, a UUID or a URI.",
    },
  );
}

/** A link of GS1's own resolver without a key can only be a compressed one. */
function isCompressedLink(input: string): boolean {
  const path = /^https?:\/\/id\.gs1\.org(\/[^?#]*)/i.exec(input)?.[1];
  return path !== undefined && looksCompressed(path);
}

/** `x/y`: a GS1 path if it is one, else a handle. */
function parsePathOrHandle(input: string): Gs1Identifier | HandleIdentifier {
  if (!beginsWithKey(input)) return parseHandle(input);
  if (beginsWithNumericKey(input)) return parsePath(input);
  try {
    return parsePath(input);
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    return parseHandle(input);
  }
}
