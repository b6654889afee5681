/** The answer to a request for a GS1 key: a redirect, a linkset, or the few links among which the caller has to choose. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Request } from "express";
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import type { Checkpoint } from "../../store/model.js";
import { revalidatedFor } from "../auth/caching.js";
import { anonymous, type Caller } from "../auth/caller.js";
import { isAnonymous } from "../auth/context.js";
import { ResolverError } from "../errors.js";
import { entityTag } from "../http/etag.js";
import { asksFor, preferences } from "../http/preferences.js";
import { send, sendEmpty, sendTagged } from "../http/send.js";
import { readAtMoment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { resolveSealed } from "../visibility/resolveAs.js";
import { lookAs } from "../visibility/sight.js";
import { answerOf, type Gs1Answer, isOpen, recordsOf } from "./answer.js";
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

/** What is asked of what: an answer, and the block that it is of. */
interface Answered {
  readonly answer: Gs1Answer;
  readonly checkpoint: Checkpoint;
}

/** Without credentials it is answered at once. */
export function respond(
  service: Service,
  baseUrl: string,
  request: Gs1Request,
  req: Request,
  res: ServerResponse,
): void | Promise<void> {
  if (!isAnonymous(req)) return respondToCaller(service, baseUrl, request, req, res);
  const answered = readAtMoment(service.store, (view, moment) => ({
    answer: answerOf(view, service.manifests?.index, request.identifier, moment.at, baseUrl),
    checkpoint: moment.checkpoint,
  }));
  sendChosen(baseUrl, request, answered, revalidate, req, res);
}

async function respondToCaller(
  service: Service,
  baseUrl: string,
  request: Gs1Request,
  req: Request,
  res: ServerResponse,
): Promise<void> {
  const { caller, ...answered } = await lookAs(service, req, async (sight) => {
    const { view, moment, disclosures } = sight;
    const lists = service.manifests?.index;
    const { identifier } = request;
    const sealed = isOpen(view, lists, identifier, moment.at) ? null : await resolveSealed(sight, identifier);
    const see = await disclosures.see(recordsOf(view, lists, identifier, moment.at));
    const answer = answerOf(view, lists, identifier, moment.at, baseUrl, { see, sealed });
    return { answer, checkpoint: moment.checkpoint, caller: sight.caller };
  });
  sendChosen(baseUrl, request, answered, cachingFor(caller), req, res);
}

function sendChosen(
  baseUrl: string,
  request: Gs1Request,
  { answer, checkpoint }: Answered,
  cached: typeof revalidate,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  const { accept } = req.headers;
  const wishes = {
    media: preferences(accept),
    languages: preferences(req.headers["accept-language"]),
    context: request.context,
  };
  const chosen = choose(request, answer, wishes, accept);
  const link = linkHeader(baseUrl, request);
  if (chosen.kind === "redirect") {
    sendEmpty(req, res, 307, { location: withQuery(chosen.href, request.query), link, ...cached });
    return;
  }
  const { contentType, body, ...form } =
    chosen.kind === "linkset" && asksForProfile(wishes.media, profileUri(baseUrl))
      ? inLedgerProfile(baseUrl, request.identifier, answer, checkpoint)
      : representationOf(
          linksetDocument(
            anchorOf(baseUrl, request.identifier),
            answer.description,
            chosen.links,
            answer.defaultLink,
          ),
          accept,
        );
  const headers = {
    link: form.link === undefined ? link : `${link}, ${form.link}`,
    ...cached,
  };
  if (chosen.kind === "several") {
    send(req, res, 300, body, { "content-type": contentType, ...headers });
    return;
  }
  const etag = entityTag(body, contentType);
  sendTagged(req, res, body, { "content-type": contentType, etag, ...headers });
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

function choose(
  { linkType, identifier }: Gs1Request,
  answer: Gs1Answer,
  wishes: Wishes,
  accept: string | undefined,
): Choice {
  // "all" is the deprecated name of "linkset".
  if (linkType === "linkset" || linkType === "all") return { kind: "linkset", links: answer.links };
  if (linkType === undefined) {
    if (asksFor(accept, linksetMediaType)) return { kind: "linkset", links: answer.links };
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
