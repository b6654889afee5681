/** The link that stands for an identifier, whichever protocol asks for it (GS1-Conformant Resolver 1.2, section 2.6). */
import {
  defaultLink,
  defaultLinkMulti,
  handledBy,
  productInformation,
} from "../../identifiers/gs1/vocabulary.js";
import type { ResolvedLink } from "./links.js";

/**
 * The nearest level's default link, or its hand-off to another resolver, whichever is nearer; else the first product page, else
 * the first link. One that an equivalent shares stands for it only where it has none itself. Undefined where there is no link at
 * all.
 * @param links Nearest level first.
 */
export function defaultOf(links: readonly ResolvedLink[]): ResolvedLink | undefined {
  const own = links.filter(({ sharedBy }) => sharedBy === null);
  return defaultAmong(own.length > 0 ? own : links);
}

function defaultAmong(links: readonly ResolvedLink[]): ResolvedLink | undefined {
  return (
    atNearestLevel(links, defaultLink)[0] ??
    links.find(({ rel }) => rel === productInformation) ??
    links.find(({ rel }) => rel !== defaultLinkMulti) ??
    links[0]
  );
}

/** Links of a type at the nearest level that has any, or else a hand-off. */
export function atNearestLevel(links: readonly ResolvedLink[], rel: string): readonly ResolvedLink[] {
  const first = links.find((link) => link.rel === rel || link.rel === handledBy);
  if (first === undefined) return [];
  const level = links.filter((link) => isOfSameLevel(link, first));
  const ofType = level.filter((link) => link.rel === rel);
  return ofType.length > 0 ? ofType : level.filter((link) => link.rel === handledBy);
}

/** Whether two links stand at the same level of the same identifier. */
export function isOfSameLevel(one: ResolvedLink, other: ResolvedLink): boolean {
  return one.inheritedFrom === other.inheritedFrom && one.sharedBy === other.sharedBy;
}
