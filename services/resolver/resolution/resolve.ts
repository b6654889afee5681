/**
 * The answer to "what is this, whose is it, who may do what": a pure function of one view of the store.
 */
import type { Identifier, LedgerIdentifier } from "../../identifiers/identifier.js";
import { type RightsInForce, rightsInForce } from "../../rights/publicView.js";
import type { PartyEntity, RecordEntity, TwinEntity } from "../../store/model.js";
import type { EntityView, View } from "../../store/view.js";
import { type Claim, claimsOf } from "./claims.js";
import { levelsAbove, linksOf, type ResolvedLink } from "./links.js";
import { authorityOf, type EffectiveStatus, type Located, locate } from "./locate.js";
import { type Zone, zonesOf } from "./zones.js";

/** What a record stands for; a subject that the index does not know is none. */
export type ResolvedSubject =
  | { readonly kind: "none" }
  | { readonly kind: "twin"; readonly twin: TwinEntity }
  | { readonly kind: "party"; readonly party: PartyEntity }
  | { readonly kind: "record"; readonly record: RecordEntity };

export interface Resolution {
  readonly kind: "resolution";
  /** The identifier under which the record is registered. */
  readonly identifier: LedgerIdentifier;
  readonly zone: Zone;
  readonly record: RecordEntity;
  readonly status: EffectiveStatus;
  readonly subject: ResolvedSubject;
  readonly links: readonly ResolvedLink[];
  readonly rights: RightsInForce;
}

/** No record counts for the identifier. */
export interface Unknown {
  readonly kind: "unknown";
  /** Who could register it; null where the ledger does not have the scheme, or the scheme has no authority. */
  readonly authority: Zone | null;
  /** The nearest coarser level that is registered and active. */
  readonly nearest: LedgerIdentifier | null;
}

/** Several parties claim the identifier, which has no issuing authority. */
export interface Claims {
  readonly kind: "claims";
  readonly claims: readonly Claim[];
}

/** @param at Unix seconds at which rights must hold. */
export async function resolve(
  view: View,
  identifier: Identifier,
  at: number,
): Promise<Resolution | Unknown | Claims> {
  if (identifier.scheme === "uuid" || identifier.scheme === "uri") {
    const claims = await claimsOf(view, identifier);
    const [first, second] = claims;
    if (first === undefined) return { kind: "unknown", authority: null, nearest: null };
    if (second !== undefined) return { kind: "claims", claims };
    return resolution(view, first.identifier, first.located, first.zones, at);
  }
  const zones = zonesOf(view, identifier);
  const located = locate(view, identifier, zones);
  if (located === null) {
    const nearest = levelsAbove(view, identifier, zones).find((level) => level.located.status === "active");
    return { kind: "unknown", authority: authorityOf(zones), nearest: nearest?.identifier ?? null };
  }
  return resolution(view, identifier, located, zones, at);
}

async function resolution(
  view: View,
  identifier: LedgerIdentifier,
  located: Located,
  zones: readonly Zone[],
  at: number,
): Promise<Resolution> {
  const { record, zone, status } = located;
  const live = status === "active";
  const subject = subjectOf(view, record);
  return {
    kind: "resolution",
    identifier,
    zone,
    record,
    status,
    subject,
    links: live ? linksOf(located, levelsAbove(view, identifier, zones)) : [],
    rights: await rightsOf(view, record, live, subject, at),
  };
}

function subjectOf(view: EntityView, { subject }: RecordEntity): ResolvedSubject {
  switch (subject.kind) {
    case "none":
      return subject;
    case "twin": {
      const twin = view.twin(subject.id);
      return twin === null ? { kind: "none" } : { kind: "twin", twin };
    }
    case "party": {
      const party = view.party(subject.id);
      return party === null ? { kind: "none" } : { kind: "party", party };
    }
    case "record": {
      const record = view.record(subject.id);
      return record === null ? { kind: "none" } : { kind: "record", record };
    }
  }
}

/** Grants on the record, and on the twin that it stands for: those hold whatever becomes of the record. */
async function rightsOf(
  view: View,
  record: RecordEntity,
  live: boolean,
  subject: ResolvedSubject,
  at: number,
): Promise<RightsInForce> {
  const ofRecord = rightsInForce(view, { kind: "record", id: record.id, epoch: record.epoch, live }, at);
  if (subject.kind !== "twin") return ofRecord;
  const { id, epoch } = subject.twin;
  const [own, twins] = await Promise.all([
    ofRecord,
    rightsInForce(view, { kind: "twin", id, epoch, live: true }, at),
  ]);
  return { grants: [...own.grants, ...twins.grants], complete: own.complete && twins.complete };
}
