import fc from "fast-check";
import { Counter, Histogram, Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepCheckpoint, makeCheckpoint } from "../../../services/accessLog/checkpoints.js";
import type { FollowerStatus } from "../../../services/index/status.js";
import { answerSources, durationBuckets, HttpMetrics } from "../../../services/resolver/http/httpMetrics.js";
import { unanchoredSeconds } from "../../../services/resolver/operations/accessLog.js";
import { readinessSchema } from "../../../services/resolver/operations/health.js";
import { decision, party, serviceLog, temporaryLog } from "../accessLog/log.fixture.js";
import { followingStatus, startResolver, type TestResolver } from "./http.fixture.js";
import { product, type World, worldOf } from "./world.fixture.js";

let world: World;
let resolver: TestResolver;
let status: FollowerStatus = followingStatus;

beforeAll(async () => {
  world = await worldOf();
  resolver = await startResolver(world.ledger.store, { status: () => status, maxLag: 5 });
});

afterAll(async () => {
  await resolver.close();
  await world.ledger.close();
});

describe("readiness", () => {
  it.each<[string, Partial<FollowerStatus>, number, RegExp | null]>([
    ["while following", {}, 200, null],
    ["while catching up within the bound", { state: "syncing", lag: 5 }, 200, null],
    ["while further behind", { state: "syncing", lag: 6 }, 503, /6 blocks behind/],
    ["before the first range", { state: "syncing", checkpoint: null, lag: null }, 503, /not read anything/],
    ["at the start", { state: "starting", checkpoint: null, lag: null }, 503, /just started/],
    [
      "while the node is away",
      { state: "waiting", reason: "The node does not answer." },
      503,
      /does not answer/,
    ],
    ["after the end", { state: "stopped" }, 503, /stopped/],
    [
      "after a failure",
      {
        state: "failed",
        error: { code: "INDEX_WRONG_CHAIN", message: "Another chain.", hint: "Use another store." },
      },
      503,
      /^Another chain\. Use another store\.$/,
    ],
  ])("%s", async (_, change, code, reason) => {
    status = { ...followingStatus, ...change };
    const response = await resolver.get("/readyz");
    expect(response.status).toBe(code);
    const body = readinessSchema.parse(await response.json());
    expect(body).toMatchObject({ ready: code === 200, state: status.state, lag: status.lag, maxLag: 5 });
    if (reason === null) expect(body.reason).toBeNull();
    else expect(body.reason).toMatch(reason);
    expect((await resolver.get("/healthz")).status).toBe(200);
    status = followingStatus;
  });
});

describe("the access log", () => {
  it("is told of to its operator: how much there is, how much the ledger vouches for, and since when it waits", async () => {
    const log = await temporaryLog();
    const logging = await startResolver(world.ledger.store, {
      status: () => status,
      accessLog: serviceLog(log),
    });
    const ready = async () => readinessSchema.parse(await (await logging.get("/readyz")).json()).accessLog;
    expect(await ready()).toEqual({ entries: 0, anchored: 0, writable: true, unanchoredSeconds: 0 });
    await log.record([decision(), decision(), decision()]);
    const checkpoint = await makeCheckpoint(log, 31337);
    if (checkpoint === null) throw new Error("there was nothing");
    await log.record([decision()]);
    expect(await ready()).toMatchObject({ entries: 4, anchored: 0 });
    await keepCheckpoint(log, checkpoint, {
      author: party(1),
      time: 1_700_000_000,
      block: 9,
      transaction: null,
    });
    expect(await ready()).toMatchObject({ entries: 4, anchored: 3 });
    const text = await (await logging.get("/metrics")).text();
    expect(text).toMatch(/^cadastre_access_log_entries 4$/m);
    expect(text).toMatch(/^cadastre_access_log_anchored_entries 3$/m);
    expect(text).toMatch(/^cadastre_access_log_unanchored_seconds [0-9]$/m);
    expect(text).toMatch(/^cadastre_access_log_writable 1$/m);
    await logging.close();
  });

  it("that waits is as old as its oldest entry that the ledger does not have", () => {
    const entries = { entries: 4, anchored: 3, isWritable: true };
    expect(unanchoredSeconds({ ...entries, oldestUnanchored: Date.now() - 90_000 })).toBe(90);
    expect(unanchoredSeconds({ ...entries, oldestUnanchored: null })).toBe(0);
  });
});

describe("metrics", () => {
  const scrape = async () => (await resolver.get("/metrics")).text();

  it("tell how far the index is", async () => {
    status = { ...followingStatus, head: 12, lag: 3 };
    const text = await scrape();
    expect(text).toMatch(/^cadastre_index_block 9$/m);
    expect(text).toMatch(/^cadastre_chain_head_block 12$/m);
    expect(text).toMatch(/^cadastre_index_lag_blocks 3$/m);
    expect(text).toMatch(/^cadastre_ready 1$/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    status = followingStatus;
  });

  it("leave out what is not known", async () => {
    status = { ...followingStatus, state: "waiting", head: null, lag: null };
    const text = await scrape();
    expect(text).not.toMatch(/^cadastre_chain_head_block /m);
    expect(text).toMatch(/^cadastre_ready 0$/m);
    status = followingStatus;
  });

  it("count requests by route, never by path", async () => {
    await resolver.get(`/${product}`);
    await resolver.get("/random-4711");
    const label = (route: string, code: number) => `_count{route="${route}",method="GET",status="${code}"}`;
    await expect.poll(scrape).toContain(label("/{ai}/{value}", 307));
    await expect.poll(scrape).toContain(label("-", 404));
    expect(await scrape()).not.toContain("4711");
  });

  it("are the same as prom-client's of the same observations", async () => {
    const observation = fc.record({
      route: fc.constantFrom("/v1/resolve", "/{ai}/{value}", "-"),
      status: fc.constantFrom(200, 404),
      seconds: fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constantFrom(...durationBuckets)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(observation, { maxLength: 50 }), async (observations) => {
        const ours = new HttpMetrics();
        const registry = new Registry();
        const oracle = new Histogram({
          name: HttpMetrics.metric,
          help: "Time from a request's arrival to the end of its answer.",
          labelNames: ["route", "method", "status"],
          buckets: durationBuckets,
          registers: [registry],
        });
        const sources = new Counter({
          name: "cadastre_answers_total",
          help: "Answers that everybody gets alike: as they were kept, told of another block than they were kept of, and from the index.",
          labelNames: ["source"],
          registers: [registry],
        });
        for (const source of answerSources) sources.inc({ source }, 0);
        for (const { route, status: code, seconds } of observations) {
          ours.observe(route, "GET", code, seconds);
          ours.count(code === 200 ? "memory" : "index");
          sources.inc({ source: code === 200 ? "memory" : "index" });
          oracle.observe({ route, method: "GET", status: code }, seconds);
        }
        expect(samples(ours.text())).toEqual(samples(await registry.metrics()));
      }),
    );
  });
});

/** Lines of a scrape, labels in one order. */
function samples(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) =>
      line.replace(/\{(.*)\}/, (_, labels: string) => `{${labels.split('",').sort().join('",')}}`),
    )
    .map((line) => line.replaceAll('""', '"').replace(/"\}/, "}").replaceAll('"', ""))
    .sort();
}
