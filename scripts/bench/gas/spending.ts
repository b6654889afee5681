/** Where a transaction's gas goes, read off its trace. */
import { z } from "zod";
import type { Rpc } from "../../../services/ledger/chain/rpc.js";
import { addressSchema, bytesSchema, hexBytes } from "../../../services/ledger/hex.js";
import type { Hash } from "../../../services/store/model.js";

/** Gas, by what it is for. All parts add up to the whole. */
export interface Spending {
  /** The transaction itself, and its data. */
  readonly base: number;
  /** Accounts touched for the first time, 2,600 each: a registry behind its proxy is two. */
  readonly coldAccounts: number;
  /** Slots read for the first time, 2,100 each. */
  readonly coldReads: number;
  /** Slots that were zero and are no longer, and slots that change. */
  readonly newSlots: number;
  readonly changedSlots: number;
  readonly writes: number;
  readonly logs: number;
  /** All other code; what is given back for slots that are freed is taken off. */
  readonly code: number;
}

const traceSchema = z.object({
  structLogs: z.array(
    z.object({
      op: z.string(),
      gasCost: z.number(),
      stack: z.array(z.string()).nullish(),
    }),
  ),
});
const transactionSchema = z.object({ input: bytesSchema, from: addressSchema, to: addressSchema });

const cold = { account: 2_600, read: 2_100 } as const;
const transactionGas = 21_000;
const byteGas = { zero: 4, other: 16 } as const;
/** The fewest that a write to a slot of zero costs: 20,000, and 2,100 more where it was not read before. */
const newSlotGas = 20_000;
const changedSlotGas = 2_900;

/** Place of the address on the stack, from the top. */
const touches: Readonly<Record<string, number>> = {
  CALL: 1,
  STATICCALL: 1,
  DELEGATECALL: 1,
  EXTCODESIZE: 0,
  EXTCODEHASH: 0,
  BALANCE: 0,
};
const precompiles = 10n;

/** @param gasUsed Of the whole transaction. */
export async function spendingOf(client: Rpc, hash: Hash, gasUsed: number): Promise<Spending> {
  const { structLogs } = await client.rpc("debug_traceTransaction", [hash, {}], traceSchema);
  const { input, from, to } = await client.rpc("eth_getTransactionByHash", [hash], transactionSchema);
  if (structLogs.length === 0) throw new Error("The node traces no steps.");

  const warm = new Set([BigInt(from), BigInt(to)]);
  const spent = { coldAccounts: 0, coldReads: 0, newSlots: 0, changedSlots: 0, writes: 0, logs: 0 };
  for (const { op, gasCost, stack } of structLogs) {
    const place = touches[op];
    if (place !== undefined) {
      const account = BigInt(stack?.at(-1 - place) ?? 0) & (2n ** 160n - 1n);
      if (account >= precompiles && !warm.has(account)) spent.coldAccounts += 1;
      warm.add(account);
    } else if (op === "SLOAD" && gasCost === cold.read) {
      spent.coldReads += 1;
    } else if (op === "SSTORE") {
      spent.writes += gasCost;
      if (gasCost >= newSlotGas) spent.newSlots += 1;
      else if (gasCost >= changedSlotGas) spent.changedSlots += 1;
    } else if (op.startsWith("LOG")) {
      spent.logs += gasCost;
    }
  }
  const base = transactionGas + dataGas(hexBytes(input));
  const { coldAccounts, coldReads, writes, logs } = spent;
  const code = gasUsed - base - coldAccounts * cold.account - coldReads * cold.read - writes - logs;
  return { base, ...spent, code };
}

function dataGas(data: Uint8Array): number {
  return data.reduce((gas, byte) => gas + (byte === 0 ? byteGas.zero : byteGas.other), 0);
}
