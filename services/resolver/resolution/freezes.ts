/**
 * What of an answer is frozen. A freeze bars changes: what is frozen resolves as ever, and the answer says so.
 */
import type { Address, Freezable, FreezesEntity, SealedRecordEntity, Thing } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import type { Located } from "./locate.js";
import type { Member } from "./members.js";
import type { ResolvedSubject } from "./subject.js";
import type { Zone } from "./zones.js";

/** Freezes of the record, the namespace that issued it and those above, the record's owner, and its subject, in this order. */
export function freezesOf(
  view: EntityView,
  { record, zone }: Pick<Located, "record" | "zone">,
  subject: ResolvedSubject,
): readonly FreezesEntity[] {
  return inForce(view, [
    [record, { kind: "record", id: record.id }],
    ...namespacesOf(zone),
    ownerOf(view, record.owner),
    ...subjectOf(subject),
  ]);
}

/** Freezes of the batch, the namespace that issued it and those above, and the batch's owner, in this order. */
export function freezesOfMember(
  view: EntityView,
  { batch, zone }: Pick<Member, "batch" | "zone">,
): readonly FreezesEntity[] {
  return inForce(view, [
    [batch, { kind: "batch", id: batch.id }],
    ...namespacesOf(zone),
    ownerOf(view, batch.owner),
  ]);
}

/** Freezes of a sealed record, the namespace that issued it and those above, and the record's owner, in this order. */
export function freezesOfSealed(
  view: EntityView,
  record: SealedRecordEntity,
  zone: Zone,
): readonly FreezesEntity[] {
  return inForce(view, [
    [record, { kind: "sealed", id: record.id }],
    ...namespacesOf(zone),
    ownerOf(view, record.owner),
  ]);
}

/** A thing with what says whether it is frozen. */
type Marked = readonly [Freezable | null, Thing];

function inForce(view: EntityView, things: readonly Marked[]): readonly FreezesEntity[] {
  const frozen = things.filter(([state]) => state?.frozen === true);
  if (frozen.length === 0) return [];
  const seen = new Set<string>();
  return frozen.flatMap(([, thing]) => {
    // The owner may be the subject too.
    if (seen.has(thing.id)) return [];
    seen.add(thing.id);
    return [{ thing, freezes: view.freezesOf(thing) }];
  });
}

function namespacesOf({ namespace, ancestors }: Zone): readonly Marked[] {
  return [namespace, ...ancestors].map((one) => [one, { kind: "namespace", id: one.id }]);
}

const ownerOf = (view: EntityView, owner: Address): Marked => [
  view.party(owner),
  { kind: "party", id: owner },
];

function subjectOf(subject: ResolvedSubject): readonly Marked[] {
  switch (subject.kind) {
    case "none":
      return [];
    case "twin":
      return [[subject.twin, { kind: "twin", id: subject.twin.id }]];
    case "party":
      return [[subject.party, { kind: "party", id: subject.party.identity }]];
    case "record":
      return [[subject.record, { kind: "record", id: subject.record.id }]];
  }
}
