/** `/v1/proofs`: proof documents of answers, for whoever trusts a block's hash and nobody here. */
import { z } from "zod";
import { schemes } from "../../identifiers/index.js";
import { toGrantId, toTwinId } from "../../ledger/hex.js";
import type { Question } from "../../proofs/index.js";
import type { EntityView } from "../../store/view.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { address, thing, thingKinds, word } from "../http/things.js";
import { type At, atParameter, atQuery } from "../resolution/at.js";
import type { Service } from "../service.js";
import { memberFields, memberQuestionOf } from "./member.js";
import { ledgerIdentifier } from "./params.js";
import { freezesQuestion, grantQuestion, recordQuestion } from "./questions.js";
import { proofSchema } from "./schema.js";
import { sendProof } from "./sendProof.js";

const scheme = z.enum(schemes).optional().meta({
  description: "Read the identifier as one of this scheme, where its form alone leaves that open.",
});
const identifier = z.string().meta({
  description: "An identifier, as for `/v1/resolve`; with or without its slashes encoded.",
  example: "01/09506000134352/21/4711",
});
const id = (what: string) =>
  z.string().meta({
    description: `${what}: 0x and 64 hexadecimal digits.`,
    example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
  });

const identifierQuery = z.strictObject({ scheme, at: atParameter });
const memberQuery = z.strictObject({ scheme, ...memberFields, at: atParameter });

/** What a kind of question is asked by. */
interface Kind<Query extends { readonly at?: At | undefined }> {
  readonly path: string;
  /** Where the last part may hold slashes. */
  readonly pattern?: RegExp;
  readonly summary: string;
  readonly description: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject & z.ZodType<Query>;
  /** Takes the path's parts and the query apart; what it gives asks the moment. */
  readonly ask: (part: (name: string) => string, query: Query) => (view: EntityView) => Question;
}

export function proofRoutes(service: Service): readonly Route[] {
  return [
    routeOf(service, {
      path: "/v1/proofs/identifier/{id}",
      pattern: /^\/v1\/proofs\/identifier\/(?<id>.+)$/,
      summary: "Prove whose an identifier is",
      description:
        "Its record with all that decides whether it is in force, or that it has none: then whether a range of numbers holds it, " +
        "and who could issue it.",
      params: z.object({ id: identifier }),
      query: identifierQuery,
      ask: (part, query) => {
        const asked = ledgerIdentifier(part("id"), query.scheme);
        return (view) => recordQuestion(view, asked);
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/member/{id}",
      pattern: /^\/v1\/proofs\/member\/(?<id>.+)$/,
      summary: "Prove that an identifier is a member of a batch",
      description:
        "By its range, or by its list: by the one that this resolver has, or by a path in it. Or that it is none, or that there is no such batch.",
      params: z.object({ id: identifier }),
      query: memberQuery,
      ask: (part, query) => {
        const asked = ledgerIdentifier(part("id"), query.scheme);
        return (view) => memberQuestionOf(view, service.manifests?.index, asked, query);
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/party/{address}",
      summary: "Prove who controls an account",
      description: "And what it is registered as, whether it is deactivated or frozen.",
      params: z.object({
        address: z.string().meta({ example: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8" }),
      }),
      query: atQuery,
      ask: (part) => {
        const party = address(part("address"));
        return () => ({ kind: "party", party });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/twin/{id}",
      summary: "Prove whose a twin is",
      description: "And its state, its last version and that version's digest; or that there is none.",
      params: z.object({ id: id("Twin id") }),
      query: atQuery,
      ask: (part) => {
        const twin = toTwinId(word(part("id")));
        return () => ({ kind: "twin", twin });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/grant/{id}",
      summary: "Prove that a right was given, and whether it holds",
      description: "With all that it hangs on; or that it was never given.",
      params: z.object({ id: id("Grant id") }),
      query: atQuery,
      ask: (part) => {
        const grant = toGrantId(word(part("id")));
        return (view) => grantQuestion(view, grant);
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/freezes/{kind}/{id}",
      summary: "Prove whether something is frozen",
      description: "By how many offices; and by which, why, since when, by which order.",
      params: z.object({
        kind: z.enum(thingKinds).meta({ example: "twin" }),
        id: id("Id, or a party's address"),
      }),
      query: atQuery,
      ask: (part) => {
        const asked = thing(part("kind"), part("id"));
        return (view) => freezesQuestion(view, asked);
      },
    }),
  ];
}

function routeOf<Query extends { readonly at?: At | undefined }>(service: Service, kind: Kind<Query>): Route {
  const { path, pattern, summary, description, params, query, ask } = kind;
  return {
    path,
    ...(pattern === undefined ? {} : { pattern }),
    operation: {
      tags: ["Proofs"],
      summary,
      description: `${description} All of one block, which \`Cadastre-As-Of\` names; what ends by time is judged at its time.`,
      request: { params, query },
      responses,
    },
    handle: async (req, res) => {
      const asked = queryOf(req.url, query);
      const question = ask((name) => String(req.params[name]), asked);
      await sendProof(service, req, res, asked.at, question);
    },
  };
}

const responses: Route["operation"]["responses"] = {
  200: {
    description: "The proof, verified here. That there is no such thing is proven too.",
    content: { "application/json": { schema: proofSchema } },
  },
  304: { description: "The caller's copy still holds." },
  400: problemContent("Malformed identifier, id or query; or the path does not lead to the batch."),
  404: problemContent(
    "There is no such moment, or the node no longer has its state; the identifier is in no range.",
  ),
  500: problemContent("The ledger's state is not what the index says."),
  501: problemContent("The resolver's node makes no proofs."),
  502: problemContent("What the node gave proves nothing."),
  503: problemContent(
    "The index is not ready; the node is not there, too slow, or on another block; too many proofs are being made.",
  ),
};
