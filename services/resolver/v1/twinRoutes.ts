/** `/v1/twins/{id}` and its lists: a twin model, what it comes from and what it is made of. */
import { z } from "zod";
import { toTwinId } from "../../ledger/hex.js";
import type { TwinEntity, TwinId } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { twinAgrees } from "../proofs/agreement.js";
import { provableBy } from "../proofs/found.js";
import { proofParameter } from "../proofs/params.js";
import { atParameter, atQuery } from "../resolution/at.js";
import type { Service } from "../service.js";
import { answer, answerProvably } from "./answer.js";
import { twinDetails, twinLists } from "./presentTwin.js";
import { notModified } from "./sendAnswer.js";
import { type TwinListName, type TwinListView, twinDetailsSchema, twinListSchemas } from "./twinSchema.js";

const wordForm = /^0x[0-9a-fA-F]{64}$/;

const params = z.object({
  id: z.string().meta({
    description: "Twin id.",
    example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
  }),
});

const detailsQuerySchema = atQuery.extend({ proof: proofParameter });

const listQuerySchema = z.strictObject({
  after: z
    .string()
    .regex(/^[0-9a-f]{1,128}$/, "not a cursor")
    .optional()
    .meta({ description: "`next` of the page before." }),
  at: atParameter,
});

export function twinRoutes(service: Service): readonly Route[] {
  return [
    detailsRoute(service),
    listRoute(service, "versions", "Versions of a twin", "In the order of their numbers."),
    listRoute(service, "licences", "Licence terms of a twin", "All that it ever offered, oldest first."),
    listRoute(
      service,
      "permissions",
      "What others may use a twin for",
      "What its present owner permits; all of it ends when the twin changes hands.",
    ),
    listRoute(
      service,
      "children",
      "Twins that come from a twin",
      "Its instances and what is derived from it.",
    ),
    listRoute(service, "components", "Bill of material of a twin", "What it is made of, whoever owns that."),
    listRoute(
      service,
      "assemblies",
      "Where a twin is built in",
      "The twins whose bills of material list it.",
    ),
  ];
}

function detailsRoute(service: Service): Route {
  return {
    path: "/v1/twins/{id}",
    operation: {
      tags: ["Twins"],
      summary: "Show a twin",
      description:
        "Its state, last version, authors, royalty, licence terms, parents and freezes. All of one moment of the chain, which " +
        "`asOf` names.",
      request: { params, query: detailsQuerySchema },
      responses: {
        200: {
          description: "What the ledger says of it.",
          content: { "application/json": { schema: twinDetailsSchema } },
        },
        ...refusals,
      },
    },
    handle: async (req, res) => {
      const { at, proof } = queryOf(req.url, detailsQuerySchema);
      const id = twinIdOf(String(req.params.id));
      await answerProvably(service, req, res, at, async ({ view, moment, present }) => {
        const twin = known(view, id);
        const question = { kind: "twin", twin: id } as const;
        return {
          body: await twinDetails(view, present, twin),
          provable: proof === undefined ? null : provableBy(view, moment, question, twinAgrees(twin)),
        };
      });
    },
  };
}

function listRoute(service: Service, name: TwinListName, summary: string, what: string): Route {
  return {
    path: `/v1/twins/{id}/${name}`,
    operation: {
      tags: ["Twins"],
      summary,
      description: `${what} Up to 100 a page.`,
      request: { params, query: listQuerySchema },
      responses: {
        200: {
          description: "A page of the list.",
          content: { "application/json": { schema: twinListSchemas[name] } },
        },
        ...refusals,
      },
    },
    handle: async (req, res) => {
      const id = twinIdOf(String(req.params.id));
      const { after, at } = queryOf(req.url, listQuerySchema);
      await answer(
        service,
        req,
        res,
        at,
        ({ view, present }): Promise<TwinListView<TwinListName>> =>
          twinLists[name](view, present, known(view, id), { after }),
      );
    },
  };
}

const refusals = {
  ...notModified,
  400: problemContent("Not a twin's id, or a malformed query."),
  404: problemContent("There is no such twin."),
  503: problemContent("The index is not ready."),
};

function twinIdOf(text: string): TwinId {
  if (wordForm.test(text)) return toTwinId(text);
  throw new ResolverError("RESOLVER_INVALID_QUERY", "That is not a twin's id.", {
    hint: "Give 0x and 64 hexadecimal digits: the token id of its NFT.",
    details: { parameter: "id" },
  });
}

function known(view: EntityView, id: TwinId): TwinEntity {
  const twin = view.twin(id);
  if (twin !== null) return twin;
  throw new ResolverError("RESOLVER_UNKNOWN_TWIN", `There is no twin ${id}.`, {
    hint: "Check the id; /v1/resolve shows that of the twin which an identifier stands for.",
  });
}
