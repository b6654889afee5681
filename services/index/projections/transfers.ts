import type { Transfer } from "../../ledger/events/decoders.js";
import {
  toBatchId,
  tokenWord,
  toNamespaceId,
  toRecordId,
  toSealedId,
  toTwinId,
  zeroAddress,
} from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import { known, type Place } from "./place.js";

/**
 * ERC-721: a token changes hands, which begins a new holding epoch.
 *
 * A transfer from the zero address is the mint: the registration's own event says all of it, before or after, and its
 * epoch is the first.
 */
export function transferred(draft: Draft, event: Transfer, place: Place): void {
  if (event.from === zeroAddress) return;
  const id = tokenWord(event.tokenId);
  switch (event.contract) {
    case "namespaces": {
      const namespace = known(draft, tables.namespace, toNamespaceId(id), "namespace", place);
      draft.put(tables.namespace, namespace.id, {
        ...namespace,
        holder: event.to,
        epoch: namespace.epoch + 1,
      });
      return;
    }
    case "identifiers": {
      const record = known(draft, tables.record, toRecordId(id), "record", place);
      draft.put(tables.record, record.id, { ...record, owner: event.to, epoch: record.epoch + 1 });
      return;
    }
    case "sealedRecords": {
      const record = known(draft, tables.sealedRecord, toSealedId(id), "sealed record", place);
      draft.put(tables.sealedRecord, record.id, { ...record, owner: event.to, epoch: record.epoch + 1 });
      return;
    }
    case "batches": {
      const batch = known(draft, tables.batch, toBatchId(id), "batch", place);
      draft.put(tables.batch, batch.id, { ...batch, owner: event.to, epoch: batch.epoch + 1 });
      return;
    }
    case "twins": {
      const twin = known(draft, tables.twin, toTwinId(id), "twin", place);
      draft.put(tables.twin, twin.id, { ...twin, owner: event.to, epoch: twin.epoch + 1 });
      return;
    }
  }
}
