/** Any past moment over HTTP: what was answered when a block was the head is answered for that block ever after. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { shellLinks, submodelLinks } from "../../../services/ledger/descriptors/encode.js";
import { tokenWord } from "../../../services/ledger/hex.js";
import { historySchema } from "../../../services/resolver/v1/historySchema.js";
import type { Address, NamespaceId, RecordId, TwinId } from "../../../services/store/model.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { genesisTime, LedgerFixture } from "./ledger.fixture.js";

const product = "01/09506000134352";
const uuid = "580d3adf-1981-44a0-a214-13d6ceed9379";
const shell = "https://maker.example/shells/4711";
const submodel = "https://maker.example/submodels/nameplate";
const base64url = (text: string): string => Buffer.from(text).toString("base64url");
const asShell = `/shell-descriptors/${base64url(shell)}`;
const assetLink = base64url(JSON.stringify({ name: "globalAssetId", value: `urn:uuid:${uuid}` }));
const recordOf = (name: string, value: string): string => `aas:MAKER/${name}/${encodeURIComponent(value)}`;

const answerSchema = z.looseObject({
  asOf: z.looseObject({ number: z.number(), hash: z.string(), finality: z.string() }),
});

const bodySchema = z.looseObject({
  asOf: z.unknown().optional(),
  messages: z.array(z.object({ text: z.string() })).optional(),
});

describe("the past over HTTP", () => {
  let ledger: LedgerFixture;
  let resolver: TestResolver;
  let maker: Address;
  let buyer: Address;
  let namespace: NamespaceId;
  let record: RecordId;
  let twin: TwinId;
  let shellRecord: RecordId;
  /** What each route answered while each block was the head. */
  const then = new Map<number, ReadonlyMap<string, unknown>>();
  const final = 6;
  const blocks = 9;
  const timeOf = (block: number) => genesisTime + 10 * block;

  const paths = (): readonly string[] => [
    `/v1/resolve?id=${product}`,
    `/v1/resolve?id=${uuid}`,
    `/v1/resolve?id=01/09506000149301`,
    `/v1/namespaces/gs1/9506000`,
    "/v1/namespaces/gs1",
    `/v1/parties/${maker}`,
    `/v1/parties/${buyer}`,
    `/v1/twins/${twin}`,
    `/v1/twins/${twin}/versions`,
    `/v1/assets/twin/${twin}/rights`,
    `/v1/assets/record/${record}/rights`,
    `/v1/roles/record/${record}`,
    "/v1/freezes",
    "/shell-descriptors",
    "/shell-descriptors?assetKind=Instance",
    asShell,
    `${asShell}/submodel-descriptors`,
    `${asShell}/submodel-descriptors/${base64url(submodel)}`,
    "/submodel-descriptors",
    `/submodel-descriptors/${base64url(submodel)}`,
    "/lookup/shells",
    `/lookup/shells?assetIds=${assetLink}`,
    `/lookup/shells/${base64url(shell)}`,
  ];
  const ask = async (path: string, at?: string) => {
    const url =
      at === undefined ? path : `${path}${path.includes("?") ? "&" : "?"}at=${encodeURIComponent(at)}`;
    const response = await resolver.get(url);
    const body: unknown = await response.json();
    return { status: response.status, body, caching: response.headers.get("cache-control") };
  };
  /** An answer without what tells one moment's question from another's: the request's id, and whether it was the past. */
  const plain = (body: unknown): unknown => {
    if (Array.isArray(body)) return body;
    const { instance: _, asOf, messages = [], ...rest } = bodySchema.parse(body);
    const block = z.looseObject({ number: z.number() }).safeParse(asOf).data;
    return { ...rest, block: block?.number ?? null, texts: messages.map(({ text }) => text) };
  };

  beforeAll(async () => {
    ledger = await LedgerFixture.open();
    resolver = await startResolver(ledger.store);
    const steps: readonly (() => void)[] = [
      () => {
        maker = ledger.party("Maker");
        ledger.schemes(maker);
        namespace = ledger.namespace("gs1", "9506000", maker);
        ledger.namespace("aas", "MAKER", maker);
      },
      () => {
        twin = ledger.twin("Pump", maker, "https://maker.example/pump");
        record = ledger.register(product, {
          owner: maker,
          prefix: "9506000",
          twin,
          links: { describedby: [{ href: "https://maker.example/one" }] },
        });
      },
      () => {
        buyer = ledger.party("Buyer");
        ledger.grant("twin", twin, { grantor: maker, grantee: buyer, actions: ["read"] });
        ledger.register(`aas:MAKER/globalAssetId/urn%3Auuid%3A${uuid}`, {
          owner: maker,
          prefix: "MAKER",
          twin,
        });
        shellRecord = ledger.register(recordOf("AssetAdministrationShell", shell), {
          owner: maker,
          prefix: "MAKER",
          twin,
          links: shellLinks({ idShort: "One" }),
        });
      },
      () => {
        ledger.suspendNamespace(namespace, "fees unpaid");
        ledger.register(recordOf("Submodel", submodel), {
          owner: maker,
          prefix: "MAKER",
          record: shellRecord,
          links: submodelLinks({ idShort: "Nameplate" }),
        });
      },
      () => {
        ledger.reinstateNamespace(namespace);
        ledger.update(shellRecord, { owner: maker, twin, links: shellLinks({ idShort: "Two" }) });
      },
      () =>
        ledger.happened({
          event: "Transfer",
          contract: "identifiers",
          from: maker,
          to: buyer,
          tokenId: BigInt(record),
        }),
      () => {
        ledger.update(record, { owner: buyer, links: { describedby: [{ href: "https://buyer.example/" }] } });
        ledger.office(1, "Federal Office");
      },
      () => {
        ledger.recordStatus(record, "retired", "scrapped");
        ledger.recordStatus(shellRecord, "suspended", "recall");
      },
      () => ledger.controlTo(maker, ledger.party("Heir")),
    ];
    // The parties and ids that the paths name are known from the third block on.
    for (const [index, step] of steps.entries()) {
      step();
      const block = index + 1;
      await ledger.mine({ time: timeOf(block), finalized: Math.min(block, final) });
      if (block >= 3)
        then.set(
          block,
          new Map(await Promise.all(paths().map(async (path) => [path, await ask(path)] as const))),
        );
    }
  });
  afterAll(async () => {
    await resolver?.close();
    await ledger?.close();
  });

  it("is answered by number, hash and time as it was when it was the present", async () => {
    expect(then.size).toBe(blocks - 2);
    for (const [block, answers] of then) {
      const { asOf } = answerSchema.parse((await ask("/v1/freezes", String(block))).body);
      const time = new Date(timeOf(block) * 1000).toISOString();
      const later = new Date(timeOf(block) * 1000 + 9_000).toISOString();
      const moments = [String(block), asOf.hash, time, ...(block < blocks ? [later] : [])];
      for (const [path, before] of answers) {
        const { status, body } = z.object({ status: z.number(), body: z.unknown() }).parse(before);
        for (const at of moments) {
          const found = await ask(path, at);
          expect([path, at, found.status, plain(found.body)]).toEqual([path, at, status, plain(body)]);
        }
      }
    }
  });

  it("tells users of the AAS interfaces of a moment that is not there in their form", async () => {
    for (const [at, status, code] of [
      ["99", 404, "RESOLVER_MOMENT_AHEAD"],
      ["nonsense", 400, "RESOLVER_INVALID_QUERY"],
    ] as const) {
      for (const path of [asShell, "/shell-descriptors", "/submodel-descriptors", "/lookup/shells"]) {
        const found = await ask(path, at);
        expect([found.status, found.body]).toMatchObject([status, { messages: [{ code }] }]);
      }
    }
    const posted = await fetch(`${resolver.url}/lookup/shellsByAssetLink?at=4`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([{ name: "globalAssetId", value: `urn:uuid:${uuid}` }]),
    });
    expect(await posted.json()).toMatchObject({ result: [shell] });
    expect((await ask(asShell, "4")).body).toMatchObject({ idShort: "One" });
    expect((await ask(asShell, "5")).body).toMatchObject({ idShort: "Two" });
    expect((await ask(asShell)).status).toBe(404);
  });

  it("says that it is past, when it judged, and whether that can change", async () => {
    const path = `/v1/resolve?id=${product}`;
    const early = await ask(path, "4");
    expect(early.caching).toBe("public, max-age=31536000, immutable");
    expect(early.body).toMatchObject({
      asOf: { number: 4, finality: "final", past: { block: 4, judged: timeOf(4) } },
    });
    const late = await ask(path, "8");
    expect(late.caching).toBe("no-cache");
    expect(late.body).toMatchObject({ asOf: { number: 8, finality: "provisional" } });
    const between = new Date((timeOf(4) + 3) * 1000).toISOString();
    const timed = await ask(path, between);
    expect(timed.caching).toContain("immutable");
    expect(timed.body).toMatchObject({ asOf: { number: 4, past: { block: 4, judged: timeOf(4) + 3 } } });
    // A block of the same second may follow on the last final one.
    expect((await ask(path, new Date(timeOf(final) * 1000).toISOString())).caching).toBe("no-cache");
    expect((await ask(path)).body).not.toHaveProperty("asOf.past");
  });

  it("judges a second with several blocks by the last of them, and calls it final once a final block is later", async () => {
    const own = await LedgerFixture.open();
    onTestFinished(() => own.close());
    const served = await startResolver(own.store);
    onTestFinished(() => served.close());
    const second = genesisTime + 20;
    const asked = async (time: number) => {
      const at = encodeURIComponent(new Date(time * 1000).toISOString());
      const response = await served.get(`/v1/freezes?at=${at}`);
      const { number } = answerSchema.parse(await response.json()).asOf;
      return [number, response.headers.get("cache-control")?.includes("immutable")];
    };
    await own.mine({ time: second - 10, finalized: 0 });
    await own.mine({ time: second, finalized: 1 });
    expect(await asked(second - 1)).toEqual([1, false]);
    await own.mine({ time: second, finalized: 2 });
    expect([await asked(second - 1), await asked(second)]).toEqual([
      [1, true],
      [3, false],
    ]);
    await own.goBackTo(2);
    expect(await asked(second)).toEqual([2, false]);
    await own.mine({ time: second + 10, finalized: 2 });
    expect(await asked(second)).toEqual([2, false]);
    await own.mine({ time: second + 10, finalized: 3 });
    expect([await asked(second), await asked(second + 10)]).toEqual([
      [2, true],
      [4, false],
    ]);
  });

  it.each([
    ["0", 404, "RESOLVER_MOMENT_BEFORE_LEDGER"],
    ["2001-01-01T00:00:00Z", 404, "RESOLVER_MOMENT_BEFORE_LEDGER"],
    ["10", 404, "RESOLVER_MOMENT_AHEAD"],
    ["2999-01-01T00:00:00Z", 404, "RESOLVER_MOMENT_AHEAD"],
    [`0x${"00".repeat(32)}`, 404, "RESOLVER_UNKNOWN_BLOCK"],
    ["yesterday", 400, "RESOLVER_INVALID_QUERY"],
    ["2023-02-30T00:00:00Z", 400, "RESOLVER_INVALID_QUERY"],
    ["-1", 400, "RESOLVER_INVALID_QUERY"],
    ["1e3", 400, "RESOLVER_INVALID_QUERY"],
    ["", 400, "RESOLVER_INVALID_QUERY"],
  ])("of '%s' is a problem: %i %s", async (at, status, code) => {
    const found = await ask("/v1/freezes", at);
    expect([found.status, found.body]).toEqual([status, expect.objectContaining({ status, code })]);
  });

  it("takes a time with an offset and a fraction, and no second `at`", async () => {
    const local = "2023-11-14T23:14:00.500+01:00";
    const found = answerSchema.parse((await ask("/v1/freezes", local)).body);
    expect(found.asOf.number).toBe(Math.floor((Date.parse(local) / 1000 - genesisTime) / 10));
    expect((await ask("/v1/freezes?at=4", "5")).status).toBe(400);
  });

  it("is not asked of a GS1 link, which keeps its query for the target", async () => {
    const response = await resolver.get(`/${product}?at=2`, { accept: "text/html" });
    expect(response.status).toBe(410);
  });

  describe("the history of a thing", () => {
    const history = async (path: string, at?: string) =>
      historySchema.parse((await ask(`/v1/assets/${path}/history`, at)).body);

    it("has every change with its block, what was before and after, and the owner then", async () => {
      const { items, next } = await history(`record/${record}`);
      expect(next).toBeNull();
      expect(items.map(({ block, owner }) => [block.number, owner.address])).toEqual([
        [2, maker],
        [6, buyer],
        [7, buyer],
        [8, buyer],
      ]);
      const [registered, sold, , retired] = items;
      expect(registered?.changes).toContainEqual({ field: "identifier", before: null, after: product });
      expect(registered?.transactions.at(-1)?.by?.address).toBe(maker);
      expect(sold?.changes).toEqual([
        { field: "owner", before: maker, after: buyer },
        { field: "epoch", before: 1, after: 2 },
      ]);
      expect(sold?.transactions).toEqual([{ hash: expect.stringMatching(/^0x/), by: null }]);
      expect(retired?.changes).toEqual([
        { field: "status", before: "active", after: "retired" },
        { field: "statusReason", before: "", after: "scrapped" },
      ]);
    });

    it("ends at the moment that is asked for", async () => {
      expect((await history(`record/${record}`, "6")).items).toHaveLength(2);
      expect((await ask(`/v1/assets/record/${record}/history`, "1")).status).toBe(404);
    });

    it("is there for every kind of thing", async () => {
      const kinds = [`twin/${twin}`, `namespace/${namespace}`, `party/${maker}`];
      const counts = await Promise.all(kinds.map(async (path) => (await history(path)).items.length));
      expect(counts).toEqual([1, 3, 2]);
    });

    it.each([
      ["record", "0x12", 400],
      ["dragon", `0x${"00".repeat(32)}`, 400],
      ["party", `0x${"00".repeat(32)}`, 400],
      ["batch", `0x${"00".repeat(32)}`, 404],
      ["grant", tokenWord(1n), 404],
    ])("of %s %s is refused with %i", async (kind, id, status) => {
      expect((await ask(`/v1/assets/${kind}/${id}/history`)).status).toBe(status);
    });
  });
});
