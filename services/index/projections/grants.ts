import { actionsOf } from "../../ledger/enums.js";
import type {
  RightAccepted,
  RightGranted,
  RightReleased,
  RightRevoked,
  TermsRegistered,
} from "../../ledger/events/decoders.js";
import { toDigest, zeroWord } from "../../ledger/hex.js";
import { assetOf, granteeOf, termsOf } from "../../ledger/rightWords.js";
import type { Draft } from "../../store/draft.js";
import { countOf, noGrants, withOneMore } from "../../store/grantCounts.js";
import { addGrant } from "../../store/grantPlaces.js";
import { tables } from "../../store/keys.js";
import type { Grantee, GrantId } from "../../store/model.js";
import type { GrantPlace, Holding } from "../../store/places.js";
import { known, type Place, provenance } from "./place.js";

export function termsRegistered(draft: Draft, event: TermsRegistered, place: Place): void {
  const { policy, uri, actions, ...enforced } = event.content;
  draft.put(tables.terms, event.terms, {
    id: event.terms,
    policy: policy === zeroWord ? null : toDigest(policy),
    policyUri: uri,
    actions: actionsOf(actions),
    ...enforced,
    registered: provenance(place, event.by),
  });
}

/** Given for the first time, or anew after a revocation or an end. */
export function rightGranted(draft: Draft, event: RightGranted, place: Place): void {
  const asset = assetOf(event.assetKind, event.asset);
  const grantee = granteeOf(event.granteeKind, event.grantee);
  const sublicence = event.parent !== zeroWord;
  if (draft.get(tables.grant, event.grant) === null) {
    const holding = { ...asset, epoch: event.assetEpoch };
    enlist(draft, holding, event.grant);
    const { scopeName: scope } = event.extent;
    enlistAt(draft, { ...holding, scope, grantee: placed(grantee) }, sublicence, event.grant);
    // Whoever has a right to any data of a sealed record may know of which identifier it is.
    if (holding.kind === "sealed")
      enlistAt(draft, { ...holding, scope: null, grantee: placed(grantee) }, sublicence, event.grant);
  }
  const terms = termsOf(event.terms);
  const registered = terms === null ? null : known(draft, tables.terms, terms, "terms", place);
  const parent = sublicence ? known(draft, tables.grant, event.parent, "grant", place) : null;
  const granted = provenance(place, event.by);
  draft.put(tables.grant, event.grant, {
    id: event.grant,
    asset,
    assetEpoch: event.assetEpoch,
    scope: event.extent.scopeName,
    grantee,
    grantor: event.grantor,
    actions: actionsOf(event.extent.actions),
    from: event.extent.from,
    until: event.extent.until,
    terms,
    parent: parent === null ? null : { grant: parent.id, sequence: parent.sequence },
    sequence: event.sequence,
    status: registered?.byAcceptance === true && !event.accepted ? "pending" : "active",
    accepted: event.accepted ? granted : null,
    released: null,
    revocation: null,
    granted,
  });
}

export function rightAccepted(draft: Draft, event: RightAccepted, place: Place): void {
  const grant = known(draft, tables.grant, event.grant, "grant", place);
  draft.put(tables.grant, event.grant, {
    ...grant,
    status: "active",
    accepted: provenance(place, event.by),
  });
}

export function rightRevoked(draft: Draft, event: RightRevoked, place: Place): void {
  const grant = known(draft, tables.grant, event.grant, "grant", place);
  draft.put(tables.grant, event.grant, {
    ...grant,
    status: "revoked",
    until: event.end,
    revocation: { reason: event.reason, provenance: provenance(place, event.by) },
  });
}

export function rightReleased(draft: Draft, event: RightReleased, place: Place): void {
  const grant = known(draft, tables.grant, event.grant, "grant", place);
  const released = provenance(place, event.by);
  const until = grant.until !== 0 && grant.until < place.time ? grant.until : place.time;
  draft.put(
    tables.grant,
    event.grant,
    event.ended ? { ...grant, status: "revoked", until, released } : { ...grant, released },
  );
}

/** Puts a grant at the end of those of its holding. */
function enlist(draft: Draft, holding: Holding, grant: GrantId): void {
  const { epoch, ...asset } = holding;
  const counts = draft.get(tables.grantCounts, asset) ?? noGrants;
  draft.put(tables.grantOfHolding, { ...holding, ordinal: countOf(counts, epoch) }, grant);
  draft.put(tables.grantCounts, asset, withOneMore(counts, epoch));
}

/** Groups share a place: a party may be in any of them. */
const placed = (grantee: Grantee): GrantPlace["grantee"] =>
  grantee.kind === "group" ? { kind: "groups" } : grantee;

/** Puts a grant at the end of those of its place and kind. */
function enlistAt(draft: Draft, place: GrantPlace, sublicence: boolean, grant: GrantId): void {
  const ordinal = addGrant(draft, place, sublicence, grant);
  draft.put(tables.grantOfPlace, { place, sublicence, ordinal }, grant);
}
