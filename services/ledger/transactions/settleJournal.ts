/**
 * Finds out what became of what was sent and nobody looks after any more, by an earlier run or on blocks that were replaced, by however many
 * keys: what the node forgot it gets again, and what is pending is waited for. After that the chain says all.
 */
import { z } from "zod";
import type { Address, Hash } from "../../store/model.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { hashSchema, quantitySchema } from "../hex.js";
import { broadcast } from "./broadcast.js";
import { InFlight } from "./inFlight.js";
import type { OneNonce, OpenTransactions } from "./journal.js";
import { readReceipt, type TransactionReceipt } from "./receipt.js";
import type { Sender } from "./sender.js";
import { readSigned, type SignedTransaction } from "./signed.js";

/**
 * @param senders Of the keys that are at hand, with the log as theirs; they raise the fees of what waits too long. What other keys signed is
 * waited for as it is.
 * @returns How many transactions were open.
 * @throws LedgerError `LEDGER_TRANSACTION_PENDING` once time is up, `LEDGER_INSUFFICIENT_FUNDS`, `LEDGER_RPC_…`
 */
export async function settleJournal(
  client: Rpc,
  log: OpenTransactions,
  senders: readonly Sender[] = [],
): Promise<number> {
  const found = log.open;
  const absent = new Map<Address, InFlight>();
  /** Accounts of which a nonce stays free: of what comes after it only that can take place which the node has, once their senders use that up. */
  const halted = new Set<Address>();
  const waits: Promise<void>[] = [];
  const wait = (receipt: Promise<TransactionReceipt>): void => {
    const ended = end(receipt);
    // Where the next one cannot be handed over, nobody is left to wait.
    ended.catch(() => undefined);
    waits.push(ended);
  };
  const unattended: SignedTransaction[] = [];
  for (const one of found) {
    if (senders.some((sender) => sender.isHandingOver(one.hash))) continue;
    const [ending] = senders.flatMap((sender) => sender.endOf(one) ?? []);
    if (ending === undefined) unattended.push(one);
    else wait(ending.ended);
  }
  for (const { from, signed } of byNonce(unattended)) {
    if (await (halted.has(from) ? isWaiting(from, signed) : mayTakePlace(client, signed))) {
      wait(resume(from, signed));
      continue;
    }
    if (await isFree(client, from, signed[0].nonce)) halted.add(from);
    await log.settled(signed, null);
  }
  await Promise.all(waits);
  return found.length;

  async function isWaiting(from: Address, signed: OneNonce): Promise<boolean> {
    if (!senders.some(({ address }) => address === from)) return false;
    for (const { hash } of signed) if (await isKnown(client, hash)) return true;
    return false;
  }

  function resume(from: Address, signed: OneNonce): Promise<TransactionReceipt> {
    const sender = senders.find(({ address }) => address === from);
    if (sender !== undefined) return sender.resume(signed);
    const watch = absent.get(from) ?? new InFlight(client, from, { ...watching, log });
    absent.set(from, watch);
    return watch.resume(signed);
  }
}

const watching = { timeoutMs: 120_000, pollMs: 200, signer: null, feeCeiling: null };

interface OfAccount {
  readonly from: Address;
  readonly signed: [SignedTransaction, ...SignedTransaction[]];
}

function byNonce(open: readonly SignedTransaction[]): readonly OfAccount[] {
  const groups = new Map<string, OfAccount>();
  for (const one of open) {
    const { from } = readSigned(one);
    const name = `${from} ${one.nonce}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { from, signed: [one] });
    else group.signed.push(one);
  }
  return [...groups.values()];
}

/** Hands over the last one that the node does not refuse. False where it refuses all of them for ever, and none was mined. */
async function mayTakePlace(client: Rpc, signed: OneNonce): Promise<boolean> {
  for (const one of signed.toReversed()) {
    try {
      await broadcast(client, one);
      return true;
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== "LEDGER_TRANSACTION_REFUSED") throw error;
      if ((await readReceipt(client, one.hash)) !== null) return true;
    }
  }
  return false;
}

const knownSchema = z.object({ hash: hashSchema }).nullable();

async function isKnown(client: Rpc, hash: Hash): Promise<boolean> {
  return (await client.rpc("eth_getTransactionByHash", [hash], knownSchema)) !== null;
}

async function isFree(client: Rpc, from: Address, nonce: number): Promise<boolean> {
  return (await client.rpc("eth_getTransactionCount", [from, "pending"], quantitySchema)) <= nonce;
}

/** However it ended, the chain says what is there. */
async function end(receipt: Promise<TransactionReceipt>): Promise<void> {
  try {
    await receipt;
  } catch (error) {
    if (!(error instanceof LedgerError) || !hasEnded(error)) throw error;
  }
}

const hasEnded = ({ code }: LedgerError): boolean =>
  code === "LEDGER_REVERTED" ||
  code === "LEDGER_TRANSACTION_FAILED" ||
  code === "LEDGER_TRANSACTION_REPLACED";
