import { recordStatusOf, subjectKindOf } from "../../ledger/enums.js";
import type {
  IdentifierRegistered,
  Locked,
  MemberMaterialised,
  RecordContentUpdated,
  RecordStatusChanged,
} from "../../ledger/events/decoders.js";
import {
  type Hex,
  toAddress,
  toDigest,
  tokenWord,
  toRecordId,
  toTwinId,
  zeroWord,
} from "../../ledger/hex.js";
import { parseLinkset } from "../../ledger/parseLinkset.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Subject } from "../../store/model.js";
import { countFor } from "./namespaces.js";
import { inconsistent, known, type Place, provenance } from "./place.js";
import { noteSameAs } from "./sameAs.js";

/**
 * The content follows in a log of the same transaction. An identifier is registered once and for ever, whatever becomes of
 * its record.
 */
export function identifierRegistered(draft: Draft, event: IdentifierRegistered, place: Place): void {
  if (draft.get(tables.record, event.record) !== null) {
    throw inconsistent(place, `it registers record ${event.record} a second time`);
  }
  const namespace = known(draft, tables.namespace, event.namespace, "namespace", place);
  countFor(draft, namespace, { delegations: 0, redelegations: 0, registrations: 1 });
  const at = provenance(place, event.by);
  draft.put(tables.record, event.record, {
    id: event.record,
    namespace: event.namespace,
    scheme: event.scheme,
    prefixLength: event.prefixLength,
    identifier: event.identifier,
    owner: event.owner,
    epoch: 1,
    status: "active",
    statusReason: "",
    namespaceEpoch: event.namespaceEpoch,
    version: 0,
    digest: toDigest(zeroWord),
    subject: { kind: "none" },
    linkset: {},
    linksetValid: true,
    locked: false,
    member: null,
    registered: at,
    updated: at,
  });
}

export function recordContentUpdated(draft: Draft, event: RecordContentUpdated, place: Place): void {
  const record = known(draft, tables.record, event.record, "record", place);
  const linkset = parseLinkset(event.linkset);
  draft.put(tables.record, event.record, {
    ...record,
    version: event.version,
    digest: event.digest,
    subject: subject(event.subjectKind, event.subject, place),
    linkset: linkset ?? {},
    linksetValid: linkset !== null,
    updated: provenance(place, event.by),
  });
  noteSameAs(draft, record, linkset ?? {});
}

export function recordStatusChanged(draft: Draft, event: RecordStatusChanged, place: Place): void {
  const record = known(draft, tables.record, event.record, "record", place);
  draft.put(tables.record, event.record, {
    ...record,
    status: recordStatusOf(event.status),
    statusReason: event.reason,
    updated: provenance(place, event.by),
  });
}

/** Comes after the registration, where it does. */
export function recordLocked(draft: Draft, event: Locked, place: Place): void {
  const id = toRecordId(tokenWord(event.tokenId));
  draft.put(tables.record, id, { ...known(draft, tables.record, id, "record", place), locked: true });
}

/** Comes after the registration of what was a batch's member. */
export function memberMaterialised(draft: Draft, event: MemberMaterialised, place: Place): void {
  const record = known(draft, tables.record, event.record, "record", place);
  const member = { batch: event.batch, index: event.index.toString() };
  draft.put(tables.record, event.record, { ...record, member });
}

/** A party is named by its address, padded on the left to 32 bytes. */
function subject(kindCode: number, id: Hex, place: Place): Subject {
  const kind = subjectKindOf(kindCode);
  switch (kind) {
    case "none":
      return { kind };
    case "twin":
      return { kind, id: toTwinId(id) };
    case "record":
      return { kind, id: toRecordId(id) };
    case "party":
      if (!id.startsWith(`0x${"0".repeat(24)}`)) throw inconsistent(place, `${id} is not the id of a party`);
      return { kind, id: toAddress(`0x${id.slice(26)}`) };
  }
}
