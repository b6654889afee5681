/**
 * Registers what an importer read: twins first, then the identifiers that stand for them.
 *
 * All ids follow from the content, and everything is looked up before it is sent. So a run that was stopped or killed is
 * finished by running it again, and nothing is registered twice.
 */

import { CadastreError } from "../../errors/cadastreError.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { LedgerError } from "../../ledger/errors.js";
import { readParty } from "../../ledger/reads/parties.js";
import type { Sender } from "../../ledger/transactions/sender.js";
import type { Address, Subject, TwinId } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { linksetBytes } from "../linkset.js";
import { type ImportRow, problemOf } from "../row.js";
import { Authorities, type ImportLedger } from "./authority.js";
import { Records } from "./records.js";
import { type ImportResult, type ImportSummary, Tally } from "./result.js";
import { Twins } from "./twins.js";
import { estimatingWriter, sendingWriter } from "./writer.js";

export interface RunImportOptions {
  readonly rows: AsyncIterable<ImportRow> | Iterable<ImportRow>;
  readonly ledger: ImportLedger;
  /** Signs; opened with a window of at least `concurrency`. */
  readonly sender: Sender;
  /** Author and owner of everything; the sender's account has to control it. */
  readonly party: Address;
  /** Rows under way at once. */
  readonly concurrency?: number;
  /** Sends nothing and adds up what it would cost. */
  readonly dryRun?: boolean;
  /** Once aborted no new row is begun; those under way are finished. */
  readonly signal?: AbortSignal;
  /** Called for each thing of the file as soon as its fate is known, in no fixed order. */
  readonly onResult?: (result: ImportResult) => void;
  /** Called after each row with the number of rows done. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * @throws ImportError `IMPORT_NOT_PARTY`, and what `rows` throws; LedgerError where the chain cannot be reached, or
 * the account cannot pay: then the rest of the file is left, to be imported by another run.
 */
export async function runImport(options: RunImportOptions): Promise<ImportSummary> {
  const { ledger, sender, party, concurrency = 32, dryRun = false, signal } = options;
  await checkParty(ledger, party, sender.address);
  const writer = dryRun ? estimatingWriter(sender) : sendingWriter(sender);
  const authorities = new Authorities(ledger, writer, sender.address, party);
  const run = new Run(
    new Twins(ledger, writer, party),
    new Records(ledger, writer, authorities, party),
    options,
  );
  let stopped = false;
  const underWay = new Set<Promise<void>>();
  let fatal: unknown;
  for await (const row of options.rows) {
    stopped = signal?.aborted ?? false;
    if (stopped || fatal !== undefined) break;
    const done: Promise<void> = run
      .row(row)
      .catch((error: unknown) => {
        fatal ??= error;
      })
      .finally(() => underWay.delete(done));
    underWay.add(done);
    if (underWay.size >= concurrency) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  if (fatal !== undefined) throw fatal;
  return { ...run.tally.counts, delegated: authorities.delegated, gas: writer.gas, stopped };
}

async function checkParty(
  { provider, deployment }: ImportLedger,
  party: Address,
  account: Address,
): Promise<void> {
  const state = await readParty(provider, deployment, party);
  if (state?.controller === account) return;
  const why = state === null ? "is not a registered party" : `is not controlled by the key ${account}`;
  throw new ImportError("IMPORT_NOT_PARTY", `${party} ${why}.`, {
    hint:
      state === null ? "Register it first: cadastre party register" : "Use the key that controls it: --key.",
    details: { party, account },
  });
}

/** After these nothing else will succeed either; the others concern one thing of the file. */
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

interface Claim {
  readonly digest: string | undefined;
  readonly place: string;
}

class Run {
  readonly tally = new Tally();
  readonly #twins: Twins;
  readonly #records: Records;
  readonly #options: RunImportOptions;
  /** Which row was the first to give an identifier. */
  readonly #claims = new Map<string, Claim>();

  constructor(twins: Twins, records: Records, options: RunImportOptions) {
    this.#twins = twins;
    this.#records = records;
    this.#options = options;
  }

  /** @throws What is fatal to the whole run. */
  async row(row: ImportRow): Promise<void> {
    // Before anything waits, so that the file's order decides who is first.
    const claims = row.identifiers.map((identifier) => this.#claim(identifier, row));
    for (const problem of row.problems)
      this.#report(row, { what: "row", status: "failed", name: "", problem });
    const twin = await this.#twin(row);
    await Promise.all(
      row.identifiers.map((identifier, index) => this.#identifier(row, identifier, claims[index], twin)),
    );
    this.tally.rows += 1;
    this.#options.onProgress?.(this.tally.rows);
  }

  /** The claim of an earlier row on the identifier; undefined where this is the first. */
  #claim({ scheme, canonical }: LedgerIdentifier, row: ImportRow): Claim | undefined {
    const key = `${scheme}:${canonical}`;
    const earlier = this.#claims.get(key);
    if (earlier === undefined) this.#claims.set(key, { digest: row.twin?.digest, place: row.place });
    return earlier;
  }

  /** The row's twin; undefined where it has none, null where it could not be registered. */
  async #twin(row: ImportRow): Promise<TwinId | null | undefined> {
    if (row.twin === undefined) return undefined;
    const thing = { what: "twin", name: row.twin.digest } as const;
    try {
      const { transaction, ...outcome } = { transaction: null, ...(await this.#twins.ensure(row.twin)) };
      this.#report(row, { ...thing, ...outcome, ...(transaction !== null && { transaction }) });
      return outcome.status === "conflict" ? null : outcome.id;
    } catch (error) {
      if (isFatal(error)) throw error;
      this.#report(row, { ...thing, status: "failed", problem: problemOf(error) });
      return null;
    }
  }

  async #identifier(
    row: ImportRow,
    identifier: LedgerIdentifier,
    earlier: Claim | undefined,
    twin: TwinId | null | undefined,
  ): Promise<void> {
    const { scheme, canonical } = identifier;
    const thing = { what: "identifier", name: canonical, scheme, ...(twin && { twin }) } as const;
    if (earlier !== undefined && earlier.digest !== row.twin?.digest) {
      return this.#report(row, { ...thing, status: "shared", problem: shared(earlier) });
    }
    if (twin === null) return this.#report(row, { ...thing, status: "failed", problem: twinFailed() });
    if (earlier !== undefined) return this.#report(row, { ...thing, status: "unchanged" });
    const subject: Subject = twin === undefined ? { kind: "none" } : { kind: "twin", id: twin };
    try {
      const ensured = await this.#records.ensure(identifier, { subject, linkset: linksetBytes(row.links) });
      const { transaction, ...outcome } = { transaction: null, ...ensured };
      this.#report(row, { ...thing, ...outcome, ...(transaction !== null && { transaction }) });
    } catch (error) {
      if (isFatal(error)) throw error;
      this.#report(row, { ...thing, status: "failed", problem: problemOf(error) });
    }
  }

  #report(row: ImportRow, fate: Omit<ImportResult, "line" | "place" | "label">): void {
    const { line, place, label } = row;
    const result = { line, place, label, ...fate };
    this.tally.add(result);
    this.#options.onResult?.(result);
  }
}

const shared = (earlier: Claim) =>
  problemOf(
    new ImportError(
      "IMPORT_SHARED_VALUE",
      `The file gives this value to another asset too (${earlier.place}); it stays with that one.`,
      {
        hint: "An identifier stands for one asset. If it should stand for this one: cadastre id link.",
      },
    ),
  );

const twinFailed = () =>
  problemOf(
    new ImportError("IMPORT_TWIN_FAILED", "The twin that it stands for could not be registered.", {
      hint: "See the twin's own line.",
    }),
  );
