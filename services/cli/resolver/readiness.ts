/** Asks a resolver how it is, and waits for it. */
import { setTimeout } from "node:timers/promises";
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

/** How long the resolver's index is waited for, in milliseconds, and how often it is asked meanwhile. */
const patience = 60_000;
const pause = 250;

/** Whether the resolver is ready, and how far behind the chain it is. */
export async function readReadiness(resolverUrl: string): Promise<z.infer<typeof readinessSchema>> {
  return parsed(resolverUrl, readinessSchema, (await get(resolverUrl, "readyz")).body);
}

/**
 * Waits until the resolver's index has come to a block, a minute at most: where it has not by then, its answers say so.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_MALFORMED`
 */
export async function untilIndexed(resolverUrl: string, block: number): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await setTimeout(pause)) {
    const { checkpoint } = await readReadiness(resolverUrl);
    if (checkpoint !== null && checkpoint.number >= block) return;
  }
}
