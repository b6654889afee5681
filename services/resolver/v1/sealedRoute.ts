/** `/v1/sealed/{id}`: a sealed record. It takes no identifier: whoever is asked learns it. */
import { z } from "zod";
import type { LedgerScheme } from "../../identifiers/identifier.js";
import { isLedgerScheme } from "../../identifiers/index.js";
import { hashSchema, toSealedId } from "../../ledger/hex.js";
import type { SealedId, SealedRecordEntity } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { atQuery } from "../resolution/at.js";
import { zoneOf } from "../resolution/zones.js";
import type { Service } from "../service.js";
import { withOpened } from "../visibility/grantees.js";
import { disclosedContent } from "../visibility/sealed.js";
import { type Asked, answer } from "./answer.js";
import { presentContent } from "./presentDisclosed.js";
import { sealedDetails } from "./presentSealed.js";
import { type SealedView, sealedSchema } from "./sealedSchema.js";
import { notModified } from "./sendAnswer.js";

export function sealedRoute(service: Service): Route {
  return {
    path: "/v1/sealed/{id}",
    operation,
    handle: async (req, res) => {
      const { at } = queryOf(req.url, atQuery);
      const id = hashSchema.safeParse(req.params.id);
      if (!id.success) {
        throw new ResolverError("RESOLVER_INVALID_SEALED_RECORD", "That is not the id of a sealed record.", {
          hint: "Give 0x and 64 hexadecimal digits, never the identifier: `cadastre sealed show` finds the id of one.",
        });
      }
      await answer(service, req, res, at, (asked) => sealedAnswer(service, asked, toSealedId(id.data)));
    },
  };
}

async function sealedAnswer(service: Service, asked: Asked, id: SealedId): Promise<SealedView> {
  const { view, moment, present } = asked;
  const record = view.sealedRecord(id);
  const scheme = record && schemeOf(view, record);
  const zone = record && scheme && zoneOf(view, scheme, record.namespace, moment.at);
  if (record === null || zone === null) {
    throw new ResolverError(
      "RESOLVER_UNKNOWN_SEALED_RECORD",
      `Nobody has registered the sealed record ${id}.`,
      {
        hint: "Check the id: it follows from the namespace and the seal.",
        details: { asOf: present.asOf() },
      },
    );
  }
  const disclosed = await disclosedContent(service, asked, record);
  const details = sealedDetails(view, present, record, zone, moment.at);
  return {
    ...details,
    rights: await withOpened(service, asked, present, details.rights),
    ...(disclosed === null ? {} : { disclosed: presentContent(disclosed) }),
    asOf: present.asOf(),
  };
}

/** null where its namespace is of no scheme that is known here. */
function schemeOf(view: EntityView, { namespace }: SealedRecordEntity): LedgerScheme | null {
  const issuer = view.namespace(namespace);
  const name = issuer && view.scheme(issuer.scheme)?.name;
  return name && isLedgerScheme(name) ? name : null;
}

const operation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "Show a sealed record",
  description:
    "What the ledger has of a record that does not tell its identifier: who issued it and who owns it, its status, the digest of " +
    "its content, rights and freezes. Whether it is of a certain identifier is checked with a disclosure, by whoever has it " +
    "(`cadastre sealed verify`), and never asked here.",
  security: anybody,
  request: {
    params: z.object({
      id: z.string().meta({
        description: "Id of the sealed record.",
        example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
      }),
    }),
    query: atQuery,
  },
  responses: {
    200: {
      description: "What the ledger says of it.",
      content: { "application/json": { schema: sealedSchema } },
    },
    ...notModified,
    400: problemContent("Malformed id or query."),
    404: problemContent("Nobody has registered it."),
    503: problemContent("The index is not ready."),
    ...ofCallers,
  },
};
