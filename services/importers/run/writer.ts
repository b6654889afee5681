/** Where an import's calls go: to the chain, or into an estimate. */
import type { Call } from "../../ledger/actions/call.js";
import { LedgerError } from "../../ledger/errors.js";
import type { TransactionReceipt } from "../../ledger/transactions/receipt.js";
import type { Sender } from "../../ledger/transactions/sender.js";
import type { Address, Hash } from "../../store/model.js";

export interface Writer {
  /** False in a dry run: then nothing that was "sent" is there to be read afterwards. */
  readonly real: boolean;
  /** Gas so far. */
  readonly gas: number;
  /**
   * Makes a call and waits for it.
   * @param sort Calls of one sort cost about the same.
   * @returns The transaction, null in a dry run.
   */
  write(call: Call, sort: Sort, options?: WriteOptions): Promise<Hash | null>;
}

type Sort = "delegate" | "commit" | "mint" | "register";

export interface WriteOptions {
  /** In a dry run: a call of the same cost that does not depend on calls that were not sent. */
  readonly alike?: Call;
  /** Accounts that may make it besides the importing one. */
  readonly registrars?: readonly Address[];
}

/** @param registrars Senders of other accounts: each call goes to the one with the fewest under way among those that may make it. */
export function sendingWriter(sender: Sender, registrars: readonly Sender[] = []): Writer {
  let gas = 0;
  const underWay = new Map<Sender, number>();
  const count = (one: Sender, more: number): void => void underWay.set(one, (underWay.get(one) ?? 0) + more);
  return {
    real: true,
    get gas() {
      return gas;
    },
    async write(call, _sort, { registrars: able = [] } = {}) {
      const senders = [sender, ...registrars.filter(({ address }) => able.includes(address))];
      const free = senders.reduce((one, other) =>
        (underWay.get(other) ?? 0) < (underWay.get(one) ?? 0) ? other : one,
      );
      count(free, 1);
      try {
        const receipt = await sendAnew(free, call);
        gas += receipt.gasUsed;
        return receipt.hash;
      } finally {
        count(free, -1);
      }
    },
  };
}

/** Other transactions that may take the place of one call's until it is given up: then the key is in use elsewhere. */
const mostDisplaced = 3;

/**
 * Sends a call, and again where another transaction has taken its nonce: it did not and will not take place then, and is tried before it is sent.
 * @throws LedgerError as {@link Sender.send}
 */
export async function sendAnew(sender: Sender, call: Call): Promise<TransactionReceipt> {
  for (let displaced = 0; ; displaced++) {
    try {
      return await sender.send(call);
    } catch (error) {
      const isDisplaced = error instanceof LedgerError && error.code === "LEDGER_TRANSACTION_REPLACED";
      if (!isDisplaced || displaced === mostDisplaced) throw error;
    }
  }
}

/** Gas that each sort costs where it cannot be estimated, since it depends on a delegation that was not made. */
export const typicalGas = { delegate: 90_000, commit: 60_000, mint: 190_000, register: 150_000 } as const;

/** Estimates the first call of each sort and takes the others for alike. */
export function estimatingWriter(sender: Sender): Writer {
  let gas = 0;
  const estimates = new Map<Sort, Promise<number>>();
  return {
    real: false,
    get gas() {
      return gas;
    },
    async write(call, sort, { alike } = {}) {
      const estimated = estimates.get(sort) ?? estimateOr(sender, alike ?? call, typicalGas[sort]);
      estimates.set(sort, estimated);
      gas += await estimated;
      return null;
    },
  };
}

async function estimateOr(sender: Sender, call: Call, typical: number): Promise<number> {
  try {
    return await sender.estimate(call);
  } catch (error) {
    if (error instanceof LedgerError && error.code === "LEDGER_REVERTED") return typical;
    throw error;
  }
}
