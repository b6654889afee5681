/** Nodes that lag, lie, limit, vanish or are of another chain: the store only ever holds what is right. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { interfaces } from "../../../services/ledger/contracts.js";
import type { Store } from "../../../services/store/store.js";
import { anvilMissing, startAnvil } from "../../fixtures/anvil.js";
import { type DeployedLedger, newlyDeployedLedger } from "../../fixtures/ledger.js";
import { contents, everything } from "../store/contents.fixture.js";
import { leaveRoom, makeRoom, noDisk, smallDisk, temporaryStore } from "../store/temporary.fixture.js";
import { failed, reached, rebuilt, waiting, watchFollower, withStore } from "./follower.fixture.js";
import { type Answer, call, headOf, honest, type Log, mine, proxyTo, withLogs } from "./node.fixture.js";
import { registerMany } from "./traffic.fixture.js";

const timestamp = 1_700_000_000;

describe.skipIf(anvilMissing !== null)("a follower", () => {
  let ledger: DeployedLedger;
  let rpcUrl: string;
  let head: number;

  beforeAll(async () => {
    ledger = await newlyDeployedLedger({ timestamp });
    rpcUrl = ledger.anvil.rpcUrl;
    const { deployment, root } = ledger;
    await registerMany(rpcUrl, deployment, root.address, { first: 0, count: 40, perBlock: 4 });
    await mine(rpcUrl, 70);
    head = await headOf(rpcUrl);
  });
  afterAll(() => ledger?.stop());

  const options = () => ({ rpcUrl, deployment: ledger.deployment });

  /** A store that followed the chain and has everything. */
  const full = (): Promise<Store> => rebuilt(options(), head);

  describe("before a node of another chain", () => {
    it("says which chain it is, and writes nothing", async () => {
      const other = await startAnvil({ chainId: 77 });
      try {
        const store = await temporaryStore();
        const follower = watchFollower({ ...options(), store, rpcUrl: other.rpcUrl });
        expect((await follower.until(failed)).error).toMatchObject({
          code: "INDEX_WRONG_CHAIN",
          message: expect.stringContaining("chain 77"),
        });
        expect(store.read((view) => view.checkpoint())).toBeNull();
      } finally {
        await other.kill();
      }
    });

    it("says that a devnet was reset when its first block is another one", async () => {
      const store = await full();
      const before = await everything(store);
      const other = await startAnvil({ timestamp: timestamp + 1 });
      try {
        const follower = watchFollower({ ...options(), store, rpcUrl: other.rpcUrl });
        expect((await follower.until(failed)).error).toMatchObject({
          code: "INDEX_CHAIN_RESET",
          hint: expect.stringContaining("deploy again and delete the store"),
        });
        expect(await everything(store)).toEqual(before);
      } finally {
        await other.kill();
      }
    });

    it("waits, then says so, when a devnet was reset to the same first block", async () => {
      const store = await full();
      const before = await everything(store);
      const other = await startAnvil({ timestamp });
      try {
        const follower = watchFollower({ ...options(), store, rpcUrl: other.rpcUrl });
        expect((await follower.until(waiting)).reason).toContain("If the devnet was reset");
        await mine(other.rpcUrl, 100);
        expect((await follower.until(failed)).error).toMatchObject({ code: "INDEX_NO_DEPLOYMENT" });
        expect(await everything(store)).toEqual(before);
      } finally {
        await other.kill();
      }
    });

    it("knows a reset devnet to which the same ledger was deployed again", async () => {
      const other = await newlyDeployedLedger({ timestamp });
      try {
        const deployment = ledger.deployment;
        expect({ ...other.deployment }).toEqual({ ...deployment });
        const store = await full();
        const before = await everything(store);
        const lower = watchFollower({ ...options(), store, rpcUrl: other.anvil.rpcUrl });
        const short = await lower.until((status) => failed(status) || waiting(status));
        expect(short.error?.code ?? short.reason).toMatch(/INDEX_CHAIN_RESET|reset/);
        await lower.stop();
        await mine(other.anvil.rpcUrl, head + 10);
        const longer = watchFollower({ ...options(), store, rpcUrl: other.anvil.rpcUrl });
        expect((await longer.until(failed)).error?.code).toMatch(
          /INDEX_CHAIN_RESET|INDEX_REORG_BELOW_FINALITY/,
        );
        expect(await everything(store)).toEqual(before);
      } finally {
        await other.stop();
      }
    });

    it("refuses the store of another deployment", async () => {
      const store = await full();
      const { deployment } = ledger;
      const follower = watchFollower({
        ...options(),
        store,
        deployment: {
          ...deployment,
          contracts: { ...deployment.contracts, twins: deployment.contracts.rights },
        },
      });
      expect((await follower.until(failed)).error).toMatchObject({
        code: "INDEX_OTHER_DEPLOYMENT",
        message: expect.stringContaining("twins"),
      });
    });
  });

  describe("before a node that lags", () => {
    const lagging =
      (by: number): Answer =>
      (request) =>
        request.params[0] === "latest" && request.method === "eth_getBlockByNumber"
          ? request.forward([`0x${(head - by).toString(16)}`, false])
          : request.forward();

    it("waits, touches nothing, and goes on when the node has caught up", async () => {
      const store = await full();
      const before = await everything(store);
      const proxy = await proxyTo(rpcUrl, lagging(3));
      const follower = watchFollower({ ...options(), store, rpcUrl: proxy.rpcUrl });
      const status = await follower.until(waiting);
      expect(status.reason).toContain("waits for it to catch up");
      expect(status.checkpoint?.number).toBe(head);
      expect(await everything(store)).toEqual(before);
      proxy.answer = honest;
      await follower.until(reached(head));
      expect(await everything(store)).toEqual(before);
    });

    it("knows it from a reset also far below the blocks that can be undone", async () => {
      const store = await full();
      const proxy = await proxyTo(rpcUrl, lagging(60));
      const follower = watchFollower({ ...options(), store, rpcUrl: proxy.rpcUrl });
      expect((await follower.until(waiting)).reason).toMatch(/catch up/);
    });
  });

  describe("before a node that lies", () => {
    const change = (logs: (all: Log[]) => unknown): Answer =>
      withLogs((all) => (all.length === 0 ? all : logs(all)));
    const first = (all: Log[], wrong: object): unknown[] => [{ ...all[0], ...wrong }, ...all.slice(1)];
    const lies: Record<string, Answer> = {
      "a wrong block hash": change((all) => first(all, { blockHash: `0x${"ab".repeat(32)}` })),
      "a block outside the range": change((all) => [...all, { ...all.at(-1), blockNumber: "0xffffff" }]),
      "a block before the range": change((all) => first(all, { blockNumber: "0x0" })),
      "logs out of order": change((all) => all.toReversed()),
      "a log twice": change((all) => [all[0], ...all]),
      "another contract's log": change((all) => first(all, { address: `0x${"12".repeat(20)}` })),
      "a removed log": change((all) => first(all, { removed: true })),
      "malformed data": change((all) => all.map((log) => ({ ...log, data: "0x12" }))),
      "data that is no hex": change((all) => all.map((log) => ({ ...log, data: "hello" }))),
      "too many topics": change((all) => first(all, { topics: Array(9).fill(`0x${"00".repeat(32)}`) })),
      "no list of logs": change(() => ({ logs: [] })),
      "a parent of another chain": async (request) => {
        const result = await request.forward();
        if (request.method !== "eth_getBlockByNumber" || !/^0x[2-9a-f]/.test(String(request.params[0])))
          return result;
        return { ...z.looseObject({}).parse(result), parentHash: `0x${"cd".repeat(32)}` };
      },
      "the wrong block": (request) =>
        request.method === "eth_getBlockByNumber" && /^0x[2-9a-f]/.test(String(request.params[0]))
          ? request.forward(["0x1", false])
          : request.forward(),
    };

    it.each(Object.entries(lies))("takes in nothing of %s, and goes on once it is honest", async (_, lie) => {
      const store = await temporaryStore();
      const proxy = await proxyTo(rpcUrl, lie);
      const follower = watchFollower({ ...options(), store, rpcUrl: proxy.rpcUrl });
      expect((await follower.until(waiting)).reason).toBeTruthy();
      expect(await entities(store)).toEqual([]);
      proxy.answer = honest;
      await follower.until(reached(head));
      expect(await contents(store)).toEqual(await contents(await full()));
    });

    it("says which log does not fit when some before it were left out", async () => {
      const store = await temporaryStore();
      const registered = interfaces.identifiers.getEvent("IdentifierRegistered").topicHash;
      const proxy = await proxyTo(
        rpcUrl,
        withLogs((all) => all.filter(({ topics }) => topics[0] !== registered)),
      );
      const follower = watchFollower({ ...options(), store, rpcUrl: proxy.rpcUrl });
      expect((await follower.until(failed)).error).toMatchObject({
        code: "INDEX_INCONSISTENT",
        message: expect.stringMatching(/^Log \d+ of block \d+ /),
      });
      expect(await entities(store)).toEqual([]);
    });
  });

  describe("before a node with limits", () => {
    const spanSchema = z.tuple([
      z.looseObject({ fromBlock: z.string().optional(), toBlock: z.string().optional() }),
    ]);
    const span = (params: readonly unknown[]): number => {
      const [{ fromBlock = "0x0", toBlock = "0x0" }] = spanSchema.parse(params);
      return Number(toBlock) - Number(fromBlock) + 1;
    };

    it("asks for less until the node can serve it", async () => {
      const store = await temporaryStore();
      let largest = 0;
      const proxy = await proxyTo(rpcUrl, async (request) => {
        if (request.method === "eth_getLogs") {
          if (span(request.params) > 20) throw new Error("block range is too large");
          largest = Math.max(largest, span(request.params));
        }
        return await request.forward();
      });
      const follower = watchFollower({ ...options(), store, rpcUrl: proxy.rpcUrl });
      await follower.until(reached(head));
      expect(largest).toBeGreaterThan(5);
      expect(await contents(store)).toEqual(await contents(await full()));
    });

    it("takes block times from headers where logs have none", async () => {
      const store = await temporaryStore();
      const proxy = await proxyTo(
        rpcUrl,
        withLogs((all) => all.map(({ blockTimestamp: _, ...log }) => log)),
      );
      const follower = watchFollower({ ...options(), store, rpcUrl: proxy.rpcUrl });
      await follower.until(reached(head));
      expect(await contents(store)).toEqual(await contents(await full()));
    });

    it("waits for a node that is away and goes on when it is back", async () => {
      const store = await temporaryStore();
      const proxy = await proxyTo(rpcUrl, () => Promise.reject(new Error("no upstream")));
      const follower = watchFollower({ ...options(), store, rpcUrl: proxy.rpcUrl });
      expect((await follower.until(waiting)).reason).toContain("no upstream");
      proxy.answer = honest;
      await follower.until(reached(head));
      const gone = watchFollower({
        ...options(),
        store: await temporaryStore(),
        rpcUrl: "http://127.0.0.1:1",
      });
      expect((await gone.until(waiting)).reason).toContain("cannot be reached");
    });
  });

  it("waits where the disk is full, writes nothing by halves, and goes on by itself where there is room again", async (context) => {
    const disk = await smallDisk("2m");
    if (disk === null) return context.skip(noDisk);
    const location = join(disk, "store");
    await withStore(location, async (store) => {
      // Level has its files by now: take what else there is, but for a little.
      await leaveRoom(disk, 16_384);
      const follower = watchFollower({ ...options(), store });
      const status = await follower.until(waiting);
      expect(status).toMatchObject({ error: null, reason: expect.stringMatching(/No space.*Make room/) });
      const [checkpoint, found] = [store.read((view) => view.checkpoint()), await entities(store)];
      expect(checkpoint?.number ?? 0).toBe(status.checkpoint?.number ?? 0);
      if ((checkpoint?.number ?? 0) <= ledger.deployment.block) expect(found).toEqual([]);
      await makeRoom(disk);
      await follower.until(reached(head));
      await follower.stop();
      expect(await contents(store)).toEqual(await contents(await full()));
    });
  });

  it("tells how far it is", async () => {
    const store = await temporaryStore();
    const follower = watchFollower({ ...options(), store });
    const status = await follower.until(reached(head));
    expect(status).toMatchObject({ state: "following", head, lag: 0, reason: null, error: null });
    expect(status.eventsPerSecond).toBeGreaterThan(0);
    expect(await call(rpcUrl, "eth_blockNumber")).toBe(`0x${head.toString(16)}`);
  });
});

/** Keys of what logs brought in. */
async function entities(store: Store): Promise<string[]> {
  return Object.keys(await contents(store)).filter((key) => key >= "10");
}
