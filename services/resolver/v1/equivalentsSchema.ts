/** What `/v1/equivalents` answers, as schemas. */
import { z } from "zod";
import { ledgerSchemes } from "../../identifiers/identifier.js";
import { agreements } from "../../ledger/sameAs.js";
import { asOfSchema, identifierSchema, partySchema, recordStatuses, word } from "./schema.js";

const otherFields = {
  uri: z.string().meta({
    description: "The other identifier, as a URI.",
    example: "https://hdl.handle.net/88.101.0042/pump-4711",
  }),
  scheme: z.enum(ledgerSchemes),
  canonical: z.string().meta({ description: "In canonical form.", example: "88.101.0042/pump-4711" }),
  record: word("Id that its record has, or would have."),
  agreement: z.enum(agreements).meta({
    description:
      "`agreed`: both records state it, and each names the other as an equivalent. Else it changes nothing, and this says what is missing: " +
      "`one-sided`, one record does not state it; `former-owner`, one of the statements is of an owner before the present one, who " +
      "has to state it anew; `not-in-force`, one of the records is not active, or it or its owner is frozen; `unregistered`, nobody " +
      "has registered the other identifier.",
  }),
};

const otherSchema = z
  .strictObject({
    ...otherFields,
    status: z.enum(recordStatuses).nullable().meta({ description: "Null where it is not registered." }),
    owner: partySchema.nullable().meta({ description: "Null where it is not registered." }),
  })
  .meta({ id: "StatedEquivalent", description: "An identifier that is stated to be of the same thing." });

export const equivalentsSchema = z
  .strictObject({
    identifier: identifierSchema,
    record: word("Record id."),
    states: z.array(otherSchema).meta({ description: "What the record states, in its order." }),
    stated: z.array(otherSchema).meta({
      description:
        "Records that state it of this one, by their ids. Anybody may state it: what is not agreed says nothing of this one.",
    }),
    next: z.string().nullable().meta({
      description: "`after` for the next page of `stated`; null on the last.",
      example: null,
    }),
    asOf: asOfSchema,
  })
  .meta({ id: "Equivalents" });

export type OtherView = z.infer<typeof otherSchema>;
export type EquivalentsView = z.infer<typeof equivalentsSchema>;
