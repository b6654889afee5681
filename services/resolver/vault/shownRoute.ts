/** `GET /v1/vault/links/{record}`: the protected links of a record that the caller may see. */
import { z } from "zod";
import { toRecordId } from "../../ledger/hex.js";
import type { RecordEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { word } from "../http/things.js";
import { atQuery } from "../resolution/at.js";
import { identifierOf } from "../resolution/identifierOf.js";
import { located } from "../resolution/locate.js";
import type { Service } from "../service.js";
import { answer } from "../v1/answer.js";
import { presentDisclosed } from "../v1/presentDisclosed.js";
import { asOfSchema } from "../v1/schema.js";
import { notModified } from "../v1/sendAnswer.js";
import { disclosuresTo } from "../visibility/disclosures.js";
import { protectedLinkViewSchema } from "../visibility/schema.js";
import { known } from "./committed.js";

export const shownLinksSchema = z
  .strictObject({ items: z.array(protectedLinkViewSchema), asOf: asOfSchema })
  .meta({ id: "ProtectedLinks" });

export function shownLinksRoute(service: Service): Route {
  return {
    path: "/v1/vault/links/{record}",
    operation: {
      tags: ["Vault"],
      summary: "Show a record's protected links",
      description:
        "Those to whose data the caller has a right; none, for all others and where there are none. `/v1/resolve` shows them too, " +
        "with those of coarser levels.",
      security: anybody,
      request: {
        params: z.object({ record: z.string().meta({ description: "Id of the record." }) }),
        query: atQuery,
      },
      responses: {
        200: { description: "The links.", content: { "application/json": { schema: shownLinksSchema } } },
        ...notModified,
        ...ofCallers,
        400: problemContent("Malformed id or query."),
        404: problemContent("There is no such record."),
        503: problemContent("The index is not ready."),
      },
    },
    handle: async (req, res) => {
      const { at } = queryOf(req.url, atQuery);
      const id = toRecordId(word(String(req.params.record)));
      await answer(service, req, res, at, async (asked) => {
        const record = known(asked.view.record(id), "record");
        const isInForce = isActive(asked.view, record, asked.moment.at);
        const links = isInForce ? await disclosuresTo(service, asked).of(record) : [];
        const items = links.map((link) => presentDisclosed({ ...link, inheritedFrom: null }));
        return { items, asOf: asked.present.asOf() };
      });
    },
  };
}

/** As everywhere, what is not in force leads nowhere. */
function isActive(view: EntityView, record: RecordEntity, at: number): boolean {
  const identifier = identifierOf(view, record);
  return identifier !== null && located(view, identifier.scheme, record, at)?.status === "active";
}
