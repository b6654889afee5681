/** The explorer page at the root. */
import { readFileSync } from "node:fs";
import { explorerFile } from "../../explorer/assets.js";
import { schemeNames, schemes, selfAssertedNames } from "../../identifiers/index.js";
import { assetRoute, contentRoute } from "../http/asset.js";
import { escapeHtml, html } from "../http/page.js";
import type { Route } from "../http/route.js";

export function explorerRoutes(): readonly Route[] {
  return [
    contentRoute("/", explorerPage(), html, "Explorer: look an identifier up"),
    assetRoute(
      "/explorer.js",
      explorerFile("explorer.js"),
      "text/javascript; charset=utf-8",
      "Script of the explorer",
    ),
    assetRoute(
      "/explorer.css",
      explorerFile("explorer.css"),
      "text/css; charset=utf-8",
      "Style of the pages",
    ),
  ];
}

/** The page with the schemes that there are. */
function explorerPage(): Buffer {
  const options = schemes.map(
    (scheme) => `<option value="${scheme}">${escapeHtml(schemeNames[scheme])}</option>`,
  );
  const page = readFileSync(explorerFile("index.html"), "utf8")
    .replace("<!-- schemes -->", options.join("\n        "))
    .replace("<!-- self-asserted -->", escapeHtml(selfAssertedNames.join(", ")));
  return Buffer.from(page);
}
