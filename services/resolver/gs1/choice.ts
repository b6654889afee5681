/** Which link a request for a GS1 Digital Link URI leads to (GS1-Conformant Resolver 1.2, section 2.6). */
import {
  defaultLink,
  defaultLinkMulti,
  linkRelation,
  productInformation,
} from "../../identifiers/gs1/vocabulary.js";
import { bestTargets, inLanguage, preferences } from "../http/preferences.js";
import type { ResolvedLink } from "../resolution/links.js";

/** What the request's headers prefer. */
export interface Wishes {
  readonly accept: string | undefined;
  readonly acceptLanguage: string | undefined;
}

/**
 * The link that stands for the identifier: the nearest level's default link, else its first product page, else its first
 * link. Undefined where there is no link at all.
 * @param links Nearest level first.
 */
export function defaultOf(links: readonly ResolvedLink[]): ResolvedLink | undefined {
  return (
    links.find(({ rel }) => rel === defaultLink) ??
    links.find(({ rel }) => rel === productInformation) ??
    links.find(({ rel }) => rel !== defaultLinkMulti) ??
    links[0]
  );
}

/** The default for this caller: where the level of the default link has one in a language that it prefers, that one. */
export function defaultFor(
  chosen: ResolvedLink,
  links: readonly ResolvedLink[],
  wishes: Wishes,
): ResolvedLink {
  const multi = links.filter(
    ({ rel, inheritedFrom }) => rel === defaultLinkMulti && inheritedFrom === chosen.inheritedFrom,
  );
  for (const { range, quality } of preferences(wishes.acceptLanguage)) {
    const [match] = quality > 0 ? inLanguage(multi, range) : [];
    if (match !== undefined) return match;
  }
  return chosen;
}

/**
 * The links of a type that fit the caller best, of the nearest level that has the type; several where none is better.
 * @param type A URI, a `gs1:` CURIE, or a name registered with IANA.
 */
export function linksOfType(
  links: readonly ResolvedLink[],
  type: string,
  wishes: Wishes,
): readonly ResolvedLink[] {
  const rel = linkRelation(type);
  const first = links.find((link) => link.rel === rel);
  if (first === undefined) return [];
  const level = links.filter((link) => link.rel === rel && link.inheritedFrom === first.inheritedFrom);
  // The standard knows one default link a level: what comes after the first does not count.
  if (rel === defaultLink) return [first];
  return bestTargets(level, wishes.acceptLanguage, wishes.accept);
}
