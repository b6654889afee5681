/** Files that are served as they are: read once, kept in memory, revalidated by their hash. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Route } from "./route.js";
import { send, sendEmpty } from "./send.js";

/** Routes read their file when the app is made, so that a missing one is found at the start, not by a caller. */
export function assetRoute(path: string, file: string, contentType: string, summary: string): Route {
  return contentRoute(path, readFileSync(file), contentType, summary);
}

export function contentRoute(path: string, content: Buffer, contentType: string, summary: string): Route {
  const etag = `"${createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`;
  const headers = { etag, "cache-control": "no-cache" };
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
    handle: (req, res) => {
      if (isCurrent(req.headers["if-none-match"], etag)) sendEmpty(req, res, 304, headers);
      else send(req, res, 200, content, { "content-type": contentType, ...headers });
    },
  };
}

/** Whether one of the caller's copies is the present one, by weak comparison (RFC 9110, 13.1.2). */
function isCurrent(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
