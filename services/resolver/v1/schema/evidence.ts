/** Digests that parties vouch for. */

import { z } from "zod";
import { partySchema } from "./parties.js";
import { asOfSchema, provenanceSchema } from "./provenance.js";
import { word } from "./words.js";

const bundleSchema = z
  .strictObject({
    count: z.number().int().meta({ description: "How many documents it holds.", example: 12 }),
    uri: z
      .string()
      .nullable()
      .meta({ description: "Where its list of documents may be read; null where it is not published." }),
    supersedes: word("Root of the bundle before; null for none.").nullable(),
    supersededBy: word("Root of the bundle that took its place; null while it is the latest.").nullable(),
    anchored: provenanceSchema,
  })
  .meta({ id: "Bundle", description: "A list of documents under one root." });

export const evidenceSchema = z
  .strictObject({
    digest: word("The digest that was asked for."),
    anchors: z
      .array(
        z.strictObject({
          author: partySchema,
          anchored: provenanceSchema,
          bundle: bundleSchema.nullable().meta({ description: "Where the digest is a bundle's root." }),
        }),
      )
      .meta({ description: "Who vouches for it since when, in the order of their addresses." }),
    next: z.string().nullable().meta({
      description: "`after` for the next page; null on the last.",
      example: null,
    }),
    asOf: asOfSchema,
  })
  .meta({ id: "Evidence" });

export type EvidenceView = z.infer<typeof evidenceSchema>;
