/** `/v1/vault/links`: protected links, put there by the record's owner under the commitments that its links on the ledger have. */
import type { Request } from "express";
import { z } from "zod";
import { toDigest, toRecordId } from "../../ledger/hex.js";
import {
  commitmentsIn,
  linkCommitment,
  linkOpeningSchema,
  type ProtectedLink,
} from "../../ledger/protectedLinks.js";
import type { RecordEntity } from "../../store/model.js";
import { statedAssetIds } from "../../store/shellTraits.js";
import type { LinkName } from "../../vault/vault.js";
import { askAs } from "../auth/context.js";
import { signedBy } from "../auth/signed.js";
import { bodyOf } from "../http/body.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { sendEmpty, sendJson } from "../http/send.js";
import { word } from "../http/things.js";
import type { Service } from "../service.js";
import { presenter } from "../v1/present.js";
import { known, requireCommitted, requireOwn } from "./committed.js";
import { entrusted, entrustedSchema, maxBodyBytes, noStore, refusals } from "./entrusting.js";
import { assetIdTerm } from "./terms.js";

const path = "/v1/vault/links/{record}/{commitment}";
const nothing = z.strictObject({});
const params = z.object({
  record: z.string().meta({ description: "Id of the record." }),
  commitment: z.string().meta({ description: "The commitment, as the record's links have it." }),
});

export function linkRoutes(service: Service): readonly Route[] {
  return [putRoute(service), deleteRoute(service)];
}

function putRoute(service: Service): Route {
  const { vault, baseUrl } = service;
  return {
    path,
    method: "put",
    maxBodyBytes,
    operation: {
      tags: ["Vault"],
      summary: "Entrust a protected link",
      description:
        "By a request that the record's owner has signed. Link and salt have to be what the commitment is of, and the record's " +
        "links on the ledger have to have it. Sending the same again changes nothing.",
      security: [{ signedRequest: [] }],
      request: {
        params,
        body: { required: true, content: { "application/json": { schema: linkOpeningSchema } } },
      },
      responses: {
        200: { description: "It is kept.", content: { "application/json": { schema: entrustedSchema } } },
        ...refusals,
        409: problemContent("The ledger has no such commitment at the block that the index has read."),
      },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const name = nameIn(req);
      const opening = bodyOf(linkOpeningSchema, req.body);
      const body = await askAs(service, req, async ({ view, moment, caller }) => {
        const { party: by } = signedBy(caller);
        const record = known(view.record(name.record), "record");
        requireOwn(record.owner === by, "record");
        requireCommitted(
          isCommitted(record, name) && linkCommitment(record.id, opening) === name.commitment,
          moment,
        );
        await vault.putLink(name, { opening, epoch: record.epoch, terms: termsOf(opening.link), by });
        return entrusted(presenter(view, moment, baseUrl));
      });
      sendJson(req, res, 200, body, noStore);
    },
  };
}

function deleteRoute(service: Service): Route {
  const { vault } = service;
  return {
    path,
    method: "delete",
    operation: {
      tags: ["Vault"],
      summary: "Take a protected link back",
      description:
        "By a request that the record's owner has signed, or whoever put it there. The ledger keeps the commitment.",
      security: [{ signedRequest: [] }],
      request: { params },
      responses: { 204: { description: "It is not there any more." }, ...refusals },
    },
    handle: async (req, res) => {
      queryOf(req.url, nothing);
      const name = nameIn(req);
      await askAs(service, req, async ({ view, caller }) => {
        const { party } = signedBy(caller);
        const owner = known(view.record(name.record), "record").owner;
        const entry = await vault.link(name);
        requireOwn(owner === party || entry?.by === party, "record");
        await vault.removeLink(name);
      });
      sendEmpty(req, res, 204, noStore);
    },
  };
}

const nameIn = ({ params: { record, commitment } }: Request): LinkName => ({
  record: toRecordId(word(String(record))),
  commitment: toDigest(word(String(commitment))),
});

const isCommitted = ({ linkset }: RecordEntity, { commitment }: LinkName): boolean =>
  commitmentsIn(linkset).includes(commitment);

/** Asset ids that it states: shells are looked for by them. */
const termsOf = ({ rel, target }: ProtectedLink): string[] =>
  statedAssetIds({ [rel]: [target] }).map(assetIdTerm);
