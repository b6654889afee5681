/** Asks a resolver for a namespace and what was done under it. */
import { z } from "zod";
import { hashSchema } from "../../ledger/hex.js";
import { asOf, party } from "./answer.js";
import { get, parsed, refusal } from "./client.js";

const statisticsSchema = z.looseObject({
  delegations: z.number().int(),
  redelegations: z.number().int(),
  registrations: z.number().int(),
});
const namespaceSchema = z.looseObject({
  namespace: z.looseObject({
    namespace: hashSchema,
    holder: party,
    status: z.string(),
    sealed: z.boolean(),
  }),
  statistics: z.looseObject({ namespace: statisticsSchema, holder: statisticsSchema }),
  asOf,
});

/** A namespace as the resolver shows it, with what was done under it and by its holder. */
export type NamespaceCounts = z.infer<typeof namespaceSchema>;

/**
 * A namespace as the resolver shows it; null where it knows none.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readNamespaceView(
  resolverUrl: string,
  scheme: string,
  prefix: string,
): Promise<NamespaceCounts | null> {
  const place = prefix === "" ? scheme : `${scheme}/${encodeURIComponent(prefix)}`;
  const { status, body } = await get(resolverUrl, `v1/namespaces/${place}`);
  if (status === 200) return parsed(resolverUrl, namespaceSchema, body);
  if (status === 404) return null;
  throw refusal(resolverUrl, status, body);
}
