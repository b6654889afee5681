/** Which row of a file was the first to give an identifier, and what became of it there. */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import type { Digest } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type ImportRow, problemOf } from "../row.js";
import type { ImportResult } from "./result.js";

/** What became of an identifier. */
export type Fate = Pick<ImportResult, "status" | "problem" | "id" | "transaction">;

/** The first row's claim on an identifier. */
export interface Claim {
  readonly row: ImportRow;
  readonly digest: Digest | undefined;
  /** The links as they are registered. */
  readonly linkset: Uint8Array;
  readonly fate: Promise<Fate>;
  settle(fate: Fate): void;
  fail(error: unknown): void;
}

export class Claims {
  readonly #claims = new Map<string, Claim>();

  /** The row's claim on the identifier, or that of the earlier row which gives it too. */
  of({ scheme, canonical }: LedgerIdentifier, row: ImportRow, linkset: Uint8Array): Claim {
    const key = `${scheme}:${canonical}`;
    const earlier = this.#claims.get(key);
    if (earlier !== undefined) return earlier;
    let settle: Claim["settle"] = () => undefined;
    let fail: Claim["fail"] = () => undefined;
    const fate = new Promise<Fate>((resolve, reject) => {
      settle = resolve;
      fail = reject;
    });
    // Most claims have nobody waiting for them; the failure itself is told by their row.
    fate.catch(() => undefined);
    const claim = { row, digest: row.twin?.digest, linkset, fate, settle, fail };
    this.#claims.set(key, claim);
    return claim;
  }
}

/**
 * What becomes of an identifier that an earlier row gives already. Rows are registered as they are read, so that the links
 * of a later one cannot be added to it any more.
 */
export async function repeatedFate(claim: Claim, row: ImportRow, linkset: Uint8Array): Promise<Fate> {
  const bothTwins = claim.digest !== undefined && row.twin !== undefined;
  if (bothTwins && claim.digest !== row.twin.digest) return { status: "shared", problem: sharedValue(claim) };
  const { transaction: _, ...first } = await claim.fate;
  if (first.status === "failed") return first;
  if (claim.digest !== row.twin?.digest || Buffer.compare(claim.linkset, linkset) !== 0) {
    return { ...first, status: "conflict", problem: otherContent(claim) };
  }
  return first.status === "registered" ? { ...first, status: "unchanged" } : first;
}

function sharedValue({ row }: Claim) {
  return problemOf(
    new ImportError(
      "IMPORT_SHARED_VALUE",
      `The file gives this value to another asset too (${row.place}); it stays with that one.`,
      { hint: "An identifier stands for one asset. If it should stand for this one: cadastre id link." },
    ),
  );
}

function otherContent({ row }: Claim) {
  return problemOf(
    new ImportError(
      "IMPORT_CONFLICT",
      `The file gives this identifier already in ${row.place}, with other links or another twin; those count.`,
      {
        hint: "Put its twin and all its links in one JSON Lines row, or change the record afterwards: cadastre id link.",
      },
    ),
  );
}
