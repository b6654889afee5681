/** What a caller prefers, by RFC 9110 quality values; languages are looked up as by RFC 4647, section 3.4. */
import type { LinkTarget } from "../../store/model.js";

export interface Preference {
  /** Media range or language range, lower case. */
  readonly range: string;
  /** 0 to 1; 0 means: not acceptable. */
  readonly quality: number;
}

/** The members of an `Accept` or `Accept-Language` header, best first; malformed members are left out. */
export function preferences(header: string | undefined): readonly Preference[] {
  if (header === undefined) return [];
  return header
    .split(",", maxMembers)
    .flatMap((member) => {
      const [range = "", ...parameters] = member.split(";").map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith("q="));
      const quality = weight === undefined ? 1 : Number(weight.slice(2));
      return range !== "" && quality >= 0 && quality <= 1 ? [{ range, quality }] : [];
    })
    .sort((one, other) => other.quality - one.quality);
}

/** Members of a header that are looked at. */
const maxMembers = 50;

/** Whether a media type is asked for by its own name, and no other name is preferred to it. */
export function asksFor(accept: string | undefined, mediaType: string): boolean {
  const named = preferences(accept).filter(({ range, quality }) => !range.includes("*") && quality > 0);
  const quality = named.find(({ range }) => range === mediaType)?.quality ?? 0;
  return quality > 0 && named.every((other) => other.quality <= quality);
}

/** The targets that fit the caller best: by language first, then by media type. One is left, or several that fit alike. */
export function bestTargets<Link extends { readonly target: LinkTarget }>(
  links: readonly Link[],
  acceptLanguage: string | undefined,
  accept: string | undefined,
): readonly Link[] {
  return byMediaType(byLanguage(links, preferences(acceptLanguage)), preferences(accept));
}

/** The links in the most preferred language; without a match those in no language, without such all. */
export function byLanguage<Link extends { readonly target: LinkTarget }>(
  links: readonly Link[],
  languages: readonly Preference[],
): readonly Link[] {
  for (const { range, quality } of languages) {
    if (quality === 0) continue;
    if (range === "*") return links;
    const matching = inLanguage(links, range);
    if (matching.length > 0) return matching;
  }
  const neutral = links.filter(({ target }) => (target.hreflang ?? []).length === 0);
  return languages.length > 0 && neutral.length > 0 ? neutral : links;
}

/** Lookup: the range itself, then shorter and shorter (zh-Hant-TW, zh-Hant, zh); last a regional form of the range. */
export function inLanguage<Link extends { readonly target: LinkTarget }>(
  links: readonly Link[],
  range: string,
): readonly Link[] {
  const having = (fits: (tag: string) => boolean) =>
    links.filter(({ target }) => target.hreflang?.some((tag) => fits(tag.toLowerCase())));
  const parts = range.split("-");
  for (let length = parts.length; length > 0; length--) {
    const shortened = parts.slice(0, length).join("-");
    const exact = having((tag) => tag === shortened);
    if (exact.length > 0) return exact;
  }
  return having((tag) => tag.startsWith(`${range}-`));
}

function byMediaType<Link extends { readonly target: LinkTarget }>(
  links: readonly Link[],
  ranges: readonly Preference[],
): readonly Link[] {
  if (links.length < 2 || ranges.length === 0) return links;
  const qualities = links.map(({ target }) => mediaQuality(target.type?.toLowerCase(), ranges));
  const best = Math.max(...qualities);
  return links.filter((_, index) => qualities[index] === best);
}

/** Quality of a media type: the most specific range that covers it decides (RFC 9110, section 12.5.1). */
function mediaQuality(type: string | undefined, ranges: readonly Preference[]): number {
  const full = type?.split(";")[0]?.trim();
  const covering = full === undefined ? ["*/*"] : [full, `${full.split("/")[0]}/*`, "*/*"];
  for (const name of covering) {
    const found = ranges.find(({ range }) => range === name);
    if (found !== undefined) return found.quality;
  }
  return 0;
}
