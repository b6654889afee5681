/** `/v1/parties/{address}`: a party, what is attested of it, and whom it is tied to. */
import { z } from "zod";
import { addressSchema } from "../../ledger/hex.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { partyAgrees } from "../proofs/agreement.js";
import { provableBy } from "../proofs/found.js";
import { proofParameter } from "../proofs/params.js";
import { atQuery } from "../resolution/at.js";
import type { Service } from "../service.js";
import { answerProvably } from "./answer.js";
import { partyDetailsSchema } from "./partySchema.js";
import { partyDetails } from "./presentParty.js";
import { notModified } from "./sendAnswer.js";

const querySchema = atQuery.extend({ proof: proofParameter });

export function partyRoute(service: Service): Route {
  return {
    path: "/v1/parties/{address}",
    operation,
    handle: async (req, res) => {
      const { at, proof } = queryOf(req.url, querySchema);
      const address = addressSchema.safeParse(req.params.address);
      if (!address.success) {
        throw new ResolverError("RESOLVER_INVALID_ADDRESS", "That is not the address of an account.", {
          hint: "Give 0x and 40 hexadecimal digits: the end of the party's did:ethr.",
        });
      }
      await answerProvably(service, req, res, at, async ({ view, moment, present }) => {
        const entity = view.party(address.data);
        if (entity !== null) {
          const question = { kind: "party", party: entity.identity } as const;
          return {
            body: await partyDetails({ view, at: moment.at, present }, entity),
            provable: proof === undefined ? null : provableBy(view, moment, question, partyAgrees(entity)),
          };
        }
        throw new ResolverError("RESOLVER_UNKNOWN_PARTY", `${address.data} is not a registered party.`, {
          hint: "Check the address; any account can be registered by whoever controls it.",
          details: { asOf: present.asOf() },
        });
      });
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
    query: querySchema,
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
