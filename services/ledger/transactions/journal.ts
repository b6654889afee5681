/**
 * A journal of transactions on disk: each is written down, signed, before the node has it. So a run that was killed, or whose node was, knows
 * afterwards what it sent, and finds out what became of it rather than send another.
 */
import { appendFile, mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Hash } from "../../store/model.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { hashSchema, toHash, toHex } from "../hex.js";
import { broadcast } from "./broadcast.js";
import { readReceipt } from "./receipt.js";
import type { SignedTransaction } from "./signed.js";

/** Where a sender notes what it does. */
export interface TransactionLog {
  /** Before the node gets it; kept when this returns. */
  sending(signed: SignedTransaction): Promise<void>;
  /** Once it is mined, or is known never to be. */
  settled(hash: Hash): Promise<void>;
}

const entrySchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("sending"),
    hash: hashSchema,
    nonce: z.number().int().nonnegative(),
    raw: z.string().regex(/^0x(?:[0-9a-f]{2})+$/),
  }),
  z.object({ kind: z.literal("settled"), hash: hashSchema }),
]);

export class TransactionJournal implements TransactionLog {
  readonly #file: string;
  readonly #open: Map<Hash, SignedTransaction>;

  private constructor(file: string, open: Map<Hash, SignedTransaction>) {
    this.#file = file;
    this.#open = open;
  }

  /** Opens a journal, or begins one. A last line that was cut short by a power failure is left out: it was not sent. */
  static async open(file: string): Promise<TransactionJournal> {
    await mkdir(dirname(file), { recursive: true });
    const text = await readFile(file, "utf8").catch(() => "");
    const end = text.lastIndexOf("\n") + 1;
    const entries = new Map<Hash, SignedTransaction>();
    for (const line of text.slice(0, end).split("\n")) {
      const entry = entryOf(line);
      if (entry === null) continue;
      const hash = toHash(entry.hash);
      if (entry.kind === "sending") entries.set(hash, { hash, nonce: entry.nonce, raw: toHex(entry.raw) });
      else entries.delete(hash);
    }
    // What follows begins a line of its own.
    if (end < text.length) await appendFile(file, "\n");
    return new TransactionJournal(file, entries);
  }

  /** Transactions of which nobody knows yet what became of them, in the order of their nonces. */
  get open(): readonly SignedTransaction[] {
    return [...this.#open.values()].sort((one, other) => one.nonce - other.nonce);
  }

  async sending(signed: SignedTransaction): Promise<void> {
    this.#open.set(signed.hash, signed);
    const { hash, nonce, raw } = signed;
    const file = await open(this.#file, "a");
    try {
      await file.appendFile(`${JSON.stringify({ kind: "sending", hash, nonce, raw })}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  async settled(hash: Hash): Promise<void> {
    if (!this.#open.delete(hash)) return;
    await appendFile(this.#file, `${JSON.stringify({ kind: "settled", hash })}\n`);
  }
}

function entryOf(line: string) {
  try {
    return entrySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

const lookMs = 200;

/**
 * Finds out what became of what an earlier run sent: what the node forgot it gets again, and what is pending is waited for. After that
 * the chain says all.
 * @throws LedgerError `LEDGER_TRANSACTION_PENDING` once time is up, `LEDGER_RPC_…`
 */
export async function settleJournal(
  client: Rpc,
  journal: TransactionJournal,
  timeoutMs = 120_000,
): Promise<number> {
  const found = journal.open;
  for (const signed of found) await settle(client, signed, journal, Date.now() + timeoutMs);
  return found.length;
}

async function settle(
  client: Rpc,
  signed: SignedTransaction,
  journal: TransactionJournal,
  end: number,
): Promise<void> {
  for (let sent = 0; Date.now() < end; await sleep(lookMs)) {
    if ((await readReceipt(client, signed.hash)) !== null) return await journal.settled(signed.hash);
    // Again and again: a node that has it takes no harm, and one that lost power has lost it.
    if (sent++ % 25 > 0) continue;
    if (!(await canTakePlace(client, signed))) return await journal.settled(signed.hash);
  }
  throw new LedgerError(
    "LEDGER_TRANSACTION_PENDING",
    `Transaction ${signed.hash} of an earlier run was sent, and nobody knows yet whether it took place.`,
    { hint: "Run the same again in a while.", details: { hash: signed.hash } },
  );
}

/** False where another transaction has its nonce, or the node refuses it for ever. */
export async function canTakePlace(client: Rpc, signed: SignedTransaction): Promise<boolean> {
  try {
    return (await broadcast(client, signed)) !== "nonce-taken";
  } catch (error) {
    if (error instanceof LedgerError && error.code === "LEDGER_TRANSACTION_REFUSED") return false;
    throw error;
  }
}
