/** Whether what is proven is what the index says: an answer and its proof must not contradict each other. */
import type { Answer } from "../../proofs/index.js";
import type {
  GroupEntity,
  PartyEntity,
  QuotaEntity,
  SealedRecordEntity,
  TwinEntity,
} from "../../store/model.js";
import type { Member } from "../resolution/members.js";
import type { Membership, Resolution } from "../resolution/resolve.js";

/**
 * Compares what stands in words: what ends by time is judged at the block's time in a proof, and may be later in an answer.
 */
export const agreesWith = (found: Resolution | Membership) => (answer: Answer) =>
  found.kind === "resolution" ? recordAgrees(found, answer) : memberAgrees(found.member, answer);

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

/** Of a sealed record. */
export const sealedAgrees =
  ({ id, owner, epoch, status, version, digest, locked, frozen }: SealedRecordEntity) =>
  (answer: Answer): boolean =>
    answer.kind === "sealed" &&
    answer.id === id &&
    answer.record !== null &&
    answer.record.owner.party === owner &&
    answer.record.epoch === epoch &&
    answer.record.status === status &&
    answer.record.version === version &&
    answer.record.contentDigest === digest &&
    answer.record.locked === locked &&
    answer.record.frozen === (frozen === true);

export const twinAgrees =
  ({ id, owner, epoch, state, version, frozen }: TwinEntity) =>
  (answer: Answer): boolean =>
    answer.kind === "twin" &&
    answer.id === id &&
    answer.twin !== null &&
    answer.twin.owner.party === owner &&
    answer.twin.epoch === epoch &&
    answer.twin.state === state &&
    answer.twin.version === version.version &&
    answer.twin.contentDigest === version.digest &&
    answer.twin.frozen === (frozen === true);

export const quotaAgrees =
  ({ id, until, issued, consumed }: QuotaEntity) =>
  (answer: Answer): boolean =>
    answer.kind === "quota" &&
    answer.id === id &&
    answer.quota !== null &&
    answer.quota.until === until &&
    answer.quota.issued === issued &&
    answer.quota.consumed === consumed;

export const groupAgrees =
  ({ id, owner, epoch, size }: GroupEntity) =>
  (answer: Answer): boolean =>
    answer.kind === "group" &&
    answer.id === id &&
    answer.group !== null &&
    answer.group.owner.party === owner &&
    answer.group.epoch === epoch &&
    answer.group.size === size;

export const partyAgrees =
  ({ identity, kind, controller, frozen }: PartyEntity) =>
  (answer: Answer): boolean =>
    answer.kind === "party" &&
    answer.party === identity &&
    answer.registered === kind &&
    answer.controller === controller &&
    answer.frozen === (frozen === true);
