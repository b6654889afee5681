/** What is remembered, and for how long: seen by how often a route has to answer. */
import express, { type Request } from "express";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { HttpMetrics } from "../../../../services/resolver/http/httpMetrics.js";
import { observe } from "../../../../services/resolver/http/observe.js";
import { sendEmpty, sendJson } from "../../../../services/resolver/http/send.js";
import { remembering } from "../../../../services/resolver/remembered/handler.js";
import { AnswerMemory } from "../../../../services/resolver/remembered/memory.js";
import { type Listening, listen } from "../../../../services/resolver/server.js";
import { hasCome, lastsNotAtAll } from "../../../../services/store/lasting.js";
import type { Address } from "../../../../services/store/model.js";
import type { Eventually, StoreView } from "../../../../services/store/view.js";
import { LedgerFixture } from "../ledger.fixture.js";

const countSchema = z.object({ answers: z.number() });
const manyOffices = (view: StoreView): void => {
  for (let number = 10; number < 2_100; number++) view.office(number);
};
const now = (): number => Math.floor(Date.now() / 1000);

let ledger: LedgerFixture;
let root: Address;
let server: Listening;
let answers: number;
/** What the route does, beside saying how often it was asked. */
let meanwhile: () => void;
/** What it looks up. */
let look: (view: StoreView) => Eventually<unknown>;
let metrics: HttpMetrics;

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  root = ledger.party("Root");
  ledger.schemes(root);
  await ledger.mine();
  await start(4);
});
afterEach(async () => {
  await server.close();
  await ledger.close();
});

async function start(mebibytes: number): Promise<void> {
  answers = 0;
  meanwhile = () => undefined;
  look = (view) => view.office(1);
  metrics = new HttpMetrics();
  const app = express();
  const base = (req: { headers: Request["headers"] }) => String(req.headers["x-forwarded-host"] ?? "");
  const arrived = observe(pino({ level: "silent" }), metrics, () => false);
  app.use((req, res, next) => {
    arrived(req, res);
    next();
  });
  app.use(remembering(new AnswerMemory(mebibytes), ledger.store, base, metrics));
  app.get("/refused", (req, res) => sendJson(req, res, 404, { answers: ++answers }));
  app.get("/moved", (req, res) => {
    sendEmpty(req, res, 307, { location: `https://example.com/${++answers}` });
  });
  app.get("/{*path}", async (req, res) => {
    answers += 1;
    const own = answers;
    meanwhile();
    await ledger.store.readAsync(async (view) => look(view));
    sendJson(req, res, 200, { answers: own, padding: "ä".repeat(req.path === "/large" ? 50_000 : 1) });
  });
  server = await listen(0, "127.0.0.1", () => ({ app }));
}

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(server.url + path, { headers, redirect: "manual" });
const told = async (path: string, headers: Record<string, string> = {}): Promise<number> => {
  return countSchema.parse(await (await ask(path, headers)).json()).answers;
};

describe("an answer that everybody gets", () => {
  it("is the same to the next who asks, but for the id of the request", async () => {
    const [first, again] = [await ask("/a"), await ask("/a")];
    const fields = ({ headers }: Response) =>
      Object.fromEntries([...headers].filter(([name]) => name !== "x-request-id" && name !== "date"));
    expect(fields(again)).toEqual(fields(first));
    expect(again.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
    expect(await again.text()).toBe(await first.text());
    expect(answers).toBe(1);
    expect((await ask("/moved")).headers.get("location")).toBe("https://example.com/2");
    expect((await ask("/moved")).headers.get("location")).toBe("https://example.com/2");
  });

  it.each([
    ["address", "/b", {}],
    ["query", "/a?b", {}],
    ["Accept", "/a", { accept: "text/html" }],
    ["Accept-Language", "/a", { "accept-language": "zh" }],
    ["Accept-Encoding", "/a", { "accept-encoding": "br" }],
    ["If-None-Match", "/a", { "if-none-match": '"x"' }],
    ["public address", "/a", { "x-forwarded-host": "other.example" }],
  ])("is another's where the %s differs", async (_, path, headers) => {
    expect(await told("/a")).toBe(1);
    expect(await told(path, headers)).toBe(2);
    expect(await told(path, headers)).toBe(2);
    expect(await told("/a")).toBe(1);
  });

  it("is not given to who says who asks, nor is theirs to anybody", async () => {
    expect(await told("/a", { authorization: "Bearer x" })).toBe(1);
    expect(await told("/a")).toBe(2);
    expect(await told("/a", { authorization: "Bearer x" })).toBe(3);
    expect(await told("/a")).toBe(2);
  });

  it("ends with a block that changes what it was made of, be that one more or taken back", async () => {
    expect([await told("/a"), await told("/a")]).toEqual([1, 1]);
    ledger.office(1, "Office");
    await ledger.mine({ finalized: 1 });
    expect([await told("/a"), await told("/a")]).toEqual([2, 2]);
    await ledger.goBackTo(1);
    expect([await told("/a"), await told("/a")]).toEqual([3, 3]);
  });

  it("outlives blocks that change something else, also several at once, and one that is taken back", async () => {
    expect(await told("/a")).toBe(1);
    for (let number = 2; number < 5; number++) {
      ledger.office(number, "Office");
      await ledger.mine({ finalized: 1 });
      if (number !== 3) expect(await told("/a")).toBe(1);
    }
    await ledger.goBackTo(3);
    expect(await told("/a")).toBe(1);
    expect(metrics.observations().sources).toEqual({ memory: 3, renewed: 0, index: 1 });
  });

  it("ends with one of several blocks at once", async () => {
    expect(await told("/a")).toBe(1);
    for (const number of [2, 1, 3]) {
      ledger.office(number, "Office");
      await ledger.mine();
    }
    expect(await told("/a")).toBe(2);
  });

  it.each<[string, typeof look, () => void]>([
    ["a list gains what it has not", (view) => view.frozenThings(), () => ledger.freeze(1, root)],
    ["one in it changes", (view) => view.schemes(), () => ledger.scheme("gs1", 2, root)],
    ["it hangs on the block", (view) => view.checkpoint(), () => undefined],
    ["it hangs on the ledger's events", (view) => view.events.last(9), () => undefined],
    ["it is of a past block that is not there yet", (view) => view.block(2), () => undefined],
    ["it is made of more than is noted", manyOffices, () => undefined],
  ])("ends where %s", async (_, looked, happens) => {
    look = looked;
    expect([await told("/a"), await told("/a")]).toEqual([1, 1]);
    happens();
    await ledger.mine();
    expect([await told("/a"), await told("/a")]).toEqual([2, 2]);
  });

  it("is not kept for a block that came while it was made, where that changed it", async () => {
    meanwhile = () => void ledger.office(1, "Office");
    const asked = told("/a");
    await expect.poll(() => answers).toBe(1);
    await ledger.mine();
    expect(await asked).toBe(1);
    meanwhile = () => undefined;
    expect(await told("/a")).toBe(2);
  });

  it("ends at the second at which something in it does", async () => {
    const end = now() + 2;
    meanwhile = () => void hasCome(end, now());
    while (now() < end) {
      const before = now();
      const got = await told("/a");
      if (now() < end) expect(got, `asked at ${before - end}`).toBe(1);
    }
    expect(await told("/a")).toBeGreaterThan(1);
    // What has come already ends nothing.
    expect(await told("/a")).toBe(answers);
  });

  it("is not kept where it hangs on more than the index", async () => {
    meanwhile = lastsNotAtAll;
    expect([await told("/a"), await told("/a")]).toEqual([1, 2]);
  });

  it("is not kept where it is a refusal", async () => {
    expect([await told("/refused"), await told("/refused")]).toEqual([1, 2]);
  });

  it("is not kept where it is so large that a few would be all, or where none are to be kept", async () => {
    const whole = { "accept-encoding": "identity" };
    expect([await told("/large", whole), await told("/large", whole)]).toEqual([1, 2]);
    await server.close();
    await start(0);
    expect([await told("/a"), await told("/a")]).toEqual([1, 2]);
  });
});
