/** The import of one row after another: its twin, then its identifiers. */
import { CadastreError } from "../../errors/cadastreError.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { LedgerError } from "../../ledger/errors.js";
import { recordId, schemeId } from "../../ledger/ids.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import type { Overflow } from "../../ledger/overflow.js";
import type { Subject, TwinId } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type ImportProblem, type ImportRow, problemOf } from "../row.js";
import { type Claim, Claims, type Fate, repeatedFate } from "./claims.js";
import type { Place, Records } from "./records.js";
import { type ImportResult, Tally } from "./result.js";
import type { Twins } from "./twins.js";

export interface RowListeners {
  /** The next rows wait for what it returns. */
  readonly onResult?: (result: ImportResult) => void | Promise<void>;
  readonly onProgress?: (rows: number) => void;
}

/** An identifier of a row as it is registered. */
interface Entry {
  readonly identifier: LedgerIdentifier;
  readonly linkset: Uint8Array;
  /** Another of the row's, whose record it stands for; undefined where it stands for the row's twin. */
  readonly of: LedgerIdentifier | undefined;
}

/** An entry with what is known of it before anything is sent. */
interface Prospect {
  readonly entry: Entry;
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

/** What an identifier shall stand for; `failed` where that could not be registered. */
type Standing = Subject | "failed";

export class RowImport {
  readonly tally = new Tally();
  readonly #twins: Twins;
  readonly #records: Records;
  readonly #listeners: RowListeners;
  readonly #claims: Claims;
  /** Until the last result was taken; those before it were by then. */
  #told: Promise<void> = Promise.resolve();

  /** @param remembered What became of identifiers. */
  constructor(twins: Twins, records: Records, remembered: Overflow, listeners: RowListeners) {
    this.#claims = new Claims(remembered);
    this.#twins = twins;
    this.#records = records;
    this.#listeners = listeners;
  }

  /** @throws What is fatal to the whole import. */
  async row(row: ImportRow): Promise<void> {
    // Before anything waits, so that the file's order decides who is first.
    const claims = new Map(
      entriesOf(row).map((entry) => [entry, this.#claims.of(entry.identifier, row, entry.linkset)]),
    );
    try {
      await this.#import(row, claims);
    } catch (error) {
      for (const claim of claims.values()) if (claim.row === row) claim.fail(error);
      throw error;
    }
    await this.#told;
    this.tally.rows += 1;
    this.#listeners.onProgress?.(this.tally.rows);
  }

  async #import(row: ImportRow, claims: ReadonlyMap<Entry, Claim>): Promise<void> {
    for (const problem of row.problems) {
      this.#report(row, { what: "row", status: "failed", name: "", problem });
    }
    const prospects = await Promise.all(
      [...claims].map(([entry, claim]) => this.#prospect(entry, claim, row)),
    );
    const named = prospects.filter(({ entry }) => entry.of === undefined);
    const twin = await this.#twin(row, named);
    const fates = new Map<string, Fate>();
    await Promise.all(
      named.map(async (prospect) => {
        const fate = await this.#identifier(row, prospect, standingOf(twin));
        fates.set(nameOf(prospect.entry.identifier), fate);
      }),
    );
    await Promise.all(
      prospects.map(async (prospect) => {
        const { of } = prospect.entry;
        if (of !== undefined) await this.#identifier(row, prospect, standingFor(of, fates.get(nameOf(of))));
      }),
    );
  }

  async #prospect(entry: Entry, claim: Claim, row: ImportRow): Promise<Prospect> {
    const outlook =
      claim.row === row
        ? { claim, place: await unlessFatal(this.#records.lookUp(entry.identifier)) }
        : { fate: await repeatedFate(claim, row, entry.linkset) };
    return { entry, outlook };
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

  async #identifier(row: ImportRow, { entry, outlook }: Prospect, standing: Standing): Promise<Fate> {
    const fate =
      "fate" in outlook ? outlook.fate : await this.#register(outlook.place, standing, entry.linkset);
    if ("claim" in outlook) outlook.claim.settle(fate);
    const { scheme, canonical } = entry.identifier;
    const about = standing !== "failed" && standing.kind === "twin" ? { twin: standing.id } : {};
    this.#report(row, { what: "identifier", name: canonical, scheme, ...about, ...fate });
    return fate;
  }

  async #register(place: Place | ImportProblem, standing: Standing, linkset: Uint8Array): Promise<Fate> {
    if ("code" in place) return { status: "failed", problem: place };
    if (standing === "failed") {
      if (place.state === null) return { status: "failed", problem: subjectFailed() };
      return this.#records.compare(place.id, place.state, null);
    }
    const ensured = await unlessFatal(this.#records.ensure(place, { subject: standing, linkset }));
    return "code" in ensured ? { status: "failed", problem: ensured } : ensured;
  }

  #report(row: ImportRow, fate: Omit<ImportResult, "line" | "place" | "label">): void {
    const { line, place, label } = row;
    const result = { line, place, label, ...fate };
    this.tally.add(result);
    const told = this.#listeners.onResult?.(result);
    if (told !== undefined) this.#told = told;
  }
}

const nameOf = ({ scheme, canonical }: LedgerIdentifier): string => `${scheme}:${canonical}`;

/** The identifiers of a row, each once: the first that a row gives is meant. */
function entriesOf(row: ImportRow): readonly Entry[] {
  const linkset = encodeLinkset(row.links ?? {});
  const entries = new Map<string, Entry>();
  const add = (entry: Entry): void => {
    const name = nameOf(entry.identifier);
    if (!entries.has(name)) entries.set(name, entry);
  };
  for (const identifier of row.identifiers) add({ identifier, linkset, of: undefined });
  for (const { identifier, links, of } of row.further ?? []) {
    add({ identifier, linkset: encodeLinkset(links), of });
  }
  return [...entries.values()];
}

function standingOf(twin: RowTwin): Standing {
  if (twin === "failed") return twin;
  return twin === "none" ? { kind: "none" } : { kind: "twin", id: twin };
}

/** What stands for the record of another identifier, after that one's fate. */
function standingFor({ scheme, canonical }: LedgerIdentifier, fate: Fate | undefined): Standing {
  if (fate?.status !== "registered" && fate?.status !== "unchanged") return "failed";
  return { kind: "record", id: recordId(schemeId(scheme), canonical) };
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
    code === "LEDGER_FEES_TOO_HIGH" ||
    code === "LEDGER_TRANSACTION_PENDING"
  );
}

function subjectFailed(): ImportProblem {
  return problemOf(
    new ImportError("IMPORT_TWIN_FAILED", "What it stands for could not be registered.", {
      hint: "See the lines of the same row before it.",
    }),
  );
}
