/** The feed over HTTP: resumed anywhere, corrected where the chain replaced blocks, filtered, bounded. */
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { feedLimits, openFeeds } from "../../../../services/resolver/feed/feeds.js";
import type { Address, NamespaceId } from "../../../../services/store/model.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { type Message, type Reading, readFeed } from "./reader.fixture.js";

const ids = (messages: readonly Message[]) => messages.map(({ id }) => id);
const names = (messages: readonly Message[]) =>
  messages.map((message) => (message.kind === "change" ? message.data.event : message.kind));

describe("GET /v1/feed", () => {
  let ledger: LedgerFixture;
  let resolver: TestResolver;
  let maker: Address;
  let rival: Address;
  let namespace: NamespaceId;
  const open: Reading[] = [];

  const read = async (query: string, headers: Record<string, string> = {}) => {
    const reading = await readFeed(resolver, query, headers);
    open.push(reading);
    return reading;
  };
  const all = async (count: number) => await (await read("?after=0")).until(count);
  /** Registers an identifier in a block of its own: two events. */
  const register = async (serial: string) => {
    ledger.register(`01/09506000134352/21/${serial}`, { owner: maker, prefix: "9506000" });
    await ledger.mine({ finalized: 1 });
  };

  beforeEach(async () => {
    ledger = await LedgerFixture.open();
    const root = ledger.party("Root");
    maker = ledger.party("Maker");
    rival = ledger.party("Rival");
    ledger.schemes(root);
    namespace = ledger.namespace("gs1", "9506000", maker);
    await ledger.mine();
    resolver = await startResolver(ledger.store, {
      feeds: openFeeds(ledger.store, { open: 3, heartbeat: 50, patience: 200 }),
    });
  });
  afterEach(async () => {
    for (const reading of open.splice(0)) reading.close();
    await resolver.close();
    await ledger.close();
  });

  it("given after=0, tells all that there ever was, in the order of the chain, each under its own id", async () => {
    await register("1");
    await register("2");
    const first = (await all(4)).length;
    const messages = await all(first);
    const places = messages.map((message) =>
      message.kind === "change" ? message.data.block.number * 1000 + message.data.log : Number.NaN,
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(ids(messages)).size).toBe(messages.length);
    expect(messages.filter(({ kind }) => kind === "change")).toHaveLength(messages.length);
  });

  it("given no place to begin at, tells what comes from then on", async () => {
    await register("1");
    const reading = await read("");
    await register("2");
    const messages = await reading.until(2);
    expect(names(messages)).toEqual(["IdentifierRegistered", "RecordContentUpdated"]);
    expect(messages[0]?.data).toMatchObject({
      block: { number: 3 },
      things: [{ kind: "record" }],
      owners: [maker],
      namespaces: [namespace],
    });
  });

  it("goes on after any event it ever told, by Last-Event-ID or by after", async () => {
    await register("1");
    await register("2");
    const reading = await read("?after=1");
    const messages = await reading.until(4);
    for (const [index, id] of ids(messages).entries()) {
      const rest = ids(messages).slice(index + 1);
      if (rest.length === 0) continue;
      expect(ids(await (await read(`?after=${id}`)).until(rest.length))).toEqual(rest);
      open.pop()?.close();
      // What the reader sends counts for more than the address that it began at.
      const back = await read("?after=0", { "last-event-id": id });
      expect(ids(await back.until(rest.length))).toEqual(rest);
      open.pop()?.close();
    }
  });

  it("names what a reorganisation took back, the last first, to readers that are there and to those that come back", async () => {
    await register("1");
    const live = await read("?after=2");
    await register("2");
    await register("3");
    const before = await live.until(4);
    await ledger.goBackTo(2);
    await register("4");
    const told = (await live.until(7)).slice(4);
    expect(names(told)).toEqual(["correction", "IdentifierRegistered", "RecordContentUpdated"]);
    const [correction] = told;
    if (correction?.kind !== "correction") throw new Error("no correction");
    expect(correction.data.undone?.map(({ id }) => id)).toEqual(ids(before).reverse());
    const standing = (await (await read("?after=1")).until(2))[1]?.id;
    expect(correction).toMatchObject({ id: standing, data: { standing } });

    for (const [index, id] of ids(before).entries()) {
      const back = await (await read(`?after=${id}`)).until(3);
      expect(names(back)).toEqual(names(told));
      const [first] = back;
      // No more than what the reader had.
      if (first?.kind === "correction") expect(first.data.undone).toHaveLength(index + 1);
      open.pop()?.close();
    }
  });

  it("leads a reader over several reorganisations that it missed", async () => {
    await register("1");
    await register("2");
    const [, , , last] = await (await read("?after=1")).until(4);
    await ledger.goBackTo(2);
    await register("3");
    await ledger.goBackTo(1);
    await register("4");
    const back = await (await read(`?after=${last?.id}`)).until(4);
    expect(names(back)).toEqual(["correction", "correction", "IdentifierRegistered", "RecordContentUpdated"]);
    expect(
      back.map((message) => (message.kind === "correction" ? (message.data.undone?.length ?? 0) : 0)),
    ).toEqual([2, 2, 0, 0]);
  });

  it("tells a reader from another index, whose branch this one never saw, to forget what is not final", async () => {
    await register("1");
    const [message] = await (await read("?after=0")).until(1);
    const standing = message?.id.split("-");
    const back = await (await read("?after=2-0123456789abcdef-0")).until(3);
    expect(back[0]).toMatchObject({ kind: "correction", data: { undone: null } });
    expect(back[0]?.id.split("-").slice(0, 2)).toEqual(standing?.slice(0, 2));
    expect(names(back).slice(1)).toEqual(["IdentifierRegistered", "RecordContentUpdated"]);
    expect((await resolver.get("/v1/feed?after=1-0123456789abcdef-0")).status).toBe(410);
    expect((await resolver.get("/v1/feed?after=9-0123456789abcdef-0")).status).toBe(503);
    expect((await resolver.get("/v1/feed?after=9")).status).toBe(503);
  });

  it("given finality=final, tells an event once nothing can take it back", async () => {
    const reading = await read("?after=1&finality=final");
    await register("1");
    await ledger.goBackTo(1);
    await register("2");
    ledger.party("Later");
    await ledger.mine({ finalized: 2 });
    const messages = await reading.until(2);
    expect(names(messages)).toEqual(["IdentifierRegistered", "RecordContentUpdated"]);
    expect(messages[0]?.data).toMatchObject({ block: { number: 2 } });
  });

  it("given finality=final, takes nothing back where it began with what was not final", async () => {
    await register("1");
    const reading = await read("?finality=final");
    await ledger.goBackTo(1);
    await register("2");
    ledger.party("Later");
    await ledger.mine({ finalized: 2 });
    expect(names(await reading.until(2))).toEqual(["IdentifierRegistered", "RecordContentUpdated"]);
  });

  it("filters by namespace, owner, thing, kind and event, and moves on past what it does not tell", async () => {
    const other = ledger.namespace("gs1", "95200", rival);
    const record = ledger.register("01/09520012345674", { owner: rival, prefix: "95200" });
    await ledger.mine();
    await register("1");
    const counted = async (query: string, count: number) => {
      const reading = await read(`?after=1&${query}`);
      const messages = await reading.until(count);
      open.pop()?.close();
      return names(messages).slice(0, count);
    };
    expect(await counted(`namespace=${namespace}`, 2)).toEqual([
      "IdentifierRegistered",
      "RecordContentUpdated",
    ]);
    expect(await counted(`owner=${rival}`, 3)).toEqual([
      "NamespaceDelegated",
      "IdentifierRegistered",
      "RecordContentUpdated",
    ]);
    expect(await counted(`asset=${record}&event=RecordContentUpdated`, 1)).toEqual(["RecordContentUpdated"]);
    expect(await counted(`kind=namespace&namespace=${other}`, 1)).toEqual(["NamespaceDelegated"]);

    const reading = await read(`?after=0&asset=${maker}&event=PartyRecovered`);
    const here = (await all(1)) && ids(await (await read("?after=2")).until(2))[1];
    await reading.untilText(`id: ${here}\n\n`);
    expect(await Promise.race([reading.until(1), Promise.resolve("nothing")])).toBe("nothing");
  });

  it("tells rights granted to a party to nobody but that party", async () => {
    expect((await resolver.get(`/v1/feed?grantee=${rival}`)).status).toBe(403);
  });

  it("gives signs of life, and says how long to wait before coming back", async () => {
    const reading = await read("");
    await reading.untilText("retry: 3000\n");
    await reading.untilText(":\n\n");
    expect(reading.response.headers["content-type"]).toBe("text/event-stream");
    expect(reading.response.headers["cache-control"]).toBe("no-store");
  });

  it("opens no more feeds than it may, and gives back the places of those that went", async () => {
    const [first] = [await read(""), await read(""), await read("")];
    expect((await resolver.get("/v1/feed")).status).toBe(503);
    first.close();
    await expect
      .poll(async () => {
        const answer = await fetch(`${resolver.url}/v1/feed`, { method: "HEAD" });
        return answer.status;
      })
      .toBe(200);
  });

  it("lets go of a reader that does not read, which goes on later from where it was", async () => {
    // More than the system's own buffers take in: 20,000 events, some 13 MB.
    for (let block = 0; block < 10; block++) {
      for (let serial = 0; serial < 1_000; serial++)
        ledger.register(`01/09506000134352/21/${block}-${serial}`, { owner: maker, prefix: "9506000" });
      await ledger.mine();
    }
    const { port } = new URL(resolver.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.pause();
    socket.write("GET /v1/feed?after=0 HTTP/1.1\r\nhost: x\r\n\r\n");
    await expect
      .poll(
        () => resolver.logged.some(({ url, aborted }) => url === "/v1/feed?after=0" && aborted === true),
        {
          timeout: 20_000,
        },
      )
      .toBe(true);
    socket.destroy();
    expect(await all(2_400)).not.toHaveLength(0);
  });

  it("ends its feeds when the resolver does, so that their readers come back elsewhere", async () => {
    const feeds = openFeeds(ledger.store, { ...feedLimits, open: 2 });
    const ending = await startResolver(ledger.store, { feeds });
    const reading = await readFeed(ending, "");
    feeds.close();
    await reading.ended();
    await ending.close();
  });

  it("refuses parameters that it does not know, and ids that are none", async () => {
    for (const query of [
      "?after=x",
      "?kind=thing",
      "?owner=0x1",
      "?event=lower",
      "?from=1",
      "?after=1&after=2",
    ])
      expect((await resolver.get(`/v1/feed${query}`)).status, query).toBe(400);
    expect((await resolver.get("/v1/feed", { "last-event-id": "x" })).status).toBe(400);
  });
});
