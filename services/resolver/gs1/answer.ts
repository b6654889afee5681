/** What a GS1 key's request finds: the links of its levels, or why there are none to follow. */
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import { coarserLevels } from "../../identifiers/index.js";
import type { RecordEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { defaultOf } from "../resolution/defaultLink.js";
import { type Equivalent, equivalentsOf, sharedLinks } from "../resolution/equivalents.js";
import {
  asRegistered,
  type Level,
  linkedRecords,
  linksOf,
  type ResolvedLink,
  type See,
} from "../resolution/links.js";
import { type EffectiveStatus, type Located, locate, locateShared } from "../resolution/locate.js";
import {
  type Lists,
  linksOfMember,
  type Member,
  type MemberStatus,
  memberAt,
} from "../resolution/members.js";
import { issuingZone, type Zone } from "../resolution/zones.js";
import type { SealedResolution } from "../visibility/resolveAs.js";
import { filledIn, identityLinks } from "./equivalents.js";
import { handOffsTo, namespaceHandOff } from "./handOff.js";

export interface Gs1Answer {
  /** Those that have a record, nearest first. */
  readonly levels: readonly Level[];
  /** Of the key itself, not of the levels above. */
  readonly equivalents: readonly Equivalent[];
  /** Nearest level first, those of equivalents last; never empty. */
  readonly links: readonly ResolvedLink[];
  readonly defaultLink: ResolvedLink;
}

/** What a caller sees. */
export interface Shown {
  /** A record, with protected links. */
  readonly see: See;
  /** What the key itself is, where only some may know; null else. */
  readonly sealed: SealedResolution | null;
}

/** What everybody sees. */
const publicly: Shown = { see: asRegistered, sealed: null };

/**
 * @param at Unix seconds at which namespaces must not have expired.
 * @param baseUrl Public address of this resolver.
 * @throws ResolverError RESOLVER_UNKNOWN_IDENTIFIER, RESOLVER_NOT_LIVE, RESOLVER_RETIRED, RESOLVER_NO_LINK.
 */
export function answerOf(
  view: EntityView,
  lists: Lists,
  identifier: Gs1Identifier,
  at: number,
  baseUrl: string,
  { see, sealed }: Shown = publicly,
): Gs1Answer {
  const { levels: known, nearest } = standingOf(view, lists, identifier, at, sealed);
  const levels = see === asRegistered ? known : known.map((level) => seenLevel(level, see));
  if (nearest !== undefined) refuseUnlessActive(identifier, nearest);
  const zone = nearest?.zone ?? issuingZone(view, identifier, at);
  const handOff = zone === null ? [] : namespaceHandOff(view, zone, at);
  const listed = nearest === undefined ? [] : listLinksOf(lists, nearest, identifier);
  const disclosed = sealed?.links ?? [];
  const ofLevels = linksOfLevels(levels, identifier);
  const own = handOffsTo([...disclosed, ...listed, ...ofLevels, ...handOff], identifier, baseUrl);
  const located = ownOf(levels, identifier);
  const equivalents = located === null ? [] : equivalentsOf(view, located, at);
  const followed = filledIn(own, sharedLinks(view, equivalents, at));
  // To lead from one name to the other is no default: neither might lead on.
  const chosen = defaultOf(followed);
  if (chosen === undefined) throw nearest === undefined ? unknown(identifier) : withoutLink(identifier);
  const links = [...followed, ...identityLinks(baseUrl, equivalents)];
  return { levels, equivalents, links, defaultLink: chosen };
}

const seenLevel = ({ identifier, located }: Level, see: See): Level => ({
  identifier,
  located: { ...located, record: see(located.record) },
});

/** The records whose links an answer is made of; none where the key leads nowhere. */
export function recordsOf(
  view: EntityView,
  lists: Lists,
  identifier: Gs1Identifier,
  at: number,
): readonly RecordEntity[] {
  const { levels, nearest } = standingOf(view, lists, identifier, at);
  return nearest?.status === "active" ? linkedRecords(null, levels) : [];
}

/** Whether everybody finds the key itself, be that by a record or as a member of a batch. */
export function isOpen(view: EntityView, lists: Lists, identifier: Gs1Identifier, at: number): boolean {
  return locate(view, identifier, at) !== null || memberAt(view, lists, identifier, at) !== null;
}

/** A level that the ledger knows: by a record, sealed or not, or as a member of a batch. */
interface Standing {
  readonly identifier: Gs1Identifier;
  readonly status: EffectiveStatus | MemberStatus;
  /** Of the namespace that issued it. */
  readonly zone: Zone;
  /** Where it is known as such. */
  readonly member: Member | null;
}

interface Standings {
  readonly levels: readonly Level[];
  readonly nearest: Standing | undefined;
}

function standingOf(
  view: EntityView,
  lists: Lists,
  identifier: Gs1Identifier,
  at: number,
  sealed: SealedResolution | null = null,
): Standings {
  const levels: Level[] = [];
  let nearest: Standing | undefined =
    sealed === null ? undefined : { identifier, status: sealed.status, zone: sealed.zone, member: null };
  for (const one of [identifier, ...coarserLevels(identifier)]) {
    const located = (one === identifier ? locate : locateShared)(view, one, at);
    if (located !== null) levels.push({ identifier: one, located });
    if (nearest !== undefined) continue;
    const member = located === null ? memberAt(view, lists, one, at) : null;
    const known = located ?? member;
    if (known !== null) nearest = { identifier: one, status: known.status, zone: known.zone, member };
  }
  return { levels, nearest };
}

function linksOfLevels(levels: readonly Level[], identifier: Gs1Identifier): readonly ResolvedLink[] {
  const own = ownOf(levels, identifier);
  return linksOf(own, own === null ? levels : levels.slice(1), identifier);
}

/** Links of the list that the key is in, or the coarser level that decides about it. */
function listLinksOf(
  lists: Lists,
  { member, identifier: level }: Standing,
  identifier: Gs1Identifier,
): readonly ResolvedLink[] {
  if (member === null) return [];
  const inheritedFrom = level.canonical === identifier.canonical ? null : level.canonical;
  return linksOfMember(lists, { ...member, identifier }).map((link) => ({ ...link, inheritedFrom }));
}

/** The record of the identifier itself, where it has one. */
function ownOf([first]: readonly Level[], { canonical }: Gs1Identifier): Located | null {
  return first?.identifier.canonical === canonical ? first.located : null;
}

/**
 * The nearest level that the ledger knows decides: where a lot is withdrawn, its serial numbers must not lead to the product as if
 * nothing had happened.
 */
function refuseUnlessActive(identifier: Gs1Identifier, nearest: Standing): void {
  const { status } = nearest;
  if (status === "active") return;
  const details = {
    canonical: identifier.canonical,
    level: nearest.identifier.canonical,
    recordStatus: status,
  };
  if (status === "retired" || status === "revoked") {
    throw new ResolverError("RESOLVER_RETIRED", `${nearest.identifier.canonical} was ${status}.`, {
      hint: "Ask /v1/resolve for what it was.",
      details,
    });
  }
  throw new ResolverError("RESOLVER_NOT_LIVE", `${nearest.identifier.canonical} is not live: ${status}.`, {
    hint: "Ask /v1/resolve for its record; the links come back when the suspension ends, or its namespace is renewed or delegated anew.",
    details,
  });
}

function unknown({ canonical }: Gs1Identifier): ResolverError {
  return new ResolverError("RESOLVER_UNKNOWN_IDENTIFIER", `Nobody has registered ${canonical}.`, {
    hint: "Check the code; /v1/resolve tells who has authority over it.",
    details: { canonical },
  });
}

function withoutLink({ canonical }: Gs1Identifier): ResolverError {
  return new ResolverError("RESOLVER_NO_LINK", `${canonical} is registered, but has no link.`, {
    hint: "Ask /v1/resolve for its owner and its twin.",
    details: { canonical },
  });
}

/** What a key stands for, for people: the name of the nearest level's twin. */
export function descriptionOf(
  view: EntityView,
  { levels }: Pick<Gs1Answer, "levels">,
  { canonical }: Gs1Identifier,
): string {
  for (const { located } of levels) {
    const { subject } = located.record;
    const twin = subject.kind === "twin" ? view.twin(subject.id) : null;
    if (twin !== null) return twin.name;
  }
  return canonical;
}
