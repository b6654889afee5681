/** `/v1/vault/contents`: what a sealed record says, of which the ledger has the salted digest. */
import { z } from "zod";
import { toSealedId } from "../../ledger/hex.js";
import { digestOf, saltSchema, sealedContentSchema } from "../../ledger/sealedContent.js";
import type { SealedId } from "../../store/model.js";
import type { Route } from "../http/route.js";
import { word } from "../http/things.js";
import type { Service } from "../service.js";
import { known, requireCommitted, requireOwn } from "./committed.js";
import { entrustRoutes } from "./entrusting.js";

const contentSchema = z.strictObject({ content: sealedContentSchema, contentSalt: saltSchema });

export function contentRoutes(service: Service): readonly Route[] {
  const { vault } = service;
  return entrustRoutes<SealedId, z.infer<typeof contentSchema>>(service, {
    path: "/v1/vault/contents/{sealed}",
    what: "the content of a sealed record",
    rule: "By the record's owner. Content and salt have to be those of the digest that the ledger has.",
    params: z.object({ sealed: z.string().meta({ description: "Id of the sealed record." }) }),
    content: contentSchema,
    nameIn: ({ params: { sealed } }) => toSealedId(word(String(sealed))),
    async put({ view, moment, party: by }, id, { content, contentSalt }) {
      const { owner, digest, epoch } = known(view.sealedRecord(id), "sealed record");
      requireOwn(owner === by, "sealed record");
      requireCommitted(digest !== null && digestOf(content, contentSalt) === digest, moment);
      await vault.putContent(id, { content, contentSalt, epoch, by });
    },
    async remove({ view, party }, id) {
      const { owner } = known(view.sealedRecord(id), "sealed record");
      requireOwn(owner === party || (await vault.content(id))?.by === party, "sealed record");
      await vault.removeContent(id);
    },
  });
}
