/** The import of one row after another: its twin, then its identifiers. */
import { CadastreError } from "../../errors/cadastreError.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { LedgerError } from "../../ledger/errors.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import type { Subject, TwinId } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type ImportProblem, type ImportRow, problemOf } from "../row.js";
import { type Claim, Claims, type Fate, repeatedFate } from "./claims.js";
import type { Place, Records } from "./records.js";
import { type ImportResult, Tally } from "./result.js";
import type { Twins } from "./twins.js";

export interface RowListeners {
  readonly onResult?: (result: ImportResult) => void;
  readonly onProgress?: (rows: number) => void;
}

/** An identifier of a row with what is known of it before anything is sent. */
interface Prospect {
  readonly identifier: LedgerIdentifier;
  /**
   * Its fate, where an earlier row gives it too; else where it would stand, or a problem where the party may not register
   * it.
   */
  readonly outlook:
    | { readonly fate: Fate }
    | { readonly place: Place | ImportProblem; readonly claim: Claim };
}

/** The row's twin: none, registered, or not to be had. */
type RowTwin = TwinId | "none" | "failed";

export class RowImport {
  readonly tally = new Tally();
  readonly #twins: Twins;
  readonly #records: Records;
  readonly #listeners: RowListeners;
  readonly #claims = new Claims();

  constructor(twins: Twins, records: Records, listeners: RowListeners) {
    this.#twins = twins;
    this.#records = records;
    this.#listeners = listeners;
  }

  /** @throws What is fatal to the whole import. */
  async row(row: ImportRow): Promise<void> {
    const linkset = encodeLinkset(row.links ?? {});
    // Before anything waits, so that the file's order decides who is first.
    const claims = new Map(
      distinct(row.identifiers).map((identifier) => [identifier, this.#claims.of(identifier, row, linkset)]),
    );
    try {
      await this.#import(row, claims, linkset);
    } catch (error) {
      for (const claim of claims.values()) if (claim.row === row) claim.fail(error);
      throw error;
    }
    this.tally.rows += 1;
    this.#listeners.onProgress?.(this.tally.rows);
  }

  async #import(
    row: ImportRow,
    claims: ReadonlyMap<LedgerIdentifier, Claim>,
    linkset: Uint8Array,
  ): Promise<void> {
    for (const problem of row.problems) {
      this.#report(row, { what: "row", status: "failed", name: "", problem });
    }
    const prospects = await Promise.all(
      [...claims].map(([identifier, claim]) => this.#prospect(identifier, claim, row, linkset)),
    );
    const twin = await this.#twin(row, prospects);
    await Promise.all(prospects.map((prospect) => this.#identifier(row, prospect, twin, linkset)));
  }

  async #prospect(
    identifier: LedgerIdentifier,
    claim: Claim,
    row: ImportRow,
    linkset: Uint8Array,
  ): Promise<Prospect> {
    const outlook =
      claim.row === row
        ? { claim, place: await unlessFatal(this.#records.lookUp(identifier)) }
        : { fate: await repeatedFate(claim, row, linkset) };
    return { identifier, outlook };
  }

  async #twin(row: ImportRow, prospects: readonly Prospect[]): Promise<RowTwin> {
    const { twin } = row;
    if (twin === undefined) return "none";
    const thing = { what: "twin", name: twin.digest } as const;
    if (isHopeless(row, prospects) && !(await this.#twins.exists(twin.digest))) {
      this.#report(row, { ...thing, ...leftOut(prospects) });
      return "failed";
    }
    const ensured = await unlessFatal(this.#twins.ensure(twin));
    if ("code" in ensured) {
      this.#report(row, { ...thing, status: "failed", problem: ensured });
      return "failed";
    }
    this.#report(row, { ...thing, ...ensured });
    return ensured.status === "conflict" ? "failed" : ensured.id;
  }

  async #identifier(
    row: ImportRow,
    { identifier, outlook }: Prospect,
    twin: RowTwin,
    linkset: Uint8Array,
  ): Promise<void> {
    const fate = "fate" in outlook ? outlook.fate : await this.#register(outlook.place, twin, linkset);
    if ("claim" in outlook) outlook.claim.settle(fate);
    const { scheme, canonical } = identifier;
    const about = twin === "none" || twin === "failed" ? {} : { twin };
    this.#report(row, { what: "identifier", name: canonical, scheme, ...about, ...fate });
  }

  async #register(place: Place | ImportProblem, twin: RowTwin, linkset: Uint8Array): Promise<Fate> {
    if ("code" in place) return { status: "failed", problem: place };
    if (twin === "failed") {
      if (place.state === null) return { status: "failed", problem: twinFailed() };
      return this.#records.compare(place.id, place.state, null);
    }
    const subject: Subject = twin === "none" ? { kind: "none" } : { kind: "twin", id: twin };
    const ensured = await unlessFatal(this.#records.ensure(place, { subject, linkset }));
    return "code" in ensured ? { status: "failed", problem: ensured } : ensured;
  }

  #report(row: ImportRow, fate: Omit<ImportResult, "line" | "place" | "label">): void {
    const { line, place, label } = row;
    const result = { line, place, label, ...fate };
    this.tally.add(result);
    this.#listeners.onResult?.(result);
  }
}

/** An identifier that a row gives twice is one identifier. */
function distinct(identifiers: readonly LedgerIdentifier[]): readonly LedgerIdentifier[] {
  return [
    ...new Map(
      identifiers.map((identifier) => [`${identifier.scheme}:${identifier.canonical}`, identifier]),
    ).values(),
  ];
}

/**
 * Whether none of the identifiers could come to stand for the row's twin: then it would stay without a name. A row that is
 * a twin alone is meant so, unless there is a problem with it.
 */
function isHopeless(row: ImportRow, prospects: readonly Prospect[]): boolean {
  if (prospects.length === 0) return row.problems.length > 0;
  return prospects.every(({ outlook }) => {
    if ("fate" in outlook) return outlook.fate.status !== "registered" && outlook.fate.status !== "unchanged";
    return "code" in outlook.place || outlook.place.state !== null;
  });
}

function leftOut(prospects: readonly Prospect[]): Pick<ImportResult, "status" | "problem"> {
  const taken = prospects.some(({ outlook }) =>
    "fate" in outlook ? outlook.fate.status === "conflict" : "state" in outlook.place,
  );
  const error = taken
    ? new ImportError("IMPORT_CONFLICT", "All its identifiers stand for something else already.", {
        hint: "If it is a new version of that: cadastre twin publish.",
      })
    : new ImportError("IMPORT_TWIN_FAILED", "None of its identifiers can be registered, so neither was it.", {
        hint: "See the other lines of the same row.",
      });
  return { status: taken ? "conflict" : "failed", problem: problemOf(error) };
}

/** The problem behind an error that concerns one thing of the file; what nothing else will survive either is thrown on. */
async function unlessFatal<Value>(work: Promise<Value>): Promise<Value | ImportProblem> {
  try {
    return await work;
  } catch (error) {
    if (isFatal(error)) throw error;
    return problemOf(error);
  }
}

function isFatal(error: unknown): boolean {
  if (!(error instanceof CadastreError)) return true;
  if (!(error instanceof LedgerError)) return false;
  const { code } = error;
  return (
    code.startsWith("LEDGER_RPC_") ||
    code === "LEDGER_INSUFFICIENT_FUNDS" ||
    code === "LEDGER_TRANSACTION_PENDING"
  );
}

function twinFailed(): ImportProblem {
  return problemOf(
    new ImportError("IMPORT_TWIN_FAILED", "The twin that it stands for could not be registered.", {
      hint: "See the twin's own line.",
    }),
  );
}
