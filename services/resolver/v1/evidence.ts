/** `/v1/evidence/{digest}`: who vouches for a digest, since when. */
import { z } from "zod";
import { toDigest } from "../../ledger/hex.js";
import type { AnchorEntity, BundleEntity } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import type { Service } from "../service.js";
import { accountsQuery } from "./accountsQuery.js";
import { answer } from "./answer.js";
import { type Presenter, provenance } from "./present.js";
import { type EvidenceView, evidenceSchema } from "./schema.js";
import { notModified } from "./sendAnswer.js";

const digestForm = /^(?:0x)?[0-9a-fA-F]{64}$/;

export function evidenceRoute(service: Service): Route {
  return {
    path: "/v1/evidence/{digest}",
    operation: {
      tags: ["Evidence"],
      summary: "Who vouches for a digest",
      description:
        "The parties that anchored it on the ledger, and when: the block time of the first time, which nothing moves. " +
        "Where it is the root of a bundle, the bundle too. Up to 100 authors a page.",
      request: {
        params: z.object({
          digest: z.string().meta({
            description: "SHA-256 of a document, or a root; 64 hexadecimal digits, with or without `0x`.",
            example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
          }),
        }),
        query: accountsQuery,
      },
      responses: {
        200: {
          description: "Its anchors.",
          content: { "application/json": { schema: evidenceSchema } },
        },
        ...notModified,
        400: problemContent("Not a digest, or a malformed query."),
        404: problemContent("Nobody has anchored it."),
        503: problemContent("The index is not ready."),
      },
    },
    handle: async (req, res) => {
      const digest = digestOf(String(req.params.digest));
      const { after, at } = queryOf(req.url, accountsQuery);
      await answer(service, req, res, at, async ({ view, present }): Promise<EvidenceView> => {
        const { items, next } = await view.anchorsOf(digest, { after });
        if (items.length === 0 && after === undefined) throw unknown(digest);
        const anchors = items.map((anchor) =>
          anchorView(present, anchor, view.bundle(digest, anchor.author)),
        );
        return { digest, anchors, next, asOf: present.asOf() };
      });
    },
  };
}

function anchorView(
  present: Presenter,
  { author, anchored }: AnchorEntity,
  bundle: BundleEntity | null,
): EvidenceView["anchors"][number] {
  return {
    author: present.party(author),
    anchored: provenance(anchored),
    bundle: bundle === null ? null : bundleView(bundle),
  };
}

function bundleView({ count, uri, supersedes, supersededBy, anchored }: BundleEntity) {
  return { count, uri: uri || null, supersedes, supersededBy, anchored: provenance(anchored) };
}

function digestOf(text: string) {
  if (digestForm.test(text)) return toDigest(`0x${text.replace(/^0x/, "")}`);
  throw new ResolverError("RESOLVER_INVALID_QUERY", "That is not a digest.", {
    hint: "Give the SHA-256 of the document as 64 hexadecimal digits.",
    details: { parameter: "digest" },
  });
}

function unknown(digest: string): ResolverError {
  return new ResolverError("RESOLVER_UNKNOWN_EVIDENCE", `Nobody has anchored ${digest}.`, {
    hint: "Check that the document is byte for byte the one that was anchored; it may also be part of a bundle.",
  });
}
