/** Files that are served as they are: read once, kept in memory, revalidated by their hash. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { entityTag } from "./etag.js";
import type { Route } from "./route.js";
import { sendTagged } from "./send.js";

/** Routes read their file when the app is made, so that a missing one is found at the start, not by a caller. */
export function assetRoute(path: string, file: string, contentType: string, summary: string): Route {
  return contentRoute(path, readFileSync(file), contentType, summary);
}

export function contentRoute(path: string, content: Buffer, contentType: string, summary: string): Route {
  const etag = entityTag(content, contentType);
  const headers = { "content-type": contentType, etag, "cache-control": "no-cache" };
  const mediaType = contentType.split(";")[0] ?? contentType;
  return {
    path,
    operation: {
      tags: ["Pages"],
      summary,
      responses: {
        200: { description: "The file.", content: { [mediaType]: { schema: z.string() } } },
        304: { description: "The caller's copy is still good." },
      },
    },
    handle: (req, res) => sendTagged(req, res, content, headers),
  };
}
