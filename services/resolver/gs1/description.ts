/** The resolver description file (GS1-Conformant Resolver 1.2, section 3). */
import type { IncomingMessage } from "node:http";
import { keyRows } from "../../identifiers/gs1/table.js";
import { gs1Vocabulary } from "../../identifiers/gs1/vocabulary.js";
import type { Contact } from "../contact.js";
import { entityTag } from "../http/etag.js";
import type { Route } from "../http/route.js";
import { sendTagged } from "../http/send.js";
import type { Service } from "../service.js";
import { profileUri } from "./ledgerLinkset.js";
import { jsonLdContext } from "./linkHeader.js";
import { descriptionSchema } from "./schema.js";

/** @param base Public address of the resolver, as a request came to it. */
export function descriptionRoute(service: Service, base: (req: IncomingMessage) => string): Route {
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
        304: { description: "The caller's copy is still good." },
      },
    },
    handle: (req, res) => {
      const body = JSON.stringify(description(service, base(req)));
      const contentType = "application/json; charset=utf-8";
      sendTagged(req, res, body, {
        "content-type": contentType,
        etag: entityTag(body, contentType),
        "cache-control": "max-age=3600",
      });
    },
  };
}

function description({ contact = {}, contexts = [] }: Service, baseUrl: string) {
  return {
    name: "Cadastre",
    resolverRoot: baseUrl,
    supportedPrimaryKeys: keyRows.map(({ ai }) => ai),
    supportedLinkType: [{ namespace: gs1Vocabulary, prefix: "gs1:" }],
    ...(contexts.length > 0 && { supportedContextValuesEnumerated: contexts }),
    ...contactOf(contact),
    linkTypeDefaultCanBeLinkset: false,
    extensionProfile: profileUri(baseUrl),
    jsonLdContextLocation: jsonLdContext,
  };
}

/** In terms of vCard, as the standard has it; nothing where nobody is named. */
function contactOf({ name, email, telephone }: Contact): object {
  const contact = {
    ...(name !== undefined && { fn: name }),
    ...(email !== undefined && { hasEmail: `mailto:${email}` }),
    ...(telephone !== undefined && { hasTelephone: `tel:${telephone}` }),
  };
  return Object.keys(contact).length > 0 ? { contact } : {};
}
