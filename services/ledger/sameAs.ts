/**
 * Links by which a record says that another identifier names the same thing: of one relation, with the other identifier's URI
 * as their target. Both records have to say so; what one says by itself changes nothing.
 */
import { IdentifierError } from "../identifiers/errors.js";
import type { LedgerIdentifier } from "../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier, uriForm } from "../identifiers/index.js";
import type { Linkset, RecordId } from "../store/model.js";
import { recordId, schemeId } from "./ids.js";

/** OWL 2, section 9.6.1: two names are of one and the same thing. */
export const sameAs = "http://www.w3.org/2002/07/owl#sameAs";

/** Whether two records agree that they are of the same thing, and if not, the first thing that is missing. */
export const agreements = ["agreed", "one-sided", "former-owner", "not-in-force", "unregistered"] as const;
export type Agreement = (typeof agreements)[number];

/** Statements of one record that count: the first ones of its linkset. */
export const maxSameAs = 16;

export interface Stated {
  readonly identifier: LedgerIdentifier;
  /** Of its record, whether there is one or not. */
  readonly id: RecordId;
}

/**
 * The identifiers that a linkset states to be of the same thing, in their order: those that the ledger can hold a record for,
 * each once, at most `maxSameAs`.
 */
export function statedIn(linkset: Linkset): readonly Stated[] {
  const targets = targetsIn(linkset);
  if (targets.length === 0) return [];
  const stated = new Map<RecordId, LedgerIdentifier>();
  for (const { href } of targets) {
    const identifier = identifierIn(href);
    if (identifier !== null) stated.set(recordOf(identifier), identifier);
    if (stated.size === maxSameAs) break;
  }
  return [...stated].map(([id, identifier]) => ({ identifier, id }));
}

/** The linkset with one more statement. */
export function withSameAs(linkset: Linkset, identifier: LedgerIdentifier): Linkset {
  return { ...linkset, [sameAs]: [...targetsIn(linkset), { href: uriForm(identifier) }] };
}

/** The linkset without what states an identifier to be of the same thing, in whichever of its forms; the same one where nothing does. */
export function withoutSameAs(linkset: Linkset, identifier: LedgerIdentifier): Linkset {
  const id = recordOf(identifier);
  const targets = targetsIn(linkset);
  const kept = targets.filter(({ href }) => {
    const stated = identifierIn(href);
    return stated === null || recordOf(stated) !== id;
  });
  if (kept.length === targets.length) return linkset;
  return kept.length === 0 ? linksIn(linkset) : { ...linkset, [sameAs]: kept };
}

/** The linkset without any such statement. */
export function linksIn(linkset: Linkset): Linkset {
  return Object.fromEntries(Object.entries(linkset).filter(([relation]) => relation !== sameAs));
}

const recordOf = ({ scheme, canonical }: LedgerIdentifier): RecordId => recordId(schemeId(scheme), canonical);

const targetsIn = (linkset: Linkset) => (Object.hasOwn(linkset, sameAs) ? (linkset[sameAs] ?? []) : []);

/** An absolute URI, as a link's target is; other written forms are none. */
const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:/;

function identifierIn(href: string): LedgerIdentifier | null {
  if (!absolute.test(href)) return null;
  try {
    const identifier = parseIdentifier(href);
    return isLedgerIdentifier(identifier) ? identifier : null;
  } catch (error) {
    if (error instanceof IdentifierError) return null;
    throw error;
  }
}
