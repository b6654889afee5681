/** What `/v1/statistics` answers. */
import { z } from "zod";
import { schemes } from "../../identifiers/index.js";
import { asOfSchema } from "../v1/schema.js";
import { periodKinds } from "./period.js";
import { protocols } from "./protocols.js";

const count = z.number().int().nonnegative();

export const countsSchema = z
  .strictObject({
    parties: count.meta({ description: "Registered." }),
    delegations: count.meta({ description: "Of prefixes, lapsed ones anew, and the roots of schemes." }),
    records: count.meta({
      description: "Identifiers registered one by one, former members of batches among them.",
    }),
    materialised: count.meta({ description: "Those that were members of batches before." }),
    sealedRecords: count.meta({ description: "Registered." }),
    batches: count.meta({ description: "Issued." }),
    members: z
      .string()
      .meta({ description: "Members of those batches, in decimal digits.", example: "1000000" }),
    twins: count.meta({ description: "Minted." }),
    grants: count.meta({ description: "Rights given, for the first time or anew." }),
    transfers: count.meta({ description: "Changes of hands, of any token." }),
  })
  .meta({ id: "ActivityCounts" });
export type CountsView = z.infer<typeof countsSchema>;

const answersSchema = z.record(
  z.enum(protocols),
  z.strictObject({
    answered: count,
    unknown: count.meta({ description: "That there is nothing: 404 or 410." }),
  }),
);

export type ResolutionsView = z.infer<typeof answersSchema>;

const periodSchema = z.strictObject({
  period: z.string().meta({ example: "2026-03-01" }),
  ledger: countsSchema,
  holders: count
    .nullable()
    .meta({ description: "Parties that held something at its end; null of one scheme or namespace alone." }),
  resolutions: answersSchema.nullable().meta({
    description:
      "Requests that this resolver answered, by protocol; null of one scheme or namespace, or where they are not counted.",
  }),
});

export const statisticsSchema = z
  .strictObject({
    by: z.enum(periodKinds),
    from: z.string().meta({ description: "First day.", example: "2026-03-01" }),
    to: z.string().meta({ description: "Last day." }),
    scheme: z.enum(schemes).nullable(),
    namespace: z.string().nullable().meta({ description: "Prefix of the one namespace that it is of." }),
    periods: z.array(periodSchema),
    whole: z.strictObject({
      ledger: countsSchema.meta({ description: "Since the ledger began." }),
      holders: count.nullable().meta({ description: "Parties that hold something now." }),
    }),
    schemes: z.array(z.strictObject({ scheme: z.string(), ledger: countsSchema })).meta({
      description: "Since the ledger began, by scheme.",
    }),
    asOf: asOfSchema,
  })
  .meta({ id: "Statistics" });
export type StatisticsView = z.infer<typeof statisticsSchema>;
