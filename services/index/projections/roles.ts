import { tokenRolesOf } from "../../ledger/enums.js";
import type { RolesSet } from "../../ledger/events/decoders.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import { type Place, provenance } from "./place.js";
import { tokenOf } from "./tokens.js";

/**
 * Roles lie under the epochs of which they are: those of older ones are there, and found by nobody. Who has none has no row: anybody
 * may renounce what it never had, and would else fill the lists of others.
 */
export function rolesSet(draft: Draft, event: RolesSet, place: Place): void {
  const { account, epoch, controlEpoch, contract, tokenId } = event;
  const of = { token: tokenOf(contract, tokenId), epoch, controlEpoch, account };
  const roles = tokenRolesOf(event.roles);
  if (roles.length === 0) draft.delete(tables.tokenRoles, of);
  else draft.put(tables.tokenRoles, of, { account, roles, given: provenance(place, event.by) });
}
