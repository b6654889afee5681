/** What the supervision holds. */

import { z } from "zod";
import { freezeReasons } from "../../../store/model.js";
import { asOfSchema, provenanceSchema } from "./provenance.js";
import { word } from "./words.js";

const officeSchema = z
  .strictObject({
    number: z.number().int().meta({ description: "The office's number on the ledger.", example: 1 }),
    name: z.string().nullable().meta({
      description: "Its name, as the ledger's administrator gave it.",
      example: "Federal Office",
    }),
    scope: z
      .strictObject({
        kind: z.enum(["all", "jurisdiction", "scheme"]),
        value: z.string().nullable().meta({
          description: "Two letters of ISO 3166-1, or a scheme's name; null for all.",
          example: "DE",
        }),
      })
      .meta({ description: "Its mandate when it froze." }),
  })
  .meta({ id: "Office", description: "A regulator." });

export const thingSchema = z
  .strictObject({
    kind: z.enum(["namespace", "record", "sealed", "twin", "party", "batch", "grant"]),
    id: z.string().meta({
      description: "Id, or a party's address; lower-case hexadecimal.",
      example: "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8",
    }),
  })
  .meta({ id: "Thing" });

export const freezeSchema = z
  .strictObject({
    thing: thingSchema,
    office: officeSchema,
    reason: z.enum(freezeReasons).meta({ example: "court-order" }),
    order: word("SHA-256 of the order."),
    frozen: provenanceSchema,
  })
  .meta({
    id: "Freeze",
    description:
      "An office's freeze that is in force. What is frozen stays as it is: it resolves, and nobody changes or moves it.",
  });

export const freezesSchema = z
  .strictObject({
    freezes: z.array(freezeSchema),
    next: z.string().nullable().meta({
      description: "`after` for the next page; null on the last.",
      example: null,
    }),
    asOf: asOfSchema,
  })
  .meta({ id: "Freezes", description: "All that is frozen, by kind and id." });

export type FreezeView = z.infer<typeof freezeSchema>;
export type FreezesView = z.infer<typeof freezesSchema>;
