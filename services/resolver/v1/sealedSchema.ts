/**
 * What `/v1/sealed/{id}` answers, as a schema: the types of the code that makes the answer, the OpenAPI document, and the
 * oracle of the tests are all this.
 */
import { z } from "zod";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import {
  asOfSchema,
  authoritySchema,
  freezeSchema,
  partySchema,
  provenanceSchema,
  recordStatuses,
  rightSchema,
  word,
} from "./schema.js";

export const sealedSchema = z
  .strictObject({
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
    asOf: asOfSchema,
  })
  .meta({
    id: "SealedRecord",
    description:
      "All that the ledger says of a record that does not tell its identifier. A disclosure of it is verified where it is known, " +
      "and never sent here.",
  });

export type SealedView = z.infer<typeof sealedSchema>;
