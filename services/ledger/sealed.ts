/** What the holder of a sealed namespace keeps, and what comes of it. Nothing here goes on the ledger but seals and digests. */
import { createHmac, randomBytes } from "node:crypto";
import type { SchemeId, Seal } from "../store/model.js";
import { LedgerError } from "./errors.js";
import { type Hex, toHex } from "./hex.js";

const secretForm = /^(?:0x)?[0-9a-fA-F]{64}$/;

/**
 * The secret behind the seals of one holder: 32 random bytes. Whoever has it can try out identifiers against every seal that
 * was made with it; without it nobody can, and a salt that is disclosed says nothing of the others. Who loses it can no
 * longer prove what its seals stand for.
 *
 * Use another one on each chain: equal seals would show that two records are of one identifier.
 */
export class SealSecret {
  /** Not a member that is printed or written with an object. */
  readonly #bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  static generate(): SealSecret {
    return new SealSecret(randomBytes(32));
  }

  /**
   * @param text 64 hexadecimal digits, with `0x` in front or without.
   * @throws LedgerError `LEDGER_INVALID_VALUE`, which does not repeat the text.
   */
  static parse(text: string): SealSecret {
    if (!secretForm.test(text)) {
      throw new LedgerError("LEDGER_INVALID_VALUE", "The secret of seals is malformed.", {
        hint: "It is 32 bytes, given as 64 hexadecimal digits.",
      });
    }
    return new SealSecret(Buffer.from(text.slice(-64), "hex"));
  }

  /** For keeping. */
  reveal(): Hex {
    return toHex(`0x${this.#bytes.toString("hex")}`);
  }

  /** `HMAC-SHA-256(secret, "cadastre.seal.salt.v1" ‖ 0x00 ‖ schemeId ‖ identifier)`: the salt of a canonical identifier's seal. */
  saltOf(scheme: SchemeId, identifier: string): Hex {
    return this.#derive("cadastre.seal.salt.v1", wordOf(scheme), Buffer.from(identifier, "utf8"));
  }

  /**
   * `HMAC-SHA-256(secret, "cadastre.seal.content.v1" ‖ 0x00 ‖ schemeId ‖ version ‖ identifier)`, the version in four bytes: the
   * salt of the content of one version, 1 for the first. Disclosing one says nothing of the other versions.
   */
  contentSaltOf(scheme: SchemeId, identifier: string, version: number): Hex {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(version);
    return this.#derive("cadastre.seal.content.v1", wordOf(scheme), number, Buffer.from(identifier, "utf8"));
  }

  #derive(tag: string, ...parts: readonly Buffer[]): Hex {
    const hmac = createHmac("sha256", this.#bytes).update(`${tag}\0`, "latin1");
    for (const part of parts) hmac.update(part);
    return toHex(`0x${hmac.digest("hex")}`);
  }
}

const wordOf = (word: Hex): Buffer => Buffer.from(word.slice(2), "hex");

/**
 * The public name of a sealed record within its scheme: `<prefix>#<seal>`. By it an office whose mandate is the scheme shows
 * the supervision that the record is of it.
 */
export function sealedName(prefix: string, seal: Seal): string {
  return `${prefix}#${seal}`;
}
