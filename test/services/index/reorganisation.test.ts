import { describe, expect, it, onTestFinished } from "vitest";
import { recordId, schemeId } from "../../../services/ledger/ids.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type DeployedLedger, newlyDeployedLedger } from "../../fixtures/ledger.js";
import { contents, everything } from "../store/contents.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { failed, reached, rebuilt, watchFollower } from "./follower.fixture.js";
import { headOf, mine, proxyTo, reorganise } from "./node.fixture.js";
import { registerMany } from "./traffic.fixture.js";

const oid = (arc: number) => recordId(schemeId("oid"), `1.${arc}`);

/** Requests by which a follower identifies its chain: chain id, first block, head, the code of five contracts. */
const identifying = 8;

async function newLedger(): Promise<DeployedLedger> {
  const ledger = await newlyDeployedLedger();
  onTestFinished(() => ledger.stop());
  return ledger;
}

describe.skipIf(anvilMissing !== null)("when the chain replaces blocks, the index", () => {
  it("goes back to the common ancestor and follows the new ones", async () => {
    const { anvil, deployment, root } = await newLedger();
    const { rpcUrl } = anvil;
    await registerMany(rpcUrl, deployment, root.address, { first: 1, count: 3, perBlock: 1 });
    const store = await temporaryStore();
    const follower = watchFollower({ rpcUrl, deployment, store });
    await follower.until(reached(await headOf(rpcUrl)));
    expect(store.read((view) => view.record(oid(3)))).not.toBeNull();
    const old = store.read((view) => view.checkpoint());

    await reorganise(rpcUrl, 2);
    await mine(rpcUrl, 1);
    const head = await headOf(rpcUrl);
    await follower.until(reached(head));
    expect(store.read((view) => [view.record(oid(1)), view.record(oid(2)), view.record(oid(3))])).toEqual([
      expect.objectContaining({ identifier: "1.1" }),
      null,
      null,
    ]);
    expect(store.read((view) => view.checkpoint()?.hash)).not.toBe(old?.hash);
    expect(await contents(store)).toEqual(await contents(await rebuilt({ rpcUrl, deployment }, head)));
  });

  it("sees a replaced head of the same height", async () => {
    const { anvil, deployment, root } = await newLedger();
    const { rpcUrl } = anvil;
    const head = await registerMany(rpcUrl, deployment, root.address, { first: 1, count: 1, perBlock: 1 });
    const store = await temporaryStore();
    const follower = watchFollower({ rpcUrl, deployment, store });
    const { checkpoint } = await follower.until(reached(head));
    await reorganise(rpcUrl, 1);
    await follower.until((status) => reached(head)(status) && status.checkpoint?.hash !== checkpoint?.hash);
    expect(store.read((view) => view.record(oid(1)))).toBeNull();
  });

  it("is exact whichever two requests of a range it falls between", async () => {
    const { anvil, deployment, root } = await newLedger();
    const { rpcUrl } = anvil;
    const store = await temporaryStore();
    let requests = 0;
    let due = Number.POSITIVE_INFINITY;
    const proxy = await proxyTo(rpcUrl, async (request) => {
      requests += 1;
      if (requests === due) {
        // The five blocks that the store lacks, and two that it has.
        await reorganise(rpcUrl, 7);
        await mine(rpcUrl, 2);
      }
      return await request.forward();
    });
    for (let moment = 1; moment <= 10; moment++) {
      const register = (first: number, count: number) =>
        registerMany(rpcUrl, deployment, root.address, { first, count, perBlock: 1 });
      const follower = watchFollower({ rpcUrl: proxy.rpcUrl, deployment, store });
      await follower.until(reached(await register(moment * 10, 2)));
      await follower.stop();
      await register(moment * 10 + 2, 5);
      // The first few requests of a follower that starts tell which chain it is on.
      [requests, due] = [0, identifying + moment];
      const again = watchFollower({ rpcUrl: proxy.rpcUrl, deployment, store });
      await again.until(() => requests >= due);
      const head = (await headOf(rpcUrl)) + 1;
      await mine(rpcUrl, 1);
      await again.until(reached(head));
      await again.stop();
      expect(await contents(store)).toEqual(await contents(await rebuilt({ rpcUrl, deployment }, head)));
    }
  });

  it("keeps what it has and says so where blocks were replaced that had been final", async () => {
    const { anvil, deployment, root } = await newLedger();
    const { rpcUrl } = anvil;
    const head = await registerMany(rpcUrl, deployment, root.address, { first: 1, count: 1, perBlock: 1 });
    const store = await temporaryStore();
    const follower = watchFollower({ rpcUrl, deployment, store, finality: { kind: "immediate" } });
    await follower.until(reached(head));
    await follower.stop();
    const before = await everything(store);
    await reorganise(rpcUrl, 3);
    await mine(rpcUrl, 3);
    const again = watchFollower({ rpcUrl, deployment, store, finality: { kind: "immediate" } });
    expect((await again.until(failed)).error).toMatchObject({
      code: "INDEX_REORG_BELOW_FINALITY",
      hint: expect.stringContaining("delete the store"),
    });
    expect(await everything(store)).toEqual(before);
  });
});
