/** An answer's links, own and inherited, against those of the records on the chain. */
import { linkRelation } from "../../identifiers/gs1/vocabulary.js";
import type { LedgerIdentifier } from "../../identifiers/identifier.js";
import { coarserLevels } from "../../identifiers/index.js";
import { expandTemplate, isTemplate } from "../../identifiers/linkTemplate.js";
import { isFollowable } from "../../ledger/linkset.js";
import { linksIn } from "../../ledger/sameAs.js";
import type { Side } from "../ledger/equivalents.js";
import { locate } from "../ledger/locate.js";
import { type ReadContent, readContent } from "../ledger/recordContent.js";
import type { LedgerSession } from "../ledger/session.js";
import type { Answer } from "./answer.js";
import { type Finding, finding, none } from "./finding.js";
import { effectiveStatus } from "./status.js";

type Pair = readonly [relation: string, href: string];
type LevelPair = readonly [...Pair, level: string];

/**
 * Relation and target of each link, level by level: no level may lack a link or have one too many.
 * @param own Content of the identifier's record; null where it passes no links on.
 */
export async function linkFindings(
  session: LedgerSession,
  identifier: LedgerIdentifier,
  answer: Pick<Answer, "links" | "asOf">,
  own: ReadContent | null,
): Promise<readonly Finding[]> {
  const findings = [finding("links", shown(linksFrom(answer, undefined)), shown(linksOf(own, identifier)))];
  const levels = new Map<string, readonly Pair[]>();
  for (const { inheritedFrom, sharedBy } of answer.links)
    if (inheritedFrom !== undefined && sharedBy === undefined) levels.set(inheritedFrom, []);
  if (own !== null) {
    for (const coarser of coarserLevels(identifier)) {
      const pairs = linksOf(await activeContent(session, coarser, answer.asOf.number), identifier);
      if (pairs.length > 0) levels.set(coarser.canonical, pairs);
    }
  }
  for (const [level, pairs] of levels) {
    findings.push(finding(`links from ${level}`, shown(linksFrom(answer, level)), shown(pairs)));
  }
  return findings;
}

/** Links of a record and of its coarser levels, each with the level that has it; empty for its own. */
export async function linksWithLevels(
  session: LedgerSession,
  { located, content }: Side,
  block: number,
): Promise<readonly LevelPair[]> {
  const { identifier } = located;
  const links = linksOf(content, identifier).map((pair): LevelPair => [...pair, ""]);
  for (const coarser of coarserLevels(identifier)) {
    const pairs = linksOf(await activeContent(session, coarser, block), identifier);
    links.push(...pairs.map((pair): LevelPair => [...pair, coarser.canonical]));
  }
  return links;
}

async function activeContent(
  session: LedgerSession,
  identifier: LedgerIdentifier,
  block: number,
): Promise<ReadContent | null> {
  const { record } = await locate(session, identifier, block);
  return record !== null && effectiveStatus(record) === "active" ? readContent(session, record, block) : null;
}

function linksFrom({ links }: Pick<Answer, "links">, level: string | undefined): readonly Pair[] {
  return links
    .filter(
      ({ inheritedFrom, sharedBy, batch }) =>
        inheritedFrom === level && sharedBy === undefined && batch === undefined,
    )
    .map(({ rel, href }) => [linkRelation(rel), href]);
}

/** @param identifier Whose parts fill the places of templates. */
function linksOf(content: ReadContent | null, identifier: LedgerIdentifier): readonly Pair[] {
  return Object.entries(linksIn(content?.linkset ?? {})).flatMap(([rel, targets]) =>
    targets
      .map(({ href }) => (isTemplate(href) ? expandTemplate(href, identifier) : href))
      .filter((href) => href !== null && isFollowable(href))
      .map((href): Pair => [linkRelation(rel), href ?? ""]),
  );
}

/** As JSON, so that no text in a link can make two lists look alike. */
export function shown(links: readonly (readonly string[])[]): string {
  if (links.length === 0) return none;
  return links
    .map((link) => JSON.stringify(link))
    .sort()
    .join(" ");
}
