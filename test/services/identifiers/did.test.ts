import { describe, expect, it } from "vitest";
import {
  bidParts,
  type DidIdentifier,
  didDocumentUrl,
  didOfHandlePrefix,
  ethrSubject,
  handlePrefixOf,
  parseIdentifier,
} from "../../../services/identifiers/index.js";

function did(input: string): DidIdentifier {
  const identifier = parseIdentifier(input);
  if (identifier.scheme !== "did") throw new Error(`read as ${identifier.scheme}`);
  return identifier;
}

const key = `02${"ab".repeat(32)}`;

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
  it.each([
    [
      "did:ethr:0xB9C5714089478a327F09197987f16f9E5d936E8a",
      { network: undefined, account: "0xb9c5714089478a327f09197987f16f9e5d936e8a", publicKey: undefined },
    ],
    [`did:ethr:0xAA36A7:0x${key}`, { network: "0xaa36a7", account: undefined, publicKey: `0x${key}` }],
    [
      `did:ethr:rsk:testnet:0x${key.toUpperCase()}`,
      { network: "rsk:testnet", account: undefined, publicKey: `0x${key}` },
    ],
    ["did:web:a", undefined],
  ])("%s is about %j", (text, subject) => {
    expect(ethrSubject(did(text))).toEqual(subject);
  });

  it("takes no key that is not compressed", () => {
    expect(() => did(`did:ethr:0x1:0x04${"ab".repeat(32)}`)).toThrow(
      expect.objectContaining({ code: "IDENTIFIER_SYNTAX", position: 13 }),
    );
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
