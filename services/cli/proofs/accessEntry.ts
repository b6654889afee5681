/** Proofs of entries of an access log: checked by themselves, then against the ledger; the resolver is not trusted. */
import { readFile } from "node:fs/promises";
import { type EntryProof, entryProofSchema, verifyEntryProof } from "../../accessLog/proof.js";
import { unreadable } from "../../importers/digest.js";
import { readBundle } from "../../ledger/reads/evidence.js";
import { CliError, usage } from "../errors.js";
import type { LedgerSession } from "../ledger/session.js";

/** Where the ledger has what covers an entry. */
export interface AnchoredEntry {
  readonly bundle: string;
  readonly author: string;
  /** Unix seconds. */
  readonly anchoredAt: number;
}

/**
 * @throws AccessLogError ACCESS_LOG_PROOF_INVALID; CliError CLI_MISMATCH where the ledger does not have the checkpoint.
 */
export async function anchoredOn(
  { provider, deployment }: LedgerSession,
  proof: EntryProof,
): Promise<AnchoredEntry> {
  const { bundle, author } = verifyEntryProof(proof);
  const state = await readBundle(provider, deployment, bundle, author);
  if (state !== null) return { bundle, author, anchoredAt: state.anchoredAt };
  const { size } = proof.checkpoint;
  throw mismatch(`${author} has not anchored the checkpoint of ${size} entries on this ledger.`, proof);
}

/** A resolver that shows one entry and proves another. */
export const ofAnotherEntry = (proof: EntryProof): CliError =>
  mismatch("The resolver proves another entry than it shows.", proof);

/** @throws CliError CLI_USAGE; ImportError IMPORT_FILE_UNREADABLE */
export async function entryProofIn(file: string): Promise<EntryProof> {
  const text = await readFile(file, "utf8").catch((cause) => {
    throw unreadable(file, cause);
  });
  const parsed = entryProofSchema.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  throw usage(`"${file}" is no proof of an entry.`, "Give a file that right log --verify --save wrote.");
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function mismatch(message: string, { entry: { sequence }, checkpoint: { size } }: EntryProof): CliError {
  return new CliError("CLI_MISMATCH", message, {
    hint: "Keep the proof: the log's operator has to explain it.",
    details: { sequence, size },
  });
}
