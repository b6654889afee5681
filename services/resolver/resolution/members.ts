/**
 * Identifiers that were issued in a batch and have no record of their own: whoever owns the batch owns them.
 *
 * A member of a rule batch is found by its own number. A list cannot be looked into: a member of a Merkle batch has to be
 * shown by a proof.
 */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { splitNumber } from "../../identifiers/numbers.js";
import { rangeKey } from "../../ledger/ids.js";
import { type MemberProof, provesMember } from "../../ledger/merkle/proof.js";
import type { BatchEntity, BatchId } from "../../store/model.js";
import { blocksAround } from "../../store/numberBlocks.js";
import type { EntityView } from "../../store/view.js";
import { issues, schemeIds, type Zone, zoneOf } from "./zones.js";

export type MemberStatus = "active" | "namespace-suspended" | "namespace-lapsed" | "revoked";

export interface Member {
  readonly identifier: LedgerIdentifier;
  readonly batch: BatchEntity;
  /** Place in the batch, from 0. */
  readonly index: bigint;
  /** Of the namespace that issued the batch. */
  readonly zone: Zone;
  readonly status: MemberStatus;
}

/** The batch or reservation in whose range the identifier lies. As many look-ups as its number has digits, at most 20. */
export function rangeAround(view: EntityView, { scheme, canonical }: LedgerIdentifier): BatchId | null {
  const numbered = splitNumber(canonical);
  if (numbered === null) return null;
  const { stem, digits, tail } = numbered;
  const key = rangeKey({ scheme: schemeIds[scheme], stem, tail, first: digits });
  for (const block of blocksAround(digits)) {
    const taken = view.takenBlock({ key, digits: block });
    if (taken !== null) return taken;
  }
  return null;
}

/**
 * The identifier as a member of a rule batch, whether it has a record or not; null where it is none.
 * @param at Unix seconds at which its namespace must not have expired.
 */
export function ruleMember(view: EntityView, identifier: LedgerIdentifier, at: number): Member | null {
  const id = rangeAround(view, identifier);
  const batch = id === null ? null : view.batch(id);
  const number = splitNumber(identifier.canonical);
  if (batch?.kind !== "rule" || number === null) return null;
  const zone = zoneOf(view, identifier.scheme, batch.namespace, at);
  return zone && memberOf(view, identifier, batch, zone, BigInt(number.digits) - BigInt(batch.range.first));
}

/** The identifier as a member of a Merkle batch; null where it is none, or the proof does not show that it is one. */
export function provenMember(
  view: EntityView,
  identifier: LedgerIdentifier,
  batch: Extract<BatchEntity, { kind: "merkle" }>,
  proof: Pick<MemberProof, "index" | "contentDigest" | "path">,
  at: number,
): Member | null {
  const zone = zoneOf(view, identifier.scheme, batch.namespace, at);
  const fingerprint = view.fingerprint();
  // Only its issuer's identifiers, be that live or not, and none that a range holds: what the contracts ask too.
  if (zone === null || fingerprint === null || !issues(view, identifier, zone.namespace, at)) return null;
  if (rangeAround(view, identifier) !== null) return null;
  const place = { chainId: fingerprint.chainId, registry: fingerprint.contracts.batches };
  const named = { scheme: schemeIds[identifier.scheme], identifier: identifier.canonical };
  const { manifest, count } = batch;
  const shown = provesMember(place, batch, named, { ...proof, manifest, count: BigInt(count) });
  return shown ? memberOf(view, identifier, batch, zone, proof.index) : null;
}

function memberOf(
  view: EntityView,
  identifier: LedgerIdentifier,
  batch: BatchEntity,
  zone: Zone,
  index: bigint,
): Member {
  const revoked = view.isMemberRevoked(batch.id, index);
  return { identifier, batch, index, zone, status: revoked ? "revoked" : batchStatus(batch, zone) };
}

/** What a former tenure of the namespace issued has lapsed with that, unless it was adopted. */
export function batchStatus(
  { status, namespaceEpoch }: BatchEntity,
  { standing, namespace }: Zone,
): MemberStatus {
  if (status === "revoked") return status;
  if (namespaceEpoch < namespace.answersSince) return "namespace-lapsed";
  return standing === "live" ? "active" : `namespace-${standing}`;
}
