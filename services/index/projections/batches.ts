/** Batches of identifiers, and ranges that are kept free. */
import type {
  BatchRevoked,
  MembersRevoked,
  MerkleBatchIssued,
  RangeReleased,
  RangeReserved,
  NumberRange as RangeWords,
  RuleBatchIssued,
} from "../../ledger/events/decoders.js";
import { toDigest, toHash } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { BatchId, NumberRange } from "../../store/model.js";
import { blocksOf } from "../../store/numberBlocks.js";
import type { NumberForm } from "../../store/places.js";
import { inconsistent, known, type Place, provenance } from "./place.js";

export function ruleBatchIssued(draft: Draft, event: RuleBatchIssued, place: Place): void {
  const { batch: id, extent } = event;
  const range = numberRange(extent);
  take(draft, range, id, place);
  draft.put(tables.batch, id, {
    ...issued(event, place),
    kind: "rule",
    range,
    released: null,
    count: (extent.last - extent.first + 1n).toString(),
  });
}

export function merkleBatchIssued(draft: Draft, event: MerkleBatchIssued, place: Place): void {
  const { root, manifest, count, uri } = event.list;
  draft.put(tables.batch, event.batch, {
    ...issued(event, place),
    kind: "merkle",
    scheme: event.scheme,
    root: toHash(root),
    manifest: toDigest(manifest),
    count: count.toString(),
    uri,
  });
}

/** A call revokes no more than some hundred words' worth of members. */
export function membersRevoked(draft: Draft, event: MembersRevoked, place: Place): void {
  const { id: batch } = known(draft, tables.batch, event.batch, "batch", place);
  for (let word = event.first >> 8n; word <= event.last >> 8n; word += 1n) {
    const from = word === event.first >> 8n ? event.first & 255n : 0n;
    const to = word === event.last >> 8n ? event.last & 255n : 255n;
    const bits = ((1n << (to - from + 1n)) - 1n) << from;
    const prior = BigInt(draft.get(tables.revokedMembers, { batch, word }) ?? "0");
    draft.put(tables.revokedMembers, { batch, word }, (prior | bits).toString());
  }
}

export function batchRevoked(draft: Draft, event: BatchRevoked, place: Place): void {
  const batch = known(draft, tables.batch, event.batch, "batch", place);
  const revocation = { reason: event.reason, provenance: provenance(place, event.by) };
  draft.put(tables.batch, event.batch, { ...batch, status: "revoked", revocation });
}

export function rangeReserved(draft: Draft, event: RangeReserved, place: Place): void {
  const range = numberRange(event.extent);
  take(draft, range, event.range, place);
  draft.put(tables.reservation, event.range, {
    id: event.range,
    namespace: event.namespace,
    prefixLength: event.prefixLength,
    range,
    issued: provenance(place, event.by),
    released: null,
  });
}

/** Of a reservation that is in force; else of a rule batch that a former tenure issued. */
export function rangeReleased(draft: Draft, event: RangeReleased, place: Place): void {
  const released = provenance(place, event.by);
  const reservation = draft.get(tables.reservation, event.range);
  if (reservation !== null && reservation.released === null) {
    free(draft, reservation.range);
    draft.put(tables.reservation, event.range, { ...reservation, released });
    return;
  }
  const batch = known(draft, tables.batch, event.range, "batch", place);
  if (batch.kind !== "rule") throw inconsistent(place, `it frees a range of ${batch.id}, which is a list`);
  free(draft, batch.range);
  draft.put(tables.batch, batch.id, { ...batch, released });
}

function free(draft: Draft, range: NumberRange): void {
  const form = formOf(range);
  for (const digits of blocksOf(range.first, range.last)) draft.delete(tables.numberBlock, { form, digits });
}

function take(draft: Draft, range: NumberRange, id: BatchId, place: Place): void {
  const form = formOf(range);
  draft.put(tables.rangedForm, form, true);
  for (const digits of blocksOf(range.first, range.last)) {
    if (draft.get(tables.numberBlock, { form, digits }) !== null)
      throw inconsistent(place, `it takes ${range.stem}${range.first} and on a second time`);
    draft.put(tables.numberBlock, { form, digits }, id);
  }
}

const formOf = ({ scheme, stem, tail, first }: NumberRange): NumberForm => ({
  scheme,
  stem,
  tail,
  width: first.length,
});

function issued(event: RuleBatchIssued | MerkleBatchIssued, place: Place) {
  return {
    id: event.batch,
    namespace: event.namespace,
    prefixLength: event.prefixLength,
    namespaceEpoch: event.namespaceEpoch,
    owner: event.owner,
    epoch: 1,
    status: "active",
    revocation: null,
    issued: provenance(place, event.by),
  } as const;
}

function numberRange({ scheme, stem, tail, width, first, last }: RangeWords): NumberRange {
  const written = (number: bigint): string => number.toString().padStart(width, "0");
  return { scheme, stem, tail, first: written(first), last: written(last) };
}
