/** `/v1/parties/{address}`: a party, what is attested of it, and whom it is tied to. */
import { z } from "zod";
import { addressSchema } from "../../ledger/hex.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { askAtMoment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { partyDetailsSchema } from "./partySchema.js";
import { presenter } from "./present.js";
import { partyDetails } from "./presentParty.js";
import { notModified, sendAnswer } from "./sendAnswer.js";

export function partyRoute({ store, baseUrl }: Service): Route {
  return {
    path: "/v1/parties/{address}",
    operation,
    handle: async (req, res) => {
      queryOf(req.url, z.strictObject({}));
      const address = addressSchema.safeParse(req.params.address);
      if (!address.success) {
        throw new ResolverError("RESOLVER_INVALID_ADDRESS", "That is not the address of an account.", {
          hint: "Give 0x and 40 hexadecimal digits: the end of the party's did:ethr.",
        });
      }
      const body = await askAtMoment(store, async (view, moment) => {
        const entity = view.party(address.data);
        const present = presenter(view, moment, baseUrl);
        if (entity !== null) return await partyDetails({ view, at: moment.at, present }, entity);
        throw new ResolverError("RESOLVER_UNKNOWN_PARTY", `${address.data} is not a registered party.`, {
          hint: "Check the address; any account can be registered by whoever controls it.",
          details: { asOf: present.asOf() },
        });
      });
      sendAnswer(req, res, body);
    },
  };
}

const operation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "Show a party",
  description:
    "What the party declares of itself, what accredited registrars attest of it and whether that is valid, the " +
    "organisation, members, twins and agents it is tied to, and how control of it is recovered. All of one moment of the " +
    "chain, which `asOf` names; what ends by time is judged at the later of that and the resolver's clock.",
  request: {
    params: z.object({
      address: z.string().meta({
        description: "The party's address.",
        example: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
      }),
    }),
  },
  responses: {
    200: {
      description: "What the ledger says of it.",
      content: { "application/json": { schema: partyDetailsSchema } },
    },
    ...notModified,
    400: problemContent("Malformed address or query."),
    404: problemContent("The account is not a registered party."),
    503: problemContent("The index is not ready."),
  },
};
