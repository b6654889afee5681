/** The same prefixes and cuts in Solidity and in TypeScript: two implementations of one table, run side by side. */
import { toUtf8Bytes } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";
import { beforeAll, describe, expect, it } from "vitest";
import { ledgerSchemes } from "../../services/identifiers/identifier.js";
import { checkPrefix } from "../../services/identifiers/prefixes.js";
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

const alphabets = {
  gs1: "0123456789 a",
  handle: "0189.ab-_A/ ",
  oid: "012349.a",
  did: "ab1:.%2FA/",
  aas: "aB1./%2F~",
} as const;

/** Whether the parsers take the prefix just as it is. */
function isCanonicalToParsers(scheme: (typeof ledgerSchemes)[number], prefix: string): boolean {
  try {
    return checkPrefix(scheme, prefix) === prefix;
  } catch {
    return false;
  }
}

describe("prefix rules", () => {
  let isCanonicalToContracts: (scheme: (typeof ledgerSchemes)[number], prefix: string) => Promise<unknown>;

  beforeAll(async () => {
    const { ethers } = await network.connect();
    const harness = await ethers.deployContract("PrefixRulesHarness");
    isCanonicalToContracts = (scheme, prefix) =>
      harness.getFunction("isCanonical").staticCall(ruleOf[scheme], toUtf8Bytes(prefix));
  });

  it.each(ledgerSchemes)("agree with the parsers on prefixes of %s", async (scheme) => {
    const likely = fc
      .string({ unit: fc.constantFrom(...alphabets[scheme]), minLength: 1, maxLength: 16 })
      .map((text) => (scheme === "did" ? `did:${text}` : text));
    await fc.assert(
      fc.asyncProperty(fc.oneof(likely, fc.string({ maxLength: maxPrefixLength / 4 })), async (prefix) => {
        const onChain = await isCanonicalToContracts(scheme, prefix);
        // Case within did:web and did:ethr is their methods' affair, which the contracts leave to the parsers.
        if (scheme === "did" && onChain === true) return;
        expect(onChain, JSON.stringify(prefix)).toBe(isCanonicalToParsers(scheme, prefix));
      }),
      { numRuns: 400 },
    );
  });

  it("take no prefix of a DID that the parsers refuse in every spelling", async () => {
    for (const prefix of ["did:web:", "did::a", "did:web::a", "did:web:a%2", "did:web:a%2f", "did:Web:a"]) {
      expect(await isCanonicalToContracts("did", prefix), prefix).toBe(false);
    }
  });
});
