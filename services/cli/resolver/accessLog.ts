/** The resolver's access log, as far as it concerns whoever asks. */
import { z } from "zod";
import { anchorSchema, checkpointSchema } from "../../accessLog/checkpoint.js";
import { accessEntrySchema } from "../../accessLog/entry.js";
import { type EntryProof, entryProofSchema } from "../../accessLog/proof.js";
import { hashSchema } from "../../ledger/hex.js";
import type { Asset } from "../../store/model.js";
import type { Asker } from "./asker.js";
import { get, parsed, problemSchema, readPages, refused } from "./client.js";

const pageSchema = z.looseObject({
  items: z.array(z.looseObject({ entry: accessEntrySchema, hash: hashSchema })),
  next: z.string().nullable(),
  anchored: z.looseObject({ checkpoint: checkpointSchema, anchor: anchorSchema }).nullable(),
});
export type AccessLogItem = z.output<typeof pageSchema>["items"][number];

/**
 * All entries that concern the asker, oldest first.
 * @param asset For what is about it alone; null for all.
 * @throws CliError `CLI_RESOLVER_UNREACHABLE`, `CLI_RESOLVER_REFUSED`, `CLI_NOT_AUTHORISED`, `CLI_RESOLVER_MALFORMED`
 */
export async function readAccessLog(
  resolverUrl: string,
  asker: Asker,
  asset: Asset | null,
): Promise<readonly AccessLogItem[]> {
  const query = asset === null ? "" : `?kind=${asset.kind}&id=${asset.id}`;
  const pages = await readPages(resolverUrl, `v1/access-log${query}`, pageSchema, asker);
  return pages?.flatMap(({ items }) => items) ?? [];
}

/**
 * The proof of an entry; null where no checkpoint on the ledger covers it yet.
 * @throws CliError as `readAccessLog` does.
 */
export async function readEntryProof(
  resolverUrl: string,
  asker: Asker,
  sequence: number,
): Promise<EntryProof | null> {
  const { status, body } = await get(resolverUrl, `v1/access-log/${sequence}/proof`, asker);
  if (status === 200) return parsed(resolverUrl, entryProofSchema, body);
  const problem = parsed(resolverUrl, problemSchema, body);
  if (problem.code === "RESOLVER_NOT_ANCHORED") return null;
  throw refused(status, problem);
}
