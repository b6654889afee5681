/** Asks a resolver for whom it takes a caller. */
import { z } from "zod";
import { addressSchema } from "../../ledger/hex.js";
import { audienceOf } from "../../rights/requests/signedRequest.js";
import { asOf, party } from "./answer.js";
import type { Asker } from "./asker.js";
import { get, parsed, problemSchema, refused } from "./client.js";

const whoamiSchema = z.looseObject({
  caller: z.looseObject({
    party,
    key: addressSchema,
    as: z.enum(["controller", "delegate"]),
  }),
  asOf,
});
/** Who a resolver takes a caller for. */
export type Whoami = z.infer<typeof whoamiSchema>;

/** @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_NOT_AUTHORISED`, `CLI_RESOLVER_MALFORMED` */
export async function readWhoami(resolverUrl: string, asker: Asker): Promise<Whoami> {
  const { status, body } = await get(resolverUrl, "v1/whoami", asker);
  if (status === 200) return parsed(resolverUrl, whoamiSchema, body);
  const problem = parsed(resolverUrl, problemSchema, body);
  throw refused(status, { ...problem, hint: otherAudience(resolverUrl, problem) ?? problem.hint });
}

/**
 * For a resolver that goes by another address than the one it was asked at. What is signed is for the latter, whatever the
 * resolver says: else any server could have requests signed for another one.
 */
function otherAudience(resolverUrl: string, { audience }: z.infer<typeof problemSchema>): string | null {
  if (audience === undefined || audience === audienceOf(resolverUrl)) return null;
  return `It calls itself ${audience.slice(0, 200)}. If that is the one you mean: cadastre config set resolverUrl URL`;
}
