/** The explorer page at the root. */
import { explorerFile } from "../../explorer/assets.js";
import { assetRoute } from "../http/asset.js";
import { html } from "../http/page.js";
import type { Route } from "../http/route.js";

export function explorerRoutes(): readonly Route[] {
  return [
    assetRoute("/", explorerFile("index.html"), html, "Explorer: look an identifier up"),
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
