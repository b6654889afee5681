/** GS1 Digital Link URIs at the root, and the resolver description file (GS1-Conformant Resolver 1.2). */
import type { RequestHandler } from "express";
import { z } from "zod";
import { CadastreError } from "../../errors/cadastreError.js";
import { gs1Vocabulary } from "../../identifiers/gs1/vocabulary.js";
import type { Gs1Identifier } from "../../identifiers/identifier.js";
import { ResolverError } from "../errors.js";
import { asksFor } from "../http/preferences.js";
import { problemContent } from "../http/problemSchema.js";
import type { Route } from "../http/route.js";
import { send, sendEmpty, sendJson } from "../http/send.js";
import { readAtMoment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { answerOf, type Gs1Answer } from "./answer.js";
import { defaultFor, linksOfType, type Wishes } from "./choice.js";
import { linksetDocument, linksetMediaType } from "./linkset.js";
import { withQuery } from "./redirect.js";
import { type Gs1Request, parseGs1Request } from "./request.js";
import { descriptionSchema, linksetSchema } from "./schema.js";

/** Maps the members of a linkset to JSON-LD; published by GS1 for every conformant resolver. */
const jsonLdContext = "https://ref.gs1.org/standards/resolver/linkset-context";
const jsonLdLink = `<${jsonLdContext}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;

/** Records change with the chain: a cache asks again. */
const revalidate = { "cache-control": "no-cache", vary: "Accept, Accept-Language" };

export function gs1Routes(service: Service): readonly Route[] {
  const handle = handler(service);
  const options = (url: string) => optionsHeaders(service.baseUrl, url);
  return [
    description(service.baseUrl),
    { path: "/{ai}/{value}", pattern: /^\/\d{2,4}\/[^/]+\/?$/, operation: operation(key), handle, options },
    {
      path: "/{ai}/{value}/{qualifiers}",
      pattern: /^\/\d{2,4}\/[^/]+\/.+$/,
      operation: operation(qualifiedKey),
      handle,
      options,
    },
  ];
}

function handler({ store, baseUrl }: Service): RequestHandler {
  return (req, res) => {
    const request = parseGs1Request(req.url);
    const answer = readAtMoment(store, (view, { at }) => answerOf(view, request.identifier, at));
    const anchor = anchorOf(baseUrl, request.identifier);
    const wishes = { accept: req.headers.accept, acceptLanguage: req.headers["accept-language"] };
    const chosen = choose(request, answer, wishes);
    if (chosen.kind === "redirect") {
      sendEmpty(req, res, 307, {
        location: withQuery(chosen.href, request.query),
        link: linkHeader(baseUrl, request.identifier),
        ...revalidate,
      });
      return;
    }
    const document = linksetDocument(anchor, answer.description, chosen.links, answer.defaultLink);
    send(req, res, chosen.kind === "linkset" ? 200 : 300, JSON.stringify(document), {
      "content-type": linksetType(wishes.accept),
      link: `${linkHeader(baseUrl, request.identifier)}, ${jsonLdLink}`,
      ...revalidate,
    });
  };
}

type Choice =
  | { readonly kind: "redirect"; readonly href: string }
  | { readonly kind: "linkset" | "several"; readonly links: Gs1Answer["links"] };

function choose({ linkType, identifier }: Gs1Request, answer: Gs1Answer, wishes: Wishes): Choice {
  // "all" is the deprecated name of "linkset".
  if (linkType === "linkset" || linkType === "all") return { kind: "linkset", links: answer.links };
  if (linkType === undefined) {
    if (asksFor(wishes.accept, linksetMediaType)) return { kind: "linkset", links: answer.links };
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

function linksetType(accept: string | undefined): string {
  const plain = asksFor(accept, "application/json") && !asksFor(accept, linksetMediaType);
  return plain ? "application/json; charset=utf-8" : linksetMediaType;
}

function anchorOf(baseUrl: string, identifier: Gs1Identifier): string {
  return `${baseUrl}/${identifier.canonical}`;
}

/** Where the whole linkset is, and where the ledger's record is. A canonical path holds no character that needs care. */
function linkHeader(baseUrl: string, identifier: Gs1Identifier): string {
  const linkset = `${anchorOf(baseUrl, identifier)}?linkType=linkset`;
  const record = `${baseUrl}/v1/resolve?id=${encodeURIComponent(identifier.canonical)}&scheme=gs1`;
  return [
    `<${linkset}>; rel="linkset"; type="${linksetMediaType}"`,
    `<${record}>; rel="describedby"; type="application/json"`,
  ].join(", ");
}

/** OPTIONS says where the linkset is, where the path is a key's at all. */
function optionsHeaders(baseUrl: string, url: string): Readonly<Record<string, string>> {
  try {
    return { link: linkHeader(baseUrl, parseGs1Request(url).identifier) };
  } catch (error) {
    if (error instanceof CadastreError) return {};
    throw error;
  }
}

function description(baseUrl: string): Route {
  const document = {
    name: "Cadastre",
    resolverRoot: baseUrl,
    supportedPrimaryKeys: ["all"],
    supportedLinkType: [{ namespace: gs1Vocabulary, prefix: "gs1:" }],
    linkTypeDefaultCanBeLinkset: false,
    jsonLdContextLocation: jsonLdContext,
  };
  return {
    path: "/.well-known/gs1resolver",
    operation: {
      tags: ["GS1 Digital Link"],
      summary: "Resolver description file",
      responses: {
        200: {
          description: "What this resolver supports.",
          content: { "application/json": { schema: descriptionSchema } },
        },
      },
    },
    handle: (req, res) => sendJson(req, res, 200, document, { "cache-control": "max-age=3600" }),
  };
}

const key = {
  ai: z.string().meta({ description: "Application identifier of a primary key.", example: "01" }),
  value: z.string().meta({ description: "Its value, percent-encoded.", example: "09506000134352" }),
};

const qualifiedKey = {
  ...key,
  qualifiers: z.string().meta({
    description:
      "Key qualifiers in their order, each an application identifier and a value: `10/ABC/21/4711`.",
    example: "21/4711",
  }),
};

function operation(params: z.ZodRawShape): Route["operation"] {
  return {
    tags: ["GS1 Digital Link"],
    summary: "Follow a GS1 Digital Link URI",
    description:
      "Redirects to the default link, or to the one of the requested type, with the query string passed on. Levels " +
      "above (lot, product) lend their links. `linkType=linkset`, or `Accept: application/linkset+json`, answers all links.",
    request: {
      params: z.object(params),
      query: z.object({
        linkType: z.string().optional().meta({
          description: "`linkset`, a `gs1:` CURIE, the URI of a link type, or a relation's name.",
          example: "gs1:pip",
        }),
      }),
    },
    responses: {
      200: {
        description: "All links (RFC 9264).",
        content: {
          [linksetMediaType]: { schema: linksetSchema },
          "application/json": { schema: linksetSchema },
        },
      },
      300: {
        description: "Several links of the type fit alike.",
        content: { [linksetMediaType]: { schema: linksetSchema } },
      },
      307: { description: "To the target that the owner registered, in `Location`." },
      400: problemContent("Not a GS1 Digital Link URI."),
      404: problemContent("Unknown, not live now, or without such a link."),
      410: problemContent("Retired for ever."),
      503: problemContent("The index is not ready."),
    },
  };
}
