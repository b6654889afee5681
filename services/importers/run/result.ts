/** What became of each thing in a file, and of the file as a whole. */
import type { LedgerScheme } from "../../identifiers/identifier.js";
import type { BatchId, Hash, RecordId, TwinId } from "../../store/model.js";
import type { ImportProblem } from "../row.js";

/**
 * - `registered`: by this run (in a dry run: would be).
 * - `unchanged`: the ledger says just this already.
 * - `shared`: the file gives the same value to an earlier asset too, with which it stays.
 * - `conflict`: the ledger says something else of it.
 * - `failed`: not understood, or not allowed.
 */
export const importStatuses = ["registered", "unchanged", "shared", "conflict", "failed"] as const;
export type ImportStatus = (typeof importStatuses)[number];

export interface ImportResult {
  readonly line: number;
  readonly place: string;
  readonly label: string;
  /** `row`: nothing of the row, or a part of it, could be understood. */
  readonly what: "twin" | "identifier" | "row";
  readonly status: ImportStatus;
  /** Twin: content digest. Identifier: canonical form. Row: empty. */
  readonly name: string;
  readonly scheme?: LedgerScheme;
  readonly id?: TwinId | RecordId;
  /** The twin that the identifier stands for. */
  readonly twin?: TwinId;
  /** The batch that it was issued in, and its place in the list of that. */
  readonly member?: { readonly batch: BatchId; readonly index: number };
  /** Why it is neither registered nor unchanged. */
  readonly problem?: ImportProblem;
  readonly transaction?: Hash;
}

export type StatusCounts = { readonly [Status in ImportStatus]: number };

export interface ImportSummary {
  readonly rows: number;
  /** Faults in rows: what could not be understood. */
  readonly badRows: number;
  readonly twins: StatusCounts;
  readonly identifiers: StatusCounts;
  /** Namespaces delegated to the party on the way. */
  readonly delegated: readonly string[];
  /** Gas used; in a dry run, estimated. */
  readonly gas: number;
  /** True where the import was stopped before the file's end. */
  readonly stopped: boolean;
}

/** Whether nothing is left to be looked into. */
export function isClean({ badRows, twins, identifiers, stopped }: ImportSummary): boolean {
  const bad = (counts: StatusCounts): number => counts.conflict + counts.failed;
  return badRows + bad(twins) + bad(identifiers) === 0 && !stopped;
}

/** Adds results up. */
export class Tally {
  rows = 0;
  #badRows = 0;
  readonly #counts = { twin: noCounts(), identifier: noCounts() };

  add({ what, status }: ImportResult): void {
    if (what === "row") this.#badRows += 1;
    else this.#counts[what][status] += 1;
  }

  get counts(): Pick<ImportSummary, "rows" | "badRows" | "twins" | "identifiers"> {
    const { twin, identifier } = this.#counts;
    return { rows: this.rows, badRows: this.#badRows, twins: { ...twin }, identifiers: { ...identifier } };
  }
}

const noCounts = (): Record<ImportStatus, number> => ({
  registered: 0,
  unchanged: 0,
  shared: 0,
  conflict: 0,
  failed: 0,
});
