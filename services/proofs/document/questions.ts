/**
 * What can be asked and proven. A question names things by what their ids are made of, where that is known, so that whoever
 * verifies computes the ids again.
 */
import { z } from "zod";
import { account, epoch, word } from "./fields.js";
import { identifierQuestions } from "./identifierQuestions.js";
import { partyQuestions } from "./partyQuestions.js";
import { rightQuestions } from "./rightQuestions.js";
import { twinQuestions } from "./twinQuestions.js";

const thingSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.enum(["namespace", "record", "sealed", "twin", "batch", "grant"]),
    id: word,
  }),
  z.strictObject({ kind: z.literal("party"), id: account }),
]);

export const questionSchema = z.discriminatedUnion("kind", [
  ...identifierQuestions,
  ...partyQuestions,
  ...twinQuestions,
  ...rightQuestions,
  /** Is the thing frozen, by whom, why? */
  z.strictObject({
    kind: z.literal("freezes"),
    thing: thingSchema,
    /** Numbers of the offices whose freezes are to be shown. */
    offices: z.array(epoch).max(32).readonly(),
  }),
]);

export type Question = Readonly<z.infer<typeof questionSchema>>;
export type QuestionOf<Kind extends Question["kind"]> = Extract<Question, { kind: Kind }>;
