/** `cadastre quota settle`: a host of data takes the units that holders signed for, with the statements as evidence. */
import { join } from "node:path";
import { consumeUnits } from "../../ledger/actions/quotas.js";
import { ledgerContracts } from "../../ledger/contracts.js";
import { TransactionJournal } from "../../ledger/transactions/journal.js";
import { settleJournal } from "../../ledger/transactions/settleJournal.js";
import { UsageBook } from "../../rights/metering/book.js";
import { type UsageDocument, usageDigest, usageText } from "../../rights/metering/document.js";
import type { Digest, Hash } from "../../store/model.js";
import type { Context } from "../context.js";
import { notFound } from "../errors.js";
import { addressTopic, eventsOf } from "../ledger/events.js";
import { type LedgerSession, openAccount, openLedger, type Writing } from "../ledger/session.js";
import { table } from "../output/layout.js";

interface Settled {
  readonly quota: string;
  readonly holder: string;
  /** Units that the holder signed for in all, those that the host had taken before, takes now, and cannot take. */
  readonly total: string;
  readonly before: string;
  readonly taken: string;
  readonly short: string;
  readonly evidence: Digest | null;
  readonly transaction: Hash | null;
}

/**
 * Safe to repeat, also after a kill: what an earlier run sent stands in the book's journal and is waited for, and how many units were
 * taken before is what the chain says.
 */
export async function settle(context: Context, _options: object, folder: string): Promise<void> {
  const session = await openLedger(context);
  const { dryRun = false } = context.flags;
  const journal = dryRun ? undefined : await TransactionJournal.open(join(folder, "transactions.ndjson"));
  const writing = await openAccount(context, session, { window: 1, log: journal });
  if (journal !== undefined) await settleJournal(session.provider, journal, [writing.sender]);
  const book = new UsageBook(folder, writing.sender.address);
  const settled: Settled[] = [];
  for await (const document of book.documents())
    settled.push(await settleOne(session, writing, { book, document, dryRun }));
  if (settled.length === 0)
    throw notFound(
      `There are no usage statements in ${folder}.`,
      "Give the folder of the gateway's book: nothing was used yet, or it is another.",
    );
  show(context, settled, dryRun);
}

interface Work {
  readonly book: UsageBook;
  readonly document: UsageDocument;
  readonly dryRun: boolean;
}

async function settleOne(session: LedgerSession, { sender }: Writing, work: Work): Promise<Settled> {
  const { quota, holder, total } = work.document.statement;
  const before = await takenBefore(session, work.document);
  const due = total > before ? total - before : 0n;
  const most = await takeable(session, work.document);
  const amount = due < most ? due : most;
  const evidence = amount === 0n ? null : usageDigest(usageText(work.document));
  const shown = {
    ...{ quota, holder, total: total.toString(), before: before.toString() },
    ...{ taken: amount.toString(), short: (due - amount).toString(), evidence },
  };
  if (evidence === null || work.dryRun) return { ...shown, transaction: null };
  // Kept before it is named on the ledger: the holder goes on, and its next statement takes this one's place.
  await work.book.keep(work.document, evidence);
  const receipt = await sender.send(consumeUnits(session.deployment, quota, { holder, amount, evidence }));
  return { ...shown, transaction: receipt.hash };
}

/** Units of the holder that the host took, whatever for. */
async function takenBefore(session: LedgerSession, { statement }: UsageDocument): Promise<bigint> {
  const { quota, holder, host } = statement;
  const events = await eventsOf(session, "quotas", "QuotaConsumed", [quota, addressTopic(holder)]);
  return events.filter(({ event }) => event.by === host).reduce((sum, { event }) => sum + event.amount, 0n);
}

/** Units that the holder has, as far as it lets the host. */
async function takeable(session: LedgerSession, { statement }: UsageDocument): Promise<bigint> {
  const { quota, holder, host } = statement;
  const { quotas } = ledgerContracts(session.deployment, session.provider);
  const [held, allowed] = await Promise.all([
    quotas.balanceOf(holder, quota),
    quotas.allowance(holder, host, quota),
  ]);
  return held < allowed ? held : allowed;
}

function show({ output }: Context, settled: readonly Settled[], dryRun: boolean): void {
  const rows = settled.map(({ quota, holder, total, before, taken, short, transaction }) => [
    ...[quota, holder, total, before, taken, short, transaction ?? ""],
  ]);
  const header = ["quota", "holder", "used", "taken before", "taken now", "short", "transaction"];
  const note = dryRun ? "\nNothing was sent." : "";
  output.result(table(header, rows) + note, { dryRun, settled });
}
