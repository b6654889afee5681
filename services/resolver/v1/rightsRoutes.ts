/** `/v1/assets/{kind}/{id}/…`, `/v1/groups/{id}` and `/v1/quotas/{id}`: rights in all their forms, whether they hold or not. */
import type { Request } from "express";
import { z } from "zod";
import { toGroupId, toQuotaId } from "../../ledger/hex.js";
import type { Asset, GroupEntity, QuotaEntity } from "../../store/model.js";
import { assetWith } from "../../store/things.js";
import type { EntityView, View } from "../../store/view.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { groupAgrees, quotaAgrees } from "../proofs/agreement.js";
import { provableBy } from "../proofs/found.js";
import { proofParameter } from "../proofs/params.js";
import { groupQuestion, quotaQuestion } from "../proofs/thingQuestions.js";
import { atParameter } from "../resolution/at.js";
import type { Service } from "../service.js";
import { withOpened } from "../visibility/grantees.js";
import { type Asked, answer, answerProvably } from "./answer.js";
import {
  assetLists,
  groupView,
  quotaAllowances,
  quotaDetails,
  quotaUses,
  type RightsContext,
} from "./presentRights.js";
import {
  type AssetListName,
  type AssetListView,
  allowancesSchema,
  assetListSchemas,
  groupSchema,
  quotaDetailsSchema,
  quotaUsesSchema,
} from "./rightsSchema.js";
import { notModified } from "./sendAnswer.js";

const wordForm = /^0x[0-9a-fA-F]{64}$/;
const example = "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8";

const pageQuerySchema = z.strictObject({
  after: z
    .string()
    .regex(/^[0-9a-f]{1,128}$/, "not a cursor")
    .optional()
    .meta({ description: "`next` of the page before." }),
  at: atParameter,
});
const provableQuerySchema = pageQuerySchema.extend({ proof: proofParameter });
const assetKinds = ["twin", "record", "sealed"] as const;
const assetParams = z.object({
  kind: z.enum(assetKinds),
  id: z.string().meta({ description: "Id of the twin, record or sealed record.", example }),
});
const idParams = (what: string) => z.object({ id: z.string().meta({ description: what, example }) });

export function rightsRoutes(service: Service): readonly Route[] {
  return [
    assetRoute(
      service,
      "rights",
      "Rights on an asset",
      "All that were ever given, oldest first, with their standing.",
    ),
    assetRoute(
      service,
      "offers",
      "Offers and agreements on an asset",
      "Each with the amendments that followed.",
    ),
    assetRoute(service, "quotas", "Quotas of use of an asset", "Tradable units of metered use."),
    groupRoute(service),
    quotaRoute(service),
    quotaUsesRoute(service),
    quotaAllowancesRoute(service),
  ];
}

const contextOf = (service: Service, asked: Asked): RightsContext => {
  const { view, moment, present } = asked;
  return { view, present, at: moment.at, open: (rights) => withOpened(service, asked, present, rights) };
};

const ok = (description: string, schema: z.ZodType) => ({
  200: { description, content: { "application/json": { schema } } },
});

const refusals = (what: string) => ({
  ...notModified,
  400: problemContent(`Not the id of a ${what}, or a malformed query.`),
  404: problemContent(`There is no such ${what}.`),
  503: problemContent("The index is not ready."),
});

function assetRoute(service: Service, name: AssetListName, summary: string, what: string): Route {
  return {
    path: `/v1/assets/{kind}/{id}/${name}`,
    operation: {
      tags: ["Rights"],
      summary,
      description:
        `${what} Blinded grantees are named to nobody but themselves and who gave the grant, where the resolver knows them. ` +
        "Up to 100 a page.",
      security: anybody,
      request: { params: assetParams, query: pageQuerySchema },
      responses: {
        ...ok("A page of the list.", assetListSchemas[name]),
        ...refusals("asset"),
        ...ofCallers,
      },
    },
    handle: async (req, res) => {
      const { after, at } = queryOf(req.url, pageQuerySchema);
      const asset = assetOf(req);
      await answer(service, req, res, at, (asked): Promise<AssetListView<AssetListName>> => {
        requireAsset(asked.view, asset);
        return assetLists[name](contextOf(service, asked), asset, { after });
      });
    },
  };
}

function groupRoute(service: Service): Route {
  return {
    path: "/v1/groups/{id}",
    operation: {
      tags: ["Rights"],
      summary: "Show a group of parties",
      description: "Whose it is and who is in it now. Up to 100 members a page; a page may have fewer.",
      request: { params: idParams("Group id."), query: provableQuerySchema },
      responses: { ...ok("The group.", groupSchema), ...refusals("group") },
    },
    handle: async (req, res) => {
      const { after, at, proof } = queryOf(req.url, provableQuerySchema);
      const id = toGroupId(wordOf(req, "group"));
      await answerProvably(service, req, res, at, async (asked) => {
        const { view, moment } = asked;
        const group = known<GroupEntity>(view.group(id), "group");
        return {
          body: await groupView(contextOf(service, asked), group, { after }),
          provable:
            proof === undefined
              ? null
              : provableBy(view, moment, await groupQuestion(view, id, null), groupAgrees(group)),
        };
      });
    },
  };
}

function quotaRoute(service: Service): Route {
  return {
    path: "/v1/quotas/{id}",
    operation: {
      tags: ["Rights"],
      summary: "Show a quota of use",
      description:
        "What its units stand for, how many were issued and used, and who holds them. Up to 100 holders a page.",
      request: { params: idParams("Quota id: the units' ERC-6909 id."), query: provableQuerySchema },
      responses: { ...ok("The quota.", quotaDetailsSchema), ...refusals("quota") },
    },
    handle: async (req, res) => {
      const { after, at, proof } = queryOf(req.url, provableQuerySchema);
      const id = toQuotaId(wordOf(req, "quota"));
      await answerProvably(service, req, res, at, async (asked) => {
        const { view, moment } = asked;
        const quota = known<QuotaEntity>(view.quota(id), "quota");
        return {
          body: await quotaDetails(contextOf(service, asked), quota, { after }),
          provable:
            proof === undefined
              ? null
              : provableBy(view, moment, await quotaQuestion(view, id, null), quotaAgrees(quota)),
        };
      });
    },
  };
}

function quotaUsesRoute(service: Service): Route {
  return {
    path: "/v1/quotas/{id}/uses",
    operation: {
      tags: ["Rights"],
      summary: "Uses of a quota",
      description: "Each with the digest of what shows it, oldest first. Up to 100 a page.",
      request: { params: idParams("Quota id."), query: pageQuerySchema },
      responses: { ...ok("A page of the list.", quotaUsesSchema), ...refusals("quota") },
    },
    handle: async (req, res) => {
      const { after, at } = queryOf(req.url, pageQuerySchema);
      const id = toQuotaId(wordOf(req, "quota"));
      await answer(service, req, res, at, (asked) => {
        known<QuotaEntity>(asked.view.quota(id), "quota");
        return quotaUses(contextOf(service, asked), id, { after });
      });
    },
  };
}

function quotaAllowancesRoute(service: Service): Route {
  return {
    path: "/v1/quotas/{id}/allowances",
    operation: {
      tags: ["Rights"],
      summary: "Who may use whose units of a quota",
      description:
        "Allowances (ERC-6909) that hold and have units left: a new key of the holder ends them. Operators need none: " +
        "/v1/operators shows them. Up to 100 a page; a page may have fewer.",
      request: { params: idParams("Quota id."), query: pageQuerySchema },
      responses: { ...ok("A page of the list.", allowancesSchema), ...refusals("quota") },
    },
    handle: async (req, res) => {
      const { after, at } = queryOf(req.url, pageQuerySchema);
      const id = toQuotaId(wordOf(req, "quota"));
      await answer(service, req, res, at, (asked) => {
        known<QuotaEntity>(asked.view.quota(id), "quota");
        return quotaAllowances(contextOf(service, asked), id, { after });
      });
    },
  };
}

function assetOf(req: Request): Asset {
  const id = wordOf(req, "asset");
  const kind = assetKinds.find((one) => one === req.params.kind);
  if (kind !== undefined) return assetWith(kind, id);
  throw new ResolverError("RESOLVER_INVALID_QUERY", "That is not a kind of asset.", {
    hint: "An asset is a twin, a record, or a sealed record: sealed.",
    details: { parameter: "kind" },
  });
}

function wordOf(req: Request, what: string): string {
  const text = String(req.params.id);
  if (wordForm.test(text)) return text;
  throw new ResolverError("RESOLVER_INVALID_QUERY", `That is not the id of a ${what}.`, {
    hint: "Give 0x and 64 hexadecimal digits.",
    details: { parameter: "id" },
  });
}

function requireAsset(view: View, asset: Asset): void {
  known(assetEntity(view, asset), asset.kind);
}

function assetEntity(view: EntityView, asset: Asset) {
  switch (asset.kind) {
    case "twin":
      return view.twin(asset.id);
    case "record":
      return view.record(asset.id);
    case "sealed":
      return view.sealedRecord(asset.id);
  }
}

function known<Entity>(entity: Entity | null, what: string): Entity {
  if (entity !== null) return entity;
  throw new ResolverError("RESOLVER_UNKNOWN_THING", `There is no such ${what}.`, {
    hint: "Check the id.",
  });
}
