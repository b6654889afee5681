import { actionsOf, assetKindOf } from "../../ledger/enums.js";
import type { RightGranted, RightRevoked } from "../../ledger/events/decoders.js";
import { type Hex, toRecordId, toTwinId, zeroWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { GrantEntity, GrantId } from "../../store/model.js";
import type { Holding } from "../../store/view.js";
import { known, type Place, provenance } from "./place.js";

/** Given for the first time, or anew after a revocation or an end. */
export function rightGranted(draft: Draft, event: RightGranted, place: Place): void {
  const about = asset(event.assetKind, event.asset);
  if (draft.get(tables.grant, event.grant) === null) {
    enlist(draft, { ...about, epoch: event.assetEpoch }, event.grant);
  }
  draft.put(tables.grant, event.grant, {
    id: event.grant,
    asset: about,
    assetEpoch: event.assetEpoch,
    scope: event.terms.scopeName,
    grantee: event.grantee,
    grantor: event.grantor,
    actions: actionsOf(event.terms.actions),
    from: event.terms.from,
    until: event.terms.until,
    termsDigest: event.termsDigest === zeroWord ? null : event.termsDigest,
    termsUri: event.terms.termsUri,
    sequence: event.sequence,
    status: "active",
    revocation: null,
    granted: provenance(place, event.by),
  });
}

/** Puts a grant at the end of those of its holding. */
function enlist(draft: Draft, holding: Holding, grant: GrantId): void {
  const count = draft.get(tables.grantCount, holding) ?? 0;
  draft.put(tables.grantOfHolding, { ...holding, ordinal: count }, grant);
  draft.put(tables.grantCount, holding, count + 1);
}

export function rightRevoked(draft: Draft, event: RightRevoked, place: Place): void {
  const grant = known(draft, tables.grant, event.grant, "grant", place);
  draft.put(tables.grant, event.grant, {
    ...grant,
    status: "revoked",
    revocation: { reason: event.reason, provenance: provenance(place, event.by) },
  });
}

function asset(kindCode: number, id: Hex): GrantEntity["asset"] {
  const kind = assetKindOf(kindCode);
  return kind === "twin" ? { kind, id: toTwinId(id) } : { kind, id: toRecordId(id) };
}
