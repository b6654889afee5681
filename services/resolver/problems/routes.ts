/** A page for each kind of problem: what a problem document's `type` leads to. */
import { z } from "zod";
import { ResolverError } from "../errors.js";
import { codeOfPage, problemKind } from "../http/catalogue.js";
import { escapeHtml, html, htmlPage } from "../http/page.js";
import { problemContent } from "../http/problemSchema.js";
import type { Route } from "../http/route.js";
import { send } from "../http/send.js";

export const problemRoute: Route = {
  path: "/problems/{code}",
  operation: {
    tags: ["Pages"],
    summary: "About a kind of problem",
    request: {
      params: z.object({
        code: z.string().meta({ description: "The code in kebab case.", example: "identifier-check-digit" }),
      }),
    },
    responses: {
      200: { description: "What it means and what to do.", content: { "text/html": { schema: z.string() } } },
      404: problemContent("There is no such kind."),
    },
  },
  handle: (req, res) => {
    const name = String(req.params.code);
    const code = codeOfPage(name);
    const kind = code === undefined ? undefined : problemKind(code);
    if (code === undefined || kind === undefined) {
      throw new ResolverError("RESOLVER_UNKNOWN_PROBLEM", "There is no problem type of that name.", {
        hint: "Take the name from a problem document's type.",
      });
    }
    const body = [
      `<h1>${escapeHtml(kind.title)}</h1>`,
      `<p>${escapeHtml(kind.explanation)}</p>`,
      `<p>Code <code>${escapeHtml(code)}</code>, HTTP status ${kind.status}.</p>`,
      '<p><a href="/docs/">API documentation</a></p>',
    ];
    send(req, res, 200, htmlPage(kind.title, body.join("\n")), {
      "content-type": html,
      "cache-control": "max-age=3600",
    });
  },
};
