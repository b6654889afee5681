import { Wallet } from "ethers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeToken,
  encodeAuthorization,
  maxTokenLength,
  type SignedClaim,
  signatureScheme,
} from "../../../../services/rights/requests/authorization.js";
import { authorize } from "../../../../services/rights/requests/sign.js";
import {
  audienceOf,
  maxValidity,
  requestDigest,
  type WireRequest,
} from "../../../../services/rights/requests/signedRequest.js";
import { isInTime, maxAhead, signerOf } from "../../../../services/rights/requests/verify.js";
import { toAddress } from "../../../../services/store/hex.js";

/** A key of this test alone. */
const signer = new Wallet(`0x${"4b".repeat(32)}`);
const key = toAddress(signer.address);
const party = toAddress(`0x${"ab".repeat(20)}`);
const now = 1_800_000_000;

const request: WireRequest = {
  method: "POST",
  audience: "https://id.example.com/base",
  target: "/v1/resolve?id=01%2F09506000134352&scheme=gs1",
  body: Buffer.from('{"ids":["01/09506000134352"]}'),
  chainId: 31337,
};

const claimOf = async (of: WireRequest = request): Promise<SignedClaim> => {
  const claim = tokenOf(await authorize(of, { signer, key, party }, now));
  if (claim === null) throw new Error("what was signed cannot be read");
  return claim;
};

const tokenOf = (header: string): SignedClaim | null => decodeToken(header.slice(signatureScheme.length + 1));

const isSigned = (of: WireRequest, claim: SignedClaim): boolean =>
  signerOf(requestDigest(of, claim), claim.signature) === key;

/** The text with one character replaced by another one. */
function altered(text: string, at: number, by: string): string {
  const index = at % text.length;
  return text.slice(0, index) + by + text.slice(index + 1);
}

describe("a signed request", () => {
  it("is known as its signer's", async () => {
    expect(isSigned(request, await claimOf())).toBe(true);
  });

  it("is another one with each signing, though all else be equal", async () => {
    const [first, second] = await Promise.all([claimOf(), claimOf()]);
    expect(first?.nonce).not.toBe(second?.nonce);
  });

  it("is known no more where any character of its method, audience or target is another one", async () => {
    const claim = await claimOf();
    const character = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    const part = fc.constantFrom("method" as const, "audience" as const, "target" as const);
    fc.assert(
      fc.property(part, fc.nat(), character, (name, at, by) => {
        const other = altered(request[name], at, by);
        fc.pre(other !== request[name]);
        expect(isSigned({ ...request, [name]: other }, claim)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it("is known no more where any byte of its body is another one, is missing or is added", async () => {
    const claim = await claimOf();
    fc.assert(
      fc.property(fc.nat(request.body.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const body = Uint8Array.from(request.body, (byte, index) => (index === at ? byte ^ change : byte));
        expect(isSigned({ ...request, body }, claim)).toBe(false);
      }),
      { numRuns: 30 },
    );
    expect(isSigned({ ...request, body: request.body.subarray(1) }, claim)).toBe(false);
    expect(isSigned({ ...request, body: Buffer.concat([request.body, Buffer.from(" ")]) }, claim)).toBe(
      false,
    );
    expect(isSigned({ ...request, body: new Uint8Array() }, claim)).toBe(false);
  });

  it("is known no more where what is signed moves from one part into the next", async () => {
    const claim = await claimOf();
    const moved = { audience: "https://id.example.com", target: `/base${request.target}` };
    expect(isSigned({ ...request, ...moved }, claim)).toBe(false);
  });

  it.each([
    ["chain", { chainId: 1 }, {}],
    ["party", {}, { party: key }],
    ["key", {}, { key: party }],
    ["nonce", {}, { nonce: `0x${"00".repeat(16)}` as const }],
    ["time", {}, { issuedAt: now - 1 }],
    ["end", {}, { expires: now + maxValidity + 1 }],
  ])("is known no more with another %s", async (_what, changedRequest, changedClaim) => {
    const claim = await claimOf();
    expect(isSigned({ ...request, ...changedRequest }, { ...claim, ...changedClaim })).toBe(false);
  });

  it("has one form of signature: no other v, no upper half of s, no short form", async () => {
    const claim = await claimOf();
    const digest = requestDigest(request, claim);
    const { r, s, v } = {
      r: claim.signature.slice(2, 66),
      s: claim.signature.slice(66, 130),
      v: claim.signature.slice(130),
    };
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const upper = (order - BigInt(`0x${s}`)).toString(16).padStart(64, "0");
    const other = v === "1b" ? "1c" : "1b";
    expect(signerOf(digest, `0x${r}${s}${v}`)).toBe(key);
    expect(signerOf(digest, `0x${r}${upper}${other}`)).toBeNull();
    expect(signerOf(digest, `0x${r}${s}${v === "1b" ? "00" : "01"}`)).toBeNull();
    expect(signerOf(digest, `0x${r}${s}`)).toBeNull();
    expect(signerOf(digest, `0x${"00".repeat(64)}1b`)).toBeNull();
    expect(signerOf(digest, `0x${r}${"0".repeat(64)}${v}`)).toBeNull();
  });

  it("recovers to no key or another one, whatever the signature", () => {
    const signature = fc
      .uint8Array({ minLength: 65, maxLength: 65 })
      .map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
    fc.assert(
      fc.property(signature, (text) => {
        expect(signerOf(`0x${"11".repeat(32)}`, text)).not.toBe(key);
      }),
    );
  });
});

describe("the time of a signed request", () => {
  const claim = { issuedAt: now, expires: now + maxValidity };

  it.each([
    ["as it is made", claim, now, true],
    ["from a clock as far ahead as may be", claim, now - maxAhead, true],
    ["from a clock further ahead", claim, now - maxAhead - 1, false],
    ["in its last second", claim, now + maxValidity - 1, true],
    ["when it ends", claim, now + maxValidity, false],
    ["for longer than may be", { issuedAt: now, expires: now + maxValidity + 1 }, now, false],
    ["that ends before it begins", { issuedAt: now, expires: now - 10 }, now - 20, false],
  ])("is judged: %s", (_when, of, at, expected) => {
    expect(isInTime(of, at)).toBe(expected);
  });
});

describe("the header", () => {
  it("says again what was put into it", async () => {
    const claim = await claimOf();
    expect(tokenOf(encodeAuthorization(claim))).toEqual(claim);
  });

  it("is one token of bounded length, also with the longest signature", async () => {
    const claim = await claimOf();
    const header = encodeAuthorization({ ...claim, signature: `0x${"ff".repeat(2_048)}` });
    expect(header).toMatch(/^Cadastre-Signature [A-Za-z0-9_-]+$/);
    expect(tokenOf(header)).not.toBeNull();
    expect(tokenOf(encodeAuthorization({ ...claim, signature: `0x${"ff".repeat(2_049)}` }))).toBeNull();
    expect(decodeToken("A".repeat(maxTokenLength + 1))).toBeNull();
  });

  it.each([
    ["another version", { v: 2 }],
    ["a member that is not known", { audience: "https://id.example.com" }],
    ["upper-case hexadecimal", { party: `0x${"AB".repeat(20)}` }],
    ["a short nonce", { nonce: "0x00" }],
    ["a time as text", { issuedAt: String(now) }],
    ["a fraction of a second", { expires: now + 0.5 }],
    ["no signature", { signature: "0x" }],
  ])("is not read with %s", async (_what, changed) => {
    const claim = await claimOf();
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    expect(decodeToken(encoded({ v: 1, ...claim }))).toEqual(claim);
    expect(decodeToken(encoded({ v: 1, ...claim, ...changed }))).toBeNull();
  });

  it("is not read where the same bytes are written in another way", async () => {
    const token = (await authorize(request, { signer, key, party }, now)).split(" ")[1] ?? "";
    expect(decodeToken(`${token}=`)).toBeNull();
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const last = alphabet.indexOf(token.at(-1) ?? "");
    // The last character's lowest bits are no part of the bytes where the length is no multiple of four.
    expect(token.length % 4).not.toBe(0);
    expect(decodeToken(token.slice(0, -1) + alphabet[last ^ 1])).toBeNull();
  });

  it("gives nothing for any other text, and never fails", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.base64String(),
      fc.json().map((json) => Buffer.from(json).toString("base64url")),
    );
    fc.assert(
      fc.property(text, (token) => {
        expect(decodeToken(token)).toBeNull();
      }),
    );
  });
});

describe("the audience", () => {
  it.each([
    ["https://id.example.com/", "https://id.example.com"],
    ["https://ID.example.com:443/base//?x#y", "https://id.example.com/base"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ])("of %s is %s", (url, audience) => {
    expect(audienceOf(url)).toBe(audience);
  });
});
