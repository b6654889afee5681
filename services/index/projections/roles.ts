import { tokenRolesOf } from "../../ledger/enums.js";
import type { RolesSet } from "../../ledger/events/decoders.js";
import { toBatchId, tokenWord, toNamespaceId, toRecordId, toTwinId } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Token } from "../../store/model.js";
import { type Place, provenance } from "./place.js";

/** Roles lie under the epochs of which they are: those of older ones are there, and found by nobody. */
export function rolesSet(draft: Draft, event: RolesSet, place: Place): void {
  const { account, epoch, controlEpoch } = event;
  const token = tokenOf(event);
  if (token === null) return;
  const of = { token, epoch, controlEpoch, account };
  const roles = tokenRolesOf(event.roles);
  draft.put(tables.tokenRoles, of, { account, roles, given: provenance(place, event.by) });
}

/** Null for a registry that is not followed. */
function tokenOf({ contract, tokenId }: RolesSet): Token | null {
  const id = tokenWord(tokenId);
  switch (contract) {
    case "namespaces":
      return { kind: "namespace", id: toNamespaceId(id) };
    case "identifiers":
      return { kind: "record", id: toRecordId(id) };
    case "batches":
      return { kind: "batch", id: toBatchId(id) };
    case "twins":
      return { kind: "twin", id: toTwinId(id) };
    case "sealedRecords":
      return null;
  }
}
