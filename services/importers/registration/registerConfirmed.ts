/** Registers a file, and waits until the chain can be expected to keep it. */
import { LedgerError } from "../../ledger/errors.js";
import type { Confirmations } from "../../ledger/transactions/confirmations.js";
import { isClean } from "../run/result.js";
import { isChangedFile } from "./changedFile.js";
import { type RegisterFileOptions, type RegistrationSummary, registerFile } from "./registerFile.js";

export interface RegisterConfirmedOptions extends Omit<RegisterFileOptions, "journal"> {
  /** The senders' log. */
  readonly confirmations: Confirmations;
  /** Told how many transactions of how many lie deep enough. */
  readonly onConfirming: (done: number, total: number) => void;
  /** Called where the file was changed meanwhile, once the chain can be expected to keep what was registered of it. */
  readonly onChanged?: () => Promise<void>;
}

export interface ConfirmedSummary extends RegistrationSummary {
  /** Transactions that a reorganisation took back, and that were handed to the node again. */
  readonly resent: number;
}

/** So often is a file gone through again after the chain lost something for good. */
const mostRounds = 5;

/**
 * What a reorganisation took back and cannot come back as it was is registered anew: the file is gone through again, which registers nothing
 * twice.
 * @throws ImportError; LedgerError, `LEDGER_TRANSACTION_PENDING` where the chain stands still; what `publish` throws.
 */
export async function registerConfirmed(options: RegisterConfirmedOptions): Promise<ConfirmedSummary> {
  const { confirmations, onConfirming, onChanged, signal, onResult, ...rest } = options;
  const common = { ...rest, journal: confirmations, ...(signal && { signal }) };
  const senders = [options.sender, ...(options.registrars ?? [])];
  const register: typeof registerFile = async (work) => {
    try {
      return await registerFile(work);
    } catch (error) {
      const confirmed = isChangedFile(error)
        ? await confirmations.confirmed({ senders, signal, onProgress: onConfirming }).catch(() => null)
        : null;
      if (confirmed !== null && signal?.aborted !== true) await onChanged?.();
      throw error;
    }
  };
  let summary = await register({ ...common, ...(onResult && { onResult }) });
  let resent = 0;
  for (let round = 0; !summary.stopped; round++) {
    const confirmed = await confirmations.confirmed({ senders, signal, onProgress: onConfirming });
    resent += confirmed.resent;
    if (signal?.aborted === true) summary = { ...summary, stopped: true };
    if (confirmed.lost === 0) break;
    if (round === mostRounds) throw unsteady();
    const again = await register({
      ...common,
      onResult: (result) => (result.problem === undefined ? undefined : onResult?.(result)),
    });
    const gas = summary.gas + again.gas;
    // What was told of each row stays true where all is well again.
    summary = isClean(again) ? { ...summary, gas, stopped: again.stopped } : { ...again, gas };
  }
  return { ...summary, resent };
}

const unsteady = (): LedgerError =>
  new LedgerError(
    "LEDGER_TRANSACTION_PENDING",
    "The chain takes back what is registered, again and again, and something else takes its place.",
    { hint: "Use the key from one place at a time, and run the same again once the chain is steady." },
  );
