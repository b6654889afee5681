/** Shells and their asset ids, written (IDTA-01002, 3.1: the full profiles of discovery and of the registry of shells). */
import type { Request, Response } from "express";
import { z } from "zod";
import { ResolverError } from "../../errors.js";
import { queryOf } from "../../http/query.js";
import type { Route } from "../../http/route.js";
import { sendEmpty } from "../../http/send.js";
import type { Service } from "../../service.js";
import type { Sight } from "../../visibility/sight.js";
import { assetLinks, maxAssetIds } from "../assetLinks.js";
import { assetIdsOf, shellDescriptor } from "../descriptors.js";
import { decodedText, encodedText } from "../ids.js";
import { unknownShell } from "../refusals.js";
import {
  resultContent,
  type ShellDescriptor,
  type SpecificAssetId,
  shellDescriptorSchema,
  specificAssetIdSchema,
} from "../schema.js";
import { findShell } from "../shells.js";
import { descriptorOf, maxDescriptorBytes, perform, refusedWrites, sendCreated, writing } from "./perform.js";
import type { Write } from "./plan.js";
import { conflict } from "./plannedRecord.js";
import { planAssetIds, planShell, planShellRemoval } from "./shellWrites.js";

const nothing = z.strictObject({});
const aasIdentifier = z.string().meta({ description: "Id of the shell; base64url." });
const params = z.object({ aasIdentifier });
const descriptorBody = {
  required: true,
  content: { "application/json": { schema: shellDescriptorSchema } },
};
const created = {
  description: "It is registered, and is as the index has it now.",
  content: { "application/json": { schema: shellDescriptorSchema } },
};
const notThere = resultContent("There is no such shell.");
const assetIdsBody = z.array(specificAssetIdSchema).max(maxAssetIds);

const idOf = (req: Request): string => decodedText(String(req.params.aasIdentifier), "The id of the shell");

export function shellWriteRoutes(service: Service): readonly Route[] {
  return [
    postShell(service),
    putShell(service),
    deleteShell(service),
    postAssetIds(service),
    deleteAssetIds(service),
  ];
}

const describe = (id: string) => async (sight: Sight) =>
  shellDescriptor(sight, (await findShell(sight, id)) ?? unknownShell(id));

const sendShell = (service: Service, req: Request, res: Response, id: string): Promise<void> =>
  sendCreated(service, req, res, `/shell-descriptors/${encodedText(id)}`, describe(id));

function postShell(service: Service): Route {
  return {
    path: "/shell-descriptors",
    method: "post",
    ...writing(service),
    maxBodyBytes: maxDescriptorBytes,
    operation: {
      tags: ["AAS"],
      summary: "Register a shell",
      description:
        "Its asset becomes a twin, whose content is the descriptor, unless an asset id of the same party stands for one already.",
      request: { body: descriptorBody },
      responses: { 201: created, ...refusedWrites },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const descriptor = descriptorOf(shellDescriptorSchema, req.body);
      await perform(service, req, descriptor.id, async (write) => {
        const present = await findShell(write.sight, descriptor.id);
        if (present !== null) throw conflict("There is a shell of that id: PUT replaces it.");
        return { plan: await planShell(write, descriptor, null), result: undefined };
      });
      await sendShell(service, req, res, descriptor.id);
    },
  };
}

function putShell(service: Service): Route {
  return {
    path: "/shell-descriptors/{aasIdentifier}",
    method: "put",
    ...writing(service),
    maxBodyBytes: maxDescriptorBytes,
    operation: {
      tags: ["AAS"],
      summary: "Register a shell, or replace all that is said of it",
      request: { params, body: descriptorBody },
      responses: { 201: created, 204: { description: "It is replaced." }, ...refusedWrites },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const descriptor = descriptorOf(shellDescriptorSchema, req.body);
      const id = sameId(idOf(req), descriptor);
      const isNew = await perform(service, req, id, async (write) => {
        const present = await findShell(write.sight, id);
        return { plan: await planShell(write, descriptor, present), result: present === null };
      });
      if (isNew) await sendShell(service, req, res, id);
      else sendEmpty(req, res, 204, {});
    },
  };
}

/** @throws ResolverError RESOLVER_INVALID_BODY where path and body name two shells. */
function sameId(id: string, descriptor: Pick<ShellDescriptor, "id">): string {
  if (id === descriptor.id) return id;
  throw new ResolverError("RESOLVER_INVALID_BODY", "The id of the path is not that of the descriptor.", {
    hint: "An id does not change: register a descriptor of the other id.",
  });
}

function deleteShell(service: Service): Route {
  return {
    path: "/shell-descriptors/{aasIdentifier}",
    method: "delete",
    ...writing(service),
    operation: {
      tags: ["AAS"],
      summary: "Take a shell down",
      description:
        "Its record is suspended, with what hangs on it, and comes back when it is registered again. Nothing leaves the ledger; " +
        "the asset keeps its ids and its twin.",
      request: { params },
      responses: { 204: { description: "It is not found any more." }, ...refusedWrites, 404: notThere },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const id = idOf(req);
      await perform(service, req, id, async (write) => {
        const shell = (await findShell(write.sight, id)) ?? unknownShell(id);
        return { plan: planShellRemoval(write, shell), result: undefined };
      });
      sendEmpty(req, res, 204, {});
    },
  };
}

const assetIdsWrite = (id: string, ids: readonly SpecificAssetId[]) => async (write: Write) => {
  const shell = (await findShell(write.sight, id)) ?? unknownShell(id);
  return { plan: await planAssetIds(write, shell, ids), result: undefined };
};

function postAssetIds(service: Service): Route {
  return {
    path: "/lookup/shells/{aasIdentifier}",
    method: "post",
    ...writing(service),
    maxBodyBytes: maxDescriptorBytes,
    operation: {
      tags: ["AAS"],
      summary: "Replace the ids of a shell's asset",
      description:
        "Ids that stand for the asset alone become records; those that assets share are stated by the shell. Identifiers of other " +
        "schemes stay as they are: they are registered under their own prefixes.",
      request: {
        params,
        body: { required: true, content: { "application/json": { schema: assetIdsBody } } },
      },
      responses: {
        201: {
          description: "All ids of the asset, as the index has them now.",
          content: { "application/json": { schema: z.array(specificAssetIdSchema) } },
        },
        ...refusedWrites,
        404: notThere,
      },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const id = idOf(req);
      const ids = descriptorOf(assetIdsBody, req.body);
      await perform(service, req, id, assetIdsWrite(id, ids));
      await sendCreated(service, req, res, `/lookup/shells/${encodedText(id)}`, async (sight) => {
        const shell = (await findShell(sight, id)) ?? unknownShell(id);
        return assetLinks(await assetIdsOf(sight, shell, maxAssetIds));
      });
    },
  };
}

function deleteAssetIds(service: Service): Route {
  return {
    path: "/lookup/shells/{aasIdentifier}",
    method: "delete",
    ...writing(service),
    operation: {
      tags: ["AAS"],
      summary: "Take the ids of a shell's asset down",
      description: "Their records are suspended. Identifiers of other schemes stay.",
      request: { params },
      responses: {
        204: { description: "The shell is not found by them any more." },
        ...refusedWrites,
        404: notThere,
      },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const id = idOf(req);
      await perform(service, req, id, assetIdsWrite(id, []));
      sendEmpty(req, res, 204, {});
    },
  };
}
