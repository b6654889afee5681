/** How the access log's resources are described. */
import { z } from "zod";
import { problemContent } from "../http/problemSchema.js";
import type { Route } from "../http/route.js";
import { accessLogSchema, checkpointViewSchema, consistencySchema, entryProofViewSchema } from "./schema.js";

const number = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,12})$/, "not a number")
  .transform(Number);

export const entriesQuery = z
  .strictObject({
    kind: z.enum(["record", "sealed", "twin"]).optional().meta({ description: "Kind of the asset." }),
    id: z
      .string()
      .regex(/^0x[0-9a-fA-F]{64}$/, "not an id")
      .optional()
      .meta({ description: "Id of the asset, for what is about it alone." }),
    after: number.optional().meta({ description: "`next` of the page before." }),
  })
  .refine(({ kind, id }) => (kind === undefined) === (id === undefined), {
    path: ["id"],
    message: "an asset is named by its kind and its id",
  });

export const consistencyQuery = z
  .strictObject({
    from: number.meta({ description: "Size of the earlier checkpoint." }),
    to: number.meta({ description: "Size of the later one." }),
  })
  .refine(({ from, to }) => from >= 1 && from <= to, { path: ["to"], message: "not from on" });

const signed = [{ signedRequest: [] }, { session: [] }];
const json = (schema: z.ZodType) => ({ "application/json": { schema } });
const shared = {
  401: problemContent("There are no credentials, or they do not hold: `code` says why."),
  403: problemContent("The party is frozen."),
  503: problemContent("The index is not ready, or the log cannot be read."),
};

export const entriesOperation: Route["operation"] = {
  tags: ["Access log"],
  summary: "What was decided and disclosed",
  description:
    "The entries that concern the caller: about itself as the one who wanted access, and about what it owned at the time. Nobody " +
    "sees others. Up to 100 a page, oldest first.",
  security: signed,
  request: { query: entriesQuery },
  responses: {
    200: { description: "A page of entries.", content: json(accessLogSchema) },
    400: problemContent("A malformed query."),
    ...shared,
  },
};

export const proofOperation: Route["operation"] = {
  tags: ["Access log"],
  summary: "Proof that an entry is in the log",
  description:
    "The entry, and the path from it to the root of the newest checkpoint that is anchored on the ledger. It can be checked later " +
    "without the resolver: `cadastre right log --verify`, or docs/rights.md for how.",
  security: signed,
  request: { params: z.object({ sequence: z.string().meta({ example: "41" }) }) },
  responses: {
    200: { description: "The proof.", content: json(entryProofViewSchema) },
    400: problemContent("Not a number."),
    404: problemContent("There is no such entry, or it does not concern the caller."),
    409: problemContent("No checkpoint on the ledger covers it yet."),
    ...shared,
  },
};

export const checkpointOperation: Route["operation"] = {
  tags: ["Access log"],
  summary: "A checkpoint of the log",
  description:
    "How many entries the log had at a time, and the root over them. Its bytes are the document whose SHA-256 is anchored. It tells " +
    "nothing of the entries, and is public.",
  request: { params: z.object({ size: z.string().meta({ example: "120" }) }) },
  responses: {
    200: { description: "The checkpoint, in RFC 8785 form.", content: json(checkpointViewSchema) },
    400: problemContent("Not a number."),
    404: problemContent("There is no checkpoint of that size."),
    503: problemContent("The log cannot be read."),
  },
};

export const consistencyOperation: Route["operation"] = {
  tags: ["Access log"],
  summary: "Proof that nothing was changed between two checkpoints",
  description:
    "That the later log begins with all of the earlier one, entry by entry. Public, as checkpoints are.",
  request: { query: consistencyQuery },
  responses: {
    200: { description: "The proof.", content: json(consistencySchema) },
    400: problemContent("A malformed query."),
    404: problemContent("There is no checkpoint of one of the sizes."),
    503: problemContent("The log cannot be read."),
  },
};
