/** Where a fact stands on the chain, and at which block an answer holds. */

import { z } from "zod";
import { address, seconds, word } from "./words.js";

export const provenanceSchema = z
  .strictObject({
    block: z.number().int().meta({ description: "Block number.", example: 42 }),
    time: seconds("Block time."),
    transaction: word("Transaction hash."),
    by: address.meta({ description: "Account that sent the change." }),
  })
  .meta({ id: "Provenance", description: "Where a change stands on the chain." });

export const placingSchema = provenanceSchema.omit({ by: true }).meta({
  id: "Placing",
  description: "Where a change stands on the chain whose event does not name who sent it.",
});

export const expirySchema = seconds("First second at which it is expired.")
  .nullable()
  .meta({ description: "Null: no expiry of its own." });

export const asOfSchema = z
  .strictObject({
    number: z.number().int().meta({ description: "Block up to which the answer holds.", example: 120 }),
    hash: word("Hash of that block."),
    time: seconds("Its time."),
    finality: z.enum(["final", "provisional"]).meta({
      description: "Provisional while the block could still be replaced by the configured rule of finality.",
    }),
    past: z
      .strictObject({
        block: z.number().int().meta({
          description: "Last block that the answer is of: nothing of the ledger changed since `number`.",
          example: 130,
        }),
        judged: seconds("When what ends by time must hold."),
      })
      .optional()
      .meta({ description: "Only where `at` asked for the past." }),
  })
  .meta({ id: "AsOf", description: "The moment of the chain of which the whole answer is." });

export type PlacingView = z.infer<typeof placingSchema>;
export type ProvenanceView = z.infer<typeof provenanceSchema>;
export type AsOfView = z.infer<typeof asOfSchema>;
