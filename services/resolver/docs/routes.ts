/** The OpenAPI document, and swagger-ui over it. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { assetRoute, contentRoute } from "../http/asset.js";
import { entityTag } from "../http/etag.js";
import { html } from "../http/page.js";
import type { Route } from "../http/route.js";
import { sendTagged } from "../http/send.js";
import { packageVersion } from "./version.js";

const swaggerFolder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cadastre resolver: API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript; the document itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/swagger-ui-bundle.js" defer></script>
<script src="/docs/initializer.js" defer></script>
</body>
</html>
`;

/** No validator badge: it would send the document's address to another site. */
const initializer = `addEventListener("DOMContentLoaded", () => {
  SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null });
});
`;

export function docsRoutes(): readonly Route[] {
  const script = "text/javascript; charset=utf-8";
  return [
    contentRoute("/docs/", Buffer.from(page), html, "This documentation as a page"),
    contentRoute("/docs/initializer.js", Buffer.from(initializer), script, "Script of the page"),
    assetRoute(
      "/docs/swagger-ui-bundle.js",
      join(swaggerFolder, "swagger-ui-bundle.js"),
      script,
      "Script of the page",
    ),
    assetRoute(
      "/docs/swagger-ui.css",
      join(swaggerFolder, "swagger-ui.css"),
      "text/css; charset=utf-8",
      "Style of the page",
    ),
  ];
}

/** @param others All other routes. */
export function openApiRoute(baseUrl: string, others: readonly Route[]): Route {
  let json: string | undefined;
  const route: Route = {
    path: "/openapi.json",
    operation: {
      tags: ["Pages"],
      summary: "This interface as an OpenAPI 3.1 document",
      responses: {
        200: {
          description: "The document.",
          content: { "application/json": { schema: z.looseObject({ openapi: z.string() }) } },
        },
        304: { description: "The caller's copy is still good." },
      },
    },
    handle: async (req, res) => {
      // Few ask for it, and what makes it is large.
      const { openApiDocument } = await import("./openapi.js");
      json ??= JSON.stringify(openApiDocument(baseUrl, packageVersion(), [...others, route]));
      sendTagged(req, res, json, {
        "content-type": "application/json; charset=utf-8",
        etag: entityTag(json, "application/json"),
        "cache-control": "no-cache",
      });
    },
  };
  return route;
}
