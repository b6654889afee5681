/** The access log's entries in a report: each is in the log, and the log's checkpoint is on the ledger. */
import { type AccessEntry, partiesIn } from "../accessLog/entry.js";
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
 * Checks what can be checked of the entries by themselves: each is of what the report says that they are of, and counts once.
 * @throws AuditError AUDIT_ACCESS_MISMATCH; AccessLogError ACCESS_LOG_PROOF_INVALID
 */
export function verifyAccesses(report: Report, { party, proven, pending }: Accesses): LoggedBy {
  const entries = [...proven.map(({ entry }) => entry), ...pending];
  for (const entry of entries) requireOfReport(report, party, entry);
  let log: LoggedBy = { entries: entries.length, bundle: null, author: null };
  for (const proof of proven) {
    const { bundle, author } = verifyEntryProof(proof);
    if (proof.checkpoint.chainId !== report.ledger.chainId) throw mismatch("its log is of another chain");
    if (log.bundle !== null && (log.bundle !== bundle || log.author !== author))
      throw mismatch("its entries are of several checkpoints");
    log = { ...log, bundle, author };
  }
  const covered = proven[0]?.checkpoint.size ?? 0;
  if (pending.some(({ sequence }) => sequence < covered))
    throw mismatch("an entry that its checkpoint covers is not shown to be in it");
  if (entries.some(({ sequence }, at) => sequence <= (entries[at - 1]?.sequence ?? -1)))
    throw mismatch("an entry is listed twice, or out of the log's order");
  return log;
}

function requireOfReport({ subject, period }: Report, party: Address, entry: AccessEntry): void {
  if (!partiesIn(entry).has(party)) throw mismatch("an entry does not concern who asked for the report");
  if (!isOfSubject(subject, party, entry)) throw mismatch("an entry is of another thing");
  const time = Math.floor(Date.parse(entry.time) / 1000);
  if (time < period.from || time > period.to) throw mismatch("an entry is of another period");
}

/** Entries are of assets; of a party, a report has those that concern it where it asked itself. */
const isOfSubject = ({ kind, id }: Report["subject"], party: Address, { asset }: AccessEntry): boolean =>
  kind === "party" ? id === party : asset.kind === kind && asset.id === id;

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
