/**
 * Which namespace answers for an identifier, and whether it is in force.
 *
 * A zone depends on the namespaces it was delegated from, which is the chain that the contracts walk, up to the closest
 * emancipated one. It has lapsed where one of them has expired, or was delegated anew since it delegated the next.
 */
import type { LedgerIdentifier, LedgerScheme } from "../../identifiers/identifier.js";
import { prefixesOf } from "../../identifiers/index.js";
import { namespaceId, schemeId } from "../../ledger/ids.js";
import { hasCome } from "../../store/lasting.js";
import type { NamespaceEntity, NamespaceId, SchemeId } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { MomentMemory } from "./moments.js";

export const standings = ["live", "suspended", "lapsed"] as const;
/** What a namespace counts for. One that has lapsed and is suspended too counts as lapsed. */
export type Standing = (typeof standings)[number];

export interface Zone {
  readonly scheme: LedgerScheme;
  readonly namespace: NamespaceEntity;
  readonly standing: Standing;
  /** The nearest namespace, from the zone's own upwards, that keeps it from being live; null while it is. */
  readonly cause: NamespaceEntity | null;
  /** From the parent up to the scheme's root, those included on which an emancipated namespace no longer depends. */
  readonly ancestors: readonly NamespaceEntity[];
}

export const schemeIds: Readonly<Record<LedgerScheme, SchemeId>> = {
  gs1: schemeId("gs1"),
  handle: schemeId("handle"),
  oid: schemeId("oid"),
  did: schemeId("did"),
  aas: schemeId("aas"),
};

/**
 * The zone of a namespace; null where the index does not have it.
 * @param at Unix seconds at which it must not have expired.
 */
export function zoneOf(view: EntityView, scheme: LedgerScheme, id: NamespaceId, at: number): Zone | null {
  return zones.value(view, at, id, () => deriveZone(view, scheme, id, at));
}

const zones = new MomentMemory<Zone | null>();

function deriveZone(view: EntityView, scheme: LedgerScheme, id: NamespaceId, at: number): Zone | null {
  const namespace = view.namespace(id);
  if (namespace === null) return null;
  const ancestors = ancestorsOf(view, namespace);
  const lapsed = nearestLapse(namespace, ancestors, at);
  if (lapsed !== null) return { scheme, namespace, standing: "lapsed", cause: lapsed, ancestors };
  const suspended = dependedOn(namespace, ancestors).find(({ status }) => status === "suspended") ?? null;
  return {
    scheme,
    namespace,
    standing: suspended === null ? "live" : "suspended",
    cause: suspended,
    ancestors,
  };
}

function ancestorsOf(view: EntityView, namespace: NamespaceEntity): readonly NamespaceEntity[] {
  const ancestors: NamespaceEntity[] = [];
  let lowest = namespace;
  while (lowest.parent !== null) {
    const parent = view.namespace(lowest.parent);
    // A parent lies above its child: an index that says otherwise must not be walked in a circle.
    if (parent === null || parent.prefix.length >= lowest.prefix.length) break;
    ancestors.push(parent);
    lowest = parent;
  }
  return ancestors;
}

/** The namespace and those above it, up to the first that depends on no other. */
function dependedOn(
  namespace: NamespaceEntity,
  ancestors: readonly NamespaceEntity[],
): readonly NamespaceEntity[] {
  const chain = [namespace, ...ancestors];
  const end = chain.findIndex(({ emancipated }) => emancipated);
  return end < 0 ? chain : chain.slice(0, end + 1);
}

/** The nearest one that has expired or is void. */
function nearestLapse(
  namespace: NamespaceEntity,
  ancestors: readonly NamespaceEntity[],
  at: number,
): NamespaceEntity | null {
  for (const [generation, one] of dependedOn(namespace, ancestors).entries()) {
    const { terms, emancipated, parent, parentTenure } = one;
    if (terms.expiry !== 0 && hasCome(terms.expiry, at)) return one;
    if (emancipated || parent === null) return null;
    // An index that lacks the parent vouches for nothing.
    if (ancestors[generation]?.tenure !== parentTenure) return one;
  }
  return null;
}

/**
 * The zone under which an identifier that nobody has registered could be: that of its longest delegated prefix that has not
 * lapsed, suspended or not. Only delegation cuts a shorter prefix off, so that a suspension opens nothing to those above;
 * nor does a lapse where the prefix is closed to them. null where the ledger does not have the scheme.
 * @param at Unix seconds.
 */
export function issuingZone(view: EntityView, identifier: LedgerIdentifier, at: number): Zone | null {
  const { scheme } = identifier;
  const passed: Zone[] = [];
  for (const { prefix, length } of prefixesOf(identifier)) {
    const zone = zoneOf(view, scheme, namespaceId(schemeIds[scheme], prefix), at);
    if (zone === null) continue;
    if (zone.standing === "lapsed") passed.push(zone);
    else return passed.find(({ namespace }) => isClosed(namespace, length)) ?? zone;
  }
  return null;
}

/**
 * Whether the namespace is the one to issue the identifier, were it live: all longer prefixes that are delegated have lapsed
 * and are open to it. The contracts' `issuerOf`.
 * @param at Unix seconds.
 */
export function issues(
  view: EntityView,
  identifier: LedgerIdentifier,
  namespace: NamespaceEntity,
  at: number,
): boolean {
  const { scheme } = identifier;
  const above = namespace.prefix.length;
  for (const { prefix } of prefixesOf(identifier)) {
    const id = namespaceId(schemeIds[scheme], prefix);
    if (id === namespace.id) return namespace.terms.mayIssue;
    const zone = zoneOf(view, scheme, id, at);
    if (zone !== null && (zone.standing !== "lapsed" || isClosed(zone.namespace, above))) return false;
  }
  return false;
}

/** A lapsed namespace is those above's to give again, unless it is frozen or one further up has suspended it. */
const isClosed = ({ frozen, suspension }: NamespaceEntity, above: number): boolean =>
  frozen !== undefined || (suspension?.ancestorLength ?? above) < above;
