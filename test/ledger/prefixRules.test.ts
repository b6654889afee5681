/** The same prefixes and cuts in Solidity and in TypeScript: two implementations of one table, run side by side. */
import { toUtf8Bytes } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";
import { beforeAll, describe, expect, it } from "vitest";
import { isLedgerIdentifier } from "../../services/identifiers/guards.js";
import { type LedgerScheme, ledgerSchemes } from "../../services/identifiers/identifier.js";
import { parseIdentifier } from "../../services/identifiers/parse.js";
import { checkPrefix, prefixesOf, prefixStart } from "../../services/identifiers/prefixes.js";
import { prefixRule } from "./fixture.js";

const ruleOf = {
  gs1: prefixRule.gs1,
  handle: prefixRule.handle,
  oid: prefixRule.oid,
  did: prefixRule.did,
  aas: prefixRule.asset,
} as const;

/** Longest prefix that the contracts take. */
const maxPrefixLength = 64;

/** Longest prefix that they take of a scheme, which bounds their search for longer ones. */
const longestOf = (scheme: LedgerScheme): number => (scheme === "gs1" ? 12 : maxPrefixLength);

const lettersOf = (...pieces: string[]): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...pieces), minLength: 1, maxLength: 10 });

/** Escapes that are canonical, that could be a character, in lower case, cut off, and of bytes that are no text. */
const escapes = ["%2F", "%20", "%C3%A9", "%41", "%7E", "%2D", "%2f", "%4", "%FF", "%00"];

/** Texts of the scheme's own alphabet, many of them canonical, many others nearly so. */
const likely: Record<LedgerScheme, fc.Arbitrary<string>> = {
  gs1: lettersOf(..."0123456789 a"),
  handle: lettersOf(..."0189.ab-_A/ "),
  oid: lettersOf(..."012349.a"),
  did: fc
    .tuple(fc.constantFrom("web", "ethr", "key", "a1", "Web", ""), lettersOf(..."ab1:.xA/", ...escapes))
    .map(([method, rest]) => `did:${method}:${rest}`),
  aas: fc
    .tuple(lettersOf(..."aB1."), fc.option(lettersOf(..."aB1.~-/", ...escapes)))
    .map(([owner, name]) => (name === null ? owner : `${owner}/${name}`)),
};

/** What the parsers make of a prefix: another spelling, the same, or nothing. */
function readByParsers(scheme: LedgerScheme, prefix: string): string | undefined {
  try {
    return checkPrefix(scheme, prefix);
  } catch {
    return undefined;
  }
}

/** Whether a prefix escapes bytes of which the parsers make no text; nothing can be registered beneath it. */
const escapesNoText = (prefix: string): boolean => /%(?:[01][0-9A-F]|7F|[89A-F][0-9A-F])/.test(prefix);

describe("prefix rules", () => {
  let isCanonicalToContracts: (scheme: LedgerScheme, prefix: string) => Promise<unknown>;
  let cutsOfContracts: (scheme: LedgerScheme, text: string) => Promise<readonly number[]>;

  beforeAll(async () => {
    const { ethers } = await network.connect();
    const harness = await ethers.deployContract("PrefixRulesHarness");
    isCanonicalToContracts = (scheme, prefix) =>
      harness.getFunction("isCanonical").staticCall(ruleOf[scheme], toUtf8Bytes(prefix));
    cutsOfContracts = async (scheme, text) => {
      const cuts: number[] = [];
      const next = async (from: number): Promise<number> =>
        Number(
          await harness
            .getFunction("nextCut")
            .staticCall(ruleOf[scheme], toUtf8Bytes(text), from, longestOf(scheme)),
        );
      for (let cut = await next(0); cut !== 0; cut = await next(cut)) cuts.push(cut);
      return cuts;
    };
  });

  it.each(ledgerSchemes)("agree with the parsers on prefixes of %s", async (scheme) => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 4, arbitrary: likely[scheme] }, fc.string({ maxLength: maxPrefixLength / 4 })),
        async (prefix) => {
          const onChain = await isCanonicalToContracts(scheme, prefix);
          const read = readByParsers(scheme, prefix);
          if (read === undefined && scheme === "aas" && escapesNoText(prefix)) return;
          const expected = read === prefix;
          expect(onChain, JSON.stringify(prefix)).toBe(expected);
        },
      ),
      { numRuns: 600 },
    );
  });

  it("take of several spellings of a prefix the parsers' one alone", async () => {
    const spellings = [
      ["did", "did:web:EXAMPLE.com:Path"],
      ["did", "did:web:example.com%3a3000"],
      ["did", "did:ethr:0xABCDEF"],
      ["did", "did:ethr:Sepolia:0xab"],
      ["aas", "BPNL00000003AYRE/part%49nstanceId"],
      ["aas", "BPNL00000003AYRE/serial%2fNumber"],
      ["aas", "Example.COM"],
      ["handle", "20.500.ABC"],
    ] as const;
    for (const [scheme, prefix] of spellings) {
      const canonical = checkPrefix(scheme, prefix);
      expect(canonical).not.toBe(prefix);
      expect(await isCanonicalToContracts(scheme, prefix), prefix).toBe(false);
      expect(await isCanonicalToContracts(scheme, canonical), canonical).toBe(true);
    }
  });

  it("take no prefix of a DID that the parsers refuse in every spelling", async () => {
    for (const prefix of ["did:web:", "did::a", "did:web::a", "did:web:a%2", "did:Web:a"]) {
      expect(readByParsers("did", prefix), prefix).toBeUndefined();
      expect(await isCanonicalToContracts("did", prefix), prefix).toBe(false);
    }
  });

  it.each([
    "https://id.gs1.org/01/09506000134352/21/1",
    "https://id.gs1.org/00/195060001343521233",
    "https://id.gs1.org/8004/95060-7",
    "hdl:88.101.0042/part.1/2",
    "urn:oid:1.3.6.1.4.1.32473",
    "did:web:example.com:asset:1",
    "aas:example.com/serialNumber/P%2F1",
  ])("cut %s where the parsers cut it", async (text) => {
    const identifier = parseIdentifier(text);
    if (!isLedgerIdentifier(identifier)) throw new Error("It has no authority.");
    const carried = prefixesOf(identifier).map(({ length }) => length);
    const fromPrefixOn = identifier.canonical.slice(prefixStart(identifier));
    expect([0, ...(await cutsOfContracts(identifier.scheme, fromPrefixOn))].reverse()).toEqual(carried);
  });
});
