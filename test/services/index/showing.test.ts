/** When readers go on to what the follower writes, and what they are told of it. */
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import type { FollowerStatus } from "../../../services/index/status.js";
import { openStore } from "../../../services/store/store.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { deployedLedger } from "../../fixtures/ledger.js";
import { temporaryFolder } from "../store/temporary.fixture.js";
import { reached, watchFollower } from "./follower.fixture.js";
import { type Answer, headOf, mine, proxyTo, reorganise } from "./node.fixture.js";
import { registerMany } from "./traffic.fixture.js";

/** A node that gives one block at once, so that a backfill takes as many ranges as there are blocks. */
const sparing: Answer = async (request) => {
  const [filter] = z.array(z.looseObject({})).safeParse(request.params).data ?? [];
  if (request.method === "eth_getLogs" && filter?.fromBlock !== filter?.toBlock) {
    throw new Error("block range is too large");
  }
  return await request.forward();
};

const isFarBehind = ({ lag }: FollowerStatus): boolean => lag !== null && lag > 8;

describe.skipIf(anvilMissing !== null)("readers of an index that is being made", () => {
  it("go on every four seconds while it is far behind, with each range near the head, and at once where blocks are replaced", async () => {
    const { anvil, deployment, root, stop } = await deployedLedger();
    onTestFinished(stop);
    const head = await registerMany(anvil.rpcUrl, deployment, root.address, {
      first: 0,
      count: 80,
      perBlock: 1,
    });
    const { rpcUrl } = await proxyTo(anvil.rpcUrl, sparing);
    const location = await temporaryFolder();
    const store = await openStore(location, { createIfMissing: true });
    onTestFinished(() => store.close());
    // Another one, as each thread has its own.
    const readers = await openStore(location, { createIfMissing: false });
    onTestFinished(() => readers.close());
    const block = (): number => readers.read((view) => view.checkpoint()?.number ?? -1);

    const told: { readonly at: number; readonly status: FollowerStatus; readonly read: number }[] = [];
    const follower = watchFollower({ rpcUrl, deployment, store });
    const look = await follower.until((status) => {
      told.push({ at: performance.now(), status, read: block() });
      return reached(head)(status);
    });
    expect(look.checkpoint?.number).toBe(head);

    // What is told can be read.
    for (const { status, read } of told) expect(read).toBeGreaterThanOrEqual(status.checkpoint?.number ?? -1);
    const blocks = told.map(({ status }) => status.checkpoint?.number ?? -1);
    for (const near of [7, 6, 5, 4, 3, 2, 1, 0]) expect(blocks).toContain(head - near);
    const moves = told.filter(
      ({ status }, place) =>
        isFarBehind(status) && status.checkpoint?.number !== told[place - 1]?.status.checkpoint?.number,
    );
    for (const [place, { at }] of moves.entries()) {
      const before = moves[place - 1];
      // The first is told at once, of what comes then each is four seconds after the other; timers may be a little early.
      if (before !== undefined) expect(at - before.at).toBeGreaterThan(3_950);
    }

    await reorganise(anvil.rpcUrl, 5);
    await mine(anvil.rpcUrl, 2);
    const longer = await headOf(anvil.rpcUrl);
    await follower.until(reached(longer));
    expect(block()).toBe(longer);
  });
});
