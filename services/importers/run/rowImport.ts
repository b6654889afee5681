/** The import of one row after another: its twin, then its identifiers. */
import { CadastreError } from "../../errors/cadastreError.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { LedgerError } from "../../ledger/errors.js";
import { encodeLinkset } from "../../ledger/linkset.js";
import type { Subject, TwinId } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type ImportProblem, type ImportRow, problemOf } from "../row.js";
import type { Place, Records } from "./records.js";
import { type ImportResult, Tally } from "./result.js";
import type { Twins } from "./twins.js";

export interface RowListeners {
  readonly onResult?: (result: ImportResult) => void;
  readonly onProgress?: (rows: number) => void;
}

/** An earlier row's claim on an identifier. */
interface Claim {
  readonly digest: string | undefined;
  readonly place: string;
}

/** An identifier of a row with what is known of it before anything is sent. */
interface Prospect {
  readonly identifier: LedgerIdentifier;
  /** An earlier row gives it to another asset. */
  readonly sharedWith: Claim | null;
  /** An earlier row gives it to the same asset. */
  readonly repeated: boolean;
  /** Where it would stand; a problem where the party may not register it; null where nobody looked. */
  readonly place: Place | ImportProblem | null;
}

/** The row's twin: none, registered, or not to be had. */
type RowTwin = TwinId | "none" | "failed";

export class RowImport {
  readonly tally = new Tally();
  readonly #twins: Twins;
  readonly #records: Records;
  readonly #listeners: RowListeners;
  /** Which row was the first to give an identifier. */
  readonly #claims = new Map<string, Claim>();

  constructor(twins: Twins, records: Records, listeners: RowListeners) {
    this.#twins = twins;
    this.#records = records;
    this.#listeners = listeners;
  }

  /** @throws What is fatal to the whole import. */
  async row(row: ImportRow): Promise<void> {
    // Before anything waits, so that the file's order decides who is first.
    const claims = row.identifiers.map((identifier) => this.#claim(identifier, row));
    for (const problem of row.problems) {
      this.#report(row, { what: "row", status: "failed", name: "", problem });
    }
    const prospects = await Promise.all(
      row.identifiers.map((identifier, index) => this.#prospect(identifier, row, claims[index])),
    );
    const twin = await this.#twin(row, prospects);
    await Promise.all(prospects.map((prospect) => this.#identifier(row, prospect, twin)));
    this.tally.rows += 1;
    this.#listeners.onProgress?.(this.tally.rows);
  }

  /** The claim of an earlier row on the identifier; undefined where this is the first. */
  #claim({ scheme, canonical }: LedgerIdentifier, row: ImportRow): Claim | undefined {
    const key = `${scheme}:${canonical}`;
    const earlier = this.#claims.get(key);
    if (earlier === undefined) this.#claims.set(key, { digest: row.twin?.digest, place: row.place });
    return earlier;
  }

  async #prospect(
    identifier: LedgerIdentifier,
    row: ImportRow,
    earlier: Claim | undefined,
  ): Promise<Prospect> {
    const repeated = earlier !== undefined && earlier.digest === row.twin?.digest;
    const sharedWith = repeated ? null : (earlier ?? null);
    if (earlier !== undefined) return { identifier, sharedWith, repeated, place: null };
    return { identifier, sharedWith, repeated, place: await unlessFatal(this.#records.lookUp(identifier)) };
  }

  async #twin(row: ImportRow, prospects: readonly Prospect[]): Promise<RowTwin> {
    const { twin } = row;
    if (twin === undefined) return "none";
    const thing = { what: "twin", name: twin.digest } as const;
    if (isHopeless(prospects) && !(await this.#twins.exists(twin.digest))) {
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

  async #identifier(row: ImportRow, prospect: Prospect, twin: RowTwin): Promise<void> {
    const { identifier, sharedWith, repeated, place } = prospect;
    const { scheme, canonical } = identifier;
    const about = twin === "none" || twin === "failed" ? {} : { twin };
    const thing = { what: "identifier", name: canonical, scheme, ...about } as const;
    const report = (fate: Pick<ImportResult, "status" | "problem" | "id" | "transaction">): void =>
      this.#report(row, { ...thing, ...fate });
    if (sharedWith !== null) return report({ status: "shared", problem: sharedValue(sharedWith) });
    if (repeated) return report({ status: "unchanged" });
    if (place === null) throw new TypeError("Nobody looked for the identifier.");
    if ("code" in place) return report({ status: "failed", problem: place });
    if (twin === "failed") {
      if (place.state === null) return report({ status: "failed", problem: twinFailed() });
      return report(this.#records.compare(place.id, place.state, null));
    }
    const subject: Subject = twin === "none" ? { kind: "none" } : { kind: "twin", id: twin };
    const ensured = await unlessFatal(
      this.#records.ensure(place, { subject, linkset: encodeLinkset(row.links ?? {}) }),
    );
    report("code" in ensured ? { status: "failed", problem: ensured } : ensured);
  }

  #report(row: ImportRow, fate: Omit<ImportResult, "line" | "place" | "label">): void {
    const { line, place, label } = row;
    const result = { line, place, label, ...fate };
    this.tally.add(result);
    this.#listeners.onResult?.(result);
  }
}

/** Whether none of the identifiers could come to stand for the row's twin: then it would stay without a name. */
function isHopeless(prospects: readonly Prospect[]): boolean {
  return (
    prospects.length > 0 &&
    prospects.every(
      ({ sharedWith, place }) =>
        sharedWith !== null || (place !== null && ("code" in place || place.state !== null)),
    )
  );
}

function leftOut(prospects: readonly Prospect[]): Pick<ImportResult, "status" | "problem"> {
  const taken = prospects.some(({ place }) => place !== null && "state" in place);
  const error = taken
    ? new ImportError("IMPORT_CONFLICT", "All its identifiers stand for something else already.", {
        hint: "If it is a new version of that: cadastre twin publish.",
      })
    : new ImportError("IMPORT_TWIN_FAILED", "None of its identifiers can be registered, so neither was it.", {
        hint: "See the identifiers' own lines.",
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

function sharedValue({ place }: Claim): ImportProblem {
  return problemOf(
    new ImportError(
      "IMPORT_SHARED_VALUE",
      `The file gives this value to another asset too (${place}); it stays with that one.`,
      { hint: "An identifier stands for one asset. If it should stand for this one: cadastre id link." },
    ),
  );
}

function twinFailed(): ImportProblem {
  return problemOf(
    new ImportError("IMPORT_TWIN_FAILED", "The twin that it stands for could not be registered.", {
      hint: "See the twin's own line.",
    }),
  );
}
