/** The registry of submodels (IDTA-01002, 3.1, "SubmodelRegistryServiceSpecification"). */
import { z } from "zod";
import { anybody } from "../auth/operations.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { atParameter, atQuery } from "../resolution/at.js";
import type { Service } from "../service.js";
import { lookAsReader } from "../visibility/sight.js";
import { submodelDescriptor, submodelDescriptors } from "./descriptors.js";
import { aasErrors } from "./errorForm.js";
import { decodedText } from "./ids.js";
import { collect, expanded, pageParameters, pageWish } from "./paging.js";
import { unknownSubmodel } from "./refusals.js";
import { noMoment, refusals, submodelsPage } from "./registryRoutes.js";
import { paged, respond } from "./respond.js";
import { resultContent, submodelDescriptorSchema } from "./schema.js";
import { findSubmodel, ownSubmodel } from "./shells.js";

const pageQuery = z.strictObject({ ...pageParameters, at: atParameter });

export function submodelRoutes(service: Service): readonly Route[] {
  return [
    {
      path: "/submodel-descriptors",
      remembered: true,
      refusals: aasErrors,
      operation: {
        tags: ["AAS"],
        security: anybody,
        summary: "Descriptors of submodels",
        description: "Of all submodels, whichever shell they belong to.",
        request: { query: pageQuery },
        responses: {
          200: { description: "A page.", content: { "application/json": { schema: submodelsPage } } },
          ...refusals,
          ...noMoment,
        },
      },
      handle: async (req, res) => {
        const { at, ...page } = queryOf(req.url, pageQuery);
        const wish = pageWish(page);
        const answer = await lookAsReader(service, req, at, async (sight) => {
          const { items, cursor } = await collect(wish, (from) =>
            expanded(sight.view.submodels(from), async (record) => {
              const submodel = await ownSubmodel(sight, record);
              return submodel === null ? [] : [submodel];
            }),
          );
          return { items: await submodelDescriptors(sight, items), cursor };
        });
        respond(req, res, paged(answer));
      },
    },
    {
      path: "/submodel-descriptors/{submodelIdentifier}",
      remembered: true,
      refusals: aasErrors,
      operation: {
        tags: ["AAS"],
        security: anybody,
        summary: "The descriptor of a submodel",
        request: {
          params: z.object({
            submodelIdentifier: z.string().meta({ description: "Id of the submodel; base64url." }),
          }),
          query: atQuery,
        },
        responses: {
          200: {
            description: "The descriptor.",
            content: { "application/json": { schema: submodelDescriptorSchema } },
          },
          ...refusals,
          404: resultContent("There is no such submodel, or the index knows no such moment."),
        },
      },
      handle: async (req, res) => {
        const { at } = queryOf(req.url, atQuery);
        const id = decodedText(String(req.params.submodelIdentifier), "The id of the submodel");
        const answer = await lookAsReader(service, req, at, async (sight) => {
          return submodelDescriptor(sight, (await findSubmodel(sight, id)) ?? unknownSubmodel(id));
        });
        respond(req, res, answer);
      },
    },
  ];
}
