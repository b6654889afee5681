/**
 * Registers what a file holds, of any size: what can be issued in a batch in one transaction, the rest row by row.
 *
 * Safe to repeat, also after a kill: what was worked out before lies in the registration's folder, what was sent stands in its journal, and
 * what took place is asked of the chain.
 */
import { LedgerError } from "../../ledger/errors.js";
import { readBatch } from "../../ledger/reads/batches.js";
import type { OpenTransactions } from "../../ledger/transactions/journal.js";
import type { Sender } from "../../ledger/transactions/sender.js";
import { settleJournal } from "../../ledger/transactions/settleJournal.js";
import { unlessAborted } from "../../ledger/transactions/unlessAborted.js";
import type { Address, BatchId, Hash, Linkset } from "../../store/model.js";
import { ImportError } from "../errors.js";
import { type OpenImportOptions, openRows } from "../openImport.js";
import type { ImportRow } from "../row.js";
import type { ImportLedger } from "../run/authority.js";
import type { ImportResult, ImportSummary } from "../run/result.js";
import { checkParty, runImport, usualConcurrency } from "../run/runImport.js";
import { sendAnew } from "../run/writer.js";
import { issuedRows, noIssuedRows } from "./issuedRows.js";
import { Issuers } from "./issuers.js";
import type { Knowledge } from "./known.js";
import { planOf } from "./plan.js";
import {
  begin,
  issuingCall,
  listsFolder,
  type Prepared,
  type PreparedBatch,
  type PreparedGroup,
  prepare,
} from "./prepare.js";
import { checkLists, type Publishing } from "./publishing.js";
import { sameFile } from "./sameFile.js";
import { issuedFile, type ListMember, listMembers, listRepeats, plainIdentifier } from "./survey.js";
import type { RegistrationWay } from "./ways.js";

/** What is being done; each phase counts anew. */
export type Phase = "settling" | "reading" | "issuing" | "publishing" | "registering";

export interface RegisterFileOptions {
  readonly file: string;
  readonly reading: OpenImportOptions;
  readonly way: RegistrationWay;
  /** Links for all members of the lists that are issued; none where identifiers are registered in another way. */
  readonly links: Linkset;
  readonly ledger: ImportLedger;
  /** Notes what it sends in `journal`. */
  readonly sender: Sender;
  /** Of other accounts, which help where they are registrars; they note what they send in `journal` too. */
  readonly registrars?: readonly Sender[];
  readonly journal: OpenTransactions;
  readonly party: Address;
  /** Who knows what is registered already; left out, it is issued again in another list where it stands in another file. */
  readonly knowledge?: Knowledge;
  /** Of this registration alone: see {@link registrationFolder}. */
  readonly folder: string;
  /** Rows under way at once, of those that are registered one by one. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  /** How it is seen to that the members of a list resolve; left out where nothing is to be done for that. */
  readonly publishing?: Publishing;
  /** Called for each thing of the file as soon as its fate is known, in no fixed order; not for members of batches unless `eachMember`. */
  readonly onResult?: (result: ImportResult) => void | Promise<void>;
  readonly eachMember?: boolean;
  /** Told how much of a phase is done, of how much; null where that is not known. */
  readonly onProgress?: (phase: Phase, done: number, total: number | null) => void;
}

/** What became of a batch. */
export interface IssuedBatch {
  readonly way: PreparedBatch["way"];
  readonly batch: BatchId;
  readonly namespace: string;
  readonly identifiers: number;
  readonly status: "registered" | "unchanged";
  readonly transaction: Hash | null;
}

export interface RegistrationSummary extends ImportSummary {
  readonly batches: readonly IssuedBatch[];
}

/** @throws ImportError, `IMPORT_LIST_TOO_LARGE` before anything is issued; LedgerError; what `publish` throws. */
export async function registerFile(options: RegisterFileOptions): Promise<RegistrationSummary> {
  const { ledger, sender, registrars = [], journal, party, onProgress, signal } = options;
  await checkParty(ledger, party, sender.address);
  onProgress?.("settling", 0, journal.open.length);
  await unlessAborted(settleJournal(ledger.provider.client, journal, [sender, ...registrars]), signal);
  const checkFile = await sameFile(options.file);
  const found = await preparedOrStopped(options, checkFile);
  if (found === null) return stoppedBefore([], 0);
  await checkLists(found, options.publishing);
  const prepared = await begin(options.folder, found);
  const batches: IssuedBatch[] = holdingBatches(prepared);
  await reportIssued(options, prepared);
  let gas = 0;
  for (const group of prepared.groups) {
    if (group.batch === null) continue;
    if (signal?.aborted === true) return stoppedBefore(batches, gas);
    onProgress?.("issuing", batches.length, null);
    const issued = await issue(options, group, group.batch);
    gas += issued.gas;
    batches.push(issued.batch);
    if (options.eachMember === true) await reportMembers(options, group, issued.batch);
  }
  const summary = await withRows(options, prepared, batches, gas);
  await checkFile();
  return summary;
}

/** null where it was stopped on the way: the file has to be read anew then. */
async function preparedOrStopped(
  options: Omit<RegisterFileOptions, "journal">,
  checkFile: () => Promise<void>,
): Promise<Prepared | null> {
  try {
    const onProgress = (rows: number): void => options.onProgress?.("reading", rows, null);
    return await prepare({ ...options, checkFile, onProgress });
  } catch (error) {
    if (options.signal?.aborted === true) return null;
    throw error;
  }
}

/**
 * The same without sending anything: what would be registered, and about what it would cost.
 * @throws ImportError, LedgerError
 */
export async function rehearseFile(
  options: Omit<RegisterFileOptions, "journal">,
): Promise<RegistrationSummary> {
  const { ledger, sender, party, concurrency = usualConcurrency } = options;
  await checkParty(ledger, party, sender.address);
  const prepared = await preparedOrStopped(options, await sameFile(options.file));
  if (prepared === null) return stoppedBefore([], 0);
  await checkLists(prepared, options.publishing);
  const { parts } = await planOf(prepared, { ledger, sender, party, concurrency });
  const issued = parts.filter(({ batch }) => batch !== null);
  const planned = prepared.groups.flatMap(({ issuer, list, batch }): IssuedBatch[] => {
    if (batch === null) return [];
    const done = issued.find((part) => part.batch === batch.id)?.done === true;
    const namespace = `${issuer.scheme}:${issuer.prefix}`;
    const status = done ? "unchanged" : "registered";
    return [
      { way: batch.way, batch: batch.id, namespace, identifiers: list.count, status, transaction: null },
    ];
  });
  const batches = [...holdingBatches(prepared), ...planned];
  await reportIssued(options, prepared);
  const gas = issued.reduce((sum, part) => sum + part.gas, 0);
  return withRows(options, prepared, batches, gas, true);
}

async function issue(
  { ledger, sender, party, publishing, onProgress }: RegisterFileOptions,
  group: PreparedGroup,
  batch: PreparedBatch,
): Promise<{ readonly batch: IssuedBatch; readonly gas: number }> {
  const { issuer, list } = group;
  const outcome = await ensureIssued();
  if (batch.way === "list" && publishing !== undefined) {
    onProgress?.("publishing", 0, null);
    await publishing.publish({ batch: batch.id, manifest: list.manifest, file: list.file });
  }
  const namespace = `${issuer.scheme}:${issuer.prefix}`;
  const { status, transaction, gas } = outcome;
  return {
    batch: { way: batch.way, batch: batch.id, namespace, identifiers: list.count, status, transaction },
    gas,
  };

  async function ensureIssued() {
    const before = await isIssued();
    if (before) return { status: "unchanged", transaction: null, gas: 0 } as const;
    try {
      const receipt = await sendAnew(sender, issuingCall(ledger, group, batch, party));
      return { status: "registered", transaction: receipt.hash, gas: receipt.gasUsed } as const;
    } catch (error) {
      // Another run may have been quicker, or the answer got lost.
      if (error instanceof LedgerError && (await isIssued()))
        return { status: "unchanged", transaction: null, gas: 0 } as const;
      throw error;
    }
  }

  async function isIssued(): Promise<boolean> {
    const state = await readBatch(ledger.provider, ledger.deployment, batch.id);
    if (state === null) return false;
    if (state.owner === party) return true;
    throw new ImportError("IMPORT_CONFLICT", `The batch ${batch.id} belongs to ${state.owner}.`, {
      hint: "It was issued and handed over: nothing is left to do.",
      details: { batch: batch.id, owner: state.owner },
    });
  }
}

/** What has to go row by row: all that is in no batch. */
async function withRows(
  options: Omit<RegisterFileOptions, "journal">,
  prepared: Prepared,
  batches: readonly IssuedBatch[],
  gas: number,
  dryRun = false,
): Promise<RegistrationSummary> {
  const { file, reading, ledger, sender, registrars, party } = options;
  const { onProgress, onResult, concurrency, signal } = options;
  const inRecords = prepared.groups.filter(({ batch }) => batch === null);
  const rows =
    prepared.others + inRecords.reduce((sum, { list, repeated }) => sum + list.count + repeated, 0);
  const left = rowsLeft(file, reading, new Issuers(ledger, sender.address), {
    ...prepared,
    folder: options.folder,
  });
  const summary = await runImport({
    rows: rows === 0 ? [] : left,
    ledger,
    sender,
    party,
    folder: options.folder,
    dryRun,
    ...(registrars && { registrars }),
    ...(concurrency !== undefined && { concurrency }),
    ...(signal && { signal }),
    ...(onResult && { onResult }),
    onProgress: (done) => onProgress?.("registering", done, rows),
  });
  return withBatches(summary, prepared, batches, gas);
}

function withBatches(
  summary: ImportSummary,
  prepared: Pick<Prepared, "groups" | "issued">,
  batches: readonly IssuedBatch[],
  gas: number,
): RegistrationSummary {
  const { conflict, failed } = prepared.issued;
  const counted = (status: IssuedBatch["status"]): number =>
    batches.reduce((sum, one) => sum + (one.status === status ? one.identifiers : 0), 0);
  const repeated = prepared.groups.reduce((sum, one) => sum + (one.batch === null ? 0 : one.repeated), 0);
  const { identifiers } = summary;
  return {
    ...summary,
    rows: summary.rows + counted("registered") + counted("unchanged") + repeated + conflict + failed,
    identifiers: {
      ...identifiers,
      registered: identifiers.registered + counted("registered"),
      unchanged: identifiers.unchanged + counted("unchanged") + repeated,
      conflict: identifiers.conflict + conflict,
      failed: identifiers.failed + failed,
    },
    gas: summary.gas + gas,
    batches,
  };
}

const none = { registered: 0, unchanged: 0, shared: 0, conflict: 0, failed: 0 };

function stoppedBefore(batches: readonly IssuedBatch[], gas: number): RegistrationSummary {
  const nothing = {
    rows: 0,
    badRows: 0,
    twins: none,
    identifiers: none,
    delegated: [],
    gas: 0,
    stopped: true,
  };
  return withBatches(nothing, { groups: [], issued: { ...noIssuedRows, batches: [] } }, batches, gas);
}

async function* rowsLeft(
  file: string,
  reading: OpenImportOptions,
  issuers: Issuers,
  { groups, issued, folder }: Pick<Prepared, "groups" | "issued"> & { readonly folder: string },
): AsyncGenerator<ImportRow> {
  const done = issuedRows(issuedFile(listsFolder(folder)), issued);
  let next = await done.next();
  const inBatches = new Set<string>(
    groups.flatMap(({ issuer, batch }) => (batch === null ? [] : [issuer.id])),
  );
  for await (const rows of openRows(file, reading)) {
    for (const row of rows) {
      if (next.done !== true && next.value.line === row.line) {
        if (next.value.result === null) yield row;
        next = await done.next();
        continue;
      }
      const identifier = plainIdentifier(row);
      const issuer = identifier && (await issuers.of(identifier));
      if (issuer === null || !inBatches.has(issuer.id)) yield row;
    }
  }
}

/** Batches that hold rows of the file from before. */
const holdingBatches = ({ issued }: Prepared): IssuedBatch[] =>
  issued.batches.map((batch) => ({ ...batch, status: "unchanged", transaction: null }));

/** What became of rows that were issued before: of those that are as the file says only where each member is asked for. */
async function reportIssued(
  { folder, onResult, eachMember }: Pick<RegisterFileOptions, "folder" | "onResult" | "eachMember">,
  { issued }: Prepared,
): Promise<void> {
  if (onResult === undefined) return;
  for await (const { result } of issuedRows(issuedFile(listsFolder(folder)), issued))
    if (result !== null && (eachMember === true || result.status !== "unchanged")) await onResult(result);
}

async function reportMembers(
  { onResult }: RegisterFileOptions,
  { issuer, list, repeated }: PreparedGroup,
  { batch, status, transaction }: IssuedBatch,
): Promise<void> {
  const resultOf = ({ canonical, line, index }: ListMember, became: IssuedBatch["status"]): ImportResult => ({
    line,
    place: `line ${line}`,
    label: canonical,
    what: "identifier",
    status: became,
    name: canonical,
    scheme: issuer.scheme,
    member: { batch, index },
    ...(became === "registered" && transaction !== null && { transaction }),
  });
  for await (const member of listMembers(list.file)) await onResult?.(resultOf(member, status));
  if (repeated === 0) return;
  for await (const member of listRepeats(list.file)) await onResult?.(resultOf(member, "unchanged"));
}
