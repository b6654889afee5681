/** What a registration will take: transactions, gas and time, before anything is sent. */
import { z } from "zod";
import type { LedgerProvider } from "../../ledger/chain/provider.js";
import { LedgerError } from "../../ledger/errors.js";
import { bigQuantitySchema, quantitySchema } from "../../ledger/hex.js";
import { readBatch } from "../../ledger/reads/batches.js";
import { type Sender, usualWindow } from "../../ledger/transactions/sender.js";
import type { Address, BatchId } from "../../store/model.js";
import type { ImportLedger } from "../run/authority.js";
import { mostTogether } from "../run/registrations.js";
import { rowsAhead } from "../run/runImport.js";
import { typicalGas } from "../run/writer.js";
import { issuingCall, type Prepared } from "./prepare.js";

export interface PlannedPart {
  /** `rows`: each row by itself, with its twin and its links. */
  readonly way: "range" | "list" | "records" | "rows";
  /** Namespace that issues, as `scheme:prefix`; null for rows, which may be of several. */
  readonly namespace: string | null;
  readonly identifiers: number;
  readonly batch: BatchId | null;
  /** Whether the ledger has it already. */
  readonly done: boolean;
  readonly transactions: number;
  /** About. */
  readonly gas: number;
}

export interface RegistrationPlan {
  readonly rows: number;
  readonly parts: readonly PlannedPart[];
  readonly transactions: number;
  readonly gas: number;
  /** About: what the chain takes at its present pace, without the reading of the file. */
  readonly seconds: number;
}

/** What one of the identifiers of a transaction that makes records costs about. */
const gasOfRecord = 45_000;
/** One with links, or of a twin. */
const gasOfFullRecord = 70_000;
const gasOfBatch = 80_000;

export interface PlanOptions {
  readonly ledger: ImportLedger;
  readonly sender: Sender;
  readonly party: Address;
  /** Rows under way at once: no more of them go into one transaction. */
  readonly concurrency: number;
}

/** @throws LedgerError */
export async function planOf(
  { rows, others, inOthers, issued, groups }: Prepared,
  { ledger, sender, party, concurrency }: PlanOptions,
): Promise<RegistrationPlan> {
  const parts: PlannedPart[] = issued.batches.map((batch) => ({
    ...batch,
    done: true,
    transactions: 0,
    gas: 0,
  }));
  const together = Math.min(mostTogether, concurrency);
  for (const group of groups) {
    const { issuer, list, batch } = group;
    const common = { namespace: `${issuer.scheme}:${issuer.prefix}`, identifiers: list.count };
    if (batch === null) {
      const transactions = Math.ceil(list.count / together);
      const gas = list.count * gasOfRecord;
      parts.push({ ...common, way: "records", batch: null, done: false, transactions, gas });
      continue;
    }
    const done = (await readBatch(ledger.provider, ledger.deployment, batch.id)) !== null;
    const gas = done ? 0 : await gasOf(sender, issuingCall(ledger, group, batch, party));
    parts.push({ ...common, way: batch.way, batch: batch.id, done, transactions: done ? 0 : 1, gas });
  }
  if (others > 0) parts.push(rowsPart(inOthers, together));
  const transactions = parts.reduce((sum, part) => sum + part.transactions, 0);
  const gas = parts.reduce((sum, part) => sum + part.gas, 0);
  return { rows, parts, transactions, gas, seconds: await secondsFor(ledger.provider, transactions, gas) };
}

/** Each twin is minted by itself, and identifiers go together as they come up. */
function rowsPart({ twins, identifiers }: Prepared["inOthers"], together: number): PlannedPart {
  const transactions = twins + Math.ceil(twins / rowsAhead) + Math.ceil(identifiers / together);
  const gas = twins * typicalGas.mint + identifiers * gasOfFullRecord;
  return { way: "rows", namespace: null, identifiers, batch: null, done: false, transactions, gas };
}

async function gasOf(sender: Sender, call: Parameters<Sender["estimate"]>[0]): Promise<number> {
  try {
    return await sender.estimate(call);
  } catch (error) {
    // What the ledger would refuse is told when it is tried.
    if (error instanceof LedgerError && error.code === "LEDGER_REVERTED") return gasOfBatch;
    throw error;
  }
}

const headSchema = z.object({
  number: quantitySchema,
  timestamp: quantitySchema,
  gasLimit: bigQuantitySchema,
});
type Head = z.infer<typeof headSchema>;
const blocksBack = 20;

/** What blocks have no room for, in gas or in transactions of one account, goes into the next ones. */
async function secondsFor(provider: LedgerProvider, transactions: number, gas: number): Promise<number> {
  const head = await provider.client.rpc("eth_getBlockByNumber", ["latest", false], headSchema);
  const blocks = Math.max(
    Math.ceil(transactions / usualWindow),
    Math.ceil(gas / Math.max(1, Number(head.gasLimit))),
  );
  return blocks * (await secondsPerBlock(provider, head));
}

/** Over the last blocks; a devnet that makes a block for each transaction has no pace of its own. */
async function secondsPerBlock({ client }: LedgerProvider, head: Head): Promise<number> {
  if (head.number < blocksBack) return 1;
  const before = `0x${(head.number - blocksBack).toString(16)}`;
  const then = await client.rpc("eth_getBlockByNumber", [before, false], headSchema);
  return Math.min(60, Math.max(0.1, (head.timestamp - then.timestamp) / blocksBack));
}
