/**
 * The published vectors in `../shared/vectors/identifiers.json`, every one of them: its verdict, and its canonical form
 * where the vector states one.
 */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  digitalLinkUri,
  elementString,
  type Gs1Identifier,
  gs1Identifier,
  type Identifier,
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

const plainSchemes: Readonly<Record<string, Scheme>> = {
  handle: "handle",
  "vaa-handle": "handle",
  doi: "handle",
  oid: "oid",
  did: "did",
  "untp-uri": "uri",
  irdi: "irdi",
  ark: "ark",
  "iso6346-container": "container",
  "cn-uscc": "uscc",
  lei: "lei",
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
  if (plain !== undefined) return withBareCode(parseIdentifier(identifier, { scheme: plain }));
  if (scheme === "gs1-digital-link") return [digitalLinkUri(parseGs1(identifier))];
  if (scheme === "gtin-any") return [parseGs1(identifier).key.value];
  if (scheme === "gs1-element-string") return elementStringForms(vector);
  if (ai !== undefined) return [digitalLinkUri(gs1Identifier({ ai, value: identifier }))];
  throw new Error(`no check for scheme ${scheme}`);
}

/** The vectors have codes without the label that the canonical form has. */
function withBareCode(identifier: Identifier): readonly string[] {
  return "value" in identifier ? [identifier.canonical, identifier.value] : [identifier.canonical];
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
    it.each(vectors.filter(({ valid }) => valid))("accepts the $scheme $identifier", (vector) => {
      const forms = canonicalForms(vector);
      if (vector.canonical !== null) expect(forms).toContain(vector.canonical);
      if (vector.digitalLink) expect(digitalLinkUri(parseGs1(vector.identifier))).toBe(vector.digitalLink);
      if (vector.elementString) expect(elementString(parseGs1(vector.identifier))).toBe(vector.elementString);
      if (vector.toDigitalLink === false)
        expect(codeOf(() => parseGs1(vector.identifier))).toMatch(/^IDENTIFIER_/);
    });

    it.each(vectors.filter(({ valid }) => !valid))("refuses the $scheme $identifier", (vector) => {
      expect(codeOf(() => canonicalForms(vector))).toMatch(/^IDENTIFIER_/);
    });

    it.each(vectors.filter(({ valid, scheme }) => !valid && plainSchemes[scheme]))(
      "refuses the $scheme $identifier also where no scheme is given",
      ({ identifier }) => {
        expect(codeOf(() => parseIdentifier(identifier))).toMatch(/^IDENTIFIER_/);
      },
    );
  },
);
