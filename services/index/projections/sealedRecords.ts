/** Records that do not tell their identifiers. */
import { recordStatusOf } from "../../ledger/enums.js";
import type {
  Locked,
  SealedContentUpdated,
  SealedRecordRegistered,
  SealedStatusChanged,
} from "../../ledger/events/decoders.js";
import { tokenWord, toSealedId, zeroWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Digest, SealedId, SealedRecordEntity } from "../../store/model.js";
import { countFor } from "./namespaces.js";
import { inconsistent, known, type Place, provenance } from "./place.js";

/** A seal is registered once in a namespace and for ever, whatever becomes of its record. */
export function sealedRecordRegistered(draft: Draft, event: SealedRecordRegistered, place: Place): void {
  if (draft.get(tables.sealedRecord, event.record) !== null) {
    throw inconsistent(place, `it registers sealed record ${event.record} a second time`);
  }
  const namespace = known(draft, tables.namespace, event.namespace, "namespace", place);
  countFor(draft, namespace, { delegations: 0, redelegations: 0, registrations: 1 });
  const at = provenance(place, event.by);
  draft.put(tables.sealedRecord, event.record, {
    id: event.record,
    namespace: event.namespace,
    seal: event.seal,
    owner: event.owner,
    epoch: 1,
    status: "active",
    statusReason: "",
    namespaceEpoch: event.namespaceEpoch,
    version: 1,
    digest: digestOf(event.digest),
    locked: false,
    registered: at,
    updated: at,
  });
}

export function sealedContentUpdated(draft: Draft, event: SealedContentUpdated, place: Place): void {
  const { record, version, digest, by } = event;
  change(draft, record, place, { version, digest: digestOf(digest), updated: provenance(place, by) });
}

export function sealedStatusChanged(draft: Draft, event: SealedStatusChanged, place: Place): void {
  change(draft, event.record, place, {
    status: recordStatusOf(event.status),
    statusReason: event.reason,
    updated: provenance(place, event.by),
  });
}

/** Comes after the registration, where it does. */
export function sealedRecordLocked(draft: Draft, event: Locked, place: Place): void {
  change(draft, toSealedId(tokenWord(event.tokenId)), place, { locked: true });
}

function change(draft: Draft, id: SealedId, place: Place, to: Partial<SealedRecordEntity>): void {
  const record = known(draft, tables.sealedRecord, id, "sealed record", place);
  draft.put(tables.sealedRecord, id, { ...record, ...to });
}

const digestOf = (digest: Digest): Digest | null => (digest === zeroWord ? null : digest);
