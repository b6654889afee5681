/** The answer to `/v1/resolve`. */

import { z } from "zod";
import { provenFields } from "../../proofs/schema.js";
import { disclosedFields } from "../../visibility/schema.js";
import { freezeSchema } from "./freezes.js";
import { identifierSchema } from "./identifiers.js";
import { authoritySchema } from "./namespaces.js";
import { partySchema } from "./parties.js";
import { asOfSchema } from "./provenance.js";
import { equivalentSchema, linkSchema, recordSchema, subjectSchema } from "./records.js";
import { rightSchema } from "./rights.js";

export const resolutionSchema = z
  .strictObject({
    identifier: identifierSchema,
    authority: authoritySchema,
    record: recordSchema,
    owner: partySchema,
    subject: subjectSchema,
    subjectSharedBy: z.string().nullable().meta({
      description:
        "URI of the equivalent identifier whose subject it is, where the record itself stands for nothing; null for the record's own.",
    }),
    equivalents: z.array(equivalentSchema).meta({
      description:
        "In the order in which the record states them. What either side states alone is not among them: see `/v1/equivalents`.",
    }),
    links: z.array(linkSchema).meta({
      description:
        "Own links first, then those of coarser levels, nearest first, and last those of equivalents.",
    }),
    rights: z.array(rightSchema).meta({
      description:
        "Grants on the record and then on its subject twin, the one given last first, that hold at the later of the block's time and the resolver's clock.",
    }),
    rightsComplete: z.boolean().meta({
      description:
        "False where an asset has more grants than one answer goes through; then some may be missing.",
    }),
    freezes: z.array(freezeSchema).meta({
      description:
        "In force on the record, the namespace that issued it and those above, the owner, and the subject. Frozen grants, and those to a frozen party, are not among the rights.",
    }),
    ...disclosedFields,
    ...provenFields,
    asOf: asOfSchema,
  })
  .meta({ id: "Resolution", description: "All that the ledger says of an identifier, at one moment." });

export type ResolutionView = z.infer<typeof resolutionSchema>;
