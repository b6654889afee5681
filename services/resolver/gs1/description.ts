/** The resolver description file (GS1-Conformant Resolver 1.2, section 3). */
import type { IncomingMessage } from "node:http";
import { keyRows } from "../../identifiers/gs1/table.js";
import { gs1Vocabulary } from "../../identifiers/gs1/vocabulary.js";
import type { Route } from "../http/route.js";
import { sendJson } from "../http/send.js";
import { profileUri } from "./ledgerLinkset.js";
import { jsonLdContext } from "./linkHeader.js";
import { descriptionSchema } from "./schema.js";

/** @param base Public address of the resolver, as a request came to it. */
export function descriptionRoute(base: (req: IncomingMessage) => string): Route {
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
    handle: (req, res) => {
      sendJson(req, res, 200, description(base(req)), { "cache-control": "max-age=3600" });
    },
  };
}

function description(baseUrl: string) {
  return {
    name: "Cadastre",
    resolverRoot: baseUrl,
    supportedPrimaryKeys: keyRows.map(({ ai }) => ai),
    supportedLinkType: [{ namespace: gs1Vocabulary, prefix: "gs1:" }],
    linkTypeDefaultCanBeLinkset: false,
    extensionProfile: profileUri(baseUrl),
    jsonLdContextLocation: jsonLdContext,
  };
}
