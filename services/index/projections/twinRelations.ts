import type {
  ComponentListed,
  ComponentRemoved,
  TwinClosedToDerivation,
  TwinDerived,
} from "../../ledger/events/decoders.js";
import { toDigest, zeroWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import { inconsistent, known, type Place, provenance } from "./place.js";

/** One log a parent, in their order. */
export function twinDerived(draft: Draft, event: TwinDerived, place: Place): void {
  const twin = known(draft, tables.twin, event.twin, "twin", place);
  const { parent, position, depth } = event;
  if (twin.parents.length !== position)
    throw inconsistent(
      place,
      `it names parent ${position} of twin ${event.twin}, which has ${twin.parents.length}`,
    );
  const licence = event.licence === zeroWord ? null : toDigest(event.licence);
  draft.put(tables.twin, event.twin, {
    ...twin,
    depth,
    parents: [...twin.parents, { twin: parent, licence }],
  });
}

export function twinClosedToDerivation(draft: Draft, event: TwinClosedToDerivation, place: Place): void {
  const twin = known(draft, tables.twin, event.twin, "twin", place);
  draft.put(tables.twin, event.twin, { ...twin, closedToDerivation: true });
}

export function componentListed(draft: Draft, event: ComponentListed, place: Place): void {
  const { whole, component: part, quantity } = event;
  draft.put(
    tables.component,
    { whole, part },
    { whole, part, quantity, listed: provenance(place, event.by) },
  );
}

export function componentRemoved(draft: Draft, event: ComponentRemoved, place: Place): void {
  const key = { whole: event.whole, part: event.component };
  known(draft, tables.component, key, "component", place);
  draft.delete(tables.component, key);
}
