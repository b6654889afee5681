/** What `/v1/assets/{kind}/{id}/history` answers. */
import { z } from "zod";
import { asOfSchema, partySchema, seconds, thingSchema, word } from "./schema.js";

const fieldChangeSchema = z
  .strictObject({
    field: z.string().meta({
      description: "Name of the field in the index's model: `owner`, `status`, `subject`, `linkset`, …",
      example: "owner",
    }),
    before: z.unknown().meta({ description: "Null where there was nothing." }),
    after: z.unknown().meta({ description: "Null where there is nothing any more." }),
  })
  .meta({ id: "FieldChange" });

const versionSchema = z
  .strictObject({
    version: z.number().int().meta({ description: "From 1 on.", example: 2 }),
    block: z.strictObject({
      number: z.number().int().meta({ example: 118 }),
      hash: word("Its hash."),
      time: seconds("Its time."),
    }),
    transactions: z
      .array(
        z.strictObject({
          hash: word("Transaction hash."),
          by: partySchema.nullable().meta({
            description: "Account that sent the change; null where its events do not tell, as of a transfer.",
          }),
        }),
      )
      .meta({ description: "All of the block that had a part in the change, in their order." }),
    owner: partySchema.meta({
      description:
        "Who held it from then on: owner or holder, a grant's grantor, a party itself. Named as of `asOf`.",
    }),
    changes: z
      .array(fieldChangeSchema)
      .meta({ description: "What is not as before; of the first version all that there was." }),
  })
  .meta({ id: "ThingVersion", description: "What a thing was from the end of a block on." });

export const historySchema = z
  .strictObject({
    thing: thingSchema,
    items: z.array(versionSchema).meta({ description: "Oldest first." }),
    next: z.string().nullable().meta({ description: "Cursor of the page after this one; null on the last." }),
    asOf: asOfSchema,
  })
  .meta({ id: "History", description: "Every change of a thing, block by block." });

export type HistoryView = z.infer<typeof historySchema>;
export type VersionView = z.infer<typeof versionSchema>;
