/** Asks a resolver how it is. */
import { z } from "zod";
import { hashSchema } from "../../ledger/hex.js";
import { get, parsed } from "./client.js";

const readinessSchema = z.looseObject({
  ready: z.boolean(),
  reason: z.string().nullable(),
  state: z.string(),
  checkpoint: z.looseObject({ number: z.number(), hash: hashSchema }).nullable(),
  lag: z.number().nullable(),
});

/** Whether the resolver is ready, and how far behind the chain it is. */
export async function readReadiness(resolverUrl: string): Promise<z.infer<typeof readinessSchema>> {
  return parsed(resolverUrl, readinessSchema, (await get(resolverUrl, "readyz")).body);
}
