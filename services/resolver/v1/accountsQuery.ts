import { z } from "zod";
import { atParameter } from "../resolution/at.js";

/** The query of a list of accounts, whose cursor is the last one's address. */
export const accountsQuery = z.strictObject({
  after: z
    .string()
    .regex(/^[0-9a-f]{40}$/, "not a cursor")
    .optional()
    .meta({ description: "`next` of the page before." }),
  at: atParameter,
});
