/** Submodels, written: through their shell, and by themselves (IDTA-01002, 3.1). */
import type { Request } from "express";
import { z } from "zod";
import { ResolverError } from "../../errors.js";
import { queryOf } from "../../http/query.js";
import type { Route } from "../../http/route.js";
import { sendEmpty } from "../../http/send.js";
import type { Service } from "../../service.js";
import type { Sight } from "../../visibility/sight.js";
import { submodelDescriptor } from "../descriptors.js";
import { decodedText, encodedText } from "../ids.js";
import { unknownShell, unknownSubmodel } from "../refusals.js";
import { resultContent, type SubmodelDescriptor, submodelDescriptorSchema } from "../schema.js";
import { findShell, findSubmodel, findSubmodelOf, type Shell, type Submodel } from "../shells.js";
import { descriptorOf, maxDescriptorBytes, perform, refusedWrites, sendCreated, writing } from "./perform.js";
import type { Write } from "./plan.js";
import { conflict } from "./plannedRecord.js";
import { planSubmodel, planSubmodelRemoval } from "./submodelWrites.js";

const nothing = z.strictObject({});
const aasIdentifier = z.string().meta({ description: "Id of the shell; base64url." });
const submodelIdentifier = z.string().meta({ description: "Id of the submodel; base64url." });
const body = { required: true, content: { "application/json": { schema: submodelDescriptorSchema } } };
const created = {
  description: "It is registered, and is as the index has it now.",
  content: { "application/json": { schema: submodelDescriptorSchema } },
};
const notThere = resultContent("There is no such shell or submodel.");

/** Where submodels lie: with a shell, or all of them. */
interface Place {
  readonly path: string;
  readonly params: z.ZodObject | undefined;
  readonly itemParams: z.ZodObject;
  /** The path as it was asked for. */
  readonly pathOf: (req: Request) => string;
  readonly shell: (sight: Sight, req: Request) => Promise<Shell | null>;
}

const byThemselves: Place = {
  path: "/submodel-descriptors",
  params: undefined,
  itemParams: z.object({ submodelIdentifier }),
  pathOf: () => "/submodel-descriptors",
  shell: async () => null,
};

const shellId = (req: Request): string =>
  decodedText(String(req.params.aasIdentifier), "The id of the shell");

const throughShell: Place = {
  path: "/shell-descriptors/{aasIdentifier}/submodel-descriptors",
  params: z.object({ aasIdentifier }),
  itemParams: z.object({ aasIdentifier, submodelIdentifier }),
  pathOf: (req) => `/shell-descriptors/${encodedText(shellId(req))}/submodel-descriptors`,
  shell: async (sight, req) => (await findShell(sight, shellId(req))) ?? unknownShell(shellId(req)),
};

export function submodelWriteRoutes(service: Service): readonly Route[] {
  return [byThemselves, throughShell].flatMap((place) => [
    postSubmodel(service, place),
    putSubmodel(service, place),
    deleteSubmodel(service, place),
  ]);
}

function find(sight: Sight, shell: Shell | null, id: string): Promise<Submodel | null> {
  return shell === null ? findSubmodel(sight, id) : findSubmodelOf(sight, shell, id);
}

const idOf = (req: Request): string =>
  decodedText(String(req.params.submodelIdentifier), "The id of the submodel");

/** Writes of one shell's submodels follow one another. */
const keyOf = (req: Request, id: string): string =>
  req.params.aasIdentifier === undefined ? id : shellId(req);

const describe = (place: Place, req: Request, id: string) => async (sight: Sight) => {
  const submodel = await find(sight, await place.shell(sight, req), id);
  return submodelDescriptor(sight, submodel ?? unknownSubmodel(id));
};

function postSubmodel(service: Service, place: Place): Route {
  return {
    path: place.path,
    method: "post",
    ...writing(service),
    maxBodyBytes: maxDescriptorBytes,
    operation: {
      tags: ["AAS"],
      summary: "Register a submodel",
      request: { body, ...(place.params && { params: place.params }) },
      responses: { 201: created, ...refusedWrites, 404: notThere },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const descriptor = descriptorOf(submodelDescriptorSchema, req.body);
      const { id } = descriptor;
      await perform(service, req, keyOf(req, id), async (write) => {
        const shell = await place.shell(write.sight, req);
        const present = await find(write.sight, shell, id);
        if (present !== null) throw conflict("There is a submodel of that id: PUT replaces it.");
        return { plan: await planSubmodel(write, descriptor, shell, null), result: undefined };
      });
      const path = `${place.pathOf(req)}/${encodedText(id)}`;
      await sendCreated(service, req, res, path, describe(place, req, id));
    },
  };
}

function putSubmodel(service: Service, place: Place): Route {
  return {
    path: `${place.path}/{submodelIdentifier}`,
    method: "put",
    ...writing(service),
    maxBodyBytes: maxDescriptorBytes,
    operation: {
      tags: ["AAS"],
      summary: "Register a submodel, or replace what is said of it",
      request: { params: place.itemParams, body },
      responses: {
        201: created,
        204: { description: "It is replaced." },
        ...refusedWrites,
        404: notThere,
      },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const descriptor = descriptorOf(submodelDescriptorSchema, req.body);
      const id = sameId(idOf(req), descriptor);
      const isNew = await perform(service, req, keyOf(req, id), async (write) => {
        const shell = await place.shell(write.sight, req);
        const present = await find(write.sight, shell, id);
        const plan = await planSubmodel(write, descriptor, shell, present?.record ?? null);
        return { plan, result: present === null };
      });
      const path = `${place.pathOf(req)}/${encodedText(id)}`;
      if (isNew) await sendCreated(service, req, res, path, describe(place, req, id));
      else sendEmpty(req, res, 204, {});
    },
  };
}

function sameId(id: string, descriptor: SubmodelDescriptor): string {
  if (id === descriptor.id) return id;
  throw new ResolverError("RESOLVER_INVALID_BODY", "The id of the path is not that of the descriptor.", {
    hint: "An id does not change: register a descriptor of the other id.",
  });
}

function deleteSubmodel(service: Service, place: Place): Route {
  return {
    path: `${place.path}/{submodelIdentifier}`,
    method: "delete",
    ...writing(service),
    operation: {
      tags: ["AAS"],
      summary: "Take a submodel down",
      description: "Its record is suspended, and comes back when it is registered again.",
      request: { params: place.itemParams },
      responses: { 204: { description: "It is not found any more." }, ...refusedWrites, 404: notThere },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const id = idOf(req);
      await perform(service, req, keyOf(req, id), (write) => removal(write, place, req, id));
      sendEmpty(req, res, 204, {});
    },
  };
}

async function removal(write: Write, place: Place, req: Request, id: string) {
  const found = await find(write.sight, await place.shell(write.sight, req), id);
  const plan = planSubmodelRemoval(write, (found ?? unknownSubmodel(id)).record);
  return { plan, result: undefined };
}
