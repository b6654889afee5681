/** `/v1/roles/{kind}/{id}`: what the holder of a token lets others do to it. */
import type { Request } from "express";
import { z } from "zod";

import { type Address, type Token, tokenRoles } from "../../store/model.js";
import { tokenWith } from "../../store/things.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import type { Service } from "../service.js";
import { accountsQuery } from "./accountsQuery.js";
import { answer } from "./answer.js";
import { placing, provenance } from "./present.js";
import { address, asOfSchema, partySchema, placingSchema, provenanceSchema } from "./schema.js";
import { notModified } from "./sendAnswer.js";

const tokenKinds = ["namespace", "record", "sealed", "batch", "twin"] as const;
const wordForm = /^0x[0-9a-fA-F]{64}$/;

const paramsSchema = z.object({
  kind: z.enum(tokenKinds).meta({ description: "What it is." }),
  id: z.string().meta({
    description: "Its id: the token id of its NFT.",
    example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
  }),
});

export const rolesSchema = z
  .strictObject({
    holder: partySchema,
    roles: z.array(
      z.strictObject({
        account: address,
        roles: z.array(z.enum(tokenRoles)).meta({
          description:
            "Of a namespace: a registrar registers identifiers beneath it, a delegator delegates longer prefixes. A publisher " +
            "replaces the subject and links of a record, or publishes versions of a twin. A steward grants and revokes rights " +
            "to the data of either.",
        }),
        given: provenanceSchema,
      }),
    ),
    approved: z.strictObject({ account: address, given: placingSchema }).nullable().meta({
      description:
        "Who else may move the token (ERC-721), null for nobody. Operators may too: /v1/operators shows them.",
    }),
    next: z.string().nullable().meta({ description: "Cursor of the page after this one; null on the last." }),
    asOf: asOfSchema,
  })
  .meta({
    id: "Roles",
    description: "Accounts that may do something to a token besides the key that controls its holder.",
  });
export type RolesView = z.infer<typeof rolesSchema>;

export function rolesRoute(service: Service): Route {
  return {
    path: "/v1/roles/{kind}/{id}",
    operation: {
      tags: ["Roles"],
      summary: "Who may act for a holder",
      description:
        "The roles that the holder of a namespace, a record or a twin gave on it and that still hold, and the account that may " +
        "move it: a transfer ends them all, and so does a new key of the holder. Up to 100 accounts a page.",
      request: { params: paramsSchema, query: accountsQuery },
      responses: {
        200: {
          description: "Accounts and their roles.",
          content: { "application/json": { schema: rolesSchema } },
        },
        ...notModified,
        400: problemContent("Not a kind or an id, or a malformed query."),
        404: problemContent("There is no such token."),
        503: problemContent("The index is not ready."),
      },
    },
    handle: async (req, res) => {
      const token = tokenOf(req);
      const { after, at } = queryOf(req.url, accountsQuery);
      await answer(service, req, res, at, async ({ view, present }): Promise<RolesView> => {
        const { holder, epoch } = held(view, token);
        const controlEpoch = view.control(holder)?.epoch ?? 0;
        const approval = view.approval(token);
        const approved =
          approval?.epoch === epoch && approval.controlEpoch === controlEpoch ? approval : null;
        const { items, next } = await view.tokenRoles({ token, epoch, controlEpoch }, { after });
        return {
          holder: present.party(holder),
          roles: items.map(({ account, roles, given }) => ({
            account,
            roles: [...roles],
            given: provenance(given),
          })),
          approved:
            approved === null || approved.account === null
              ? null
              : { account: approved.account, given: placing(approved.given) },
          next,
          asOf: present.asOf(),
        };
      });
    },
  };
}

function tokenOf({ params: { kind, id } }: Request): Token {
  const known = tokenKinds.find((one) => one === kind);
  if (known === undefined || typeof id !== "string" || !wordForm.test(id)) {
    throw new ResolverError(
      "RESOLVER_INVALID_TOKEN",
      "That is not the id of a namespace, a record or a twin.",
      {
        hint: `Give ${tokenKinds.join(", ")}, and 0x with 64 hexadecimal digits.`,
      },
    );
  }
  return tokenWith(known, id);
}

function held(view: EntityView, token: Token): { readonly holder: Address; readonly epoch: number } {
  const holding = holdingOf(view, token);
  if (holding !== null) return holding;
  throw new ResolverError("RESOLVER_UNKNOWN_TOKEN", `There is no ${token.kind} ${token.id}.`, {
    hint: "Check the id; /v1/resolve shows those of what an identifier names.",
  });
}

function holdingOf(view: EntityView, token: Token) {
  switch (token.kind) {
    case "namespace":
      return view.namespace(token.id);
    case "record": {
      const record = view.record(token.id);
      return record === null ? null : { holder: record.owner, epoch: record.epoch };
    }
    case "sealed": {
      const record = view.sealedRecord(token.id);
      return record === null ? null : { holder: record.owner, epoch: record.epoch };
    }
    case "batch": {
      const batch = view.batch(token.id);
      return batch === null ? null : { holder: batch.owner, epoch: batch.epoch };
    }
    case "twin": {
      const twin = view.twin(token.id);
      return twin === null ? null : { holder: twin.owner, epoch: twin.epoch };
    }
  }
}
