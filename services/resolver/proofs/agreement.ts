/** Whether what is proven is what the index says: an answer and its proof must not contradict each other. */
import type { Answer } from "../../proofs/index.js";
import type { Member } from "../resolution/members.js";
import type { Membership, Resolution } from "../resolution/resolve.js";
import { refuted } from "./faults.js";

/**
 * Compares what stands in words: what ends by time is judged at the block's time in a proof, and may be later in an answer.
 * @throws ResolverError RESOLVER_INDEX_REFUTED
 */
export function requireAgreement(found: Resolution | Membership, answer: Answer): void {
  const agrees =
    found.kind === "resolution" ? recordAgrees(found, answer) : memberAgrees(found.member, answer);
  if (!agrees) throw refuted();
}

function recordAgrees({ record, status }: Resolution, answer: Answer): boolean {
  if (answer.kind !== "record" || answer.record === null) return false;
  const { owner, zone, ...proven } = answer.record;
  return (
    answer.id === record.id &&
    owner.party === record.owner &&
    zone.namespace.id === record.namespace &&
    proven.epoch === record.epoch &&
    proven.status === record.status &&
    // Time only ever ends what is in force: what is active later was so at the block.
    (status !== "active" || proven.effective === "active") &&
    proven.version === record.version &&
    proven.contentDigest === record.digest &&
    proven.locked === record.locked &&
    proven.frozen === (record.frozen === true)
  );
}

function memberAgrees({ batch, index, zone, status }: Member, answer: Answer): boolean {
  if (answer.kind !== "member" || answer.batch === null || answer.member === null) return false;
  const { owner, ...proven } = answer.batch;
  return (
    answer.batchId === batch.id &&
    owner.party === batch.owner &&
    proven.epoch === batch.epoch &&
    proven.status === batch.status &&
    proven.frozen === (batch.frozen === true) &&
    answer.member.index === index.toString() &&
    answer.member.zone.namespace.id === zone.namespace.id &&
    (answer.member.status === "revoked") === (status === "revoked") &&
    (status !== "active" || answer.member.status === "active")
  );
}
