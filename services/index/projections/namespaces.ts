import { prefixRuleOf } from "../../ledger/enums.js";
import type {
  CertificateCancelled,
  CertificateUsed,
  FormerTenuresAdopted,
  NamespaceDelegated,
  NamespaceEmancipated,
  NamespaceReinstated,
  NamespaceRenewed,
  NamespaceSealed,
  NamespaceSurrendered,
  NamespaceSuspended,
  SchemeRegistered,
} from "../../ledger/events/decoders.js";
import { toDigest, zeroWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type {
  CertificateEntity,
  NamespaceEntity,
  NamespaceId,
  NamespaceStatistics,
} from "../../store/model.js";
import { known, type Place, provenance } from "./place.js";

export function schemeRegistered(draft: Draft, event: SchemeRegistered): void {
  draft.put(tables.scheme, event.scheme, {
    id: event.scheme,
    name: event.name,
    rule: prefixRuleOf(event.rule),
  });
}

/**
 * Also of a scheme's root, whose parent is zero, and of a lapsed prefix that is delegated anew: the `Transfer` that comes
 * before has told its new holder already.
 */
export function namespaceDelegated(draft: Draft, event: NamespaceDelegated, place: Place): void {
  const parent =
    event.parent === zeroWord ? null : known(draft, tables.namespace, event.parent, "namespace", place);
  const anew = event.epoch > 1;
  draft.put(tables.namespace, event.namespace, {
    id: event.namespace,
    scheme: event.scheme,
    prefix: event.prefix,
    parent: parent?.id ?? null,
    depth: parent === null ? 0 : parent.depth + 1,
    holder: event.holder,
    epoch: event.epoch,
    status: "active",
    suspension: null,
    terms: event.terms,
    emancipated: false,
    tenure: anew ? event.epoch : 0,
    parentTenure: parent?.tenure ?? 0,
    answersSince: anew ? event.epoch : 0,
    sealed: false,
    registered: provenance(place, event.by),
  });
  if (parent === null) return;
  countFor(draft, parent, { delegations: 1, redelegations: anew ? 1 : 0, registrations: 0 });
}

export function namespaceRenewed(draft: Draft, event: NamespaceRenewed, place: Place): void {
  change(draft, event.namespace, place, ({ terms }) => ({ terms: { ...terms, expiry: event.expiry } }));
}

/** It is expired from then on, and if it was emancipated, is so no longer. */
export function namespaceSurrendered(draft: Draft, event: NamespaceSurrendered, place: Place): void {
  change(draft, event.namespace, place, ({ terms }) => ({
    terms: { ...terms, expiry: event.expiry },
    emancipated: false,
  }));
}

/** Nobody could renew it any more, so its expiry ends. */
export function namespaceEmancipated(draft: Draft, event: NamespaceEmancipated, place: Place): void {
  change(draft, event.namespace, place, ({ terms }) => ({
    terms: { ...terms, expiry: 0 },
    emancipated: true,
  }));
}

/** Until it is delegated anew. */
export function namespaceSealed(draft: Draft, event: NamespaceSealed, place: Place): void {
  change(draft, event.namespace, place, () => ({ sealed: true }));
}

/** It answers again for what was issued under it before its present tenure. */
export function formerTenuresAdopted(draft: Draft, event: FormerTenuresAdopted, place: Place): void {
  change(draft, event.namespace, place, () => ({ answersSince: event.since }));
}

export function certificateSettled(
  draft: Draft,
  event: CertificateUsed | CertificateCancelled,
  place: Place,
): void {
  const certificate: CertificateEntity = {
    digest: toDigest(event.certificate),
    namespace: event.namespace,
    status: event.event === "CertificateUsed" ? "used" : "cancelled",
    at: provenance(place, event.by),
  };
  // The ledger lets one be cancelled that was used: that undoes nothing, and must not hide how the namespace was delegated.
  if (draft.get(tables.certificate, certificate.digest)?.status === "used") return;
  draft.put(tables.certificate, certificate.digest, certificate);
}

/** Also where it is suspended already: a higher ancestor's suspension takes the place of a lower one's. */
export function namespaceSuspended(draft: Draft, event: NamespaceSuspended, place: Place): void {
  const { ancestorLength, reason } = event;
  change(draft, event.namespace, place, () => ({
    status: "suspended",
    suspension: { ancestorLength, reason },
  }));
}

export function namespaceReinstated(draft: Draft, event: NamespaceReinstated, place: Place): void {
  change(draft, event.namespace, place, () => ({ status: "active", suspension: null }));
}

/** Counts what was done under a namespace, for it and for the party that holds it now. */
export function countFor(draft: Draft, { id, holder }: NamespaceEntity, done: NamespaceStatistics): void {
  draft.put(tables.namespaceStatistics, id, sum(draft.get(tables.namespaceStatistics, id), done));
  draft.put(tables.holderStatistics, holder, sum(draft.get(tables.holderStatistics, holder), done));
}

function sum(before: NamespaceStatistics | null, done: NamespaceStatistics): NamespaceStatistics {
  if (before === null) return done;
  return {
    delegations: before.delegations + done.delegations,
    redelegations: before.redelegations + done.redelegations,
    registrations: before.registrations + done.registrations,
  };
}

function change(
  draft: Draft,
  id: NamespaceId,
  place: Place,
  to: (namespace: NamespaceEntity) => Partial<NamespaceEntity>,
): void {
  const namespace = known(draft, tables.namespace, id, "namespace", place);
  draft.put(tables.namespace, id, { ...namespace, ...to(namespace) });
}
