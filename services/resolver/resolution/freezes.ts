/**
 * What of an answer is frozen. A freeze bars changes: what is frozen resolves as ever, and the answer says so.
 */
import type { Freezable, FreezesEntity, Thing } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import type { Located } from "./locate.js";
import type { ResolvedSubject } from "./resolve.js";

/** Freezes of the record, the namespace that issued it and those above, the record's owner, and its subject, in this order. */
export function freezesOf(
  view: EntityView,
  { record, zone }: Located,
  subject: ResolvedSubject,
): readonly FreezesEntity[] {
  const owner = view.party(record.owner);
  const things: readonly (readonly [Freezable | null, Thing])[] = [
    [record, { kind: "record", id: record.id }],
    ...[zone.namespace, ...zone.ancestors].map(
      (namespace) => [namespace, { kind: "namespace", id: namespace.id }] as const,
    ),
    [owner, { kind: "party", id: record.owner }],
    ...subjectOf(subject),
  ];
  const seen = new Set<string>();
  return things.flatMap(([state, thing]) => {
    // The owner may be the subject too.
    if (state?.frozen !== true || seen.has(thing.id)) return [];
    seen.add(thing.id);
    return [{ thing, freezes: view.freezesOf(thing) }];
  });
}

function subjectOf(subject: ResolvedSubject): readonly (readonly [Freezable, Thing])[] {
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
