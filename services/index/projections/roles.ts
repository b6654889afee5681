import { tokenRolesOf } from "../../ledger/enums.js";
import type { RolesSet } from "../../ledger/events/decoders.js";
import { toBatchId, tokenWord, toNamespaceId, toRecordId, toSealedId, toTwinId } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Token } from "../../store/model.js";
import { type Place, provenance } from "./place.js";

/** Roles lie under the epochs of which they are: those of older ones are there, and found by nobody. */
export function rolesSet(draft: Draft, event: RolesSet, place: Place): void {
  const { account, epoch, controlEpoch } = event;
  const of = { token: tokenOf(event), epoch, controlEpoch, account };
  const roles = tokenRolesOf(event.roles);
  draft.put(tables.tokenRoles, of, { account, roles, given: provenance(place, event.by) });
}

function tokenOf({ contract, tokenId }: RolesSet): Token {
  const id = tokenWord(tokenId);
  switch (contract) {
    case "namespaces":
      return { kind: "namespace", id: toNamespaceId(id) };
    case "identifiers":
      return { kind: "record", id: toRecordId(id) };
    case "sealedRecords":
      return { kind: "sealed", id: toSealedId(id) };
    case "batches":
      return { kind: "batch", id: toBatchId(id) };
    case "twins":
      return { kind: "twin", id: toTwinId(id) };
  }
}
