/** Finds where the node's chain and the index part. */
import type { Rpc } from "../ledger/chain/rpc.js";
import type { Checkpoint } from "../store/model.js";
import type { Store } from "../store/store.js";
import { findHeader, type Header } from "./chain.js";
import { IndexError } from "./errors.js";
import { chainReset, ifReset } from "./identity.js";

/**
 * The checkpoint to go back to when the node's chain no longer has the index's last block: the highest one whose block it
 * has, null for the empty store. The head is at least at the checkpoint.
 *
 * @throws IndexError INDEX_REORG_BELOW_FINALITY where blocks that had been called final were replaced, INDEX_CHAIN_RESET
 * where not even the first one is left.
 */
export async function commonAncestor(rpc: Rpc, store: Store, checkpoint: Checkpoint): Promise<number | null> {
  if (await has(rpc, checkpoint)) return checkpoint.number;
  for await (const { previous } of store.undoableRanges()) {
    if (previous === null) return null;
    if (await has(rpc, previous)) return previous.number;
  }
  const origin = store.origin();
  if (origin !== null && !(await has(rpc, origin))) {
    throw chainReset(`it has another block ${origin.number} than the one the index began with`, { origin });
  }
  throw new IndexError(
    "INDEX_REORG_BELOW_FINALITY",
    `The chain replaced block ${checkpoint.number} and blocks before it down to below block ${checkpoint.finalized}, which had been final.`,
    {
      hint: "Choose a finality rule that this chain keeps (the `finalized` tag or a greater depth), delete the store and start again.",
      details: { checkpoint },
    },
  );
}

/**
 * Why the node's head may be below the checkpoint; in no case is there anything to undo now.
 *
 * @throws IndexError INDEX_CHAIN_RESET where the node has none of the blocks that the index knows.
 */
export async function explainLag(
  rpc: Rpc,
  store: Store,
  checkpoint: Checkpoint,
  head: Header,
): Promise<string> {
  const where = `The node is at block ${head.number}, the index at block ${checkpoint.number}`;
  let parted: number | null = null;
  for await (const { previous } of store.undoableRanges()) {
    if (previous === null || previous.number > head.number) continue;
    if (await has(rpc, previous)) return parted === null ? lagging(where) : forked(where, parted);
    parted = previous.number;
  }
  const origin = store.origin();
  if (origin !== null && origin.number <= head.number) {
    if (await has(rpc, origin))
      return parted === null ? `${lagging(where)} ${ifReset}` : forked(where, parted);
    throw chainReset(`it has another block ${origin.number} than the one the index began with`, { origin });
  }
  return `${where}, and it is too short to be compared. The index waits for it to catch up. ${ifReset}`;
}

const lagging = (where: string): string => `${where}: the index waits for it to catch up.`;
const forked = (where: string, parted: number): string =>
  `${where}, and their chains differ at block ${parted}. The index follows the node's chain once that is the longer one.`;

async function has(rpc: Rpc, block: { readonly number: number; readonly hash: string }): Promise<boolean> {
  return (await findHeader(rpc, block.number))?.hash === block.hash;
}
