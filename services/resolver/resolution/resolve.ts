/**
 * The answer to "what is this, whose is it, who may do what": a pure function of one view of the store.
 */
import type { LedgerIdentifier, SelfAssertedIdentifier } from "../../identifiers/identifier.js";
import type { FreezesEntity, RecordEntity } from "../../store/model.js";
import type { EntityView, View } from "../../store/view.js";
import { type Claim, claimsOf } from "./claims.js";
import { type Equivalent, equivalentsOf, lenderOf, sharedLinks } from "./equivalents.js";
import { freezesOfMember } from "./freezes.js";
import { asRegistered, levelsAbove, linkedRecords, linksOf, type ResolvedLink, type See } from "./links.js";
import { type EffectiveStatus, type Located, locate } from "./locate.js";
import { type Lists, linksOfMember, type Member, memberAt } from "./members.js";
import { type ResolvedSubject, subjectOf } from "./subject.js";
import { issuingZone, type Zone } from "./zones.js";

export interface Resolution {
  readonly kind: "resolution";
  /** The identifier under which the record is registered. */
  readonly identifier: LedgerIdentifier;
  /** Of the namespace that issued it. */
  readonly zone: Zone;
  readonly record: RecordEntity;
  readonly status: EffectiveStatus;
  /** What the record stands for; where that is nothing, what its first equivalent does that stands for something. */
  readonly subject: ResolvedSubject;
  /** The equivalent whose subject it is; null for the record's own. */
  readonly subjectSharedBy: LedgerIdentifier | null;
  /** Other identifiers of the same thing. */
  readonly equivalents: readonly Equivalent[];
  /** Its own, those of coarser levels, and last those of its equivalents. */
  readonly links: readonly ResolvedLink[];
}

/** The identifier was issued in a batch, and has no record of its own. */
export interface Membership {
  readonly kind: "member";
  readonly member: Member;
  /** Those of its list, and of coarser levels. */
  readonly links: readonly ResolvedLink[];
  readonly freezes: readonly FreezesEntity[];
}

/** Nobody has registered the identifier. */
export interface Unknown {
  readonly kind: "unknown";
  /** Who could register it, were it suspended once it is reinstated; null where the ledger does not have the scheme, or the scheme has no authority. */
  readonly authority: Zone | null;
  /** The nearest coarser level that is registered and active. */
  readonly nearest: LedgerIdentifier | null;
}

/** Several parties claim the identifier, which has no issuing authority. */
export interface Claims {
  readonly kind: "claims";
  readonly claims: readonly Claim[];
}

/**
 * Resolves an identifier that an authority issues.
 * @param at Unix seconds at which namespaces must hold.
 * @param see How records are seen whose links are its own, or those of coarser levels.
 */
export function resolve(
  view: EntityView,
  lists: Lists,
  identifier: LedgerIdentifier,
  at: number,
  see: See = asRegistered,
): Resolution | Membership | Unknown {
  const located = locate(view, identifier, at);
  if (located !== null) return resolution(view, identifier, located, at, see);
  const member = memberAt(view, lists, identifier, at);
  if (member !== null) return membership(view, lists, member, at, see);
  const nearest = levelsAbove(view, identifier, at).find((level) => level.located.status === "active");
  return {
    kind: "unknown",
    authority: issuingZone(view, identifier, at),
    nearest: nearest?.identifier ?? null,
  };
}

/**
 * Resolves an identifier that anybody may claim.
 * @param at Unix seconds at which namespaces must hold.
 */
export async function resolveClaims(
  view: View,
  identifier: SelfAssertedIdentifier,
  at: number,
): Promise<Resolution | Unknown | Claims> {
  const claims = await claimsOf(view, identifier, at);
  const [first, second] = claims;
  if (first === undefined) return { kind: "unknown", authority: null, nearest: null };
  if (second !== undefined) return { kind: "claims", claims };
  return resolution(view, first.identifier, first.located, at);
}

/** The records of which an answer has links: nothing that is out of force leads anywhere. */
export function recordsLinked(
  view: EntityView,
  found: Resolution | Membership | Unknown,
  at: number,
): readonly RecordEntity[] {
  if (found.kind === "unknown") return [];
  const { identifier, status } = found.kind === "member" ? found.member : found;
  if (status !== "active") return [];
  const own = found.kind === "member" ? null : locate(view, identifier, at);
  return linkedRecords(own, levelsAbove(view, identifier, at));
}

function membership(view: EntityView, lists: Lists, member: Member, at: number, see: See): Membership {
  const { identifier } = member;
  const links =
    member.status === "active"
      ? [
          ...linksOfMember(lists, member),
          ...linksOf(null, levelsAbove(view, identifier, at), identifier, see),
        ]
      : [];
  return { kind: "member", member, links, freezes: freezesOfMember(view, member) };
}

function resolution(
  view: EntityView,
  identifier: LedgerIdentifier,
  located: Located,
  at: number,
  see: See = asRegistered,
): Resolution {
  const { record, zone, status } = located;
  const live = status === "active";
  const equivalents = equivalentsOf(view, located, at);
  const own = subjectOf(view, record);
  const lender = own.kind === "none" ? lenderOf(record, equivalents) : undefined;
  const subject = lender?.subject ?? own;
  return {
    kind: "resolution",
    identifier,
    zone,
    record,
    status,
    subject,
    subjectSharedBy: lender?.identifier ?? null,
    equivalents,
    links: live
      ? [
          ...linksOf(located, levelsAbove(view, identifier, at), identifier, see),
          ...sharedLinks(view, equivalents, at),
        ]
      : [],
  };
}
