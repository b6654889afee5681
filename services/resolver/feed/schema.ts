/** What the messages of a feed have in them. */
import { z } from "zod";
import { address, seconds, thingSchema, word } from "../v1/schema.js";

const id = z.string().meta({
  description: "Block, the first 8 bytes of its hash, and the position of the event's log in it.",
  example: "118-9f86d081884c7d65-3",
});

export const eventSchema = z
  .strictObject({
    id,
    event: z
      .string()
      .meta({ description: "The event's name on the ledger.", example: "IdentifierRegistered" }),
    block: z.strictObject({
      number: z.number().int().meta({ example: 118 }),
      hash: word("Its hash."),
      time: seconds("Its time."),
    }),
    log: z.number().int().meta({ description: "Position of its log in the block.", example: 3 }),
    transaction: word("Transaction hash."),
    things: z.array(thingSchema).meta({ description: "Things that it concerns." }),
    owners: z.array(address).meta({
      description:
        "Whose these things are, and were before; parties that the event names as owners, holders or authors.",
    }),
    namespaces: z.array(word("Namespace that issued one of the things, or is one of them.")),
  })
  .meta({
    id: "LedgerEvent",
    description: "An event of the ledger. What it changed, the things' own resources say.",
  });

export const correctionSchema = z
  .strictObject({
    undone: z.array(eventSchema).nullable().meta({
      description:
        "Events that are void, the last one first; null where they cannot be named: all after `standing`.",
    }),
    standing: id.nullable().meta({ description: "The last event before them that stands; null for none." }),
  })
  .meta({
    id: "FeedCorrection",
    description: "The chain replaced the blocks of events that the feed told of.",
  });

export type EventView = z.infer<typeof eventSchema>;
export type CorrectionView = z.infer<typeof correctionSchema>;
