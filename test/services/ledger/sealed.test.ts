import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LedgerError } from "../../../services/ledger/errors.js";
import { toSeal } from "../../../services/ledger/hex.js";
import { schemeId } from "../../../services/ledger/ids.js";
import { SealSecret, sealedName } from "../../../services/ledger/sealed.js";

const gs1 = schemeId("gs1");
const secretBytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const secretOf = (bytes: Uint8Array) => SealSecret.parse(Buffer.from(bytes).toString("hex"));
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });

/** HMAC-SHA-256 by another implementation. */
async function hmac(key: Uint8Array, message: Uint8Array): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", Buffer.from(key), algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", imported, Buffer.from(message));
  return `0x${Buffer.from(mac).toString("hex")}`;
}

describe("the secret behind seals", () => {
  it("derives salts by HMAC-SHA-256 over tag, scheme and identifier", () =>
    fc.assert(
      fc.asyncProperty(secretBytes, text, fc.nat(2 ** 24), async (bytes, identifier, version) => {
        const scheme = Buffer.from(gs1.slice(2), "hex");
        const secret = secretOf(bytes);
        const salted = Buffer.concat([
          Buffer.from("cadastre.seal.salt.v1\0"),
          scheme,
          Buffer.from(identifier),
        ]);
        expect(secret.saltOf(gs1, identifier)).toBe(await hmac(bytes, salted));
        const number = Buffer.from(version.toString(16).padStart(8, "0"), "hex");
        const content = [Buffer.from("cadastre.seal.content.v1\0"), scheme, number, Buffer.from(identifier)];
        expect(secret.contentSaltOf(gs1, identifier, version)).toBe(
          await hmac(bytes, Buffer.concat(content)),
        );
      }),
    ));

  it("derives another salt for another secret, scheme, identifier or version, and for a content", () => {
    const secret = SealSecret.generate();
    const salts = [
      secret.saltOf(gs1, "01/09506000134352/21/1"),
      secret.saltOf(gs1, "01/09506000134352/21/2"),
      secret.saltOf(schemeId("handle"), "01/09506000134352/21/1"),
      SealSecret.generate().saltOf(gs1, "01/09506000134352/21/1"),
      secret.contentSaltOf(gs1, "01/09506000134352/21/1", 1),
      secret.contentSaltOf(gs1, "01/09506000134352/21/1", 2),
    ];
    expect(new Set(salts).size).toBe(salts.length);
  });

  it("comes back from what is kept of it, with or without 0x", () => {
    const secret = SealSecret.generate();
    const kept = secret.reveal();
    for (const written of [kept, kept.slice(2), kept.slice(2).toUpperCase()]) {
      expect(SealSecret.parse(written).saltOf(gs1, "a")).toBe(secret.saltOf(gs1, "a"));
    }
  });

  it("is printed by nothing that prints objects", () => {
    const secret = SealSecret.generate();
    const digits = secret.reveal().slice(2);
    const printed = [
      JSON.stringify({ secret }),
      inspect(secret, { showHidden: true, depth: 9 }),
      `${secret}`,
    ];
    for (const one of printed) expect(one).not.toContain(digits);
  });

  it.each(["", "0x12", "z".repeat(64), "ab".repeat(33), `0x${"ab".repeat(32)}\n`])(
    "refuses %j and does not repeat it",
    (malformed) => {
      const parse = () => SealSecret.parse(malformed);
      expect(parse).toThrow(expect.objectContaining({ code: "LEDGER_INVALID_VALUE" }));
      const refusal = malformed === "" ? "" : malformed.slice(0, 8);
      try {
        parse();
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        if (refusal !== "") expect(JSON.stringify([error.message, error.details])).not.toContain(refusal);
      }
    },
  );
});

describe("the public name of a sealed record", () => {
  it("is the prefix and the seal", () => {
    const seal = toSeal(`0x${"ab".repeat(32)}`);
    expect(sealedName("9506000", seal)).toBe(`9506000#0x${"ab".repeat(32)}`);
  });
});
