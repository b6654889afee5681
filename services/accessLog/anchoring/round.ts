/** One round: holds the log against the ledger, then anchors what has come since. */
import type { Address } from "../../store/model.js";
import { type Checkpoint, checkpointBundle, checkpointUri } from "../checkpoint.js";
import { checkpointsOf, keepCheckpoint, makeCheckpoint } from "../checkpoints.js";
import type { AccessLog } from "../log.js";
import { compareWithLedger, newestOf } from "./compare.js";
import type { AnchorReads, Anchors } from "./evidence.js";

/**
 * Holds the log against the ledger.
 * @param author Who anchors; null where nobody does any more.
 * @throws AccessLogError ACCESS_LOG_ALTERED, ACCESS_LOG_TRUNCATED, after which the log records nothing more; LedgerError.
 */
export async function compareLog(log: AccessLog, ledger: AnchorReads, author: Address | null): Promise<void> {
  await log.checked;
  const kept = await checkpointsOf(log);
  const comparison = await compareWithLedger({ kept, size: log.head().size, author }, ledger);
  switch (comparison.kind) {
    case "agrees":
      return;
    case "lost":
      return await keepCheckpoint(log, comparison.checkpoint, null);
    case "fault":
      log.condemn(comparison.fault);
      throw comparison.fault;
  }
}

/**
 * Anchors the log as it is now.
 * @param place Of the chain, and the resolver's public address, where the checkpoint can be read.
 * @returns The checkpoint that was anchored; null where nothing has come since the last one.
 * @throws LedgerError
 */
export async function anchorLog(
  log: AccessLog,
  anchors: Anchors,
  { chainId, baseUrl }: { readonly chainId: number; readonly baseUrl: string },
): Promise<Checkpoint | null> {
  const kept = await checkpointsOf(log);
  const newest = newestOf(kept);
  // One whose anchoring was not seen to its end comes first.
  const begun = kept.find(({ anchor }) => anchor === null)?.checkpoint ?? null;
  if (begun === null && newest?.checkpoint.size === log.head().size) return null;
  const checkpoint = begun ?? (await makeCheckpoint(log, chainId));
  if (checkpoint === null) return null;
  const root = checkpointBundle(checkpoint);
  const { author } = anchors;
  const uri = checkpointUri(baseUrl, checkpoint.size);
  const supersedes = newest === null ? null : checkpointBundle(newest.checkpoint);
  const receipt =
    (await anchors.bundle(root, author)) === null
      ? await anchors.anchor({ root, count: 1, uri, supersedes })
      : null;
  const state = await anchors.bundle(root, author);
  // A node behind the one that took the transaction: the next round finds it.
  if (state === null) return null;
  await keepCheckpoint(log, checkpoint, {
    author,
    time: state.anchoredAt,
    block: receipt?.block ?? null,
    transaction: receipt?.hash ?? null,
  });
  return checkpoint;
}
