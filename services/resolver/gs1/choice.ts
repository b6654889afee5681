/** Which link a request for a GS1 Digital Link URI leads to (GS1-Conformant Resolver 1.2, section 2.6). */
import { defaultLink, defaultLinkMulti, handledBy, linkRelation } from "../../identifiers/gs1/vocabulary.js";
import type { LinkTarget } from "../../store/model.js";
import { languageRank, mediaRange, type Preference } from "../http/preferences.js";
import { atNearestLevel, isOfSameLevel } from "../resolution/defaultLink.js";
import type { ResolvedLink } from "../resolution/links.js";
import { contextRank, contextsOf } from "./context.js";

/** What the request prefers. */
export interface Wishes {
  /** Members of `Accept`, best first. */
  readonly media: readonly Preference[];
  /** Members of `Accept-Language`, best first. */
  readonly languages: readonly Preference[];
  readonly context: string | undefined;
}

/**
 * The default for this caller: another default of the same level where it is in the context, language or media type that the
 * caller names, and against none of the others.
 */
export function defaultFor(
  chosen: ResolvedLink,
  links: readonly ResolvedLink[],
  wishes: Wishes,
): ResolvedLink {
  const others = links
    .filter((link) => link.rel === defaultLinkMulti && isOfSameLevel(link, chosen))
    .filter(({ target }) => isNamed(target, wishes));
  return best(others, wishes)[0] ?? chosen;
}

/**
 * The links of a type that fit the caller best, of the nearest level that has the type; several where none is better. A level that
 * is handled by another resolver, and is nearer, sends the caller there.
 * @param type A URI, a `gs1:` CURIE, or a name registered with IANA.
 */
export function linksOfType(
  links: readonly ResolvedLink[],
  type: string,
  wishes: Wishes,
): readonly ResolvedLink[] {
  const rel = linkRelation(type);
  const level = atNearestLevel(links, rel);
  const [first] = level;
  if (first === undefined) return [];
  // The standard knows one default link a level, and a level has one resolver: what comes after the first does not count.
  if (first.rel === defaultLink || first.rel === handledBy) return [first];
  return best(level, wishes);
}

/** The links that no other fits better: by context, which the caller asks for by name, then by language, then by media type. */
function best(links: readonly ResolvedLink[], wishes: Wishes): readonly ResolvedLink[] {
  if (links.length < 2) return links;
  const ranks: readonly ((target: LinkTarget) => number)[] = [
    (target) => contextRank(contextsOf(target), wishes.context),
    (target) => languageRank(target.hreflang ?? [], wishes.languages),
    (target) => mediaRange(target.type, wishes.media)?.quality ?? 0,
  ];
  return ranks.reduce(highest, links);
}

function highest(
  links: readonly ResolvedLink[],
  rank: (target: LinkTarget) => number,
): readonly ResolvedLink[] {
  const ranks = links.map(({ target }) => rank(target));
  const top = Math.max(...ranks);
  return links.filter((_, index) => ranks[index] === top);
}

/** Whether the caller names something that the target has, and the target has nothing that the caller does not want. */
function isNamed(target: LinkTarget, { context, languages, media }: Wishes): boolean {
  const contexts = contextRank(contextsOf(target), context);
  const tags = target.hreflang ?? [];
  const language = languageRank(tags, languages);
  const range = mediaRange(target.type, media);
  const speaks = tags.length === 0 || language > 0;
  const readable = target.type === undefined || media.length === 0 || (range?.quality ?? 0) > 0;
  const typeNamed = target.type !== undefined && range !== undefined && range.range !== "*/*";
  return contexts >= 0 && speaks && readable && (contexts > 0 || language > 0 || typeNamed);
}
