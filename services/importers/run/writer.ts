/** Where an import's calls go: to the chain, or into an estimate. */
import type { Call } from "../../ledger/actions/call.js";
import { LedgerError } from "../../ledger/errors.js";
import type { Sender } from "../../ledger/transactions/sender.js";
import type { Hash } from "../../store/model.js";

export interface Writer {
  /** False in a dry run: then nothing that was "sent" is there to be read afterwards. */
  readonly real: boolean;
  /** Gas so far. */
  readonly gas: number;
  /**
   * Makes a call and waits for it.
   * @param sort Calls of one sort cost about the same.
   * @param alike In a dry run: a call of the same cost that does not depend on calls that were not sent.
   * @returns The transaction, null in a dry run.
   */
  write(call: Call, sort: "delegate" | "commit" | "mint" | "register", alike?: Call): Promise<Hash | null>;
}

export function sendingWriter(sender: Sender): Writer {
  let gas = 0;
  return {
    real: true,
    get gas() {
      return gas;
    },
    async write(call) {
      const receipt = await sender.send(call);
      gas += receipt.gasUsed;
      return receipt.hash;
    },
  };
}

/** Gas that each sort costs where it cannot be estimated, since it depends on a delegation that was not made. */
export const typicalGas = { delegate: 90_000, commit: 60_000, mint: 190_000, register: 150_000 } as const;

/** Estimates the first call of each sort and takes the others for alike. */
export function estimatingWriter(sender: Sender): Writer {
  let gas = 0;
  const estimates = new Map<keyof typeof typicalGas, Promise<number>>();
  return {
    real: false,
    get gas() {
      return gas;
    },
    async write(call, sort, alike) {
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
