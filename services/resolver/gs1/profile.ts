/** What the profile of the richer linkset means, at the address that is its name. */
import { z } from "zod";
import { sameAs } from "../../ledger/sameAs.js";
import { html, htmlPage } from "../http/page.js";
import type { Route } from "../http/route.js";
import { send } from "../http/send.js";
import { profilePath } from "./ledgerLinkset.js";

const page = htmlPage(
  "Linkset profile: ledger",
  `<h1>Linkset profile: ledger</h1>
<p>A linkset (RFC 9264) with one context for each level of the identifier that has a record on the ledger, nearest first. Each
holds the links as they were registered, and these:</p>
<ul>
<li><code>describedby</code>: the ledger's record. <code>status</code> is its status, <code>digest</code> the digest of its content,
<code>block</code> and <code>blockHash</code> the block of which the answer is.</li>
<li><code>${sameAs}</code>: other identifiers of the same thing, where both records
state it; of the identifier that was asked for alone.</li>
<li><code>#owner</code>: the party that owns the record.</li>
<li><code>#namespace</code>: the namespace that issued the identifier.</li>
<li><code>#rights</code>: the rights that were given on the record.</li>
<li><code>#twin</code>: the twin that the record stands for, if there is one.</li>
</ul>
<p>Link types that begin with a number sign are relative to this page's address. A level that is not in force has no registered
links.</p>`,
);

export const profileRoute: Route = {
  path: profilePath,
  operation: {
    tags: ["Pages"],
    summary: "About the profile of the richer linkset",
    responses: {
      200: { description: "What it holds.", content: { "text/html": { schema: z.string() } } },
    },
  },
  handle: (req, res) => send(req, res, 200, page, { "content-type": html, "cache-control": "max-age=3600" }),
};
