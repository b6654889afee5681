/** What holds for every identifier and for every text, tried on random ones. */
import fc, { type Arbitrary } from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkLegalId,
  checkPrefix,
  coarserLevels,
  equivalents,
  type Identifier,
  IdentifierError,
  isLedgerIdentifier,
  ledgerSchemes,
  longestPrefixOf,
  parseElementString,
  parseIdentifier,
  parseScanData,
  prefixesOf,
  prefixStart,
  type Scheme,
  scanData,
  selfAssertedSchemes,
} from "../../../services/identifiers/index.js";
import { gs1Identifiers, identifiersByScheme, ledgerIdentifiers } from "./arbitraries.js";

const schemes: readonly Scheme[] = [...ledgerSchemes, ...selfAssertedSchemes];
const anyIdentifier: Arbitrary<Identifier> = fc.oneof(...Object.values(identifiersByScheme));
const byOrder = (a: { ai: string }, b: { ai: string }): number => a.ai.localeCompare(b.ai);

/** An identifier whose attributes are in one order: in a Digital Link those of predefined length come first. */
function sorted(identifier: Identifier): Identifier {
  if (identifier.scheme !== "gs1") return identifier;
  return { ...identifier, attributes: [...identifier.attributes].sort(byOrder) };
}

/**
 * What an action returns, or undefined where it threw an IdentifierError with all that one needs. Any other error passes
 * through. Plain conditions here: a hundred thousand assertions would take longer than all the parsing.
 */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    if (error.message === "" || error.hint === "") throw new Error(`${error.code} says too little`);
    return undefined;
  }
}

/** Throws unless a canonical form is its own canonical form. */
function requireStable(form: string | undefined, canonicalise: (form: string) => string): void {
  if (form !== undefined && canonicalise(form) !== form) throw new Error(`${form} is not stable`);
}

function isUri(scheme: Scheme): boolean {
  return scheme === "uri" || scheme === "iec61406";
}

describe.each(schemes)("every %s identifier", (scheme) => {
  const identifiers = identifiersByScheme[scheme];

  it("is read back from each of its written forms, with and without its scheme named", () => {
    fc.assert(
      fc.property(identifiers, (identifier) => {
        for (const text of Object.values(equivalents(identifier))) {
          // A URI that is something else by itself, such as a Digital Link, needs its scheme.
          if (!isUri(scheme)) expect(sorted(parseIdentifier(text))).toEqual(sorted(identifier));
          expect(sorted(parseIdentifier(text, { scheme }))).toEqual(sorted(identifier));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("has a canonical form that is its own canonical form", () => {
    fc.assert(
      fc.property(identifiers, ({ canonical }) => {
        expect(parseIdentifier(canonical, { scheme }).canonical).toBe(canonical);
        // An asset id by itself looks like a handle, and some handles like GS1 paths: they say what they are in other forms.
        if (!isUri(scheme) && scheme !== "aas" && scheme !== "handle") {
          expect(parseIdentifier(canonical).canonical).toBe(canonical);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("every GS1 identifier", () => {
  it("is read back from what a scanner sends for it", () => {
    fc.assert(
      fc.property(
        gs1Identifiers,
        fc.constantFrom("]C1", "]e0", "]d2", "]Q3", "]J1", "\u001d"),
        (identifier, front) => {
          expect(parseScanData(scanData(identifier))).toEqual(identifier);
          expect(parseIdentifier(front + scanData(identifier))).toEqual(identifier);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("is read back from its EPC URN, if it has one, but for its attributes", () => {
    let urns = 0;
    fc.assert(
      fc.property(gs1Identifiers, fc.integer({ min: 6, max: 12 }), (identifier, companyPrefixLength) => {
        const { epc } = equivalents(identifier, { companyPrefixLength });
        if (epc === undefined) return;
        urns += 1;
        expect(parseIdentifier(epc)).toEqual({ ...identifier, attributes: [] });
      }),
      { numRuns: 2_000 },
    );
    expect(urns).toBeGreaterThan(500);
  });
});

describe("every identifier of the ledger", () => {
  it("carries each of its prefixes at one place, longest first down to the root, and each could be delegated", () => {
    fc.assert(
      fc.property(ledgerIdentifiers, (identifier) => {
        const prefixes = prefixesOf(identifier);
        expect(prefixes.at(-1)).toEqual({ prefix: "", length: 0 });
        expect(longestPrefixOf(identifier)).toBe(prefixes[0]?.prefix);
        const bytes = Buffer.from(identifier.canonical).subarray(prefixStart(identifier));
        for (const [index, { prefix, length }] of prefixes.slice(0, -1).entries()) {
          expect(length).toBeGreaterThan(prefixes[index + 1]?.length ?? 0);
          expect(bytes.subarray(0, length).toString()).toBe(prefix);
          expect(checkPrefix(identifier.scheme, prefix)).toBe(prefix);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it("carries prefixes and cuts that fit the rules of the contracts", () => {
    const escaped = "%[0-9A-F]{2}";
    const segment = `(?:[A-Za-z0-9._-]|${escaped})+`;
    const rules = {
      gs1: { prefix: /^[0-9]{1,12}$/, next: /^/ },
      handle: { prefix: /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/, next: /^[./]/ },
      oid: { prefix: /^[012](\.(0|[1-9][0-9]*))*$/, next: /^(\.|$)/ },
      did: { prefix: new RegExp(`^did:[a-z0-9]+(:${segment})*$`), next: /^(:|$)/ },
      aas: {
        prefix: new RegExp(`^([A-Za-z0-9_-]+|[a-z0-9._-]+)(/(?:[A-Za-z0-9._~-]|${escaped})+)?$`),
        next: /^\//,
      },
    };
    fc.assert(
      fc.property(ledgerIdentifiers, (identifier) => {
        const text = identifier.canonical.slice(prefixStart(identifier));
        for (const { prefix, length } of prefixesOf(identifier).slice(0, -1)) {
          expect(prefix).toMatch(rules[identifier.scheme].prefix);
          expect(text.slice(length)).toMatch(rules[identifier.scheme].next);
          expect(length).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it("has coarser levels that are identifiers, each with fewer of its qualifiers and none twice", () => {
    fc.assert(
      fc.property(ledgerIdentifiers, (identifier) => {
        const levels = coarserLevels(identifier);
        expect(new Set(levels.map(({ canonical }) => canonical)).size).toBe(levels.length);
        for (const level of levels) {
          expect(parseIdentifier(level.canonical, { scheme: level.scheme })).toEqual(level);
          expect(isLedgerIdentifier(level)).toBe(true);
          if (identifier.scheme !== "gs1" || level.scheme !== "gs1")
            throw new Error("only GS1 keys have levels");
          expect(level.key).toEqual(identifier.key);
          expect(level.qualifiers.length).toBeLessThan(identifier.qualifiers.length);
          expect(identifier.qualifiers).toEqual(expect.arrayContaining([...level.qualifiers]));
        }
      }),
      { numRuns: 5_000 },
    );
  });
});

describe("every text", () => {
  const scheme = fc.constantFrom(undefined, ...schemes);

  const mutated: Arbitrary<string> = fc
    .tuple(
      anyIdentifier.chain((identifier) =>
        fc.constantFrom(
          identifier.canonical,
          ...Object.values(equivalents(identifier, { companyPrefixLength: 7 })),
          ...(identifier.scheme === "gs1" ? [`]C1${scanData(identifier)}`] : []),
        ),
      ),
      fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.string({ unit: "binary", maxLength: 2 })), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    .map(([text, changes]) =>
      changes.reduce((changed, [seed, removed, inserted]) => {
        const at = seed % (changed.length + 1);
        return changed.slice(0, at) + inserted + changed.slice(at + removed);
      }, text as string),
    );

  /** Strings of the characters that mean something to one of the grammars. */
  const grammatical = fc.string({
    unit: fc.constantFrom(
      ..."0123456789abAB()/\\:.%?#&=+-_{}[]~ ",
      "01/",
      "(01)",
      "did:",
      "urn:",
      "http://",
      "hdl:",
      "10.",
      "%2F",
      "urn:epc:id:sgtin:",
      "https://id.gs1.org/",
      "AQnYUc1gm",
      "]C1",
      "\u001d",
      "ark:",
      "0173-1#",
      "vin:",
    ),
    maxLength: 40,
  });

  function expectOnlyIdentifierErrors(texts: Arbitrary<string>, numRuns: number): void {
    fc.assert(
      fc.property(texts, scheme, fc.constantFrom(...ledgerSchemes), (text, named, prefixScheme) => {
        const identifier = attempt(() => parseIdentifier(text, { scheme: named }));
        requireStable(identifier?.canonical, (form) => {
          return parseIdentifier(form, { scheme: identifier?.scheme }).canonical;
        });
        attempt(() => parseElementString(text));
        requireStable(attempt(() => checkLegalId(text))?.canonical, (form) => checkLegalId(form).canonical);
        requireStable(
          attempt(() => checkPrefix(prefixScheme, text)),
          (form) => checkPrefix(prefixScheme, form),
        );
      }),
      { numRuns },
    );
  }

  it("is read into a canonical form, or refused with an IdentifierError: mutations of right identifiers", () => {
    expectOnlyIdentifierErrors(mutated, 20_000);
  });

  it("is read into a canonical form, or refused with an IdentifierError: strings of grammatical characters", () => {
    expectOnlyIdentifierErrors(grammatical, 20_000);
  });

  it("is read into a canonical form, or refused with an IdentifierError: arbitrary UTF-16, lone surrogates included", () => {
    const utf16 = fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 })
      .map((units) => String.fromCharCode(...units));
    expectOnlyIdentifierErrors(fc.oneof(utf16, fc.string({ unit: "grapheme" })), 10_000);
  });

  it.each(["0", "(01)", "01/", "0.", "did:a:", "a/", "%", "https://a/01/", "(", "\\(", "&", " ", "\ud800"])(
    "of a megabyte of %j is refused for its length",
    (part) => {
      const text = part.repeat(1_000_000 / part.length);
      expect(() => parseIdentifier(text)).toThrow(expect.objectContaining({ code: "IDENTIFIER_LENGTH" }));
      expect(() => parseElementString(text)).toThrow(IdentifierError);
      expect(() => checkLegalId(text)).toThrow(expect.objectContaining({ code: "IDENTIFIER_LENGTH" }));
      expect(() => checkPrefix("did", text)).toThrow(IdentifierError);
    },
  );
});
