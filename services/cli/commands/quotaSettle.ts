/** `cadastre quota settle`: a host of data takes the units that holders signed for, with the statements as evidence. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { consumeUnits } from "../../ledger/actions/quotas.js";
import { ledgerContracts } from "../../ledger/contracts.js";
import { LedgerError } from "../../ledger/errors.js";
import { tryLock } from "../../ledger/processLock.js";
import { TransactionJournal } from "../../ledger/transactions/journal.js";
import { settleJournal } from "../../ledger/transactions/settleJournal.js";
import { UsageBook } from "../../rights/metering/book.js";
import { type UsageDocument, usageDigest, usageText } from "../../rights/metering/document.js";
import type { Digest, Hash } from "../../store/model.js";
import type { Context } from "../context.js";
import { CliError, notFound } from "../errors.js";
import { exitCodes } from "../exitCodes.js";
import { addressTopic, eventsOf } from "../ledger/events.js";
import { type LedgerSession, openAccount, openLedger, type Writing } from "../ledger/session.js";
import { table } from "../output/layout.js";
import { safe } from "../output/safe.js";

interface Settled {
  readonly quota: string;
  readonly holder: string;
  /** Units that the holder signed for in all, those that the host had taken before, takes now, and cannot take, though they are due. */
  readonly total: string;
  readonly before: string;
  readonly taken: string;
  readonly short: string;
  readonly evidence: Digest | null;
  readonly transaction: Hash | null;
  /** Why the ledger refuses; null where it does not. */
  readonly problem: {
    readonly code: string;
    readonly message: string;
    readonly hint: string | undefined;
  } | null;
}

/**
 * Safe to repeat, also after a kill: what an earlier run sent stands in the book's journal and is waited for, and how many units were
 * taken before is what the chain says.
 */
export async function settle(context: Context, _options: object, folder: string): Promise<void> {
  const session = await openLedger(context);
  if (!(await stat(folder).catch(() => null))?.isDirectory())
    throw notFound(`There is no folder ${folder}.`, "Give the folder of the gateway's book.");
  if (context.flags.dryRun === true) return await settleAll(context, session, folder, undefined);
  // Two at once would each take what is due.
  const lock = await tryLock(join(folder, "held"));
  if (!lock.isHeld)
    throw new CliError("CLI_BUSY", `The book in ${folder} is being settled already, by ${lock.holder}.`, {
      hint: "Wait until it ends; to run it again after that does no harm.",
    });
  try {
    const journal = await TransactionJournal.open(join(folder, "transactions.ndjson"));
    await settleAll(context, session, folder, journal);
  } finally {
    await lock.release();
  }
}

/** @param journal Left out in a dry run. */
async function settleAll(
  context: Context,
  session: LedgerSession,
  folder: string,
  journal: TransactionJournal | undefined,
): Promise<void> {
  const dryRun = journal === undefined;
  const writing = await openAccount(context, session, { window: 1, log: journal });
  if (journal !== undefined) await settleJournal(session.provider.client, journal, [writing.sender]);
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
  if (settled.some(({ problem }) => problem !== null)) context.endWith(exitCodes.partly);
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
  if (evidence === null) return { ...shown, transaction: null, problem: null };
  const call = consumeUnits(session.deployment, quota, { holder, amount, evidence });
  try {
    if (work.dryRun) {
      await sender.estimate(call);
      return { ...shown, transaction: null, problem: null };
    }
    // Kept before it is named on the ledger: the holder goes on, and its next statement takes this one's place.
    await work.book.keep(work.document, evidence);
    const receipt = await sender.send(call);
    return { ...shown, transaction: receipt.hash, problem: null };
  } catch (error) {
    // A quota that has ended, or is frozen, keeps nobody from taking what others owe.
    if (!(error instanceof LedgerError) || error.code !== "LEDGER_REVERTED") throw error;
    const { code, message, hint } = error;
    return {
      ...shown,
      ...{ taken: "0", short: due.toString(), evidence: null, transaction: null },
      problem: { code, message, hint },
    };
  }
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
  const refused = settled.flatMap(({ quota, holder, problem }) =>
    problem === null ? [] : [`${quota} of ${holder}: ${safe(problem.message)}`],
  );
  const notes = dryRun ? ["Nothing was sent."] : [];
  output.result([table(header, rows), ...refused, ...notes].join("\n"), { dryRun, settled });
}
