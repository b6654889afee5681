/**
 * Finds out what became of what an earlier run sent, by however many keys: what the node forgot it gets again, and what is pending is waited
 * for. After that the chain says all.
 */
import type { Address } from "../../store/model.js";
import type { LedgerProvider } from "../chain/provider.js";
import { LedgerError } from "../errors.js";
import { broadcast } from "./broadcast.js";
import { InFlight } from "./inFlight.js";
import type { TransactionJournal } from "./journal.js";
import type { TransactionReceipt } from "./receipt.js";
import type { Sender } from "./sender.js";
import { readSigned, type SignedTransaction } from "./signed.js";

/** Signed with one nonce of one account, one after the other. */
type OneNonce = readonly [SignedTransaction, ...SignedTransaction[]];

/**
 * @param senders Of the keys that are at hand, with the journal as their log; they raise the fees of what waits too long. What other keys
 * signed is waited for as it is.
 * @returns How many transactions were open.
 * @throws LedgerError `LEDGER_TRANSACTION_PENDING` once time is up, `LEDGER_INSUFFICIENT_FUNDS`, `LEDGER_RPC_…`
 */
export async function settleJournal(
  provider: LedgerProvider,
  journal: TransactionJournal,
  senders: readonly Sender[] = [],
): Promise<number> {
  const found = journal.open;
  const absent = new Map<Address, InFlight>();
  const waits: Promise<void>[] = [];
  for (const signed of byNonce(found)) {
    if (!(await mayTakePlace(provider, signed))) {
      for (const { hash } of signed) await journal.settled(hash);
      continue;
    }
    waits.push(end(resume(signed)));
  }
  await Promise.all(waits);
  return found.length;

  function resume(signed: OneNonce): Promise<TransactionReceipt> {
    const { from } = readSigned(signed[0]);
    const sender = senders.find(({ address }) => address === from);
    if (sender !== undefined) return sender.resume(signed);
    const watch = absent.get(from) ?? new InFlight(provider.client, from, { ...watching, log: journal });
    absent.set(from, watch);
    return watch.resume(signed);
  }
}

const watching = { timeoutMs: 120_000, pollMs: 200, signer: null, feeCeiling: null };

function byNonce(open: readonly SignedTransaction[]): readonly OneNonce[] {
  const groups = new Map<string, [SignedTransaction, ...SignedTransaction[]]>();
  for (const signed of open) {
    const name = `${readSigned(signed).from} ${signed.nonce}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [signed]);
    else group.push(signed);
  }
  return [...groups.values()];
}

/** Hands over the last one. False where the node refuses it for ever, and there is no other that could take place instead. */
async function mayTakePlace({ client }: LedgerProvider, signed: OneNonce): Promise<boolean> {
  try {
    await broadcast(client, signed.at(-1) ?? signed[0]);
    return true;
  } catch (error) {
    if (error instanceof LedgerError && error.code === "LEDGER_TRANSACTION_REFUSED") return signed.length > 1;
    throw error;
  }
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
