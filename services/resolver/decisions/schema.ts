/** What is asked and answered of decisions. */
import { z } from "zod";
import {
  addressSchema,
  toGrantId,
  toHex,
  toQuotaId,
  toRecordId,
  toSealedId,
  toTwinId,
} from "../../ledger/hex.js";
import { reasonCodes } from "../../rights/decisions/reasons.js";
import { grantActions } from "../../store/model.js";
import { count } from "../v1/rightsSchema.js";
import { address, asOfSchema, rightSchema, seconds, termsSchema, word } from "../v1/schema.js";

const wordForm = z.string().regex(/^0x[0-9a-fA-F]{64}$/, "not 0x and 64 hexadecimal digits");
const wordExample = "0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8";
const addressExample = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";

const assetSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("twin"), id: wordForm.transform(toTwinId) }),
    z.strictObject({ kind: z.literal("record"), id: wordForm.transform(toRecordId) }),
    z.strictObject({ kind: z.literal("sealed"), id: wordForm.transform(toSealedId) }),
  ])
  .meta({ description: "The asset whose data it is.", example: { kind: "twin", id: wordExample } });

/** What would be done with which data, and what carries it. */
export const dataQuestionFields = {
  asset: assetSchema,
  scope: z.string().max(256).default("").meta({
    description: "Name of the data set or submodel; empty for all data.",
    example: "telemetry",
  }),
  action: z.enum(grantActions).meta({ description: "What would be done.", example: "read" }),
  onBehalfOf: addressSchema.optional().meta({
    description:
      "Party of whose right use would be made: the organisation of a member, or the party of its software.",
    example: addressExample,
  }),
  opening: wordForm.transform(toHex).optional().meta({
    description:
      "Salt of a blinded grant: with the party it opens the commitment. Not needed where the resolver has been told of the grant.",
    example: wordExample,
  }),
  grant: wordForm.transform(toGrantId).optional().meta({
    description: "The only grant to look at; all where left out.",
    example: wordExample,
  }),
  purpose: z.string().min(1).max(200).optional().meta({
    description: "What it would be done for, as the usage policy names it; not decided where left out.",
    example: "cx.quality.base:1",
  }),
  meter: z
    .strictObject({
      quota: wordForm.transform(toQuotaId).meta({ description: "Quota of the units.", example: wordExample }),
      host: addressSchema.meta({
        description:
          "Account of the data's host, which takes the units: it needs an allowance of their holder.",
        example: addressExample,
      }),
      units: z
        .string()
        .regex(/^[1-9][0-9]{0,38}$/, "not a number of units")
        .default("1")
        .meta({ description: "How many the use costs, in digits.", example: "1" })
        .transform(BigInt),
    })
    .optional()
    .meta({ description: "Units that the use costs where a grant carries it; not decided where left out." }),
};

/** Policies that a purpose is held against. */
export const policiesField = z.array(z.unknown()).max(16).default([]).meta({
  description:
    "Usage policies (ODRL) that terms name by their digests, to decide on whom they are for and on purposes.",
});

const questionSchema = z.strictObject({
  subject: addressSchema.optional().meta({
    description: "Party that would act; the caller's where left out.",
    example: addressExample,
  }),
  ...dataQuestionFields,
});
export type AskedQuestion = z.infer<typeof questionSchema>;
export type AskedData = Omit<AskedQuestion, "subject">;

export const mostQuestions = 1000;

export const decisionsRequestSchema = z
  .strictObject({
    questions: z.array(questionSchema).min(1).max(mostQuestions),
    policies: policiesField,
  })
  .meta({ id: "DecisionsRequest" });

const reasonFields = {
  reason: z.enum(reasonCodes).meta({ description: "Why: a stable code.", example: "granted" }),
  words: z.string().meta({ description: "The same in words.", example: "A grant allows it." }),
};

export const decisionSchema = z
  .strictObject({
    allowed: z.boolean(),
    ...reasonFields,
    decidedBy: z.enum(["ledger", "ownership", "relation", "terms"]).meta({
      description:
        "What the answer rests on: the ledger's own check says the same; the owner needs no grant; a relation lets the subject " +
        "act for the party whose right it is; or the usage policy permits the party and the purpose, or not.",
    }),
    grant: word("Grant that carries it, or that comes closest.").nullable(),
    until: seconds("First second at which what is allowed ends by itself.").nullable(),
    terms: termsSchema
      .nullable()
      .meta({ description: "Terms of what is allowed; the rest of them is the host's to see to." }),
    policies: z.array(word("Digest of a usage policy.")).optional().meta({
      description:
        "Policies that were sent along and held against who asks and for what; left out where none.",
    }),
    meter: z
      .strictObject({
        registry: address.meta({ description: "Contract that has the units." }),
        quota: word("Quota of the units."),
        host: address.meta({ description: "Account that may take them." }),
        settled: count("Units of the party that the host has taken on the ledger so far."),
        left: count(
          "Units that it could still take: those that the party holds, as far as it lets the host.",
        ),
      })
      .optional()
      .meta({ description: "What the host may count, where units were asked about that are of this data." }),
    explanation: z
      .strictObject({
        looked: z.array(z.strictObject({ right: rightSchema, ...reasonFields })).meta({
          description: "Grants that were looked at, and what speaks for or against each.",
        }),
        complete: z.boolean().meta({ description: "False where there are more than are looked at." }),
      })
      .optional()
      .meta({ description: "For the asset's owner alone." }),
  })
  .meta({
    id: "Decision",
    description:
      "Whether somebody may do something with data of an asset. Who may not know the answer gets `no-right`, as for an asset that does not exist.",
  });
export type DecisionView = z.infer<typeof decisionSchema>;

export const decisionsSchema = z
  .strictObject({
    decisions: z.array(decisionSchema).meta({ description: "In the order asked." }),
    asOf: asOfSchema,
  })
  .meta({ id: "Decisions" });
