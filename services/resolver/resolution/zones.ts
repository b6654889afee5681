/**
 * Which namespace answers for an identifier, and whether it is in force.
 *
 * A zone is live when its namespace and all its ancestors are active; the ancestors are those it was delegated from,
 * which is the chain that the contracts walk.
 */
import type { LedgerIdentifier, LedgerScheme } from "../../identifiers/identifier.js";
import { prefixesOf } from "../../identifiers/index.js";
import { namespaceId, schemeId } from "../../ledger/ids.js";
import type { NamespaceEntity, NamespaceId, SchemeId } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";

export interface Zone {
  readonly scheme: LedgerScheme;
  readonly namespace: NamespaceEntity;
  readonly live: boolean;
  /** From the parent up to the scheme's root. */
  readonly ancestors: readonly NamespaceEntity[];
}

export const schemeIds: Readonly<Record<LedgerScheme, SchemeId>> = {
  gs1: schemeId("gs1"),
  handle: schemeId("handle"),
  oid: schemeId("oid"),
  did: schemeId("did"),
  aas: schemeId("aas"),
};

/** The zone of a namespace; null where the index does not have it. */
export function zoneOf(view: EntityView, scheme: LedgerScheme, id: NamespaceId): Zone | null {
  const namespace = view.namespace(id);
  if (namespace === null) return null;
  const ancestors: NamespaceEntity[] = [];
  let lowest = namespace;
  while (lowest.parent !== null) {
    const parent = view.namespace(lowest.parent);
    // A parent lies above its child: an index that says otherwise vouches for nothing, and must not be walked in a circle.
    if (parent === null || parent.depth >= lowest.depth) return { scheme, namespace, live: false, ancestors };
    ancestors.push(parent);
    lowest = parent;
  }
  const live = [namespace, ...ancestors].every(({ status }) => status === "active");
  return { scheme, namespace, live, ancestors };
}

/**
 * The zone under which an identifier that nobody has registered could be: that of its longest delegated prefix, suspended
 * or not. Only delegation cuts a shorter prefix off, so that a suspension opens nothing to those above. null where the
 * ledger does not have the scheme.
 */
export function issuingZone(view: EntityView, identifier: LedgerIdentifier): Zone | null {
  const { scheme } = identifier;
  for (const { prefix } of prefixesOf(identifier)) {
    const zone = zoneOf(view, scheme, namespaceId(schemeIds[scheme], prefix));
    if (zone !== null) return zone;
  }
  return null;
}
