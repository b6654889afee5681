/** What a GS1 key's request finds: the links of its levels, or why there are none to follow. */
import type { Gs1Identifier, LedgerIdentifier } from "../../identifiers/identifier.js";
import { coarserLevels } from "../../identifiers/index.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { type Level, levelsAbove, linksOf, type ResolvedLink } from "../resolution/links.js";
import { type EffectiveStatus, locate } from "../resolution/locate.js";
import { type MemberStatus, ruleMember } from "../resolution/members.js";
import { defaultOf } from "./choice.js";

export interface Gs1Answer {
  /** Nearest level first; never empty. */
  readonly links: readonly ResolvedLink[];
  readonly defaultLink: ResolvedLink;
  /** What the key stands for, for people. */
  readonly description: string;
}

/**
 * @param at Unix seconds at which namespaces must not have expired.
 * @throws ResolverError RESOLVER_UNKNOWN_IDENTIFIER, RESOLVER_NOT_LIVE, RESOLVER_RETIRED, RESOLVER_NO_LINK.
 */
export function answerOf(view: EntityView, identifier: Gs1Identifier, at: number): Gs1Answer {
  const own = locate(view, identifier, at);
  const above = levelsAbove(view, identifier, at);
  const levels = own === null ? above : [{ identifier, located: own }, ...above];
  refuseUnlessActive(identifier, nearestOf(view, identifier, levels, at));
  const links = linksOf(own, above);
  const chosen = defaultOf(links);
  if (chosen === undefined) {
    throw new ResolverError("RESOLVER_NO_LINK", `${identifier.canonical} is registered, but has no link.`, {
      hint: "Ask /v1/resolve for its owner and its twin.",
      details: { canonical: identifier.canonical },
    });
  }
  return { links, defaultLink: chosen, description: descriptionOf(view, levels) ?? identifier.canonical };
}

/** A level that the ledger knows: by a record, or as a member of a batch. */
interface Standing {
  readonly identifier: LedgerIdentifier;
  readonly status: EffectiveStatus | MemberStatus;
}

function nearestOf(
  view: EntityView,
  identifier: Gs1Identifier,
  levels: readonly Level[],
  at: number,
): Standing | undefined {
  for (const one of [identifier, ...coarserLevels(identifier)]) {
    const level = levels.find((known) => known.identifier.canonical === one.canonical);
    if (level !== undefined) return { identifier: one, status: level.located.status };
    const member = ruleMember(view, one, at);
    if (member !== null) return { identifier: one, status: member.status };
  }
  return undefined;
}

/**
 * The nearest level that the ledger knows decides: where a lot is withdrawn, its serial numbers must not lead to the product as if
 * nothing had happened.
 */
function refuseUnlessActive(identifier: Gs1Identifier, nearest: Standing | undefined): void {
  const asked = { canonical: identifier.canonical };
  if (nearest === undefined) {
    throw new ResolverError("RESOLVER_UNKNOWN_IDENTIFIER", `Nobody has registered ${identifier.canonical}.`, {
      hint: "Check the code; /v1/resolve tells who has authority over it.",
      details: asked,
    });
  }
  const { status } = nearest;
  if (status === "active") return;
  const details = { ...asked, level: nearest.identifier.canonical, recordStatus: status };
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

/** The name of the nearest level's twin. */
function descriptionOf(view: EntityView, levels: readonly Level[]): string | undefined {
  for (const { located } of levels) {
    const { subject } = located.record;
    const twin = subject.kind === "twin" ? view.twin(subject.id) : null;
    if (twin !== null) return twin.name;
  }
  return undefined;
}
