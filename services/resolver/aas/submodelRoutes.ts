/** The registry of submodels (IDTA-01002, 3.1, "SubmodelRegistryServiceSpecification"). */
import { z } from "zod";
import { anybody } from "../auth/operations.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import type { Service } from "../service.js";
import { lookAsReader } from "../visibility/sight.js";
import { submodelDescriptor, submodelDescriptors } from "./descriptors.js";
import { aasErrors } from "./errorForm.js";
import { decodedText } from "./ids.js";
import { collect, expanded, pageParameters, pageWish } from "./paging.js";
import { unknownSubmodel } from "./refusals.js";
import { refusals, submodelsPage } from "./registryRoutes.js";
import { paged, respond } from "./respond.js";
import { resultContent, submodelDescriptorSchema } from "./schema.js";
import { findSubmodel, ownSubmodel } from "./shells.js";

const pageQuery = z.strictObject(pageParameters);

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
        },
      },
      handle: async (req, res) => {
        const wish = pageWish(queryOf(req.url, pageQuery));
        const answer = await lookAsReader(service, req, async (sight) => {
          const { items, cursor } = await collect(wish, (page) =>
            expanded(sight.view.submodels(page), async (record) => {
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
        },
        responses: {
          200: {
            description: "The descriptor.",
            content: { "application/json": { schema: submodelDescriptorSchema } },
          },
          ...refusals,
          404: resultContent("There is no such submodel."),
        },
      },
      handle: async (req, res) => {
        queryOf(req.url, z.strictObject({}));
        const id = decodedText(String(req.params.submodelIdentifier), "The id of the submodel");
        const answer = await lookAsReader(service, req, async (sight) => {
          return submodelDescriptor(sight, (await findSubmodel(sight, id)) ?? unknownSubmodel(id));
        });
        respond(req, res, answer);
      },
    },
  ];
}
