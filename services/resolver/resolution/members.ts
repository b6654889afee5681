/**
 * Identifiers that were issued in a batch and have no record of their own: whoever owns the batch owns them.
 *
 * A member of a rule batch is found by its own number; one of a Merkle batch in the batch's manifest, where the resolver keeps
 * that. Where it does not, the member has to be shown by a proof.
 */
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { splitNumber } from "../../identifiers/numbers.js";
import { toDigest, zeroWord } from "../../ledger/hex.js";
import { recordId } from "../../ledger/ids.js";
import { type MemberProof, provesMember } from "../../ledger/merkle/proof.js";
import type { MemberIndex } from "../../manifests/members.js";
import type { BatchEntity, BatchId, RecordId } from "../../store/model.js";
import { blocksAround } from "../../store/numberBlocks.js";
import type { EntityView } from "../../store/view.js";
import { identifierOf } from "./identifierOf.js";
import { linksOfList, type ResolvedLink } from "./links.js";
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

/**
 * The batch or reservation in whose range the identifier lies. Mostly one look-up; where ranges of such numbers were taken, as many
 * as its number has digits, at most 21.
 */
export function rangeAround(view: EntityView, { scheme, canonical }: LedgerIdentifier): BatchId | null {
  const numbered = splitNumber(canonical);
  if (numbered === null) return null;
  const { stem, digits, tail } = numbered;
  const form = { scheme: schemeIds[scheme], stem, tail, width: digits.length };
  if (!view.hadRanges(form)) return null;
  for (const block of blocksAround(digits)) {
    const taken = view.takenBlock({ form, digits: block });
    if (taken !== null) return taken;
  }
  return null;
}

/** Tells the range around an identifier. */
export type Around = (identifier: LedgerIdentifier) => BatchId | null;

/**
 * The identifier as a member of a rule batch, whether it has a record or not; null where it is none.
 * @param at Unix seconds at which its namespace must not have expired.
 */
export function ruleMember(
  view: EntityView,
  identifier: LedgerIdentifier,
  at: number,
  around: Around = (one) => rangeAround(view, one),
): Member | null {
  const id = around(identifier);
  const batch = id === null ? null : view.batch(id);
  if (batch?.kind !== "rule") return null;
  const number = splitNumber(identifier.canonical);
  if (number === null) return null;
  const zone = zoneOf(view, identifier.scheme, batch.namespace, at);
  return zone && memberOf(view, identifier, batch, zone, BigInt(number.digits) - BigInt(batch.range.first));
}

/** What the resolver knows of the members of lists; undefined where it keeps no manifests. */
export type Lists = Pick<MemberIndex, "placesOf" | "pathOf" | "linksOf" | "identifierAt"> | undefined;

/**
 * The identifier as a member of a batch of either kind, whether it has a record or not; null where it is none.
 * @param at Unix seconds at which its namespace must not have expired.
 */
export function memberAt(
  view: EntityView,
  lists: Lists,
  identifier: LedgerIdentifier,
  at: number,
  around: Around = (one) => rangeAround(view, one),
): Member | null {
  return ruleMember(view, identifier, at, around) ?? listMember(view, lists, identifier, at, around);
}

/** The identifier whose record would have the id, of those that are in lists that the resolver has; null where none of them would. */
export function listedIdentifier(view: EntityView, lists: Lists, id: RecordId): LedgerIdentifier | null {
  for (const place of lists?.placesOf(id) ?? []) {
    const batch = view.batch(place.batch);
    const identifier = lists?.identifierAt(place);
    if (batch?.kind !== "merkle" || identifier == null) continue;
    const { scheme } = batch;
    if (recordId(scheme, identifier) === id) return identifierOf(view, { scheme, identifier });
  }
  return null;
}

/** The identifier as a member of one list that the resolver has; null where it is none, or the resolver does not have it. */
export function listedMember(
  view: EntityView,
  lists: Lists,
  identifier: LedgerIdentifier,
  batch: BatchEntity,
  at: number,
): Member | null {
  const members = listedMembers(view, lists, identifier, at, (one) => rangeAround(view, one));
  return members.find((member) => member.batch.id === batch.id) ?? null;
}

/** Of several lists that name it, the first one that was issued and is in force counts; else the first. */
function listMember(
  view: EntityView,
  lists: Lists,
  identifier: LedgerIdentifier,
  at: number,
  around: Around,
): Member | null {
  const members = listedMembers(view, lists, identifier, at, around);
  return members.find(({ status }) => status === "active") ?? members[0] ?? null;
}

/** By the order of their issue. A range that holds the identifier keeps it out of lists, as it does on the ledger. */
function listedMembers(
  view: EntityView,
  lists: Lists,
  identifier: LedgerIdentifier,
  at: number,
  around: Around,
): readonly Member[] {
  const { scheme, canonical } = identifier;
  const places = lists?.placesOf(recordId(schemeIds[scheme], canonical)) ?? [];
  if (places.length === 0 || around(identifier) !== null) return [];
  return places
    .flatMap(({ batch: id, index }) => {
      const batch = view.batch(id);
      const zone = batch && zoneOf(view, scheme, batch.namespace, at);
      const isIssued = zone !== null && issues(view, identifier, zone.namespace, at);
      return isIssued && batch !== null ? [memberOf(view, identifier, batch, zone, index)] : [];
    })
    .sort((one, other) => one.batch.issued.block - other.batch.issued.block);
}

/**
 * What shows that a member of a Merkle batch is one; null of a rule batch, which asks for nothing, and where the resolver does not
 * keep the manifest.
 */
export function listProofOf(
  lists: Lists,
  { batch, index }: Pick<Member, "batch" | "index">,
): MemberProof | null {
  if (batch.kind !== "merkle" || lists === undefined) return null;
  const count = BigInt(batch.count);
  const path = lists.pathOf({ batch: batch.id, index }, count);
  return { manifest: batch.manifest, count, index, contentDigest: toDigest(zeroWord), path };
}

/** Links that the member's list has for all of its members; none of a rule batch, and where the resolver does not keep the list. */
export function linksOfMember(lists: Lists, { identifier, batch }: Member): readonly ResolvedLink[] {
  const linkset = batch.kind === "merkle" ? lists?.linksOf(batch.id) : undefined;
  return linkset === undefined ? [] : linksOfList(linkset, batch.id, identifier);
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
