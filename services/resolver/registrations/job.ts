/** A registration that goes on after its request was answered, as it is kept. */
import { z } from "zod";
import { registrationWays } from "../../importers/registration/ways.js";
import { linksetSchema } from "../../ledger/linkset.js";
import type { Linkset } from "../../store/model.js";

export const jobFormats = ["csv", "jsonl"] as const;
export const jobStates = ["queued", "running", "done", "failed", "cancelled"] as const;

const counts = z.object({
  registered: z.number().meta({ description: "By this registration." }),
  unchanged: z.number().meta({ description: "The ledger said so already." }),
  shared: z.number().meta({ description: "Stay with an earlier item that gives the same." }),
  conflict: z.number().meta({ description: "The ledger says something else." }),
  failed: z.number().meta({ description: "Not understood, or not allowed." }),
});
export const jobSummarySchema = z.object({
  rows: z.number().meta({ description: "Rows of the file." }),
  badRows: z.number().meta({ description: "Faults in them." }),
  twins: counts,
  identifiers: counts,
  gas: z.number().meta({ description: "Gas used." }),
  batches: z.array(
    z.object({
      way: z.enum(["range", "list"]).meta({ description: "How the batch names its members." }),
      batch: z.string().meta({ description: "Batch id." }),
      namespace: z.string().meta({ description: "Namespace that issued it.", example: "gs1:9506000" }),
      identifiers: z.number().meta({ description: "How many it is of." }),
      status: z.enum(["registered", "unchanged"]).meta({ description: "`unchanged`: it was issued before." }),
      transaction: z
        .string()
        .nullable()
        .meta({ description: "That issued it; null where it was issued before." }),
    }),
  ),
});
export const jobSchema = z.object({
  id: z.string(),
  format: z.enum(jobFormats),
  way: z.enum(registrationWays),
  /** Links for all members of the lists that are issued. */
  links: linksetSchema.transform((links): Linkset => links),
  /** SHA-256 of what came in. */
  digest: z.string(),
  /** ISO 8601. */
  created: z.string(),
  state: z.enum(jobStates),
  ended: z.string().nullable(),
  summary: jobSummarySchema.nullable(),
  /** Transactions that the chain may yet have taken back when it ended. */
  awaits: z.array(z.string()).default([]),
  problem: z.object({ code: z.string(), detail: z.string(), hint: z.string().exactOptional() }).nullable(),
});
export type Job = z.infer<typeof jobSchema>;
