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
  /** Called before all results are told anew: what was told of them may not be so any more. */
  readonly onAgain: () => Promise<void>;
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
  const { confirmations, onConfirming, onChanged, onAgain, ...rest } = options;
  const registering = { ...rest, journal: confirmations };
  const { signal } = options;
  const senders = [options.sender, ...(options.registrars ?? [])];
  const confirm = () => confirmations.confirmed({ senders, signal, onProgress: onConfirming });
  const register = async (): Promise<RegistrationSummary> => {
    try {
      return await registerFile(registering);
    } catch (error) {
      const confirmed = isChangedFile(error) ? await confirm().catch(() => null) : null;
      if (confirmed !== null && signal?.aborted !== true) await onChanged?.();
      throw error;
    }
  };
  let summary = await register();
  let resent = 0;
  for (let round = 0; !summary.stopped; round++) {
    const confirmed = await confirm();
    resent += confirmed.resent;
    if (signal?.aborted === true) return { ...summary, stopped: true, resent };
    // What was refused may have been so only while something was gone that it stands on.
    const isDoubtful = confirmed.lost > 0 || (confirmed.resent > 0 && !isClean(summary));
    if (!isDoubtful) break;
    if (round === mostRounds) throw unsteady();
    await onAgain();
    const again = await register();
    summary = { ...again, gas: summary.gas + again.gas };
  }
  return { ...summary, resent };
}

const unsteady = (): LedgerError =>
  new LedgerError(
    "LEDGER_TRANSACTION_PENDING",
    "The chain takes back what is registered, again and again, and something else takes its place.",
    { hint: "Use the key from one place at a time, and run the same again once the chain is steady." },
  );
