/** The answer to a request for a GS1 key: a redirect, a linkset, or the few links among which the caller has to choose. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Request } from "express";
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import type { Checkpoint } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { revalidatedFor } from "../auth/caching.js";
import { anonymous, type Caller } from "../auth/caller.js";
import { isAnonymous } from "../auth/context.js";
import { ResolverError } from "../errors.js";
import { entityTag } from "../http/etag.js";
import { asksFor, preferences } from "../http/preferences.js";
import { send, sendEmpty, sendTagged } from "../http/send.js";
import { type Moment, readAtMoment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { resolveSealed } from "../visibility/resolveAs.js";
import { lookAs } from "../visibility/sight.js";
import { answerOf, descriptionOf, type Gs1Answer, isOpen, recordsOf } from "./answer.js";
import { defaultFor, linksOfType, type Wishes } from "./choice.js";
import { ledgerLinkset, profileUri } from "./ledgerLinkset.js";
import { anchorOf, jsonLdLink, linkHeader, linksetMediaType } from "./linkHeader.js";
import { linksetDocument } from "./linkset.js";
import { withQuery } from "./redirect.js";
import { asksForProfile, type Representation, representationOf } from "./representation.js";
import type { Gs1Request } from "./request.js";

/** A suspension acts at once, so a cache asks each time; the entity tag spares it the answer it has. */
const cachingFor = (caller: Caller) => revalidatedFor(caller, "Accept", "Accept-Language");
const revalidate = cachingFor(anonymous);

/** What an answer is made of: where it leads alone, or all that is to be said of the key. */
type Answered =
  | Extract<Choice, { kind: "redirect" }>
  | (Exclude<Choice, { kind: "redirect" }> & {
      readonly answer: Gs1Answer;
      /** What the key stands for, for people. */
      readonly description: string;
      /** Which it is of. */
      readonly moment: Moment;
    });

/** Without credentials it is answered at once. */
export function respond(
  service: Service,
  baseUrl: string,
  request: Gs1Request,
  req: Request,
  res: ServerResponse,
): void | Promise<void> {
  if (!isAnonymous(req)) return respondToCaller(service, baseUrl, request, req, res);
  const wishes = wishesOf(request, req);
  const answered = readAtMoment(service.store, (view, moment) => {
    const answer = answerOf(view, service.manifests?.index, request.identifier, moment.at, baseUrl);
    return answeredBy(view, moment, request, answer, wishes);
  });
  sendAnswered(baseUrl, request, answered, revalidate, req, res);
}

async function respondToCaller(
  service: Service,
  baseUrl: string,
  request: Gs1Request,
  req: Request,
  res: ServerResponse,
): Promise<void> {
  const wishes = wishesOf(request, req);
  const { caller, answered } = await lookAs(service, req, async (sight) => {
    const { view, moment, disclosures } = sight;
    const lists = service.manifests?.index;
    const { identifier } = request;
    const sealed = isOpen(view, lists, identifier, moment.at) ? null : await resolveSealed(sight, identifier);
    const see = await disclosures.see(recordsOf(view, lists, identifier, moment.at));
    const answer = answerOf(view, lists, identifier, moment.at, baseUrl, { see, sealed });
    return { answered: answeredBy(view, moment, request, answer, wishes), caller: sight.caller };
  });
  sendAnswered(baseUrl, request, answered, cachingFor(caller), req, res);
}

function wishesOf({ context }: Gs1Request, { headers }: IncomingMessage): Wishes {
  return { media: preferences(headers.accept), languages: preferences(headers["accept-language"]), context };
}

/** Most callers are redirected: what else there is to say of the key is not looked up for them. */
function answeredBy(
  view: EntityView,
  moment: Moment,
  request: Gs1Request,
  answer: Gs1Answer,
  wishes: Wishes,
): Answered {
  const chosen = choose(request, answer, wishes);
  if (chosen.kind === "redirect") return chosen;
  return { ...chosen, answer, description: descriptionOf(view, answer, request.identifier), moment };
}

function sendAnswered(
  baseUrl: string,
  request: Gs1Request,
  answered: Answered,
  cached: typeof revalidate,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  const link = linkHeader(baseUrl, request);
  if (answered.kind === "redirect") {
    sendEmpty(req, res, 307, { location: withQuery(answered.href, request.query), link, ...cached });
    return;
  }
  const { contentType, body, ...form } = represented(baseUrl, request, answered, req.headers.accept);
  const headers = {
    link: form.link === undefined ? link : `${link}, ${form.link}`,
    ...cached,
  };
  if (answered.kind === "several") {
    send(req, res, 300, body, { "content-type": contentType, ...headers });
    return;
  }
  const etag = entityTag(body, contentType);
  sendTagged(req, res, body, { "content-type": contentType, etag, ...headers });
}

function represented(
  baseUrl: string,
  { identifier }: Gs1Request,
  { kind, links, answer, description, moment }: Exclude<Answered, { kind: "redirect" }>,
  accept: string | undefined,
): Representation {
  if (kind === "linkset" && asksForProfile(preferences(accept), profileUri(baseUrl))) {
    return inLedgerProfile(baseUrl, identifier, answer, moment.checkpoint);
  }
  const anchor = anchorOf(baseUrl, identifier);
  return representationOf(linksetDocument(anchor, description, links, answer.defaultLink), accept);
}

/** Its tag changes with each block, for it names the one that it is of. */
function inLedgerProfile(
  baseUrl: string,
  identifier: Gs1Identifier,
  answer: Gs1Answer,
  checkpoint: Checkpoint,
): Representation {
  return {
    contentType: `${linksetMediaType}; profile="${profileUri(baseUrl)}"`,
    body: JSON.stringify(ledgerLinkset(baseUrl, identifier, answer, checkpoint)),
    link: jsonLdLink,
  };
}

type Choice =
  | { readonly kind: "redirect"; readonly href: string }
  | { readonly kind: "linkset" | "several"; readonly links: Gs1Answer["links"] };

function choose({ linkType, identifier }: Gs1Request, answer: Gs1Answer, wishes: Wishes): Choice {
  // "all" is the deprecated name of "linkset".
  if (linkType === "linkset" || linkType === "all") return { kind: "linkset", links: answer.links };
  if (linkType === undefined) {
    if (asksFor(wishes.media, linksetMediaType)) return { kind: "linkset", links: answer.links };
    return { kind: "redirect", href: defaultFor(answer.defaultLink, answer.links, wishes).target.href };
  }
  const links = linksOfType(answer.links, linkType, wishes);
  const [first, second] = links;
  if (first === undefined) throw noSuchLinkType(linkType, identifier);
  return second === undefined ? { kind: "redirect", href: first.target.href } : { kind: "several", links };
}

function noSuchLinkType(linkType: string, identifier: Gs1Identifier): ResolverError {
  return new ResolverError(
    "RESOLVER_UNKNOWN_LINK_TYPE",
    `${identifier.canonical} has no link of the type '${linkType.slice(0, 200)}'.`,
    {
      hint: "Ask for linkType=linkset to see which links there are.",
      details: { canonical: identifier.canonical, linkType: linkType.slice(0, 200) },
    },
  );
}
