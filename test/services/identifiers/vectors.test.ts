/**
 * The published vectors in `../shared/vectors/identifiers.json`, every one of them: its verdict, and its canonical form
 * where the vector states one. Vectors of schemes that are not read are named one by one.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  checkLegalId,
  digitalLinkUri,
  elementString,
  type Gs1Identifier,
  gs1Identifier,
  IdentifierError,
  parseElementString,
  parseIdentifier,
  type Scheme,
} from "../../../services/identifiers/index.js";

interface Vector {
  readonly identifier: string;
  readonly scheme: string;
  readonly valid: boolean;
  readonly canonical: string | null;
  readonly elementString?: string | null;
  readonly digitalLink?: string | null;
  readonly toDigitalLink?: boolean;
  readonly ai?: string;
}

const file = fileURLToPath(new URL("../../../../shared/vectors/identifiers.json", import.meta.url));
const present = existsSync(file);
const vectors: readonly Vector[] = present ? JSON.parse(readFileSync(file, "utf8")).vectors : [];

/** Schemes without a parser of their own; a vector of any other scheme has to pass. */
const notRead = ["irdi", "ark", "iso6346-container"];

const plainSchemes: Readonly<Record<string, Scheme>> = {
  handle: "handle",
  "vaa-handle": "handle",
  doi: "handle",
  oid: "oid",
  did: "did",
  "untp-uri": "uri",
};

function parseGs1(input: string): Gs1Identifier {
  const identifier = parseIdentifier(input, { scheme: "gs1" });
  if (identifier.scheme !== "gs1") throw new Error(`read as ${identifier.scheme}`);
  return identifier;
}

/** Canonical forms that a vector's text has, in the vector's own notation. Throws where it is refused. */
function canonicalForms(vector: Vector): readonly string[] {
  const { scheme, identifier, ai } = vector;
  const plain = plainSchemes[scheme];
  if (plain !== undefined) return [parseIdentifier(identifier, { scheme: plain }).canonical];
  if (scheme === "cn-uscc") return [checkLegalId(`uscc:${identifier}`).value];
  if (scheme === "lei") return [checkLegalId(`lei:${identifier}`).value];
  if (scheme === "gs1-digital-link") return [digitalLinkUri(parseGs1(identifier))];
  if (scheme === "gtin-any") return [parseGs1(identifier).key.value];
  if (scheme === "gs1-element-string") return elementStringForms(vector);
  if (ai !== undefined) return [digitalLinkUri(gs1Identifier({ ai, value: identifier }))];
  throw new Error(`no check for scheme ${scheme}`);
}

function elementStringForms({ identifier, toDigitalLink }: Vector): readonly string[] {
  const text = parseElementString(identifier)
    .map(({ ai, value }) => `(${ai})${value}`)
    .join("");
  if (toDigitalLink === false) return [text];
  return [text, digitalLinkUri(parseGs1(identifier), "https://example.com")];
}

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof IdentifierError) return error.code;
    throw error;
  }
}

describe.skipIf(!present)(
  "published vectors (skipped where ../shared/vectors/identifiers.json is absent)",
  () => {
    const read = vectors.filter(({ scheme }) => !notRead.includes(scheme));

    it("leaves out the vectors of the schemes that are not read, and no others", () => {
      const left = vectors
        .filter(({ scheme }) => notRead.includes(scheme))
        .map(({ identifier }) => identifier);
      expect(left).toEqual([
        "csqu3054383",
        "CSQU3054384",
        "0173-1#01-ACH237#013",
        "0173-1#05-AAA480#003",
        "0173-1-02-AAB325-008",
        "ark:/12345/x5wf6789",
        "ark:1234/abc",
      ]);
      expect(read.length + left.length).toBe(vectors.length);
    });

    it.each(read.filter(({ valid }) => valid))("accepts the $scheme $identifier", (vector) => {
      const forms = canonicalForms(vector);
      if (vector.canonical !== null) expect(forms).toContain(vector.canonical);
      if (vector.digitalLink) expect(digitalLinkUri(parseGs1(vector.identifier))).toBe(vector.digitalLink);
      if (vector.elementString) expect(elementString(parseGs1(vector.identifier))).toBe(vector.elementString);
      if (vector.toDigitalLink === false)
        expect(codeOf(() => parseGs1(vector.identifier))).toMatch(/^IDENTIFIER_/);
    });

    it.each(read.filter(({ valid }) => !valid))("refuses the $scheme $identifier", (vector) => {
      expect(codeOf(() => canonicalForms(vector))).toMatch(/^IDENTIFIER_/);
    });

    it.each(read.filter(({ valid, scheme }) => !valid && plainSchemes[scheme]))(
      "refuses the $scheme $identifier also where no scheme is given",
      ({ identifier }) => {
        expect(codeOf(() => parseIdentifier(identifier))).toMatch(/^IDENTIFIER_/);
      },
    );
  },
);
