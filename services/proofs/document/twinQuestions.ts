/** What can be asked of twins. */
import { z } from "zod";
import { mostListed, twin } from "./fields.js";

export const twinQuestions = [
  /** Whose is the twin, which content is its last? */
  z.strictObject({ kind: z.literal("twin"), twin }),
  /** Which twins is it an instance of, or derived from? */
  z.strictObject({ kind: z.literal("derivation"), twin }),
  /** How many of these is it made of? */
  z.strictObject({
    kind: z.literal("composition"),
    twin,
    components: z.array(twin).max(mostListed).readonly(),
  }),
] as const;
