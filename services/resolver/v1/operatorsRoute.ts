/** `/v1/operators/{kind}/{address}`: who may move all that a party holds of a kind. */
import { z } from "zod";
import { addressSchema } from "../../ledger/hex.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import type { Service } from "../service.js";
import { accountsQuery } from "./accountsQuery.js";
import { answer } from "./answer.js";
import { placing } from "./present.js";
import { address, asOfSchema, partySchema, placingSchema } from "./schema.js";
import { notModified } from "./sendAnswer.js";

const operatedKinds = ["namespace", "record", "sealed", "batch", "twin", "quota"] as const;

export const operatorsSchema = z
  .strictObject({
    holder: partySchema,
    operators: z.array(z.strictObject({ account: address, given: placingSchema })),
    next: z.string().nullable().meta({ description: "Cursor of the page after this one; null on the last." }),
    asOf: asOfSchema,
  })
  .meta({ id: "Operators", description: "Accounts that may move all that a party holds of a kind." });
export type OperatorsView = z.infer<typeof operatorsSchema>;

export function operatorsRoute(service: Service): Route {
  return {
    path: "/v1/operators/{kind}/{address}",
    operation,
    handle: async (req, res) => {
      const { after, at } = queryOf(req.url, accountsQuery);
      const kind = operatedKinds.find((one) => one === req.params.kind);
      if (kind === undefined) {
        throw new ResolverError("RESOLVER_INVALID_QUERY", "That is not a kind of what a party holds.", {
          hint: `Kinds are ${operatedKinds.join(", ")}.`,
          details: { parameter: "kind" },
        });
      }
      const holder = addressSchema.safeParse(req.params.address);
      if (!holder.success) {
        throw new ResolverError("RESOLVER_INVALID_ADDRESS", "That is not the address of an account.", {
          hint: "Give 0x and 40 hexadecimal digits: the end of the party's did:ethr.",
        });
      }
      await answer(service, req, res, at, async ({ view, present }): Promise<OperatorsView> => {
        if (view.party(holder.data) === null) {
          throw new ResolverError("RESOLVER_UNKNOWN_PARTY", `${holder.data} is not a registered party.`, {
            hint: "Check the address; only a party holds something.",
            details: { asOf: present.asOf() },
          });
        }
        const epoch = view.control(holder.data)?.epoch ?? 0;
        const { items, next } = await view.operatorsOf(holder.data, kind, { after });
        return {
          holder: present.party(holder.data),
          operators: items
            .filter(({ approved, controlEpoch }) => approved && controlEpoch === epoch)
            .map(({ operator, given }) => ({ account: operator, given: placing(given) })),
          next,
          asOf: present.asOf(),
        };
      });
    },
  };
}

const operation: Route["operation"] = {
  tags: ["Roles"],
  summary: "Who may move all that a party holds",
  description:
    "The operators of a party (ERC-721; ERC-6909 for units of quotas) that still hold: a new key of the party ends them all. " +
    "Each moves all tokens of the kind, or all units, and spends none of an allowance. Up to 100 accounts a page; a page " +
    "may have fewer.",
  request: {
    params: z.object({
      kind: z.enum(operatedKinds).meta({ description: "What they may move." }),
      address: z.string().meta({
        description: "The party's address.",
        example: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
      }),
    }),
    query: accountsQuery,
  },
  responses: {
    200: {
      description: "The operators.",
      content: { "application/json": { schema: operatorsSchema } },
    },
    ...notModified,
    400: problemContent("Not a kind or an address, or a malformed query."),
    404: problemContent("There is no such party."),
    503: problemContent("The index is not ready."),
  },
};
