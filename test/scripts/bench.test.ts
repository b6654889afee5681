/** What the benchmark measures is what it says: real answers, real events, medians. */
import { join } from "node:path";
import { Level } from "level";
import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { baseUrl, questions } from "../../scripts/bench/http/questions.js";
import { startBusyChain } from "../../scripts/bench/index/chain.js";
import { timeDecode, timeFetch } from "../../scripts/bench/index/limits.js";
import { followByHand } from "../../scripts/bench/index/minimum.js";
import { describeMachine } from "../../scripts/bench/machine.js";
import { measure, median, quantile } from "../../scripts/bench/measure.js";
import { fillPast, revisions } from "../../scripts/bench/past/fill.js";
import { figure, reportMarkdown, sectionText } from "../../scripts/bench/report.js";
import { benchStore } from "../../scripts/bench/store.js";
import { fillStore } from "../../scripts/bench/world/fill.js";
import { product, serialRecord } from "../../scripts/bench/world/names.js";
import { findAnvil } from "../../scripts/devnet/anvil.js";
import { decodeLog } from "../../services/ledger/events/decodeLog.js";
import { createApp } from "../../services/resolver/app.js";
import { openAccess, shareAccess } from "../../services/resolver/auth/access.js";
import { openFeeds } from "../../services/resolver/feed/feeds.js";
import { nodeProver } from "../../services/resolver/proofs/prover.js";
import { listen } from "../../services/resolver/server.js";
import { resolutionSchema } from "../../services/resolver/v1/schema.js";
import { openConfiguredVault } from "../../services/resolver/vault/open.js";
import { openStore } from "../../services/store/store.js";
import { anvilMissing } from "../fixtures/anvil.js";
import { serviceLog, temporaryLog } from "../services/accessLog/log.fixture.js";
import { temporaryFolder } from "./program.fixture.js";

describe("the world that is measured", () => {
  it("answers every question with all that an answer can have", async () => {
    const location = join(await temporaryFolder(), "store");
    await fillStore(location, 4);
    const store = await openStore(location, { createIfMissing: false });
    onTestFinished(() => store.close());
    const checkpoint = store.read((view) => view.checkpoint());
    const status = { state: "following", checkpoint, head: 2, lag: 0, eventsPerSecond: 0 } as const;
    const vault = await openConfiguredVault({ location: `${location}-vault` }, "told in events");
    onTestFinished(() => vault.close());
    const access = await openAccess(shareAccess({}, 0), "http://127.0.0.1:9");
    const log = await temporaryLog();
    const server = await listen(0, "127.0.0.1", () => {
      const followerStatus = () => ({ ...status, reason: null, error: null });
      const logger = pino({ level: "silent" });
      const prover = nodeProver("http://127.0.0.1:9");
      return createApp({
        store,
        vault,
        baseUrl,
        followerStatus,
        maxLag: 5,
        trustProxy: false,
        access,
        accessLog: serviceLog(log),
        logger,
        prover,
        feeds: openFeeds(store),
      });
    });
    onTestFinished(() => server.close());
    const ask = (path: string, accept = "*/*") =>
      fetch(server.url + path, { redirect: "manual", headers: { accept } });

    for (const number of [0, 1, 2, 3]) {
      const answer = resolutionSchema.parse(await (await ask(questions.serial.path(number))).json());
      expect(answer).toMatchObject({
        owner: { name: "Acme Pumps" },
        subject: { kind: "twin" },
        authority: { status: "live" },
      });
      expect(answer.links.length).toBeGreaterThan(0);
      expect(answer.rights).not.toEqual([]);
      const { linkset, did, party, handle, aas } = questions;
      for (const { path, accept } of [linkset, did, party, handle, aas]) {
        expect((await ask(path(number), accept)).status).toBe(200);
      }
      const shells = await (await ask(aas.path(number))).json();
      expect(shells).toMatchObject({ result: [expect.any(String)] });
      const scanned = await ask(questions.redirect.path(number));
      expect(scanned.status).toBe(307);
      expect(scanned.headers.get("location")).toBe(`https://acme-pumps.example/p-200/${number}`);
    }
    expect((await ask(questions.serial.path(4))).status).toBe(404);
    expect((await ask(`/${product}`)).status).toBe(307);
  });

  it("has a history in which each content changes so often, at blocks of its own", async () => {
    const location = join(await temporaryFolder(), "store");
    const { pumps, blocks, events } = await fillPast(location, 1_000);
    expect([pumps > 40, events > 900]).toEqual([true, true]);
    const store = await openStore(location, { createIfMissing: false });
    try {
      const versionAt = (block: number) =>
        store.readAsync(async (view) => view.at(block).record(serialRecord(0))?.version);
      const [first, last] = blocks;
      expect([await versionAt(first - 1), await versionAt(last)]).toEqual([1, revisions + 1]);
      expect(await versionAt(Math.floor((first + last) / 2))).toBeGreaterThan(1);
    } finally {
      await store.close();
    }
  });

  it("finds every record that the store's reads ask for", async () => {
    const location = join(await temporaryFolder(), "store");
    await fillStore(location, 10);
    const { figures } = await benchStore(location, 10, { round: 1, rounds: 1 });
    expect(figures).toHaveLength(4);
    for (const { perSecond } of figures) expect(perSecond).toBeGreaterThan(0);
  });
});

describe.skipIf(anvilMissing !== null)("the chain that is measured", () => {
  it("has three events a record, all of which decode", async () => {
    const chain = await startBusyChain(findAnvil() ?? "anvil", 5);
    onTestFinished(chain.stop);
    const { logs } = await timeFetch(chain);
    const { identifiers } = chain.deployment.contracts;
    const events = logs
      .filter(({ address }) => address === identifiers)
      .map(({ topics, data }) => decodeLog("identifiers", topics, data)?.event)
      .filter((event) => event !== undefined);
    expect(events).toHaveLength(15);
    for (const event of ["Transfer", "IdentifierRegistered", "RecordContentUpdated"]) {
      expect(events.filter((found) => found === event)).toHaveLength(5);
    }
    expect(timeDecode(chain, logs)).toBeGreaterThan(0);

    const location = join(await temporaryFolder(), "minimum");
    expect(await followByHand({ ...chain, location })).toBeGreaterThan(0);
    const minimum = new Level<string, string>(location);
    const kept = await minimum.keys({ gte: "event/", lt: "event0" }).all();
    await minimum.close();
    expect(kept).toHaveLength(logs.length);
  });
});

describe("figures", () => {
  it("are medians", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it("are taken of every contender, and of work that was done", () => {
    let turns = 0;
    const rates = measure(
      [
        { name: "counts", run: () => ++turns },
        { name: "echoes", run: (turn) => turn },
      ],
      { round: 1, rounds: 3 },
    );
    expect([...rates.keys()]).toEqual(["counts", "echoes"]);
    for (const rate of rates.values()) expect(rate).toBeGreaterThan(0);
    expect(turns).toBeGreaterThan(0);
    expect(() => measure([{ name: "idle", run: () => undefined }], { round: 1 })).toThrow("idle did nothing");
  });

  const section = {
    title: "Something",
    note: "how to read it",
    figures: [
      figure("own", "requests", 12_345, { base: 24_690 }, { p99: 7.256 }),
      figure("other", "requests", 1),
    ],
  };

  it("are written as tables too, beneath the machine that they are of", () => {
    const machine = { ...describeMachine(), processor: "A processor", cores: 2, loadBefore: 0 };
    const lines = reportMarkdown({ machine, seconds: 3, sections: [section] }).split("\n");
    expect(lines[0]).toMatch(/^2 cores \(A processor\), .* 3 seconds in all$/);
    expect(lines.slice(2)).toEqual([
      "## Something",
      "",
      "|  | Rate | Beside | More |",
      "| --- | --- | --- | --- |",
      "| own | 12,300 requests/s | 0.5 × base | p99 7.26 |",
      "| other | 1 requests/s |  |  |",
      "",
      "how to read it.",
      "",
    ]);
  });

  it("say how long all but a part of the tries took", () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect([0, 0.5, 0.99, 1].map((part) => quantile(hundred, part))).toEqual([1, 50, 99, 100]);
    expect(quantile([], 0.5)).toBeNaN();
  });

  it("are printed with what they are compared with", () => {
    const text = sectionText(section);
    expect(text).toBe(
      "\nSomething\n  own    12,300 requests/s  0.5 × base  p99 7.26\n  other  1 requests/s\n  (how to read it)",
    );
  });
});
