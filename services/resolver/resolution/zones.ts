/**
 * Who has authority over an identifier: the delegated namespaces among the prefixes that it carries.
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

const schemeIds: Readonly<Record<LedgerScheme, SchemeId>> = {
  gs1: schemeId("gs1"),
  handle: schemeId("handle"),
  oid: schemeId("oid"),
  did: schemeId("did"),
  aas: schemeId("aas"),
};

/** Ids of recently used names: hashing a dozen prefixes anew costs more than looking them all up. */
const knownIds = new Map<string, NamespaceId>();
const maxKnownIds = 20_000;

function idOf(scheme: LedgerScheme, prefix: string): NamespaceId {
  const name = `${scheme} ${prefix}`;
  const known = knownIds.get(name);
  if (known !== undefined) return known;
  if (knownIds.size >= maxKnownIds) knownIds.clear();
  const id = namespaceId(schemeIds[scheme], prefix);
  knownIds.set(name, id);
  return id;
}

/** The zones of an identifier, longest prefix first; the last is its scheme's root, where the ledger has the scheme. */
export function zonesOf(view: EntityView, identifier: LedgerIdentifier): readonly Zone[] {
  const { scheme } = identifier;
  const zones: Zone[] = [];
  const byId = new Map<NamespaceId, Zone>();
  for (const { prefix } of prefixesOf(identifier).toReversed()) {
    const namespace = view.namespace(idOf(scheme, prefix));
    if (namespace === null) continue;
    const zone = { scheme, namespace, ...lineOf(namespace, byId) };
    byId.set(namespace.id, zone);
    zones.push(zone);
  }
  return zones.reverse();
}

/** A parent's prefix is shorter, so its zone is there already; where it is not, nothing vouches for the namespace. */
function lineOf(
  namespace: NamespaceEntity,
  shorter: ReadonlyMap<NamespaceId, Zone>,
): Pick<Zone, "live" | "ancestors"> {
  const active = namespace.status === "active";
  if (namespace.parent === null) return { live: active, ancestors: [] };
  const parent = shorter.get(namespace.parent);
  if (parent === undefined) return { live: false, ancestors: [] };
  return { live: active && parent.live, ancestors: [parent.namespace, ...parent.ancestors] };
}
