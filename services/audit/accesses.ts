/** The access log's entries in a report: each is in the log, and the log's checkpoint is on the ledger. */
import { readersOf } from "../accessLog/entry.js";
import { verifyEntryProof } from "../accessLog/proof.js";
import { documentOf, type LedgerPlace, type Trust, verifyDocument } from "../proofs/index.js";
import type { Address, Digest } from "../store/model.js";
import { AuditError } from "./errors.js";
import type { Accesses, Report } from "./report.js";

/** What the entries of a report hang on: one bundle of one author. */
export interface LoggedBy {
  readonly entries: number;
  /** Root of the bundle that the author has to have anchored; null where no entry is under one yet. */
  readonly bundle: Digest | null;
  /** Who anchors the log: that it is the resolver's operator, the file cannot tell. */
  readonly author: Address | null;
}

/**
 * Checks what can be checked of the entries by themselves.
 * @throws AuditError AUDIT_ACCESS_MISMATCH; AccessLogError ACCESS_LOG_PROOF_INVALID
 */
export function verifyAccesses({ ledger }: Report, { party, proven, pending }: Accesses): LoggedBy {
  const entries = [...proven.map(({ entry }) => entry), ...pending];
  if (!entries.every((entry) => readersOf(entry).has(party)))
    throw mismatch("an entry does not concern who asked for the report");
  let log: LoggedBy = { entries: entries.length, bundle: null, author: null };
  for (const proof of proven) {
    const { bundle, author } = verifyEntryProof(proof);
    if (proof.checkpoint.chainId !== ledger.chainId) throw mismatch("its log is of another chain");
    if (log.bundle !== null && (log.bundle !== bundle || log.author !== author))
      throw mismatch("its entries are of several checkpoints");
    log = { ...log, bundle, author };
  }
  return log;
}

/**
 * Shows that the ledger has the checkpoint, at the block whose hash is trusted.
 * @returns When it was anchored, in Unix seconds; null where the report has no proof of it.
 * @throws AuditError AUDIT_ACCESS_MISMATCH; ProofError
 */
export function verifyAnchored(
  { asOf }: Report,
  { anchored }: Accesses,
  { bundle, author }: LoggedBy,
  trusted: { readonly place: LedgerPlace; readonly block: Trust },
): number | null {
  if (anchored === null || bundle === null) return null;
  const document = documentOf(anchored);
  const { answer, block } = verifyDocument(document, { deployment: trusted.place, block: trusted.block });
  if (block.number !== asOf.number) throw mismatch("the proof of its checkpoint is of another block");
  if (answer.kind !== "bundle" || answer.root !== bundle || answer.author.party !== author)
    throw mismatch("the proof is of another checkpoint");
  if (answer.bundle === null) throw mismatch("its checkpoint is not anchored");
  return answer.bundle.anchoredAt;
}

function mismatch(why: string): AuditError {
  return new AuditError("AUDIT_ACCESS_MISMATCH", `The access log in the report does not hold: ${why}.`, {
    hint: "Do not rely on that part: ask the resolver for the entries (cadastre right log --verify).",
  });
}
