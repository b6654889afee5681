/** What a caller prefers, by RFC 9110 quality values; languages are looked up as by RFC 4647, section 3.4. */
import { Remembered } from "../../store/values.js";
import { splitUnquoted, unquoted } from "./fieldValues.js";

export interface Preference {
  /** Media range or language range, lower case. */
  readonly range: string;
  /** 0 to 1; 0 means: not acceptable. */
  readonly quality: number;
  /** Parameters beside the quality, names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Members of a header that are looked at. */
const maxMembers = 50;
const weightForm = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** The members of an `Accept` or `Accept-Language` header, best first; malformed members are left out. */
export function preferences(header: string | undefined): readonly Preference[] {
  if (header === undefined) return none;
  const known = read.of(header);
  if (known !== undefined) return known;
  const members = membersOf(header);
  if (header.length <= longestRemembered) read.keep(header, members);
  return members;
}

const none: readonly Preference[] = [];

/** Headers that were read: programs send the same one each time, and there are few programs. */
const read = new Remembered<readonly Preference[], string>(100);
/** Characters of a header. */
const longestRemembered = 256;

function membersOf(header: string): readonly Preference[] {
  return splitUnquoted(header, ",")
    .slice(0, maxMembers)
    .flatMap((member) => {
      const [range = "", ...rest] = splitUnquoted(member, ";");
      const { q = "1", ...parameters } = Object.fromEntries(rest.map(parameter));
      return range !== "" && weightForm.test(q)
        ? [{ range: range.toLowerCase(), quality: Number(q), parameters }]
        : [];
    })
    .sort((one, other) => other.quality - one.quality);
}

function parameter(text: string): readonly [name: string, value: string] {
  const [name = "", value = ""] = text.split(/=(.*)/s, 2);
  return [name.trim().toLowerCase(), unquoted(value.trim())];
}

/** Whether a media type is asked for by its own name, and nothing else is preferred to it. */
export function asksFor(ranges: readonly Preference[], mediaType: string): boolean {
  const quality = ranges.find(({ range }) => range === mediaType)?.quality ?? 0;
  return quality > 0 && ranges.every((other) => other.quality <= quality);
}

/** The range that decides about a media type: the most specific one that covers it (RFC 9110, section 12.5.1). */
export function mediaRange(type: string | undefined, ranges: readonly Preference[]): Preference | undefined {
  const full = type?.split(";")[0]?.trim().toLowerCase();
  const covering = full === undefined ? ["*/*"] : [full, `${full.split("/")[0]}/*`, "*/*"];
  for (const name of covering) {
    const found = ranges.find(({ range }) => range === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of the media types that can be answered with, the one that the caller likes best; the first of those it likes alike. */
export function preferredType<Type extends string>(
  accept: string | undefined,
  types: readonly [Type, ...Type[]],
): Type {
  const ranges = preferences(accept);
  const known = chosen.get(ranges) ?? new WeakMap<readonly string[], number>();
  const best = known.get(types) ?? bestOf(types, ranges);
  chosen.set(ranges, known.set(types, best));
  return types[best] ?? types[0];
}

/** Places of what was chosen, by what was preferred and among what. */
const chosen = new WeakMap<readonly Preference[], WeakMap<readonly string[], number>>();

function bestOf(types: readonly string[], ranges: readonly Preference[]): number {
  const qualities = types.map((type) => mediaRange(type, ranges)?.quality ?? 0);
  return qualities.indexOf(Math.max(...qualities));
}

/**
 * How well a target in some languages suits a caller: higher is better, 0 where nothing speaks for it or against it, negative
 * where the caller has named other languages.
 *
 * The caller's ranges count in their order. Each is looked up itself, then shorter and shorter (zh-Hant-TW, zh-Hant, zh); last
 * comes a regional form of the range.
 *
 * @param tags Languages of the target; none for one that has no language.
 * @param ranges Best first.
 */
export function languageRank(tags: readonly string[], ranges: readonly Preference[]): number {
  if (tags.length === 0 || ranges.length === 0) return 0;
  return Math.max(...tags.map((tag) => tagRank(tag.toLowerCase(), ranges)));
}

/** More than a language tag has subtags: an earlier range outweighs a closer match of a later one. */
const rangeWeight = 64;

function tagRank(tag: string, ranges: readonly Preference[]): number {
  for (const [index, { range, quality }] of ranges.entries()) {
    if (quality === 0) continue;
    const closeness = closenessOf(tag, range);
    if (closeness !== null) return (ranges.length - index) * rangeWeight + closeness;
  }
  const others =
    ranges.some(({ range, quality }) => range === "*" && quality > 0) ||
    ranges.every(({ quality }) => quality === 0);
  const refused = ranges.some(({ range, quality }) => quality === 0 && isWithin(tag, range));
  return others && !refused ? 0 : -1;
}

/** Subtags of the range that the lookup came down to; 0 for a regional form of it; null where the tag is no match. */
function closenessOf(tag: string, range: string): number | null {
  if (isWithin(range, tag)) return Math.min(tag.split("-").length, rangeWeight - 1);
  return isWithin(tag, range) ? 0 : null;
}

/** Whether a tag is another one, or a form of it. */
function isWithin(tag: string, other: string): boolean {
  return tag === other || tag.startsWith(`${other}-`);
}
