import { freezeReasonOf, officeScope } from "../../ledger/enums.js";
import type { OfficeAccredited, ThingFrozen, ThingUnfrozen } from "../../ledger/events/decoders.js";
import { type Hex, toDigest } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { type Table, tables } from "../../store/keys.js";
import type { Address, Freezable, Freeze, Thing } from "../../store/model.js";
import { thingWith } from "../../store/things.js";
import { inconsistent, known, type Place, provenance } from "./place.js";

export function officeAccredited(draft: Draft, event: OfficeAccredited, place: Place): void {
  draft.put(tables.office, event.office, {
    number: event.office,
    name: event.name,
    scope: officeScope(event.scopeKind, event.scope),
    accredited: provenance(place, event.by),
  });
}

export function thingFrozen(draft: Draft, event: ThingFrozen, place: Place): void {
  const thing = frozenThing(draft, event.registry, event.thing);
  if (thing === null) return;
  const freezes = draft.get(tables.freezes, thing)?.freezes ?? [];
  mark(draft, thing, true, place);
  const freeze: Freeze = {
    office: event.office,
    reason: freezeReasonOf(event.reason),
    order: toDigest(event.order),
    scope: officeScope(event.scopeKind, event.scope),
    frozen: provenance(place, event.by),
  };
  draft.put(tables.freezes, thing, { thing, freezes: [...freezes, freeze] });
}

export function thingUnfrozen(draft: Draft, event: ThingUnfrozen, place: Place): void {
  const thing = frozenThing(draft, event.registry, event.thing);
  if (thing === null) return;
  const before = draft.get(tables.freezes, thing)?.freezes ?? [];
  const freezes = before.filter(({ office }) => office !== event.office);
  if (freezes.length === before.length) {
    throw inconsistent(place, `it lifts a freeze of ${thing.kind} ${thing.id} that was never made`);
  }
  mark(draft, thing, freezes.length !== 0, place);
  draft.put(tables.freezes, thing, { thing, freezes });
}

/**
 * The thing that a registry means by an id; null for a registry that is not followed: the supervision knows none, so a
 * regulator can name any.
 */
export function frozenThing(draft: Draft, registry: Address, id: Hex): Thing | null {
  const kind = kindIn(draft, registry);
  return kind === null ? null : thingWith(kind, id);
}

function kindIn(draft: Draft, registry: Address): Thing["kind"] | null {
  const contracts = draft.get(tables.fingerprint, undefined)?.contracts;
  switch (registry) {
    case contracts?.namespaces:
      return "namespace";
    case contracts?.identifiers:
      return "record";
    case contracts?.sealedRecords:
      return "sealed";
    case contracts?.twins:
      return "twin";
    case contracts?.parties:
      return "party";
    case contracts?.batches:
      return "batch";
    case contracts?.rights:
      return "grant";
    default:
      return null;
  }
}

function mark(draft: Draft, thing: Thing, frozen: boolean, place: Place): void {
  switch (thing.kind) {
    case "namespace":
      set(draft, tables.namespace, thing.id, frozen, "namespace", place);
      return;
    case "record":
      set(draft, tables.record, thing.id, frozen, "record", place);
      return;
    case "sealed":
      set(draft, tables.sealedRecord, thing.id, frozen, "sealed record", place);
      return;
    case "twin":
      set(draft, tables.twin, thing.id, frozen, "twin", place);
      return;
    case "party":
      set(draft, tables.party, thing.id, frozen, "party", place);
      return;
    case "batch":
      set(draft, tables.batch, thing.id, frozen, "batch", place);
      return;
    case "grant":
      set(draft, tables.grant, thing.id, frozen, "grant", place);
      return;
  }
}

function set<Id, Value extends Freezable>(
  draft: Draft,
  table: Table<Id, Value>,
  id: Id,
  frozen: boolean,
  what: string,
  place: Place,
): void {
  draft.put(table, id, { ...known(draft, table, id, what, place), frozen: frozen ? true : undefined });
}
