/** The registry of shells (IDTA-01002, 3.1, "AssetAdministrationShellRegistryServiceSpecification"). */
import { z } from "zod";
import type { Page } from "../../store/view.js";
import { anybody } from "../auth/operations.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { atParameter, atQuery } from "../resolution/at.js";
import type { Service } from "../service.js";
import type { Sight } from "../visibility/sight.js";
import { lookAsReader } from "../visibility/sight.js";
import { done } from "../waiting/work.js";
import {
  assetKindOf,
  shellDescriptor,
  submodelDescriptor,
  submodelDescriptors,
  submodelsOf,
} from "./descriptors.js";
import { aasErrors } from "./errorForm.js";
import { decodedText } from "./ids.js";
import { collect, expanded, pageParameters, pageWish } from "./paging.js";
import { unknownShell, unknownSubmodel } from "./refusals.js";
import { paged, respond } from "./respond.js";
import {
  assetKinds,
  pageSchema,
  resultContent,
  shellDescriptorSchema,
  submodelDescriptorSchema,
} from "./schema.js";
import { findShell, findSubmodelOf, ownShell, type Shell, shellsOfTwin } from "./shells.js";

const pageQuery = z.strictObject({ ...pageParameters, at: atParameter });
const shellsQuery = pageQuery.extend({
  assetKind: z.enum(assetKinds).optional().meta({ description: "Only shells of assets of this kind." }),
  assetType: z.string().optional().meta({ description: "Only of this type; base64url." }),
});

const aasIdentifier = z.string().meta({ description: "Id of the shell; base64url." });
const submodelIdentifier = z.string().meta({ description: "Id of the submodel; base64url." });

const shellsPage = pageSchema(shellDescriptorSchema, "ShellDescriptors");
export const submodelsPage = pageSchema(submodelDescriptorSchema, "SubmodelDescriptors");

export const refusals = {
  304: { description: "The caller's copy is still good." },
  401: resultContent("The credentials do not hold."),
  403: resultContent("The party is frozen."),
  400: resultContent("An id, a limit, a cursor or a filter that is not right."),
  503: resultContent("The index is not ready."),
};
const notThere = {
  404: resultContent("There is no such shell or submodel, or the index knows no such moment."),
};
export const noMoment = { 404: resultContent("The index knows no such moment.") };

export function registryRoutes(service: Service): readonly Route[] {
  return [shellsRoute(service), shellRoute(service), submodelsRoute(service), submodelRoute(service)];
}

type Filter = Pick<z.infer<typeof shellsQuery>, "assetKind" | "assetType">;
type PageOf = { readonly limit: number; readonly after: string | undefined };

/** Each filter has an index; of two, the type's is walked. */
async function filteredShells(
  sight: Sight,
  { assetKind, assetType }: Filter,
  page: PageOf,
): Promise<Page<Shell>> {
  const { view } = sight;
  const isWanted = (shell: Shell): boolean => assetKind === undefined || assetKindOf(shell) === assetKind;
  const ofTrait = (kind: "assetType" | "assetKind", value: string) =>
    expanded(view.shellsByTrait({ kind, value }, page), async (record) => {
      const shell = await done(ownShell(sight, record));
      return shell !== null && isWanted(shell) ? [shell] : [];
    });
  if (assetType !== undefined) return ofTrait("assetType", assetType);
  if (assetKind === "Role" || assetKind === "NotApplicable") return ofTrait("assetKind", assetKind);
  const kinds = { Type: "type", Instance: "instance" } as const;
  return expanded(view.twins(assetKind === undefined ? null : kinds[assetKind], page), async (twin) =>
    (await done(shellsOfTwin(sight, twin))).filter(isWanted),
  );
}

function shellsRoute(service: Service): Route {
  return {
    path: "/shell-descriptors",
    remembered: true,
    refusals: aasErrors,
    operation: {
      tags: ["AAS"],
      security: anybody,
      summary: "Descriptors of shells",
      description: "Of all twins: of their shells, or under their DIDs where they have none.",
      request: { query: shellsQuery },
      responses: {
        200: { description: "A page.", content: { "application/json": { schema: shellsPage } } },
        ...refusals,
        ...noMoment,
      },
    },
    handle: async (req, res) => {
      const { assetKind, assetType, at, ...page } = queryOf(req.url, shellsQuery);
      const wish = pageWish(page);
      const type = assetType === undefined ? undefined : decodedText(assetType, "The type of the asset");
      const answer = await lookAsReader(service, req, at, async (sight) => {
        const { items, cursor } = await collect(wish, (from) =>
          filteredShells(sight, { assetKind, assetType: type }, from),
        );
        return { items: await Promise.all(items.map((shell) => shellDescriptor(sight, shell))), cursor };
      });
      respond(req, res, paged(answer));
    },
  };
}

function shellRoute(service: Service): Route {
  return {
    path: "/shell-descriptors/{aasIdentifier}",
    remembered: true,
    refusals: aasErrors,
    operation: {
      tags: ["AAS"],
      security: anybody,
      summary: "The descriptor of a shell",
      request: { params: z.object({ aasIdentifier }), query: atQuery },
      responses: {
        200: {
          description: "The descriptor.",
          content: { "application/json": { schema: shellDescriptorSchema } },
        },
        ...refusals,
        ...notThere,
      },
    },
    handle: async (req, res) => {
      const { at } = queryOf(req.url, atQuery);
      const id = decodedText(String(req.params.aasIdentifier), "The id of the shell");
      const answer = await lookAsReader(service, req, at, async (sight) => {
        return shellDescriptor(sight, (await findShell(sight, id)) ?? unknownShell(id));
      });
      respond(req, res, answer);
    },
  };
}

function submodelsRoute(service: Service): Route {
  return {
    path: "/shell-descriptors/{aasIdentifier}/submodel-descriptors",
    remembered: true,
    refusals: aasErrors,
    operation: {
      tags: ["AAS"],
      security: anybody,
      summary: "Descriptors of a shell's submodels",
      request: { params: z.object({ aasIdentifier }), query: pageQuery },
      responses: {
        200: { description: "A page.", content: { "application/json": { schema: submodelsPage } } },
        ...refusals,
        ...notThere,
      },
    },
    handle: async (req, res) => {
      const { at, ...page } = queryOf(req.url, pageQuery);
      const wish = pageWish(page);
      const id = decodedText(String(req.params.aasIdentifier), "The id of the shell");
      const answer = await lookAsReader(service, req, at, async (sight) => {
        const shell = (await findShell(sight, id)) ?? unknownShell(id);
        const { items, cursor } = await collect(wish, (page) => submodelsOf(sight, shell, page));
        return { items: await submodelDescriptors(sight, items), cursor };
      });
      respond(req, res, paged(answer));
    },
  };
}

function submodelRoute(service: Service): Route {
  return {
    path: "/shell-descriptors/{aasIdentifier}/submodel-descriptors/{submodelIdentifier}",
    remembered: true,
    refusals: aasErrors,
    operation: {
      tags: ["AAS"],
      security: anybody,
      summary: "The descriptor of a shell's submodel",
      request: { params: z.object({ aasIdentifier, submodelIdentifier }), query: atQuery },
      responses: {
        200: {
          description: "The descriptor.",
          content: { "application/json": { schema: submodelDescriptorSchema } },
        },
        ...refusals,
        ...notThere,
      },
    },
    handle: async (req, res) => {
      const { at } = queryOf(req.url, atQuery);
      const id = decodedText(String(req.params.aasIdentifier), "The id of the shell");
      const submodelId = decodedText(String(req.params.submodelIdentifier), "The id of the submodel");
      const answer = await lookAsReader(service, req, at, async (sight) => {
        const shell = (await findShell(sight, id)) ?? unknownShell(id);
        const submodel = await findSubmodelOf(sight, shell, submodelId);
        return submodelDescriptor(sight, submodel ?? unknownSubmodel(submodelId));
      });
      respond(req, res, answer);
    },
  };
}
