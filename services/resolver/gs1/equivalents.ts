/** What the agreed equivalents of a GS1 key add to its answer. */
import { defaultLink, defaultLinkMulti, handledBy } from "../../identifiers/gs1/vocabulary.js";
import { uriForm } from "../../identifiers/index.js";
import { identifierAddress } from "../resolution/addresses.js";
import type { Equivalent } from "../resolution/equivalents.js";
import type { ResolvedLink } from "../resolution/links.js";

/** GS1's closed form has no place for the relation of OWL, whose URI has a number sign; its vocabulary extends this one. */
const identityPage = "https://schema.org/sameAs";

/**
 * The shared links of those types that the key itself has none of, neither own nor inherited: what its owner says of a type is all
 * that is said of it. Default links are shared only where it has no link at all, and nothing is where another resolver answers for
 * the key.
 */
export function filledIn(
  own: readonly ResolvedLink[],
  shared: readonly ResolvedLink[],
): readonly ResolvedLink[] {
  if (shared.length === 0 || own.some(({ rel }) => rel === handledBy)) return own;
  const taken = new Set(own.map(({ rel }) => rel));
  if (own.length > 0) for (const rel of [defaultLink, defaultLinkMulti]) taken.add(rel);
  return [...own, ...shared.filter(({ rel }) => !taken.has(rel))];
}

/** A link to each equivalent at this resolver. */
export function identityLinks(baseUrl: string, equivalents: readonly Equivalent[]): readonly ResolvedLink[] {
  return equivalents.map(({ identifier }) => ({
    rel: identityPage,
    target: { href: identifierAddress(baseUrl, identifier), title: identifier.canonical },
    inheritedFrom: null,
    sharedBy: uriForm(identifier),
    batch: null,
  }));
}
