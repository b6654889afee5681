/**
 * Many texts, right ones changed at random and random ones, from a seed: `IDENTIFIER_INPUTS=1000000 vitest run
 * test/services/identifiers/inputs.test.ts` tries a million, and `IDENTIFIER_SEED` repeats a run.
 */
import { describe, expect, it } from "vitest";
import { applicationIdentifier } from "../../../services/identifiers/gs1/applicationIdentifiers.js";
import {
  checkLegalId,
  checkPrefix,
  coarserLevels,
  equivalents,
  type Identifier,
  IdentifierError,
  isLedgerIdentifier,
  ledgerSchemes,
  parseElementString,
  parseIdentifier,
  parseScanData,
  prefixesOf,
  type Scheme,
  scanData,
  selfAssertedSchemes,
} from "../../../services/identifiers/index.js";

const inputs = Number(process.env.IDENTIFIER_INPUTS ?? 50_000);
const seed = Number(process.env.IDENTIFIER_SEED ?? Date.now() % 2 ** 32);

const schemes: readonly Scheme[] = [...ledgerSchemes, ...selfAssertedSchemes];

/** One or more right texts of each form. */
const right = [
  "https://example.com/shop/01/09506000134352/22/V/10/LOT/21/A%2FB?17=251231&3103=000195",
  "https://id.gs1.org/8004/9520614141234567?01=09521234543213",
  "https://id.gs1.org/AQnYUc1gmiCNV4JGQhcNT6K6cibQCWN9Pee9tT-PQ",
  "https://id.gs1.org/01/05412345000013/EEarwSMXRuG_BtV3sJbXc94V2ieithG5oHw",
  "https://id.gs1.org/gBhbV6rzBENPmAGXPRfk",
  "(01)09506000134352(21)a\\(12)b(17)251231(3103)000195",
  "(8006)123456789012310510(10)L(21)S",
  "(415)4012345000108(8020)INV-1(12)240229",
  "]C101095060001343522112345\u001d10LOT\u001d17251231",
  "urn:epc:id:sgtin:9506000.013435.A%2FB",
  "urn:epc:id:itip:4012345.012345.01.02.999",
  "urn:epc:idpat:grai:4012345.66666.*",
  "urn:epc:id:cpi:0614141.123%23A.12",
  "414/4012345000108/254/dock",
  "88.101.0042/零件-1",
  "https://hdl.handle.net/88.101.0042/%E9%9B%B6%E4%BB%B6",
  "doi:10.1126/Science.169.3946.635",
  "urn:oid:2.25.340282366920938463463374607431768211455",
  "did:web:Example.com%3a8443:asset:1",
  "did:ethr:0x1:0xb9c5714089478a327f09197987f16f9e5d936e8a",
  "did:bid:byo1:sfjGbVtUc3RNBNhMdPBJXrmRN2tzTCH8",
  "did:cn:88.100.1",
  "aas:BPNL00000003AYRE/part id/A%2F1",
  "{6BA7B810-9DAD-11D1-80B4-00C04FD430C8}",
  "https://products.example/1234567?a=b#c",
  "0173-1#02-AAB325#008",
  "ark:/12345/x5-wf-6789/c1.v2",
  "ecode:1006412345678X",
  "container:CSQU3054383",
  "vin:1M8GDM9AXKP042788",
  "lei:213800KUD8LAJWSQ9D15",
  "uscc:91110000600037341L",
  "bpn:BPNL00000003AYRE",
] as const;

/** What means something to one of the grammars. */
const pieces = [
  ..."0123456789abAB()/\\:.%?#&=+-_{}[]~*@ ",
  ..."\u001d\u0000\n\u00e9\u202e\ud800\udc00零",
  ..."01/ (01) did: did:bid:ef urn: urn:epc:id:sgtin: http:// https://id.gs1.org/ hdl: 10. %2F %C3%A9 ]C1 ark: vin: 0173-1# aas: .* 8004/".split(
    " ",
  ),
];

/** Numbers from 0 to below 1 that a seed determines (xorshift). */
function randomNumbers(start: number): () => number {
  let state = start | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

class Texts {
  readonly #random: () => number;

  constructor(start: number) {
    this.#random = randomNumbers(start);
  }

  below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  oneOf<Item>(items: readonly [Item, ...Item[]] | readonly Item[], fallback: Item): Item {
    return items[this.below(items.length)] ?? fallback;
  }

  /** Three of four are right texts with a few changes, the others random pieces. */
  next(): string {
    if (this.below(4) === 0) return Array.from({ length: this.below(12) }, () => this.#piece()).join("");
    let text: string = this.oneOf<string>(right, "");
    for (let changes = this.below(4); changes >= 0; changes -= 1) {
      const at = this.below(text.length + 1);
      text = text.slice(0, at) + this.#insertion(text) + text.slice(at + this.below(3));
    }
    return text;
  }

  #insertion(text: string): string {
    const kind = this.below(4);
    if (kind === 0) return "";
    if (kind === 1) return text.slice(this.below(text.length), this.below(text.length));
    if (kind === 2) return String.fromCharCode(this.below(this.below(2) === 0 ? 128 : 65_536));
    return this.#piece();
  }

  #piece(): string {
    return this.oneOf(pieces, "");
  }
}

/** What an action returns; undefined where it throws an IdentifierError that says what is wrong and where in the text. */
function attempt<Result>(text: string, action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof IdentifierError)) throw error;
    const { message, hint, position = 0 } = error;
    if (message === "" || hint === "") throw new Error(`${error.code} says too little`);
    if (position < 0 || position > text.length) throw new Error(`${error.code} is outside at ${position}`);
    return undefined;
  }
}

function requireSame(form: string, canonical: string, canonicalise: (form: string) => string): void {
  const again = canonicalise(form);
  if (again !== canonical)
    throw new Error(`${JSON.stringify(form)} is read as ${again}, not as ${canonical}`);
}

/** Everything that can be done with an identifier, which has to lead back to it. */
function useAll(identifier: Identifier): void {
  const { scheme, canonical } = identifier;
  const read = (text: string): string => parseIdentifier(text, { scheme }).canonical;
  requireSame(canonical, canonical, read);
  for (const form of formsOf(identifier)) requireSame(form, canonical, read);
  if (!isLedgerIdentifier(identifier)) return;
  for (const { prefix } of prefixesOf(identifier).slice(0, -1)) {
    requireSame(prefix, prefix, (text) => checkPrefix(identifier.scheme, text));
  }
  for (const level of coarserLevels(identifier)) requireSame(level.canonical, level.canonical, read);
}

function formsOf(identifier: Identifier): readonly string[] {
  if (identifier.scheme !== "gs1") return Object.values(equivalents(identifier));
  const { elementString, ...others } = equivalents(identifier, { companyPrefixLength: 7 });
  const all = [...Object.values(others), `]C1${scanData(identifier)}`];
  // An AI that GS1 has not assigned is read in brackets only.
  const assigned = identifier.attributes.every(({ ai }) => applicationIdentifier(ai) !== undefined);
  return [elementString ?? "", ...(assigned ? all : [])];
}

describe("any text at all", () => {
  it("is read into what leads back to the same canonical form, or refused at a place in it", {
    timeout: 3_600_000,
  }, () => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    const texts = new Texts(seed);
    let accepted = 0;
    for (let count = 0; count < inputs; count += 1) {
      const text = texts.next();
      const scheme = texts.below(2) === 0 ? undefined : texts.oneOf<Scheme>(schemes, "gs1");
      try {
        const identifier = attempt(text, () => parseIdentifier(text, { scheme }));
        if (identifier !== undefined) {
          accepted += 1;
          useAll(identifier);
        }
        attempt(text, () => parseElementString(text));
        attempt(text, () => parseScanData(text));
        attempt(text, () => checkLegalId(text));
        attempt(text, () => checkPrefix(texts.oneOf(ledgerSchemes, "gs1"), text));
      } catch (error) {
        throw new Error(`input ${count} of seed ${seed}, ${JSON.stringify(text)} as ${scheme}`, {
          cause: error,
        });
      }
    }
    Error.stackTraceLimit = limit;
    // Neither all refused nor all taken: both ways are tried.
    expect(accepted).toBeGreaterThan(inputs / 20);
    expect(accepted).toBeLessThan((inputs * 3) / 4);
  });
});
