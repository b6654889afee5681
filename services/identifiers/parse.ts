import { parseAas } from "./aas.js";
import { claimsToBeArk, parseArk } from "./ark.js";
import { parseBpn } from "./bpn.js";
import { claimsToBeBic, parseContainer } from "./container.js";
import { parseDid } from "./did/did.js";
import { parseEcode } from "./ecode.js";
import { IdentifierError } from "./errors.js";
import { digitalLinkIn, parsePlainPath } from "./gs1/digitalLink.js";
import { claimsToBeElementString, parseElementStringIdentifier } from "./gs1/elementString.js";
import { claimsToBeEpc, parseEpc } from "./gs1/epc/parse.js";
import { beginsWithKey, beginsWithNumericKey, parseGs1 } from "./gs1/parse.js";
import { claimsToBeScanData, parseScanData } from "./gs1/scanData.js";
import { isHandleAddress, parseHandle } from "./handle.js";
import { parseIdentificationLink } from "./identificationLink.js";
import type { Gs1Identifier, HandleIdentifier, Identifier, Scheme } from "./identifier.js";
import { claimsToBeIrdi, parseIrdi } from "./irdi.js";
import { parseLei } from "./lei.js";
import { claimsToBeOid, parseOid } from "./oid.js";
import { asciiLowerCase, checkInput, quoted } from "./text.js";
import { claimsToBeUri, parseUri } from "./uri.js";
import { parseUscc } from "./uscc.js";
import { claimsToBeUuid, parseUuid } from "./uuid.js";
import { parseVin } from "./vin.js";

type Parser = (input: string) => Identifier;

const parsers: ReadonlyMap<string, Parser> = new Map<Scheme, Parser>([
  ["gs1", parseGs1],
  ["handle", parseHandle],
  ["oid", parseOid],
  ["did", parseDid],
  ["aas", parseAas],
  ["uuid", parseUuid],
  ["uri", parseUri],
  ["iec61406", parseIdentificationLink],
  ["irdi", parseIrdi],
  ["ark", parseArk],
  ["ecode", parseEcode],
  ["container", parseContainer],
  ["vin", parseVin],
  ["lei", parseLei],
  ["uscc", parseUscc],
  ["bpn", parseBpn],
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
  const parser = options.scheme === undefined ? parseByItself : parsers.get(options.scheme);
  if (parser === undefined) {
    throw new IdentifierError(
      "IDENTIFIER_UNKNOWN_SCHEME",
      `There is no scheme ${quoted(options.scheme ?? "")}`,
      {
        hint: `The schemes are ${[...parsers.keys()].join(", ")}.`,
      },
    );
  }
  // A scanner's text alone may hold control characters; its parser checks what is between them.
  if (parser === parseByItself || parser === parseGs1) {
    if (claimsToBeScanData(input)) return parseScanData(input);
  }
  checkInput(input);
  return parser(input);
}

/** Texts that name their scheme before a colon. */
const labelled: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ["did", parseDid],
  ["urn", parseUrn],
  ["aas", parseAas],
  ["hdl", parseHandle],
  ["doi", parseHandle],
  ["http", parseWebAddress],
  ["https", parseWebAddress],
  ["ark", parseArk],
  ["irdi", parseIrdi],
  ["ecode", parseEcode],
  ["container", parseContainer],
  ["vin", parseVin],
  ["lei", parseLei],
  ["uscc", parseUscc],
  ["bpn", parseBpn],
]);

/** Forms that are told by what they look like, in the order in which they are tried. */
const forms: readonly (readonly [(input: string) => boolean, Parser])[] = [
  [claimsToBeElementString, parseElementStringIdentifier],
  [claimsToBeUuid, parseUuid],
  [claimsToBeUri, parseUri],
  [(input) => /^[0-9]+\.[0-9.]*$/.test(input), parseOid],
  [claimsToBeIrdi, parseIrdi],
  [(input) => input.includes("/"), parsePathOrHandle],
];

/** Whether a text without a scheme has the form of an identifier, be it a right one or not. */
export const hasIdentifierForm = (input: string): boolean =>
  claimsToBeScanData(input) || parserByForm(input) !== undefined;

const parserByForm = (input: string): Parser | undefined =>
  parserByLabel(input) ?? forms.find(([claims]) => claims(input))?.[1];

function parseByItself(input: string): Identifier {
  const parser = parserByForm(input);
  if (parser !== undefined) return parser(input);
  if (/^[0-9]+$/.test(input)) {
    throw new IdentifierError("IDENTIFIER_UNKNOWN_SCHEME", "A number alone does not say what it identifies", {
      hint: `Give the scheme (gs1 reads it as a GTIN), or write the application identifier in front: (01)${input}.`,
    });
  }
  throw new IdentifierError(
    "IDENTIFIER_UNKNOWN_SCHEME",
    `${quoted(input)} has the form of no known identifier`,
    {
      hint: "Give a GS1 Digital Link or element string, a handle, an OID, a DID, aas:OWNER/NAME/VALUE, a UUID or a URI; or name the scheme in front, such as lei: or vin:.",
    },
  );
}

const longestLabel = Math.max(...[...labelled.keys()].map((label) => label.length));

/** The parser of the label before the first colon, if it is one. */
function parserByLabel(input: string): Parser | undefined {
  const colon = input.indexOf(":");
  if (colon < 0 || colon > longestLabel) return undefined;
  const label = input.slice(0, colon);
  return labelled.get(label) ?? labelled.get(asciiLowerCase(label));
}

function parseUrn(input: string): Identifier {
  if (claimsToBeUuid(input)) return parseUuid(input);
  if (claimsToBeOid(input)) return parseOid(input);
  if (claimsToBeEpc(input)) return parseEpc(input);
  if (claimsToBeBic(input)) return parseContainer(input);
  return parseUri(input);
}

/** Hosts whose addresses may be those of another scheme's identifiers. */
const resolvers = /^https?:\/\/(?:hdl\.handle\.net|(?:dx\.|www\.)?doi\.org|n2t\.net)\//i;

function parseWebAddress(input: string): Identifier {
  if (resolvers.test(input)) {
    if (isHandleAddress(input)) return parseHandle(input);
    if (claimsToBeArk(input)) return parseArk(input);
  }
  return digitalLinkIn(input) ?? parseUri(input);
}

/** `x/y`: a GS1 path if it is one, else a handle. */
function parsePathOrHandle(input: string): Gs1Identifier | HandleIdentifier {
  if (!beginsWithKey(input)) return parseHandle(input);
  if (beginsWithNumericKey(input)) return parsePlainPath(input);
  try {
    return parsePlainPath(input);
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    return parseHandle(input);
  }
}
