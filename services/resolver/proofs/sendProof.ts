/** How a proof document leaves. */
import type { Request, Response } from "express";
import type { Question } from "../../proofs/index.js";
import { askAs, type RequestContext } from "../auth/context.js";
import { entityTag } from "../http/etag.js";
import { sendTagged } from "../http/send.js";
import type { At } from "../resolution/at.js";
import type { Service } from "../service.js";
import { cachingFor } from "../v1/answer.js";
import { presenter } from "../v1/present.js";
import { jsonType, momentField } from "../v1/sendAnswer.js";
import { askedAt } from "./asked.js";

/** @param ask Makes the question of the moment, and of who asks. The view is let go before the node is asked. */
export async function sendProof(
  service: Service,
  req: Request,
  res: Response,
  at: At | undefined,
  ask: (context: RequestContext) => Question | Promise<Question>,
): Promise<void> {
  const { asked, headers } = await askAs(
    service,
    req,
    async (context) => {
      const { view, moment, caller } = context;
      return {
        asked: askedAt(view, moment, await ask(context)),
        headers: {
          "cadastre-as-of": momentField(presenter(view, moment, service.baseUrl).asOf()),
          ...cachingFor(caller, moment),
        },
      };
    },
    at,
  );
  const { text } = await service.prover.prove(asked);
  sendTagged(req, res, text, {
    "content-type": jsonType,
    etag: entityTag(text, jsonType),
    "content-disposition": `attachment; filename="${fileName(asked.question, asked.block.number)}"`,
    ...headers,
  });
}

/** Says what is in it, in characters that every file system takes. */
function fileName(question: Question, block: number): string {
  const name = nameOf(question)
    .replaceAll(/[^A-Za-z0-9.-]+/g, "_")
    .slice(0, 80);
  return `${question.kind}-${name}-block-${block}.proof.json`;
}

function nameOf(question: Question): string {
  switch (question.kind) {
    case "record":
    case "member":
    case "binding":
      return question.identifier;
    case "equivalence":
      return question.one.identifier;
    case "namespace":
      return `${question.scheme}-${question.prefix}`;
    case "batch":
      return question.batch;
    case "bundle":
      return question.root;
    case "sealed":
      return question.seal;
    case "anchor":
      return question.digest;
    case "party":
    case "guardians":
    case "attestation":
      return question.party;
    case "legalId":
      return question.legalId;
    case "relation":
      return `${question.sides.kind}-${question.sides.party}`;
    case "did":
      return question.identity;
    case "twin":
    case "derivation":
    case "composition":
      return question.twin;
    case "grant":
      return question.grant;
    case "quota":
    case "allowance":
      return question.quota;
    case "group":
      return question.group;
    case "freezes":
      return `${question.thing.kind}-${question.thing.id}`;
  }
}
