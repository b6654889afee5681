/**
 * Registers what an importer read: twins first, then the identifiers that stand for them.
 *
 * All ids follow from the content, and everything is looked up before it is sent. So a run that was stopped or killed is
 * finished by running it again, and nothing is registered twice.
 */
import { join } from "node:path";
import { Overflow } from "../../ledger/overflow.js";
import { readParty } from "../../ledger/reads/parties.js";
import { Room } from "../../ledger/room.js";
import type { Sender } from "../../ledger/transactions/sender.js";
import type { Address } from "../../store/model.js";
import { ImportError } from "../errors.js";
import type { ImportRow } from "../row.js";
import { Authorities, type ImportLedger } from "./authority.js";
import { interrupted } from "./interrupted.js";
import { Records } from "./records.js";
import type { ImportResult, ImportSummary } from "./result.js";
import { RowImport } from "./rowImport.js";
import { Twins } from "./twins.js";
import { estimatingWriter, sendingWriter } from "./writer.js";

export interface RunImportOptions {
  readonly rows: AsyncIterable<ImportRow> | Iterable<ImportRow>;
  readonly ledger: ImportLedger;
  /** Signs. */
  readonly sender: Sender;
  /** Of other accounts, which help to register identifiers where the namespace's holder made them registrars. */
  readonly registrars?: readonly Sender[];
  /** Author and owner of everything; the sender's account has to control it. */
  readonly party: Address;
  /** Rows under way at once. */
  readonly concurrency?: number;
  /** Folder for what it remembers of the rows, of this run alone; in memory where left out. */
  readonly folder?: string;
  /** Sends nothing and adds up what it would cost. */
  readonly dryRun?: boolean;
  /** Once aborted no new row is begun; those under way are finished. */
  readonly signal?: AbortSignal;
  /** Called for each thing of the file as soon as its fate is known, in no fixed order; rows wait for what it returns. */
  readonly onResult?: (result: ImportResult) => void | Promise<void>;
  /** Called after each row with the number of rows done. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * @throws ImportError `IMPORT_NOT_PARTY`, and what `rows` throws; LedgerError where the chain cannot be reached, or
 * the account cannot pay: then the rest of the file is left, to be imported by another run. Rows under way are finished
 * first, and the summary so far is the error's `details.import`.
 */
export async function runImport(options: RunImportOptions): Promise<ImportSummary> {
  const {
    ledger,
    sender,
    registrars = [],
    party,
    concurrency = usualConcurrency,
    dryRun = false,
    signal,
  } = options;
  await checkParty(ledger, party, sender.address);
  const writer = dryRun ? estimatingWriter(sender) : sendingWriter(sender, registrars);
  const authorities = new Authorities(
    ledger,
    writer,
    sender.address,
    party,
    registrars.map(({ address }) => address),
  );
  const remembered = (name: string): Overflow =>
    new Overflow(options.folder === undefined ? null : join(options.folder, name));
  const [contents, identifiers] = [remembered("contents"), remembered("identifiers")];
  const twins = new Twins(ledger, writer, party, contents);
  const run = new RowImport(twins, new Records(ledger, writer, authorities, party), identifiers, options);
  let stopped = false;
  const room = new Room(concurrency);
  const underWay = new Set<Promise<void>>();
  let fatal: { readonly error: unknown } | undefined;
  const failed = (error: unknown): void => {
    fatal ??= { error };
  };
  try {
    for await (const chunk of chunksOf(options.rows, rowsAhead)) {
      await Promise.all([contents.settled(), identifiers.settled()]);
      twins.announce(chunk.flatMap(({ twin }) => (twin === undefined ? [] : [twin.digest])));
      for (const row of chunk) {
        await room.enter();
        stopped = signal?.aborted ?? false;
        if (stopped || fatal !== undefined) break;
        const done: Promise<void> = run
          .row(row)
          .catch(failed)
          .finally(() => {
            underWay.delete(done);
            room.leave();
          });
        underWay.add(done);
      }
      if (stopped || fatal !== undefined) break;
    }
  } catch (error) {
    failed(error);
  } finally {
    await Promise.all(underWay);
    await Promise.all([contents.close(), identifiers.close()]);
  }
  const summary = { ...run.tally.counts, delegated: authorities.delegated, gas: writer.gas, stopped };
  if (fatal !== undefined) throw interrupted(fatal.error, { ...summary, stopped: true }, dryRun);
  return summary;
}

/** Ten transactions full of identifiers: while some wait for a block, others are made ready. */
export const usualConcurrency = 1_000;

/** Rows that are read before the first of them is begun: their contents are committed to in one transaction. */
export const rowsAhead = 4_096;

async function* chunksOf<Row>(rows: AsyncIterable<Row> | Iterable<Row>, size: number): AsyncGenerator<Row[]> {
  let chunk: Row[] = [];
  try {
    for await (const row of rows) {
      chunk.push(row);
      if (chunk.length < size) continue;
      yield chunk;
      chunk = [];
    }
  } catch (error) {
    // What was read before the fault is imported.
    yield chunk;
    throw error;
  }
  yield chunk;
}

/** @throws ImportError `IMPORT_NOT_PARTY` where the account does not control the party. */
export async function checkParty(
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
