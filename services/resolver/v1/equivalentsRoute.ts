/** `/v1/equivalents`: who states that an identifier names the same thing as another, agreed or not. */
import { z } from "zod";
import { type LedgerIdentifier, ledgerSchemes } from "../../identifiers/identifier.js";
import { isLedgerIdentifier, parseIdentifier, uriForm } from "../../identifiers/index.js";
import { recordId } from "../../ledger/ids.js";
import { type Agreement, statedIn } from "../../ledger/sameAs.js";
import type { RecordEntity, RecordId } from "../../store/model.js";
import type { EntityView } from "../../store/view.js";
import { revalidatedFor } from "../auth/caching.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { sendJson } from "../http/send.js";
import { speaks, states } from "../resolution/equivalents.js";
import { identifierOf } from "../resolution/identifierOf.js";
import { effectiveStatus, type Located, locate } from "../resolution/locate.js";
import { schemeIds } from "../resolution/zones.js";
import type { Service } from "../service.js";
import type { OpenedSealed } from "../visibility/sealed.js";
import { lookAs, type Sight } from "../visibility/sight.js";
import { type EquivalentsView, equivalentsSchema, type OtherView } from "./equivalentsSchema.js";
import { type Presenter, presenter } from "./present.js";

const querySchema = z.strictObject({
  id: z.string().min(1).max(8192).meta({
    description: "A registered identifier as it is printed: see `/v1/resolve`.",
    example: "urn:oid:1.3.6.1.4.1.32473.4711",
  }),
  scheme: z.enum(ledgerSchemes).optional().meta({
    description: "Read the identifier as one of this scheme, where its form alone leaves that open.",
  }),
  after: z.string().optional().meta({ description: "`next` of the page before." }),
});

export function equivalentsRoute(service: Service): Route {
  return {
    path: "/v1/equivalents",
    operation,
    handle: async (req, res) => {
      const { id, scheme, after } = queryOf(req.url, querySchema);
      const identifier = parseIdentifier(id, { scheme });
      if (!isLedgerIdentifier(identifier)) {
        throw new ResolverError(
          "RESOLVER_UNKNOWN_IDENTIFIER",
          `${identifier.canonical} has no record of its own that could state anything.`,
          { hint: "Ask for one of the asset ids under which it is claimed: /v1/resolve names them." },
        );
      }
      const { body, caller } = await lookAs(service, req, async (sight) => {
        const present = presenter(sight.view, sight.moment, service.baseUrl);
        return { body: await answer({ ...sight, present }, id, identifier, after), caller: sight.caller };
      });
      sendJson(req, res, 200, body, revalidatedFor(caller));
    },
  };
}

interface Context extends Sight {
  readonly present: Presenter;
}

async function answer(
  context: Context,
  input: string,
  identifier: LedgerIdentifier,
  after: string | undefined,
): Promise<EquivalentsView> {
  const { view, moment, present, disclosures } = context;
  const own = locate(view, identifier, moment.at);
  if (own === null) {
    const sealed = await disclosures.sealed(identifier);
    if (sealed !== null) return sealedStatements(context, input, identifier, sealed);
    throw new ResolverError("RESOLVER_UNKNOWN_IDENTIFIER", `Nobody has registered ${identifier.canonical}.`, {
      hint: "Check the identifier; /v1/resolve tells who has authority over it.",
      details: { canonical: identifier.canonical, asOf: present.asOf() },
    });
  }
  const { record } = own;
  // What is out of force shows nothing that is not for everybody.
  const { linkset } = own.status === "active" ? await disclosures.seen(record) : record;
  const { items, next } = await view.recordsStating(record.id, { after });
  return {
    identifier: present.identifier(input, identifier),
    record: record.id,
    states: statedIn(linkset)
      .filter(({ id }) => id !== record.id)
      .map((other) => otherView(context, own, other.identifier)),
    stated: items.flatMap((other) => {
      const named = identifierOf(view, other);
      return named === null ? [] : [otherView(context, own, named)];
    }),
    next,
    asOf: present.asOf(),
  };
}

/** What a sealed record states is between it and whoever may read it: nobody can agree to what nobody sees. */
function sealedStatements(
  context: Context,
  input: string,
  identifier: LedgerIdentifier,
  { record, zone, disclosed }: OpenedSealed,
): EquivalentsView {
  const isInForce = effectiveStatus(record, zone) === "active";
  const stated = isInForce && disclosed !== null ? statedIn(disclosed.content.linkset) : [];
  return {
    identifier: context.present.identifier(input, identifier),
    record: record.id,
    states: stated.map((other) => otherView(context, null, other.identifier)),
    stated: [],
    next: null,
    asOf: context.present.asOf(),
  };
}

/** @param own null for a sealed record's statement. */
function otherView(
  { view, moment, present }: Context,
  own: Located | null,
  other: LedgerIdentifier,
): OtherView {
  const { scheme, canonical } = other;
  const found = locate(view, other, moment.at);
  return {
    uri: uriForm(other),
    scheme,
    canonical,
    record: recordId(schemeIds[scheme], canonical),
    agreement: found === null ? "unregistered" : agreementOf(view, own, found),
    status: found?.status ?? null,
    owner: found === null ? null : present.party(found.record.owner),
  };
}

function agreementOf(view: EntityView, own: Located | null, other: Located): Agreement {
  if (own === null) return "one-sided";
  const sides = [
    [own.record, other.record.id],
    [other.record, own.record.id],
  ] as const;
  if (!sides.every(([record, of]) => everStated(view, record, of))) return "one-sided";
  if (!sides.every(([record, of]) => states(view, record, of))) return "former-owner";
  return speaks(view, own) && speaks(view, other) ? "agreed" : "not-in-force";
}

const everStated = (view: EntityView, { id }: RecordEntity, other: RecordId): boolean =>
  view.sameAs(id)?.stated.includes(other) ?? false;

const operation: Route["operation"] = {
  tags: ["Resolution"],
  summary: "List statements that an identifier names the same thing as another",
  description:
    "What the record of an identifier states, and which records state it of this one, whether the other side agrees or not. Only what " +
    "is agreed is shown anywhere else. Callers with a right see what protected links and sealed records state, too: nobody agrees to that.",
  security: anybody,
  request: { query: querySchema },
  responses: {
    200: {
      description: "All statements of the record, and a page of those of others.",
      content: { "application/json": { schema: equivalentsSchema } },
    },
    ...ofCallers,
    400: problemContent("Malformed identifier or query."),
    404: problemContent(
      "Nobody has registered it, or it has no issuing authority and so no record of its own.",
    ),
    503: problemContent("The index is not ready."),
  },
};
