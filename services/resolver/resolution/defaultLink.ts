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
 * the first link. Undefined where there is no link at all.
 * @param links Nearest level first.
 */
export function defaultOf(links: readonly ResolvedLink[]): ResolvedLink | undefined {
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
  const level = links.filter(({ inheritedFrom }) => inheritedFrom === first.inheritedFrom);
  const ofType = level.filter((link) => link.rel === rel);
  return ofType.length > 0 ? ofType : level.filter((link) => link.rel === handledBy);
}
