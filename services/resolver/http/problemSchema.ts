/** Problem documents in the OpenAPI document. */
import { z } from "zod";
import { problemMediaType } from "./problem.js";

export const problemSchema = z
  .looseObject({
    type: z.string().meta({
      description: "Page about this kind of problem, relative to this resolver.",
      example: "/problems/identifier-check-digit",
    }),
    title: z
      .string()
      .meta({ description: "The same for every problem of the kind.", example: "Malformed identifier" }),
    status: z.number().int().meta({ example: 400 }),
    detail: z.string().meta({ description: "What is wrong this time." }),
    instance: z.string().meta({
      description:
        "The request's id as a URN; the same UUID stands in `X-Request-Id` and in the operator's log.",
      example: "urn:uuid:0b4e6a1e-6c2f-4b1a-9d3e-5f6a7b8c9d0e",
    }),
    code: z.string().meta({ description: "Stable code for programs.", example: "IDENTIFIER_CHECK_DIGIT" }),
    hint: z.string().optional().meta({ description: "What to do about it." }),
    position: z
      .number()
      .int()
      .optional()
      .meta({ description: "Where in the identifier the fault is, from 0." }),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem document. Some kinds have further members." });

export function problemContent(description: string) {
  return { description, content: { [problemMediaType]: { schema: problemSchema } } };
}
