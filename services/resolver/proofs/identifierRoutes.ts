/** Proofs of identifiers, open and sealed. */
import { z } from "zod";
import { ledgerSchemes, schemes } from "../../identifiers/index.js";
import { toBatchId, toSealedId } from "../../ledger/hex.js";
import type { Route } from "../http/route.js";
import { word } from "../http/things.js";
import { atParameter, atQuery } from "../resolution/at.js";
import type { Service } from "../service.js";
import { openedSealed } from "../visibility/sealed.js";
import {
  bindingQuestion,
  equivalenceQuestion,
  namespaceQuestion,
  sealedQuestion,
} from "./identifierQuestions.js";
import { idParameter, routeOf } from "./kind.js";
import { memberFields, memberQuestionOf } from "./member.js";
import { ledgerIdentifier } from "./params.js";
import { hasRecord, recordQuestion } from "./questions.js";

const scheme = z.enum(schemes).optional().meta({
  description: "Read the identifier as one of this scheme, where its form alone leaves that open.",
});
const identifier = z.string().meta({
  description: "An identifier, as for `/v1/resolve`; with or without its slashes encoded.",
  example: "01/09506000134352/21/4711",
});
const identifierQuery = z.strictObject({ scheme, at: atParameter });
const memberQuery = z.strictObject({ scheme, ...memberFields, at: atParameter });

const pairQuery = z.strictObject({
  one: identifier.meta({ description: "An identifier, as for `/v1/resolve`." }),
  other: identifier.meta({ description: "Another one.", example: "1.3.6.1.4.1.4711" }),
  at: atParameter,
});

export function identifierProofRoutes(service: Service): readonly Route[] {
  return [
    routeOf(service, {
      path: "/v1/proofs/identifier/{id}",
      pattern: /^\/v1\/proofs\/identifier\/(?<id>.+)$/,
      summary: "Prove whose an identifier is",
      description:
        "Its record with all that decides whether it is in force, or that it has none: then whether a range of numbers holds it, " +
        "and who could issue it. To who may know of its sealed record, the proof shows that the record is of the identifier.",
      params: z.object({ id: identifier }),
      query: identifierQuery,
      ask: (part, query) => {
        const asked = ledgerIdentifier(part("id"), query.scheme);
        return async (view, context) => {
          const opened = hasRecord(view, asked) ? null : await openedSealed(service, context, asked);
          if (opened === null) return recordQuestion(view, asked);
          const { salt, disclosed: content } = opened;
          return sealedQuestion(view, opened.record.id, { identifier: asked.canonical, salt, content });
        };
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
      path: "/v1/proofs/binding/{id}",
      pattern: /^\/v1\/proofs\/binding\/(?<id>.+)$/,
      summary: "Prove what an identifier stands for",
      description:
        "The twin, party or record that its record names, with whose that is. There has to be a record, with links that the index can read.",
      params: z.object({ id: identifier }),
      query: identifierQuery,
      ask: (part, query) => {
        const asked = ledgerIdentifier(part("id"), query.scheme);
        return (view) => bindingQuestion(view, asked);
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/equivalence",
      summary: "Prove that two identifiers are of the same thing",
      description: "By the word of both records, or that there is no such word.",
      params: z.object({}),
      query: pairQuery,
      ask: (_part, { one, other }) => {
        const pair = [ledgerIdentifier(one, undefined), ledgerIdentifier(other, undefined)] as const;
        return (view) => equivalenceQuestion(view, ...pair);
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/namespace/{scheme}/{prefix}",
      pattern: /^\/v1\/proofs\/namespace\/(?<scheme>[^/]+)\/(?<prefix>.*)$/,
      summary: "Prove whose a namespace is",
      description:
        "And whether it is in force, with all that it hangs on; or that its prefix is not delegated.",
      params: z.object({
        scheme: z.enum(ledgerSchemes),
        prefix: z.string().meta({ description: "Empty for the scheme's root.", example: "9506000" }),
      }),
      query: atQuery,
      ask: (part) => {
        const question = namespaceQuestion(part("scheme"), part("prefix"));
        return () => question;
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/batch/{id}",
      summary: "Prove whose a batch is",
      description: "Or that there is no such batch. `/v1/proofs/member` proves what is in it.",
      params: z.object({ id: idParameter("Batch id") }),
      query: atQuery,
      ask: (part) => {
        const batch = toBatchId(word(part("id")));
        return () => ({ kind: "batch", batch });
      },
    }),
    routeOf(service, {
      path: "/v1/proofs/sealed/{id}",
      summary: "Prove whose a sealed record is",
      description:
        "And whether it is in force, by the names that are public: nothing of the identifier is in it. Who has the secret makes one with " +
        "`cadastre prove`, or has it from `/v1/resolve` where it may know the record.",
      params: z.object({ id: idParameter("Id of the sealed record") }),
      query: atQuery,
      ask: (part) => {
        const sealed = toSealedId(word(part("id")));
        return (view) => sealedQuestion(view, sealed);
      },
    }),
  ];
}
