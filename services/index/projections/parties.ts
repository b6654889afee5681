import { partyKindOf } from "../../ledger/enums.js";
import type { DIDOwnerChanged, PartyProfileUpdated, PartyRegistered } from "../../ledger/events/decoders.js";
import { zeroAddress, zeroWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Digest, PartyEntity } from "../../store/model.js";
import { noteDidChange } from "./didStatements.js";
import { known, type Place, provenance } from "./place.js";

export function partyRegistered(draft: Draft, event: PartyRegistered, place: Place): void {
  // Control may have moved before the account became a party.
  const control = draft.get(tables.control, event.identity);
  draft.put(tables.party, event.identity, {
    identity: event.identity,
    ...profile(event),
    controller: control === null ? event.identity : control.controller,
    registered: provenance(place, event.by),
  });
}

export function partyProfileUpdated(draft: Draft, event: PartyProfileUpdated, place: Place): void {
  const party = known(draft, tables.party, event.identity, "party", place);
  draft.put(tables.party, event.identity, { ...party, ...profile(event) });
}

/** ERC-1056: any account may change its controller, party or not. */
export function ownerChanged(draft: Draft, event: DIDOwnerChanged, place: Place): void {
  const { identity } = event;
  const controller = event.owner === zeroAddress ? null : event.owner;
  const epoch = (draft.get(tables.control, identity)?.epoch ?? 0) + 1;
  draft.put(tables.control, identity, { identity, controller, epoch });
  noteDidChange(draft, identity, place);
  const party = draft.get(tables.party, identity);
  if (party !== null) draft.put(tables.party, identity, { ...party, controller });
}

type Profile = Pick<PartyEntity, "kind" | "name" | "legalId" | "profileDigest" | "profileUri">;

function profile(event: PartyRegistered | PartyProfileUpdated): Profile {
  return {
    kind: partyKindOf(event.kind),
    name: event.name,
    legalId: event.legalId,
    profileDigest: orNull(event.profileDigest),
    profileUri: event.profileUri,
  };
}

const orNull = (digest: Digest): Digest | null => (digest === zeroWord ? null : digest);
