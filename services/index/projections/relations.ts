import { relationKindOf } from "../../ledger/enums.js";
import type {
  RelationBegun,
  RelationEnded,
  RelationProposalWithdrawn,
  RelationProposed,
} from "../../ledger/events/decoders.js";
import { type Hex, toAddress, toTwinId } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Address, RelationEntity, RelationSides } from "../../store/model.js";
import { inconsistent, known, type Place, provenance } from "./place.js";

export function relationProposed(draft: Draft, event: RelationProposed, place: Place): void {
  const consent = { controlEpoch: event.controlEpoch, subjectEpoch: event.subjectEpoch };
  const sides = sidesOf(event, place);
  const before = draft.get(tables.relation, sides) ?? blank(sides);
  // Where it once began and no longer holds, the chain takes both sides' word anew.
  draft.put(tables.relation, sides, {
    ...before,
    ...(event.byParty ? { partyConsent: consent } : { subjectConsent: consent }),
  });
}

export function relationProposalWithdrawn(
  draft: Draft,
  event: RelationProposalWithdrawn,
  place: Place,
): void {
  const sides = sidesOf(event, place);
  const relation = known(draft, tables.relation, sides, "relation", place);
  draft.put(tables.relation, sides, {
    ...relation,
    partyConsent: event.ofParty ? null : relation.partyConsent,
    subjectConsent: event.ofSubject ? null : relation.subjectConsent,
  });
}

export function relationBegun(draft: Draft, event: RelationBegun, place: Place): void {
  const sides = sidesOf(event, place);
  const { epoch, subjectEpoch, by } = event;
  const since = provenance(place, by);
  draft.put(tables.relation, sides, { ...blank(sides), begun: true, epoch, subjectEpoch, since });
}

export function relationEnded(draft: Draft, event: RelationEnded, place: Place): void {
  const sides = sidesOf(event, place);
  const relation = known(draft, tables.relation, sides, "relation", place);
  draft.put(tables.relation, sides, {
    ...relation,
    begun: false,
    partyConsent: null,
    subjectConsent: null,
  });
}

function blank(sides: RelationSides): RelationEntity {
  return {
    sides,
    begun: false,
    epoch: 0,
    subjectEpoch: 0,
    since: null,
    partyConsent: null,
    subjectConsent: null,
  };
}

/** A party is named by its address, padded on the left to 32 bytes. */
function sidesOf(event: { kind: number; party: Address; subject: Hex }, place: Place): RelationSides {
  const { party, subject } = event;
  const kind = relationKindOf(event.kind);
  if (kind === "twin") return { kind, party, subject: toTwinId(subject) };
  if (!subject.startsWith(`0x${"0".repeat(24)}`))
    throw inconsistent(place, `${subject} is not the id of a party`);
  return { kind, party, subject: toAddress(`0x${subject.slice(26)}`) };
}
