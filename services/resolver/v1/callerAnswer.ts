/** What `/v1/resolve` answers to a caller: what it answers to anybody, and what this caller may see besides. */
import type { Identifier } from "../../identifiers/identifier.js";
import { isLedgerIdentifier } from "../../identifiers/index.js";
import type { RequestContext } from "../auth/context.js";
import { resolve, resolveClaims } from "../resolution/resolve.js";
import type { Service } from "../service.js";
import { type Disclosures, disclosuresTo } from "../visibility/disclosures.js";
import { withOpened } from "../visibility/grantees.js";
import { protectedLinksOf } from "../visibility/protectedLinks.js";
import type { OpenedSealed } from "../visibility/sealed.js";
import type { Presenter } from "./present.js";
import { presentDisclosed, presentSealed } from "./presentDisclosed.js";
import { type Answer, answerTo, type Found } from "./resolveAnswer.js";

export interface Asker {
  readonly service: Pick<Service, "vault" | "logger" | "manifests" | "accessLog">;
  readonly context: RequestContext;
  readonly present: Presenter;
  readonly disclosures: Disclosures;
}

/** For all that one request asks. */
export function askerOf(
  service: Pick<Service, "vault" | "logger" | "manifests" | "accessLog">,
  context: RequestContext,
  present: Presenter,
): Asker {
  return { service, context, present, disclosures: disclosuresTo(service, context) };
}

export interface CallerAnswer {
  readonly answer: Answer;
  readonly found: Found;
  /** The sealed record that the answer is of; null where it is of an open one, or of none. */
  readonly opened: OpenedSealed | null;
}

/**
 * @param input The identifier as it was asked for.
 * @throws ResolverError RESOLVER_UNKNOWN_IDENTIFIER
 */
export async function answerToCaller(
  asker: Asker,
  input: string,
  identifier: Identifier,
): Promise<CallerAnswer> {
  const { context, present, disclosures } = asker;
  const { view, moment, caller } = context;
  const found = isLedgerIdentifier(identifier)
    ? resolve(view, asker.service.manifests?.index, identifier, moment.at)
    : await resolveClaims(view, identifier, moment.at);
  if (caller.kind === "anonymous")
    return { answer: answerTo(input, identifier, found, present), found, opened: null };
  if (found.kind === "unknown" && isLedgerIdentifier(identifier)) {
    const opened = await disclosures.sealed(identifier);
    if (opened !== null) {
      const shown = presentSealed(context, present, input, identifier, opened);
      const rights = await withOpened(asker.service, context, present, shown.sealed.rights);
      return {
        answer: { status: 200, body: { ...shown, sealed: { ...shown.sealed, rights } } },
        found,
        opened,
      };
    }
  }
  const answer = answerTo(input, identifier, found, present);
  if (answer.status !== 200 || "sealed" in answer.body) return { answer, found, opened: null };
  const links = await protectedLinksOf(view, disclosures, found, moment.at);
  const known =
    answer.body.record === null
      ? answer.body
      : { ...answer.body, rights: await withOpened(asker.service, context, present, answer.body.rights) };
  const protectedLinks = links.length === 0 ? {} : { protectedLinks: links.map(presentDisclosed) };
  return { answer: { status: 200, body: { ...known, ...protectedLinks } }, found, opened: null };
}
