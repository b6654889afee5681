import { prefixRuleOf } from "../../ledger/enums.js";
import type {
  NamespaceDelegated,
  NamespaceReinstated,
  NamespaceSuspended,
  SchemeRegistered,
} from "../../ledger/events/decoders.js";
import { zeroWord } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import { known, type Place, provenance } from "./place.js";

export function schemeRegistered(draft: Draft, event: SchemeRegistered): void {
  draft.put(tables.scheme, event.scheme, {
    id: event.scheme,
    name: event.name,
    rule: prefixRuleOf(event.rule),
  });
}

/** Also of a scheme's root, whose parent is zero. */
export function namespaceDelegated(draft: Draft, event: NamespaceDelegated, place: Place): void {
  draft.put(tables.namespace, event.namespace, {
    id: event.namespace,
    scheme: event.scheme,
    prefix: event.prefix,
    parent: event.parent === zeroWord ? null : event.parent,
    depth: event.depth,
    holder: event.holder,
    epoch: 1,
    status: "active",
    suspension: null,
    registered: provenance(place, event.by),
  });
}

/** Also where it is suspended already: a higher ancestor's suspension takes the place of a lower one's. */
export function namespaceSuspended(draft: Draft, event: NamespaceSuspended, place: Place): void {
  const namespace = known(draft, tables.namespace, event.namespace, "namespace", place);
  draft.put(tables.namespace, event.namespace, {
    ...namespace,
    status: "suspended",
    suspension: { ancestorLength: event.ancestorLength, reason: event.reason },
  });
}

export function namespaceReinstated(draft: Draft, event: NamespaceReinstated, place: Place): void {
  const namespace = known(draft, tables.namespace, event.namespace, "namespace", place);
  draft.put(tables.namespace, event.namespace, { ...namespace, status: "active", suspension: null });
}
