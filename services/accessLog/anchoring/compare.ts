/**
 * Holds the log against the ledger, which has what nobody can change: the checkpoints that its operator anchored. One that the log does
 * not know was cut off from it, or made of other entries.
 */
import type { LoggedBundle } from "../../ledger/reads/bundleLog.js";
import type { Address, Digest } from "../../store/model.js";
import { checkpointBundle, sizeInUri } from "../checkpoint.js";
import type { KeptCheckpoint } from "../database.js";
import { type AccessLogError, altered, truncated } from "../errors.js";
import type { AnchoredCheckpoint } from "../reader.js";
import type { AnchorReads } from "./evidence.js";

export type Comparison =
  | { readonly kind: "agrees" }
  /** The chain replaced the block that had the newest checkpoint: it has to be anchored anew. */
  | { readonly kind: "lost"; readonly checkpoint: KeptCheckpoint["checkpoint"] }
  | { readonly kind: "fault"; readonly fault: AccessLogError };

/**
 * @param kept The log's checkpoints, which go with its entries, by size.
 * @param size Entries of the log.
 * @param author Who anchors; null where nobody does any more.
 */
export async function compareWithLedger(
  { kept, size, author }: { kept: readonly KeptCheckpoint[]; size: number; author: Address | null },
  ledger: AnchorReads,
): Promise<Comparison> {
  const known = new Set(kept.map(({ checkpoint }) => checkpointBundle(checkpoint)));
  const newest = newestOf(kept);
  const by = newest?.anchor.author ?? author;
  if (by === null) return { kind: "agrees" };
  const state = newest === null ? null : await stateOf(newest, ledger);
  // Each bundle names the one that replaced it, so that one look is enough.
  if (state !== null && (state.supersededBy === null || known.has(state.supersededBy)))
    return { kind: "agrees" };
  // What the ledger has of the newest one vouches for all before it: its root is one over them.
  const from = state === null ? null : (newest?.anchor.block ?? null);
  const fault = unknownTo(known, size, await ledger.bundlesBy(by, from), by);
  if (fault !== null) return { kind: "fault", fault };
  return newest === null || state !== null
    ? { kind: "agrees" }
    : { kind: "lost", checkpoint: newest.checkpoint };
}

export function newestOf(kept: readonly KeptCheckpoint[]): AnchoredCheckpoint | null {
  const newest = kept.findLast(({ anchor }) => anchor !== null);
  if (newest === undefined || newest.anchor === null) return null;
  return { checkpoint: newest.checkpoint, anchor: newest.anchor };
}

const stateOf = ({ checkpoint, anchor }: AnchoredCheckpoint, ledger: AnchorReads) =>
  ledger.bundle(checkpointBundle(checkpoint), anchor.author);

function unknownTo(
  known: ReadonlySet<Digest>,
  size: number,
  bundles: readonly LoggedBundle[],
  author: Address,
): AccessLogError | null {
  for (const { root, uri } of bundles) {
    const anchored = sizeInUri(uri);
    if (anchored === null || known.has(root)) continue;
    const details = { bundle: root, anchored, size, author };
    return anchored > size
      ? truncated(`the ledger has a checkpoint of ${anchored} entries, and the log has ${size}`, details)
      : altered(
          `the ledger has another checkpoint of its first ${anchored} entries than can be made from it`,
          details,
        );
  }
  return null;
}
