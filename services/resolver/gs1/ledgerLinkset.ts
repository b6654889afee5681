/**
 * The richer linkset, for callers who ask for its profile (RFC 9264, section 5): the links of each level as they were registered,
 * whatever GS1's closed form has no place for included, and links to what the ledger says of the level.
 */
import { handledBy } from "../../identifiers/gs1/vocabulary.js";
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import { uriForm } from "../../identifiers/index.js";
import { sameAs } from "../../ledger/sameAs.js";
import type { Checkpoint, LinkTarget } from "../../store/model.js";
import { identifierAddress, recordAddress } from "../resolution/addresses.js";
import type { Equivalent } from "../resolution/equivalents.js";
import { type Level, linksOf, type ResolvedLink } from "../resolution/links.js";
import { anchorOf } from "./linkHeader.js";

/** Page about the profile, at the resolver itself. */
export const profilePath = "/profiles/ledger-linkset";

export function profileUri(baseUrl: string): string {
  return baseUrl + profilePath;
}

type Target = Readonly<Record<string, unknown>> & { readonly href: string };

export interface LevelContext {
  readonly anchor: string;
  readonly [relation: string]: string | readonly Target[];
}

export interface LedgerLinkset {
  readonly linkset: readonly LevelContext[];
}

export interface LedgerLinks {
  /** Those that have a record, nearest first. */
  readonly levels: readonly Level[];
  /** Of the identifier itself. */
  readonly equivalents: readonly Equivalent[];
  /** All that is followed for the identifier. */
  readonly links: readonly ResolvedLink[];
}

export function ledgerLinkset(
  baseUrl: string,
  identifier: Gs1Identifier,
  { levels, equivalents, links }: LedgerLinks,
  checkpoint: Checkpoint,
): LedgerLinkset {
  const anchor = anchorOf(baseUrl, identifier);
  const filled = filledFor(identifier, levels, links);
  const isAsked = (level: Level): boolean => level.identifier.canonical === identifier.canonical;
  const [first, ...above] = levels.map((level) =>
    contextOf(baseUrl, level, checkpoint, isAsked(level) ? filled : []),
  );
  // The first context is always of what was asked for.
  if (first?.anchor === anchor) return { linkset: [{ ...first, ...identities(equivalents) }, ...above] };
  const asked = { anchor, ...Object.fromEntries(relationsOf(filled)) };
  return { linkset: first === undefined ? [asked] : [asked, first, ...above] };
}

/** Links that no level has of itself: those of a list, and those that a level above has a template of. */
function filledFor(
  { canonical }: Gs1Identifier,
  levels: readonly Level[],
  links: readonly ResolvedLink[],
): readonly ResolvedLink[] {
  const above = levels.filter((level) => level.identifier.canonical !== canonical);
  const theirs = new Set(
    above.flatMap(({ identifier, located }) =>
      linksOf(located, [], identifier).map((link) => linkName(identifier.canonical, link)),
    ),
  );
  return links.filter((link) => {
    const { rel, sharedBy, batch, inheritedFrom } = link;
    if (sharedBy !== null || rel === handledBy) return false;
    if (batch !== null) return true;
    const level = above.find((one) => one.identifier.canonical === inheritedFrom);
    return level !== undefined && !theirs.has(linkName(level.identifier.canonical, link));
  });
}

const linkName = (level: string, { rel, target }: ResolvedLink): string =>
  JSON.stringify([level, rel, target.href]);

function relationsOf(links: readonly ResolvedLink[]): Map<string, Target[]> {
  const relations = new Map<string, Target[]>();
  for (const { rel, target } of links) if (rel !== "anchor") add(relations, rel, registered(target));
  return relations;
}

function identities(equivalents: readonly Equivalent[]): Readonly<Record<string, readonly Target[]>> {
  if (equivalents.length === 0) return {};
  return { [sameAs]: equivalents.map(({ identifier }) => ({ href: uriForm(identifier) })) };
}

/** @param further Links that are not the record's own. */
function contextOf(
  baseUrl: string,
  { identifier, located }: Level,
  checkpoint: Checkpoint,
  further: readonly ResolvedLink[],
): LevelContext {
  const relations = relationsOf([...linksOf(located, [], identifier), ...further]);
  for (const [rel, target] of ledgerLinks(baseUrl, { identifier, located }, checkpoint)) {
    add(relations, rel, target);
  }
  return { anchor: identifierAddress(baseUrl, identifier), ...Object.fromEntries(relations) };
}

function add(relations: Map<string, Target[]>, rel: string, target: Target): void {
  const listed = relations.get(rel) ?? [];
  listed.push(target);
  relations.set(rel, listed);
}

/** Attributes that RFC 9264 has as single texts; those that it does not know are arrays. */
const single = new Set(["href", "title", "type", "media"]);

function registered(target: LinkTarget): Target {
  const attributes = Object.entries(target).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "string" && !single.has(name) ? [value] : value,
  ]);
  return { ...Object.fromEntries(attributes), href: target.href };
}

/** What the ledger says of a level: its record, as of which block, its owner, its issuer, its rights, its twin. */
function ledgerLinks(
  baseUrl: string,
  { identifier, located }: Level,
  checkpoint: Checkpoint,
): readonly (readonly [rel: string, target: Target])[] {
  const { record, zone, status } = located;
  const profile = profileUri(baseUrl);
  const type = "application/json";
  const prefix = encodeURIComponent(zone.namespace.prefix);
  const { subject } = record;
  const links: (readonly [string, Target])[] = [
    [
      "describedby",
      {
        href: recordAddress(baseUrl, identifier),
        type,
        status: [status],
        digest: [record.digest],
        block: [String(checkpoint.number)],
        blockHash: [checkpoint.hash],
      },
    ],
    [`${profile}#owner`, { href: `${baseUrl}/v1/parties/${record.owner}`, type }],
    [
      `${profile}#namespace`,
      { href: `${baseUrl}/v1/namespaces/${zone.scheme}${prefix === "" ? "" : `/${prefix}`}`, type },
    ],
    [`${profile}#rights`, { href: `${baseUrl}/v1/assets/record/${record.id}/rights`, type }],
  ];
  if (subject.kind === "twin") {
    links.push([`${profile}#twin`, { href: `${baseUrl}/v1/twins/${subject.id}`, type }]);
  }
  return links;
}
