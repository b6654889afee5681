/** The OpenAPI 3.1 document, made from the routes themselves. */
import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { methodOf, type Route } from "../http/route.js";

const about = `Maps industrial identifiers to ownership and data-sharing rights, as an industrial ledger holds them.

Every answer about an identifier is of one moment of the chain, which its \`asOf\` names. The interface only reads; what
changes the ledger is a transaction. Errors are problem documents (RFC 9457): \`code\` is stable, \`type\` leads to a page.`;

export function openApiDocument(baseUrl: string, version: string, routes: readonly Route[]) {
  const registry = new OpenAPIRegistry();
  for (const route of routes)
    registry.registerPath({ method: methodOf(route), path: route.path, ...route.operation });
  registry.registerComponent("securitySchemes", "signedRequest", {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description: "`Cadastre-Signature` and a request signed as docs/api.md says (EIP-712).",
  });
  registry.registerComponent("securitySchemes", "session", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The token of a session, as `/v1/login/sessions` gives it.",
  });
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Cadastre resolver",
      version,
      description: about,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    // The page must call where it came from: its security policy lets it call nowhere else.
    servers: [
      { url: "/", description: "Where this document came from" },
      { url: baseUrl, description: "Public address" },
    ],
    tags: [
      { name: "Resolution", description: "The ledger's own interface." },
      { name: "Callers", description: "Who asks, and how it is proven." },
      { name: "Proofs", description: "Answers that need no trust but in a block's hash." },
      { name: "Twins", description: "Twin models: versions, lineage, bills of material, terms." },
      { name: "Rights", description: "Who may use which data: grants, offers, groups, quotas." },
      {
        name: "Credentials",
        description: "W3C credentials of what the ledger says, and whether they still hold.",
      },
      { name: "Supervision", description: "What regulators hold frozen." },
      { name: "Evidence", description: "Digests that parties vouch for." },
      {
        name: "GS1 Digital Link",
        description: "Codes as they are printed, by the GS1-Conformant Resolver standard.",
      },
      { name: "Handle", description: "Handles, as the public Handle proxies answer them." },
      { name: "DID", description: "DIDs of parties, twins and records, by W3C DID Resolution." },
      { name: "BID", description: "`did:bid` DIDs, by the BID resolution of the Xinghuo network." },
      {
        name: "AAS",
        description: "Asset Administration Shells: discovery and registries, by IDTA-01002, version 3.1.",
      },
      { name: "Operation", description: "For whoever runs the resolver." },
      { name: "Pages", description: "For people with a browser." },
    ],
  });
}
