/** The follower as a process of its own, killed in the middle of a backfill: it comes back exact. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import type { FollowerOptions } from "../../../services/index/thread.js";
import { openStore, type Store } from "../../../services/store/store.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { deployedLedger } from "../../fixtures/ledger.js";
import { contents } from "../store/contents.fixture.js";
import { temporaryFolder } from "../store/temporary.fixture.js";
import { builtModule, removeBuild } from "./built.fixture.js";
import { withStore } from "./follower.fixture.js";
import { type Answer, headOf, proxyTo } from "./node.fixture.js";
import { registerMany } from "./traffic.fixture.js";

const blocks = 80;
/** Milliseconds: it starts many processes, and other tests may have most of the machine. */
const patience = 300_000;

/** A node that gives few blocks at once, so that a backfill takes many ranges. */
const sparing: Answer = async (request) => {
  const [filter] = z.array(z.looseObject({})).safeParse(request.params).data ?? [];
  if (request.method === "eth_getLogs" && Number(filter?.toBlock) - Number(filter?.fromBlock) >= 4) {
    throw new Error("block range is too large");
  }
  return await request.forward();
};

/** Follows as its arguments say, in a thread of its own as in production, and prints each status. */
const program = (thread: string): string => `
  import { startFollower } from ${JSON.stringify(thread)};
  const follower = startFollower(JSON.parse(process.argv[2]));
  const tell = ({ state, checkpoint, error }) =>
    console.log(JSON.stringify({ state, block: checkpoint?.number ?? -1, error }));
  follower.onStatus(tell);
  process.on("SIGTERM", () => follower.stop());`;

async function followerProcess(options: Omit<FollowerOptions, "finality">): Promise<ChildProcess> {
  const file = join(await temporaryFolder(), "follower.mjs");
  await writeFile(file, program(builtModule("services/index/thread.js")));
  const settings = { ...options, finality: { kind: "depth", blocks: 8 }, pollInterval: 5 };
  const child = spawn(process.execPath, [file, JSON.stringify(settings)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

const lineSchema = z.object({ state: z.string(), block: z.number() });

/** Reads what the follower prints until `wanted`; it must not fail before. */
async function printed(
  child: ChildProcess,
  wanted: (line: z.infer<typeof lineSchema>) => boolean,
): Promise<void> {
  if (child.stdout === null) throw new Error("The follower's output is not read");
  for await (const text of createInterface(child.stdout)) {
    const line = lineSchema.parse(JSON.parse(text));
    if (wanted(line)) return;
    if (line.state === "failed") throw new Error(`The follower failed: ${text}`);
  }
  throw new Error("The follower ended");
}

describe.skipIf(anvilMissing !== null)("a follower that is killed", () => {
  afterAll(removeBuild);

  it("comes back to the same index as one that was left alone", { timeout: patience }, async () => {
    const { anvil, deployment, root, stop } = await deployedLedger();
    onTestFinished(stop);
    await registerMany(anvil.rpcUrl, deployment, root.address, { first: 0, count: blocks, perBlock: 1 });
    const head = await headOf(anvil.rpcUrl);
    const proxy = await proxyTo(anvil.rpcUrl);
    const location = await temporaryFolder();

    let reachedBlock = 0;
    for (let kills = 0; reachedBlock < head - 20; kills++) {
      expect(kills).toBeLessThan(200);
      // At random, so that kills fall before, in and after a commit, some before the first.
      const due = Math.ceil(Math.random() * 80);
      const later = Math.random() * 10;
      let requests = 0;
      proxy.answer = async (request) => {
        requests += 1;
        if (requests === due) setTimeout(() => child.kill("SIGKILL"), later);
        return await sparing(request);
      };
      const child = await followerProcess({ rpcUrl: proxy.rpcUrl, deployment, location });
      const exited = once(child, "exit");
      await expect(printed(child, () => false)).rejects.toThrow("The follower ended");
      await exited;
      const reached = await withStore(location, blockOf);
      expect(reached).toBeGreaterThanOrEqual(reachedBlock);
      reachedBlock = reached;
    }

    proxy.answer = sparing;
    const last = await followerProcess({ rpcUrl: proxy.rpcUrl, deployment, location });
    await printed(last, ({ state, block }) => state === "following" && block === head);
    last.kill("SIGTERM");
    await once(last, "exit");
    expect(last.exitCode).toBe(0);

    const untouched = await temporaryFolder();
    const other = await followerProcess({ rpcUrl: anvil.rpcUrl, deployment, location: untouched });
    await printed(other, ({ state, block }) => state === "following" && block === head);
    other.kill("SIGKILL");
    await once(other, "exit");

    const killed = await withStore(location, contents);
    expect(Object.keys(killed).filter((key) => key.startsWith("14"))).toHaveLength(blocks);
    expect(killed).toEqual(await withStore(untouched, contents));
  });

  it("says that another process has the store", async () => {
    const { anvil, deployment, stop } = await deployedLedger();
    onTestFinished(stop);
    const location = await temporaryFolder();
    const store = await openStore(location, { createIfMissing: true });
    onTestFinished(() => store.close());
    const child = await followerProcess({ rpcUrl: anvil.rpcUrl, deployment, location });
    await expect(printed(child, ({ state }) => state === "stopped")).rejects.toThrow("STORE_LOCKED");
  });
});

async function blockOf(store: Store): Promise<number> {
  return store.read((view) => view.checkpoint()?.number ?? 0);
}
