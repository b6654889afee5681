import { computeAddress, SigningKey } from "ethers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bidParts,
  checkPrefix,
  type DidIdentifier,
  didDocumentUrl,
  didOfHandlePrefix,
  ethrSubject,
  handlePrefixOf,
  parseIdentifier,
  prefixesOf,
  publicKeyIn,
} from "../../../services/identifiers/index.js";

function did(input: string): DidIdentifier {
  const identifier = parseIdentifier(input);
  if (identifier.scheme !== "did") throw new Error(`read as ${identifier.scheme}`);
  return identifier;
}

/** A key, and the account that ethers computes of it. */
const key = new SigningKey(`0x${"11".repeat(32)}`).compressedPublicKey;
const keyAccount = computeAddress(key).toLowerCase();

describe("did:web", () => {
  it.each([
    ["did:web:Example.com", "https://example.com/.well-known/did.json"],
    ["did:web:example.com:asset:1", "https://example.com/asset/1/did.json"],
    ["did:web:localhost%3a3000:a", "https://localhost:3000/a/did.json"],
    ["did:key:z6Mk", undefined],
  ])("%s has its document at %s", (text, url) => {
    expect(didDocumentUrl(did(text))).toBe(url);
  });
});

describe("did:ethr", () => {
  const account = "0xb9c5714089478a327f09197987f16f9e5d936e8a";

  it.each([
    ["did:ethr:0xB9C5714089478a327F09197987f16f9E5d936E8a", { network: "0x1", account }],
    [`did:ethr:0xAA36A7:${key}`, { network: "0xaa36a7", account: keyAccount }],
    [`did:ethr:linea:goerli:0x${account.slice(2).toUpperCase()}`, { network: "0xe704", account }],
    [`did:ethr:Plant:7:${account}`, { network: "plant:7", account }],
    ["did:web:a", undefined],
  ])("%s is about %j", (text, subject) => {
    expect(ethrSubject(did(text))).toEqual(subject);
  });

  it("of one account is one DID, whichever way its chain and itself are written", () => {
    for (const network of ["", "mainnet:", "Mainnet:", "0x1:", "0X01:", "%30x1:"]) {
      for (const written of [keyAccount, computeAddress(key), key, `0x${key.slice(2).toUpperCase()}`]) {
        expect(did(`did:ethr:${network}${written}`)).toEqual({
          scheme: "did",
          canonical: `did:ethr:0x1:${keyAccount}`,
          method: "ethr",
          methodSpecificId: `0x1:${keyAccount}`,
        });
      }
    }
    expect(did(`did:ethr:sepolia:${account}`)).toEqual(did(`did:ethr:0xaa36a7:${account}`));
    expect(did(`did:ethr:0x0:${account}`)).toEqual(did(`did:ethr:0x00:${account}`));
    expect(did(`did:ethr:0x10:${account}`)).not.toEqual(did(`did:ethr:0x1:${account}`));
  });

  it("of a key is that of the account that ethers computes of it", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 255n }), (secret) => {
        const { compressedPublicKey } = new SigningKey(`0x${secret.toString(16).padStart(64, "0")}`);
        const address = computeAddress(compressedPublicKey).toLowerCase();
        expect(did(`did:ethr:${compressedPublicKey}`).canonical).toBe(`did:ethr:0x1:${address}`);
      }),
      { numRuns: 50 },
    );
  });

  it("says by which key a text names its account", () => {
    expect(publicKeyIn(`did:ethr:0x1:0x${key.slice(2).toUpperCase()}`)).toBe(key.slice(2));
    expect(publicKeyIn(`did:ethr:%30${key.slice(1)}`)).toBe(key.slice(2));
    expect(publicKeyIn(`did:ethr:0x1:${account}`)).toBeNull();
  });

  it("has one spelling of a prefix too", () => {
    expect(checkPrefix("did", "did:ethr:mainnet")).toBe("did:ethr:0x1");
    expect(checkPrefix("did", "did:ethr:0x01")).toBe("did:ethr:0x1");
    expect(checkPrefix("did", `did:ethr:${account}`)).toBe(`did:ethr:0x1:${account}`);
    expect(checkPrefix("did", "did:ethr:Plant")).toBe("did:ethr:plant");
    const identifier = did(`did:ethr:mainnet:${account}`);
    expect(prefixesOf(identifier).map(({ prefix }) => prefix)).toEqual([
      `did:ethr:0x1:${account}`,
      "did:ethr:0x1",
      "did:ethr",
      "",
    ]);
  });

  it.each([
    [`did:ethr:0x1:0x04${"ab".repeat(32)}`, "IDENTIFIER_SYNTAX", 13],
    [`did:ethr:0x1:0x02${"ff".repeat(32)}`, "IDENTIFIER_VALUE", 13],
    [`did:ethr:0x02${"0".repeat(63)}5`, "IDENTIFIER_VALUE", 9],
  ])("takes no key that is not compressed, or no point of the curve: %s", (text, code, position) => {
    expect(() => did(text)).toThrow(expect.objectContaining({ code, position }));
  });
});

describe("did:bid", () => {
  it.each([
    [
      "did:bid:efBdagu8sVkJWEw5kLt1w69bxa85Kuag",
      { chain: undefined, keyType: "ed25519", encoding: "base58", suffix: "Bdagu8sVkJWEw5kLt1w69bxa85Kuag" },
    ],
    [
      "did:bid:qwer:sfjGbVtUc3RNBNhMdPBJXrmRN2tzTCH8",
      { chain: "qwer", keyType: "secp256k1", encoding: "base58", suffix: "jGbVtUc3RNBNhMdPBJXrmRN2tzTCH8" },
    ],
    [
      "did:bid:zt0qpzry9x8gf2tvdw0s3jn54khce6mua7l",
      { chain: undefined, keyType: "sm2", encoding: "bech32", suffix: "0qpzry9x8gf2tvdw0s3jn54khce6mua7l" },
    ],
  ])("%s is made of %j, and kept as it is", (text, parts) => {
    expect(bidParts(did(text))).toEqual(parts);
    expect(did(text).canonical).toBe(text);
  });

  it.each([
    ["did:bid:xfBdagu8sVkJWEw5kLt1w69bxa85Kuag", 8],
    ["did:bid:exBdagu8sVkJWEw5kLt1w69bxa85Kuag", 9],
    ["did:bid:ef0dagu8sVkJWEw5kLt1w69bxa85Kuag", 10],
    ["did:bid:efBdagu8sVkJWEw5kLt1w", 29],
    [`did:bid:es${"a".repeat(43)}`, 53],
    ["did:bid:QWER:sfjGbVtUc3RNBNhMdPBJXrmRN2tzTCH8", 8],
  ])("%s is refused at %s", (text, position) => {
    expect(() => did(text)).toThrow(expect.objectContaining({ code: "IDENTIFIER_SYNTAX", position }));
  });

  it("is no DID of another method", () => {
    expect(bidParts(did("did:web:a"))).toBeUndefined();
  });
});

describe("did:cn", () => {
  it("stands for a handle prefix under 88., and back", () => {
    expect(handlePrefixOf(did("did:cn:88.100.1"))).toBe("88.100.1");
    expect(didOfHandlePrefix("88.100.1")).toEqual(did("did:cn:88.100.1"));
    expect(handlePrefixOf(did("did:cn:86.100.1"))).toBeUndefined();
    expect(handlePrefixOf(did("did:web:88.100.1"))).toBeUndefined();
    expect(didOfHandlePrefix("88.100")).toBeUndefined();
    expect(didOfHandlePrefix("88.100.a")).toBeUndefined();
    expect(didOfHandlePrefix("86.100.1")).toBeUndefined();
  });

  it.each(["did:cn:88.10.1", "did:cn:88.100", "did:cn:8.100.1", `did:cn:88.100.${"1".repeat(129)}`])(
    "%s is refused",
    (text) => {
      expect(() => did(text)).toThrow(expect.objectContaining({ code: "IDENTIFIER_SYNTAX", position: 7 }));
    },
  );
});
