/** How a kind of question becomes a route. */
import { z } from "zod";
import type { Question } from "../../proofs/index.js";
import type { View } from "../../store/view.js";
import type { RequestContext } from "../auth/context.js";
import { anybody, ofCallers } from "../auth/operations.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import type { At } from "../resolution/at.js";
import type { Service } from "../service.js";
import { proofSchema } from "./schema.js";
import { sendProof } from "./sendProof.js";

/** An id in a path. */
export const idParameter = (what: string) =>
  z.string().meta({
    description: `${what}: 0x and 64 hexadecimal digits.`,
    example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
  });

/** A party's address in a path. */
export const addressParameter = (what = "Address of the account") =>
  z.string().meta({ description: `${what}.`, example: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8" });

/** What a kind of question is asked by. */
export interface Kind<Query extends { readonly at?: At | undefined }> {
  readonly path: string;
  /** Where the last part may hold slashes. */
  readonly pattern?: RegExp;
  readonly summary: string;
  readonly description: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject & z.ZodType<Query>;
  /** Takes the path's parts and the query apart; what it gives asks the moment. */
  readonly ask: (
    part: (name: string) => string,
    query: Query,
  ) => (view: View, context: RequestContext) => Question | Promise<Question>;
}

export function routeOf<Query extends { readonly at?: At | undefined }>(
  service: Service,
  kind: Kind<Query>,
): Route {
  const { path, pattern, summary, description, params, query, ask } = kind;
  return {
    path,
    ...(pattern === undefined ? {} : { pattern }),
    operation: {
      tags: ["Proofs"],
      summary,
      description: `${description} All of one block, which \`Cadastre-As-Of\` names; what ends by time is judged at its time.`,
      security: anybody,
      request: { params, query },
      responses,
    },
    handle: async (req, res) => {
      const asked = queryOf(req.url, query);
      const question = ask((name) => String(req.params[name]), asked);
      await sendProof(service, req, res, asked.at, (context) => question(context.view, context));
    },
  };
}

const responses: Route["operation"]["responses"] = {
  200: {
    description: "The proof, verified here. That there is no such thing is proven too.",
    content: { "application/json": { schema: proofSchema } },
  },
  304: { description: "The caller's copy still holds." },
  ...ofCallers,
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
