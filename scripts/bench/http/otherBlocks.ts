/** Blocks that come while the resolver is measured, and change something else than what it is asked. */
import { hash } from "node:crypto";
import { project } from "../../../services/index/project.js";
import { toHash } from "../../../services/ledger/hex.js";
import type { Store } from "../../../services/store/store.js";
import { pump } from "../world/events.js";

/** Milliseconds from one block to the next, as in a consortium. */
const interval = 1_000;
/** Pumps that nobody asks for, from this number on. */
const firstPump = 1_000_000_000;

/** Registers one pump in each block, three records, by the follower's own projections. */
export function mineOtherBlocks(store: Store): void {
  let mined = 0;
  setInterval(() => {
    const checkpoint = store.read((view) => view.checkpoint());
    if (checkpoint === null) throw new Error("the store is empty");
    const block = checkpoint.number + 1;
    const time = Math.floor(Date.now() / 1_000);
    const blockHash = toHash(`0x${hash("sha256", String(block))}`);
    const draft = store.draft();
    for (const [log, event] of pump(firstPump + mined).entries()) {
      project(draft, event, { block, time, transaction: blockHash, log });
    }
    mined += 1;
    const next = { number: block, hash: blockHash, time, finalized: block, head: block };
    void draft.commit(next, { durable: false });
  }, interval);
}
