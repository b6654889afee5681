import { parseAas } from "./aas.js";
import { arkIn, parseArk } from "./ark.js";
import { parseBpn } from "./bpn.js";
import { characterSet, digits, firstOutside, isDigit } from "./characters.js";
import { claimsToBeBic, parseContainer } from "./container.js";
import { parseDid } from "./did/did.js";
import { parseEcode } from "./ecode.js";
import { IdentifierError } from "./errors.js";
import { digitalLinkIn, parsePlainPath } from "./gs1/digitalLink.js";
import { claimsToBeElementString, parseElementStringIdentifier } from "./gs1/elementString.js";
import { epcIn } from "./gs1/epc/parse.js";
import { beginsWithKey, beginsWithNumericKey, parseGs1 } from "./gs1/parse.js";
import { claimsToBeScanData, parseScanData } from "./gs1/scanData.js";
import { handleIn, parseHandle } from "./handle.js";
import { parseIdentificationLink } from "./identificationLink.js";
import type { Gs1Identifier, HandleIdentifier, Identifier, Scheme } from "./identifier.js";
import { claimsToBeIrdi, parseIrdi } from "./irdi.js";
import { parseLei } from "./lei.js";
import { parseOid } from "./oid.js";
import { checkInput, hasLabel, quoted } from "./text.js";
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

/** Texts that name their scheme in front, by the label that does it. */
const labels: readonly (readonly [label: string, parser: Parser])[] = [
  ["https:", parseWebAddress],
  ["http:", parseWebAddress],
  ["did:", parseDid],
  ["doi:", parseHandle],
  ["urn:epc:", parseEpcUrn],
  ["urn:uuid:", parseUuid],
  ["urn:oid:", parseOid],
  ["urn:", parseUri],
  ["uscc:", parseUscc],
  ["aas:", parseAas],
  ["ark:", parseArk],
  ["hdl:", parseHandle],
  ["irdi:", parseIrdi],
  ["ecode:", parseEcode],
  ["container:", parseContainer],
  ["vin:", parseVin],
  ["lei:", parseLei],
  ["bpn:", parseBpn],
];

/** The same by the codes of their first letters. */
const labelsByLetter = new Map(
  labels.map(([{ 0: letter = "" }]) => [
    letter.charCodeAt(0),
    labels.filter(([label]) => label.startsWith(letter)),
  ]),
);

/** Whether a text without a scheme has the form of an identifier, be it a right one or not. */
export const hasIdentifierForm = (input: string): boolean =>
  claimsToBeScanData(input) || parserByForm(input) !== undefined;

/** The parser of what a text looks like; a label that names its scheme goes first. */
function parserByForm(input: string): Parser | undefined {
  const first = input.charCodeAt(0);
  if (isDigit(first)) return parserOfNumbers(input);
  for (const [label, parser] of labelsByLetter.get(first | 0x20) ?? []) {
    if (hasLabel(input, label)) return parser;
  }
  if (claimsToBeElementString(input)) return parseElementStringIdentifier;
  if (claimsToBeUuid(input)) return parseUuid;
  if (claimsToBeUri(input)) return parseUri;
  return input.includes("/") ? parsePathOrHandle : undefined;
}

const digitsAndDots = characterSet(`${digits}.`);

/** The parser of a text that begins with a digit. */
function parserOfNumbers(input: string): Parser | undefined {
  const end = firstOutside(digitsAndDots, input);
  if (end < 0) return input.includes(".") ? parseOid : undefined;
  if (input.charAt(end) !== "/") {
    if (claimsToBeUuid(input)) return parseUuid;
    if (claimsToBeIrdi(input)) return parseIrdi;
  }
  return input.includes("/", end) ? parsePathOrHandle : undefined;
}

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

/** An EPC URN of a key or a container; all others are URIs. */
function parseEpcUrn(input: string): Identifier {
  return claimsToBeBic(input) ? parseContainer(input) : (epcIn(input) ?? parseUri(input));
}

/** Hosts whose addresses may be those of another scheme's identifiers. */
const resolvers = /^https?:\/\/(?:hdl\.handle\.net|(?:dx\.|www\.)?doi\.org|n2t\.net)\//i;

function parseWebAddress(input: string): Identifier {
  if (!resolvers.test(input)) return digitalLinkIn(input) ?? parseUri(input);
  return handleIn(input) ?? arkIn(input) ?? digitalLinkIn(input) ?? parseUri(input);
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
