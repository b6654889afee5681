/** The links of an identifier: its own, and those of the coarser levels that it belongs to. */

import { linkRelation } from "../../identifiers/gs1/vocabulary.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { coarserLevels } from "../../identifiers/index.js";
import { expandTemplate, isTemplate } from "../../identifiers/linkTemplate.js";
import { isFollowable } from "../../ledger/linkset.js";
import { sameAs } from "../../ledger/sameAs.js";
import type { BatchId, Linkset, LinkTarget, RecordEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { type Located, locateShared } from "./locate.js";

/** A link that can be followed. */
export interface ResolvedLink {
  /** Link relation; GS1's as a full URI. */
  readonly rel: string;
  readonly target: LinkTarget;
  /** Canonical identifier of the coarser level that has the link, null for the identifier's own. */
  readonly inheritedFrom: string | null;
  /** URI of the equivalent identifier in whose answer the link is, null for one of the identifier's own answer. */
  readonly sharedBy: string | null;
  /** The batch whose list has the link; null for one of a record. */
  readonly batch: BatchId | null;
}

/** One level of an identifier: itself, or a coarser one. */
export interface Level {
  readonly identifier: LedgerIdentifier;
  readonly located: Located;
}

/** The levels above an identifier that have a record, nearest first. */
export function levelsAbove(view: EntityView, identifier: LedgerIdentifier, at: number): readonly Level[] {
  const levels: Level[] = [];
  for (const coarser of coarserLevels(identifier)) {
    const located = locateShared(view, coarser, at);
    if (located !== null) levels.push({ identifier: coarser, located });
  }
  return levels;
}

/** A record as somebody sees it: with links among its own that are not for everybody. */
export type See = (record: RecordEntity) => RecordEntity;

/** As everybody does. */
export const asRegistered: See = (record) => record;

/**
 * Links of a level and of those above it. A level that is not active passes nothing on.
 * @param identifier Whose parts fill the places of templates; those that ask for others lead nowhere.
 */
export function linksOf(
  own: Located | null,
  above: readonly Level[],
  identifier: LedgerIdentifier,
  see: See = asRegistered,
): readonly ResolvedLink[] {
  const links = own?.status === "active" ? [...linksOfContent(see(own.record).linkset, identifier)] : [];
  for (const { identifier: level, located } of above) {
    if (located.status !== "active") continue;
    links.push(...filled(inheritedLinks(see(located.record), level.canonical), identifier));
  }
  return links;
}

/** Links that content has of its own. */
export const linksOfContent = (linkset: Linkset, identifier: LedgerIdentifier): readonly ResolvedLink[] =>
  filled(linksIn(linkset, null), identifier);

/** The records whose links those of a level are. */
export function linkedRecords(own: Located | null, above: readonly Level[]): readonly RecordEntity[] {
  const levels =
    own === null ? above.map(({ located }) => located) : [own, ...above.map(({ located }) => located)];
  return levels.filter(({ status }) => status === "active").map(({ record }) => record);
}

/** Links that a list has for each of its members. */
export const linksOfList = (
  linkset: Linkset,
  batch: BatchId,
  identifier: LedgerIdentifier,
): readonly ResolvedLink[] => filled(linksIn(linkset, null), identifier).map((link) => ({ ...link, batch }));

/** Links as they were registered. */
interface RegisteredLinks {
  readonly links: readonly ResolvedLink[];
  /** Whether some are templates. */
  readonly haveTemplates: boolean;
}

function inheritedLinks(record: RecordEntity, level: string): RegisteredLinks {
  const known = inherited.get(record);
  if (known !== undefined) return known;
  const links = linksIn(record.linkset, level);
  inherited.set(record, links);
  return links;
}

/** Of records that many answers inherit from, such as a product of its serial numbers; an entity never changes. */
const inherited = new WeakMap<RecordEntity, RegisteredLinks>();

/**
 * Only http(s) targets without credentials are passed on, and templates of them: everything else is text that somebody might click. That another
 * identifier is of the same thing is no link, but a statement, which counts once the other side makes it too.
 */
function linksIn(linkset: Linkset, inheritedFrom: string | null): RegisteredLinks {
  const links: ResolvedLink[] = [];
  let haveTemplates = false;
  for (const relation in linkset) {
    if (relation === sameAs) continue;
    const rel = linkRelation(relation);
    for (const target of linkset[relation] ?? []) {
      const template = isTemplate(target.href);
      if (!template && !isFollowable(target.href)) continue;
      haveTemplates ||= template;
      links.push({ rel, target, inheritedFrom, sharedBy: null, batch: null });
    }
  }
  return { links, haveTemplates };
}

function filled(
  { links, haveTemplates }: RegisteredLinks,
  identifier: LedgerIdentifier,
): readonly ResolvedLink[] {
  if (!haveTemplates) return links;
  return links.flatMap((link) => {
    if (!isTemplate(link.target.href)) return [link];
    const href = expandTemplate(link.target.href, identifier);
    return href !== null && isFollowable(href) ? [{ ...link, target: { ...link.target, href } }] : [];
  });
}
