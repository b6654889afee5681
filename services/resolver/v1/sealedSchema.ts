/**
 * What `/v1/sealed/{id}` answers, as a schema: the types of the code that makes the answer, the OpenAPI document, and the
 * oracle of the tests are all this.
 */
import { z } from "zod";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import { provenFields } from "../proofs/schema.js";
import { disclosedContentSchema } from "../visibility/schema.js";
import {
  asOfSchema,
  authoritySchema,
  freezeSchema,
  identifierSchema,
  partySchema,
  provenanceSchema,
  recordStatuses,
  rightSchema,
  word,
} from "./schema.js";

const sealedDetails = {
  id: word("Id of the sealed record: the token id of its NFT."),
  scheme: z.enum(ledgerSchemes),
  seal: word("What stands for its identifier."),
  status: z.enum(recordStatuses).meta({
    description: "Effective status. Rights on what is not active do not hold.",
  }),
  statusReason: z.string().meta({ description: "As given by whoever changed the status; may be empty." }),
  version: z.number().int().meta({ description: "How often the content was set.", example: 1 }),
  digest: word("Salted digest of the content of that version.")
    .nullable()
    .meta({ description: "Null where it stands for nothing and leads nowhere." }),
  locked: z.boolean().meta({ description: "True where it never changes hands (ERC-5192)." }),
  registered: provenanceSchema,
  updated: provenanceSchema,
  owner: partySchema,
  authority: authoritySchema,
  rights: z.array(rightSchema).meta({
    description:
      "Grants on the record, the one given last first, that hold at the later of the block's time and the resolver's clock.",
  }),
  rightsComplete: z.boolean().meta({
    description: "False where it has more grants than one answer goes through; then some may be missing.",
  }),
  freezes: z.array(freezeSchema).meta({
    description: "In force on the record, the namespace that issued it and those above, and the owner.",
  }),
};

export const sealedSchema = z
  .strictObject({
    ...sealedDetails,
    disclosed: disclosedContentSchema.optional().meta({
      description:
        "What it says, for a caller with a right to read it, where its owner has entrusted that to the resolver.",
    }),
    ...provenFields,
    asOf: asOfSchema,
  })
  .meta({
    id: "SealedRecord",
    description:
      "All that the ledger says of a record that does not tell its identifier. A disclosure of it is verified where it is known, " +
      "and never sent here.",
  });

/** What a record and an identifier have to do with each other, for whoever has a right to know. */
const disclosureSchema = z
  .strictObject({
    chain: z.number().int().meta({ example: 1337 }),
    registry: z.string().meta({ description: "Contract that has the record." }),
    record: word("Id of the sealed record."),
    namespace: z.string().meta({ description: "Who issued it.", example: "gs1:9506000" }),
    scheme: z.enum(ledgerSchemes),
    identifier: z
      .string()
      .meta({ description: "Canonical identifier.", example: "01/09506000134352/21/4711" }),
    salt: word("What the seal is salted with."),
    ...disclosedContentSchema.partial().shape,
  })
  .meta({ id: "Disclosure", description: "Checked by `cadastre sealed verify`, which asks no resolver." });

export const sealedResolutionSchema = z
  .strictObject({
    identifier: identifierSchema,
    record: z.null().meta({ description: "Its record does not tell its identifier." }),
    sealed: z.strictObject(sealedDetails).meta({ id: "SealedDetails" }),
    disclosure: disclosureSchema,
    ...provenFields,
    asOf: asOfSchema,
  })
  .meta({
    id: "SealedResolution",
    description:
      "An identifier with a sealed record, for a caller who has a right to it; to all others there is none.",
  });

export type SealedResolutionView = z.infer<typeof sealedResolutionSchema>;
export type SealedView = z.infer<typeof sealedSchema>;
