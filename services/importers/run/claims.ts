/** Which row of a file was the first to give an identifier, and what became of it there. */
import { createHash } from "node:crypto";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import type { Overflow } from "../../ledger/overflow.js";
import type { Digest } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type ImportRow, problemOf } from "../row.js";
import type { ImportResult } from "./result.js";

/** What became of an identifier. */
export type Fate = Pick<ImportResult, "status" | "problem" | "id" | "transaction">;

/** The first row's claim on an identifier. */
export interface Claim {
  /** The row; null for one that was done with long ago. */
  readonly row: ImportRow | null;
  /** Where in the file the row is. */
  readonly place: string;
  readonly digest: Digest | undefined;
  /** Hash of the links as they are registered. */
  readonly links: string;
  readonly fate: Promise<Fate>;
  settle(fate: Fate): void;
  fail(error: unknown): void;
}

/** A claim whose fate is known, as it is remembered. */
type Settled = Pick<Claim, "place" | "digest" | "links"> & { readonly fate: Fate };

export class Claims {
  /** Those whose fate is not known yet. */
  readonly #open = new Map<string, Claim>();
  readonly #settled: Overflow;

  /** @param settled What those came to that are done with. */
  constructor(settled: Overflow) {
    this.#settled = settled;
  }

  /** The row's claim on the identifier, or that of the earlier row which gives it too. */
  of({ scheme, canonical }: LedgerIdentifier, row: ImportRow, linkset: Uint8Array): Claim {
    const key = `${scheme}:${canonical}`;
    return this.#open.get(key) ?? this.#settledOf(key) ?? this.#begin(key, row, linksOf(linkset));
  }

  #settledOf(key: string): Claim | undefined {
    const text = this.#settled.get(key);
    if (text === undefined) return undefined;
    const { fate, ...settled }: Settled = JSON.parse(text);
    const done = (): void => undefined;
    return { ...settled, row: null, fate: Promise.resolve(fate), settle: done, fail: done };
  }

  #begin(key: string, row: ImportRow, links: string): Claim {
    let settled: (fate: Fate) => void = () => undefined;
    let fail: Claim["fail"] = () => undefined;
    const fate = new Promise<Fate>((resolve, reject) => {
      settled = resolve;
      fail = reject;
    });
    // Most claims have nobody waiting for them; the failure itself is told by their row.
    fate.catch(() => undefined);
    const about = { place: row.place, digest: row.twin?.digest, links };
    const settle = (became: Fate): void => {
      settled(became);
      const text: Settled = { ...about, fate: became };
      this.#settled.set(key, JSON.stringify(text));
      this.#open.delete(key);
    };
    const claim = { ...about, row, fate, settle, fail };
    this.#open.set(key, claim);
    return claim;
  }
}

const linksOf = (linkset: Uint8Array): string =>
  linkset.length === 0 ? "" : createHash("sha256").update(linkset).digest("base64");

/**
 * What becomes of an identifier that an earlier row gives already. Rows are registered as they are read, so that the links
 * of a later one cannot be added to it any more.
 */
export async function repeatedFate(claim: Claim, row: ImportRow, linkset: Uint8Array): Promise<Fate> {
  const bothTwins = claim.digest !== undefined && row.twin !== undefined;
  if (bothTwins && claim.digest !== row.twin.digest) return { status: "shared", problem: sharedValue(claim) };
  const { transaction: _, ...first } = await claim.fate;
  if (first.status === "failed") return first;
  if (claim.digest !== row.twin?.digest || claim.links !== linksOf(linkset)) {
    return { ...first, status: "conflict", problem: otherContent(claim) };
  }
  return first.status === "registered" ? { ...first, status: "unchanged" } : first;
}

function sharedValue({ place }: Claim) {
  return problemOf(
    new ImportError(
      "IMPORT_SHARED_VALUE",
      `The file gives this value to another asset too (${place}); it stays with that one.`,
      { hint: "An identifier stands for one asset. If it should stand for this one: cadastre id link." },
    ),
  );
}

function otherContent({ place }: Claim) {
  return problemOf(
    new ImportError(
      "IMPORT_CONFLICT",
      `The file gives this identifier already in ${place}, with other links or another twin; those count.`,
      {
        hint: "Put its twin and all its links in one JSON Lines row, or change the record afterwards: cadastre id link.",
      },
    ),
  );
}
