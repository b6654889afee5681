/** Asks a resolver how a thing came to be as it is. */
import { z } from "zod";
import { hashSchema } from "../../ledger/hex.js";
import type { Thing } from "../../store/model.js";
import { party } from "./answer.js";
import { readPages } from "./client.js";

const historySchema = z.looseObject({
  items: z.array(
    z.looseObject({
      block: z.looseObject({ number: z.number().int(), time: z.number().int() }),
      transactions: z.array(z.looseObject({ hash: hashSchema, by: party.nullable() })),
      owner: party,
      changes: z.array(z.looseObject({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    }),
  ),
  next: z.string().nullable(),
});
export type HistoryItem = z.infer<typeof historySchema>["items"][number];

/**
 * The versions of a thing, all pages of them; null where the resolver knows no such thing.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readHistory(
  resolverUrl: string,
  { kind, id }: Thing,
): Promise<readonly HistoryItem[] | null> {
  const pages = await readPages(resolverUrl, `v1/assets/${kind}/${id}/history`, historySchema);
  return pages?.flatMap(({ items }) => items) ?? null;
}
