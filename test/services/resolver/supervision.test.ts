import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toDigest, zeroWord } from "../../../services/ledger/hex.js";
import { evidenceSchema, freezesSchema, resolutionSchema } from "../../../services/resolver/v1/schema.js";
import type { Address, GrantId, NamespaceId, RecordId, TwinId } from "../../../services/store/model.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { LedgerFixture } from "./ledger.fixture.js";

const parties = 1;
const namespaces = 2;
const identifiers = 3;
const twins = 4;
const rights = 5;
const product = "01/09506000134352";
const digestOf = (n: number) => toDigest(`0x${n.toString(16).padStart(64, "0")}`);

let ledger: LedgerFixture;
let resolver: TestResolver;
let maker: Address;
let partner: Address;
let namespace: NamespaceId;
let record: RecordId;
let twin: TwinId;
let grant: GrantId;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  maker = ledger.party("Maker");
  partner = ledger.party("Partner");
  ledger.schemes(root);
  namespace = ledger.namespace("gs1", "9506000", maker);
  twin = ledger.twin("Motor", maker, "");
  record = ledger.register(product, {
    owner: maker,
    prefix: "9506000",
    twin,
    links: { describedby: [{ href: "https://example.com/doc" }] },
  });
  grant = ledger.grant("twin", twin, { grantor: maker, grantee: partner });
  ledger.office(1, "Federal Office");
  ledger.office(2, "Other Office");
  await ledger.mine();
  resolver = await startResolver(ledger.store);
});

afterAll(async () => {
  await resolver.close();
  await ledger.close();
});

async function resolved() {
  return resolutionSchema.parse(await (await resolver.get(`/v1/resolve?id=${product}`)).json());
}
async function frozen(query = "") {
  return freezesSchema.parse(await (await resolver.get(`/v1/freezes${query}`)).json());
}

describe("a freeze", () => {
  it("is shown with office, mandate, reason and order, and what is frozen resolves as before", async () => {
    const before = await resolved();
    expect(before.freezes).toEqual([]);
    ledger.freeze(identifiers, record);
    await ledger.mine();
    const { freezes, asOf: _later, ...after } = await resolved();
    const { freezes: _none, asOf: _then, ...same } = before;
    expect(after).toEqual(same);
    expect(freezes).toEqual([
      {
        thing: { kind: "record", id: record },
        office: { number: 1, name: "Federal Office", scope: { kind: "jurisdiction", value: "DE" } },
        reason: "court-order",
        order: expect.stringMatching(/^0x[0-9a-f]{64}$/),
        frozen: expect.objectContaining({ block: 2 }),
      },
    ]);
  });

  it("is shown of the namespace, the owner and the subject too, each office's of its own", async () => {
    ledger.freeze(namespaces, namespace);
    ledger.freeze(parties, maker);
    ledger.freeze(twins, twin);
    ledger.freeze(twins, twin, 2);
    await ledger.mine();
    const { freezes, rights: inForce } = await resolved();
    expect(freezes.map(({ thing, office }) => [thing.kind, office.number])).toEqual([
      ["record", 1],
      ["namespace", 1],
      ["party", 1],
      ["twin", 1],
      ["twin", 2],
    ]);
    expect(inForce).toHaveLength(1);
    const list = await frozen();
    expect(list.freezes).toHaveLength(5);
    expect(list.next).toBeNull();
  });

  it("ends for each office by itself", async () => {
    ledger.unfreeze(twins, twin, 1, true);
    ledger.unfreeze(identifiers, record);
    await ledger.mine();
    expect((await resolved()).freezes.map(({ thing, office }) => [thing.kind, office.number])).toEqual([
      ["namespace", 1],
      ["party", 1],
      ["twin", 2],
    ]);
    ledger.unfreeze(twins, twin, 2);
    ledger.unfreeze(namespaces, namespace);
    ledger.unfreeze(parties, maker);
    await ledger.mine();
    expect((await resolved()).freezes).toEqual([]);
    expect((await frozen()).freezes).toEqual([]);
  });

  it("of a grant or its grantee takes the right out of force until it is lifted", async () => {
    for (const [registry, thing] of [
      [rights, grant],
      [parties, partner],
    ] as const) {
      ledger.freeze(registry, thing);
      await ledger.mine();
      expect((await resolved()).rights).toEqual([]);
      expect((await frozen()).freezes.map(({ thing: one }) => one.id)).toEqual([thing]);
      ledger.unfreeze(registry, thing);
      await ledger.mine();
      expect((await resolved()).rights).toHaveLength(1);
    }
  });

  it("in a registry that is not followed is none", async () => {
    ledger.freeze(99, record);
    ledger.unfreeze(99, record);
    await ledger.mine();
    expect((await frozen()).freezes).toEqual([]);
  });

  it.each(["after=zz", "limit=3"])("refuses the query %s", async (query) => {
    expect((await resolver.get(`/v1/freezes?${query}`)).status).toBe(400);
  });
});

describe("evidence", () => {
  it("says who vouches for a digest since when", async () => {
    ledger.anchor(digestOf(1), maker);
    await ledger.mine({ time: 1_800_000_000 });
    ledger.anchor(digestOf(1), partner);
    await ledger.mine({ time: 1_800_000_100 });
    const response = await resolver.get(`/v1/evidence/${digestOf(1)}`);
    const { anchors, digest } = evidenceSchema.parse(await response.json());
    expect(digest).toBe(digestOf(1));
    expect(anchors.map(({ author, anchored }) => [author.name, anchored.time])).toEqual([
      ["Maker", 1_800_000_000],
      ["Partner", 1_800_000_100],
    ]);
    const bare = await resolver.get(`/v1/evidence/${digestOf(1).slice(2).toUpperCase()}`);
    expect(bare.status).toBe(200);
  });

  it("shows a bundle and its place in the line", async () => {
    ledger.bundle(digestOf(2), maker);
    ledger.bundle(digestOf(3), maker, digestOf(2));
    await ledger.mine();
    const bundleOf = async (n: number) =>
      evidenceSchema.parse(await (await resolver.get(`/v1/evidence/${digestOf(n)}`)).json()).anchors[0]
        ?.bundle;
    expect(await bundleOf(2)).toMatchObject({ count: 3, supersedes: null, supersededBy: digestOf(3) });
    expect(await bundleOf(3)).toMatchObject({
      supersedes: digestOf(2),
      supersededBy: null,
      uri: "https://example.com/list.json",
    });
  });

  it.each([
    [zeroWord, 404, "RESOLVER_UNKNOWN_EVIDENCE"],
    ["0x12", 400, "RESOLVER_INVALID_QUERY"],
    [`${zeroWord}?after=1`, 400, "RESOLVER_INVALID_QUERY"],
  ])("answers %s with %i", async (path, status, code) => {
    const response = await resolver.get(`/v1/evidence/${path}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });
});

it("a freeze that was never made is not lifted: the logs do not hang together", async () => {
  ledger.unfreeze(identifiers, record);
  await expect(ledger.mine()).rejects.toMatchObject({ code: "INDEX_INCONSISTENT" });
});
