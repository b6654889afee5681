import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Hex, toAddress, toDigest, toHash, zeroWord } from "../../../services/ledger/hex.js";
import { merkleBatchId, namespaceId, recordId, ruleBatchId, schemeId } from "../../../services/ledger/ids.js";
import { leavesOf } from "../../../services/ledger/merkle/proof.js";
import { MerkleTree } from "../../../services/ledger/merkle/tree.js";
import { batchSchema } from "../../../services/resolver/v1/batchSchema.js";
import { knownAnswerSchema } from "../../../services/resolver/v1/knownRoute.js";
import { memberResolutionSchema, resolutionSchema } from "../../../services/resolver/v1/schema.js";
import type { Address, BatchId, NumberRange } from "../../../services/store/model.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { LedgerFixture } from "./ledger.fixture.js";

const gs1 = schemeId("gs1");
const product = "01/09506000134352";
const stem = `${product}/21/PN-`;
const numbers = (first: string, last: string, tail = ""): NumberRange => ({
  scheme: gs1,
  stem,
  tail,
  first,
  last,
});
const registry = toAddress(`0x${(20).toString(16).padStart(40, "0")}`);

let ledger: LedgerFixture;
let resolver: TestResolver;
let maker: Address;
let buyer: Address;
let rule: BatchId;
const namespace = namespaceId(gs1, "9506000");

function issueRule(range: NumberRange, owner: Address): BatchId {
  const { scheme, tail, first, last } = range;
  const batch = ruleBatchId(range);
  const extent = {
    scheme,
    stem: range.stem,
    tail,
    width: first.length,
    first: BigInt(first),
    last: BigInt(last),
  };
  ledger.happened({
    event: "RuleBatchIssued",
    contract: "batches",
    batch,
    namespace,
    owner,
    extent,
    prefixLength: 7,
    namespaceEpoch: 1,
    by: maker,
  });
  return batch;
}

function revokeMembers(batch: BatchId, first: bigint, last: bigint): void {
  const by = maker;
  ledger.happened({
    event: "MembersRevoked",
    contract: "batches",
    batch,
    first,
    last,
    reason: "recalled",
    by,
  });
}

const get = async (path: string): Promise<unknown> => await (await resolver.get(path)).json();
const resolveMember = async (id: string) =>
  memberResolutionSchema.parse(await get(`/v1/resolve?id=${encodeURIComponent(id)}`));
const showBatch = async (id: string, query = "") => batchSchema.parse(await get(`/v1/batches/${id}${query}`));

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  maker = ledger.party("Maker");
  buyer = ledger.party("Buyer");
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", maker);
  ledger.register(product, {
    owner: maker,
    prefix: "9506000",
    links: { "https://ref.gs1.org/voc/pip": [{ href: "https://example.com/pump" }] },
  });
  rule = issueRule(numbers("000001", "999999"), buyer);
  revokeMembers(rule, 299n, 301n);
  await ledger.mine();
  resolver = await startResolver(ledger.store);
});

afterAll(async () => {
  await resolver.close();
  await ledger.close();
});

describe("an identifier of a rule batch", () => {
  it("resolves without a record of its own: batch, place, owner, and the product's links", async () => {
    const answer = await resolveMember(`${stem}000042`);
    expect(answer.record).toBeNull();
    expect(answer.batch).toMatchObject({
      id: rule,
      kind: "rule",
      index: "41",
      count: "999999",
      status: "active",
    });
    expect(answer.owner).toMatchObject({ address: buyer, name: "Buyer" });
    expect(answer.authority).toMatchObject({ prefix: "9506000", status: "live" });
    expect(answer.links).toMatchObject([{ href: "https://example.com/pump", inheritedFrom: product }]);
  });

  it.each(["000000", "00042", "0000042", "000042x"])("is none outside of the range: %s", async (number) => {
    expect((await resolver.get(`/v1/resolve?id=${stem}${number}`)).status).toBe(404);
  });

  it("leads where its product leads, unless it is revoked", async () => {
    const followed = await resolver.get(`/${stem}000042`);
    expect([followed.status, followed.headers.get("location")]).toEqual([307, "https://example.com/pump"]);
    expect((await resolveMember(`${stem}000301`)).batch).toMatchObject({ index: "300", status: "revoked" });
    expect((await resolveMember(`${stem}000301`)).links).toEqual([]);
    expect((await resolver.get(`/${stem}000301`)).status).toBe(410);
    expect((await resolveMember(`${stem}000299`)).batch.status).toBe("active");
    expect((await resolveMember(`${stem}000303`)).batch.status).toBe("active");
  });

  it("changes hands with its batch, and not once it has a record", async () => {
    const mine = `${stem}000007`;
    const record = recordId(gs1, mine);
    ledger.register(mine, { owner: buyer, prefix: "9506000" });
    ledger.happened({
      event: "MemberMaterialised",
      contract: "identifiers",
      batch: rule,
      record,
      index: 6n,
      by: buyer,
    });
    await ledger.mine();
    ledger.happened({
      event: "Transfer",
      contract: "batches",
      from: buyer,
      to: maker,
      tokenId: BigInt(rule),
    });
    await ledger.mine();
    expect((await resolveMember(`${stem}000008`)).owner.address).toBe(maker);
    const own = resolutionSchema.parse(await get(`/v1/resolve?id=${mine}`));
    expect(own.owner.address).toBe(buyer);
    expect(own.record).toMatchObject({ member: { batch: rule, index: "6" }, locked: false });
    expect((await showBatch(rule, `?member=${mine}`)).member).toMatchObject({
      index: "6",
      status: "recorded",
      record,
      owner: { address: buyer },
    });
  });

  it("rests while its namespace is suspended, and ends with its batch", async () => {
    const other = issueRule(numbers("10", "19"), buyer);
    await ledger.mine();
    ledger.suspendNamespace(namespace, "fees");
    await ledger.mine();
    expect((await resolveMember(`${stem}12`)).batch.status).toBe("namespace-suspended");
    expect((await resolver.get(`/${stem}12`)).status).toBe(404);
    ledger.reinstateNamespace(namespace);
    ledger.happened({ event: "BatchRevoked", contract: "batches", batch: other, reason: "twice", by: buyer });
    await ledger.mine();
    expect((await resolveMember(`${stem}12`)).batch.status).toBe("revoked");
    expect(await showBatch(other)).toMatchObject({ status: "revoked", revocation: { reason: "twice" } });
  });
});

describe("identifiers that somebody is about to register", () => {
  const ask = (body: object): Promise<Response> =>
    fetch(`${resolver.url}/v1/known`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  it("are told apart: free, members, revoked members, records", async () => {
    const own = `${product}/21/KNOWN`;
    ledger.register(own, { owner: buyer, prefix: "9506000" });
    await ledger.mine();
    const identifiers = [`${product}/21/FREE`, `${stem}000042`, own, `${stem}000300`];
    const answer = await ask({ scheme: "gs1", identifiers });
    expect(answer.status).toBe(200);
    const { known, batches, asOf } = knownAnswerSchema.parse(await answer.json());
    expect(known).toEqual({
      1: { kind: "member", batch: rule, index: "41", status: "active" },
      2: { kind: "record" },
      3: { kind: "member", batch: rule, index: "299", status: "revoked" },
    });
    expect(batches).toEqual({ [rule]: { way: "range", owner: maker, links: {} } });
    expect(asOf.number).toBeGreaterThan(0);
  });

  it("are refused where they are too many, or none", async () => {
    const many = Array.from({ length: 4_097 }, (_, at) => `${product}/21/${at}`);
    for (const body of [
      { scheme: "gs1", identifiers: many },
      { scheme: "gs1", identifiers: [] },
      { scheme: "uuid", identifiers: ["x"] },
      { scheme: "gs1", identifiers: ["no key"] },
    ])
      expect((await ask(body)).status).toBe(400);
  });
});

describe("what a former tenure issued", () => {
  it("has lapsed until it is adopted, and has no members once the next holder freed the range", async () => {
    const planted = issueRule(numbers("700", "799", ".T"), buyer);
    const freed = issueRule(numbers("800", "899", ".T"), buyer);
    ledger.namespace("gs1", "9506000", maker, "", { epoch: 2 });
    await ledger.mine();
    expect((await resolveMember(`${stem}742.T`)).batch.status).toBe("namespace-lapsed");
    expect(await showBatch(planted)).toMatchObject({ status: "namespace-lapsed", released: null });
    ledger.happened({ event: "RangeReleased", contract: "batches", range: freed, by: maker });
    await ledger.mine();
    expect((await resolver.get(`/v1/resolve?id=${stem}842.T`)).status).toBe(404);
    expect(await showBatch(freed, `?member=${stem}842.T`)).toMatchObject({
      released: { by: maker },
      member: null,
    });
    ledger.adopt(namespace, 1);
    await ledger.mine();
    expect((await resolveMember(`${stem}742.T`)).batch.status).toBe("active");
    expect((await resolver.get(`/v1/resolve?id=${stem}842.T`)).status).toBe(404);
  });
});

describe("a reservation", () => {
  it("is no batch, and leaves nothing behind once it is released", async () => {
    const range = numbers("5000", "5999", ".R");
    const { scheme, first, last } = range;
    const id = ruleBatchId(range);
    const extent = { scheme, stem, tail: ".R", width: 4, first: BigInt(first), last: BigInt(last) };
    ledger.happened({
      event: "RangeReserved",
      contract: "batches",
      range: id,
      namespace,
      extent,
      prefixLength: 7,
      by: maker,
    });
    await ledger.mine();
    expect((await resolver.get(`/v1/resolve?id=${stem}5123.R`)).status).toBe(404);
    expect((await resolver.get(`/v1/batches/${id}`)).status).toBe(404);
    ledger.happened({ event: "RangeReleased", contract: "batches", range: id, by: maker });
    issueRule(range, buyer);
    await ledger.mine();
    expect((await resolveMember(`${stem}5123.R`)).batch.index).toBe("123");
  });
});

describe("a batch of a list", () => {
  const members = ["A-1", "B-22", "C-333", "D-4444", "E-55555"].map((serial) => `${product}/21/${serial}`);
  const list = {
    namespace,
    manifest: toDigest(toHash(`0x${"ab".repeat(32)}`)),
    count: BigInt(members.length),
  };
  let batch: BatchId;
  let path: readonly Hex[];

  beforeAll(async () => {
    const leafOf = leavesOf({ chainId: 31337, registry }, list);
    const tree = new MerkleTree(3n);
    for (const [index, identifier] of members.entries())
      tree.add(leafOf({ index: BigInt(index), scheme: gs1, identifier, contentDigest: toDigest(zeroWord) }));
    const closed = tree.close();
    if (closed === null) throw new Error("The tree has no leaves.");
    path = closed.path;
    batch = merkleBatchId(list, closed.root);
    ledger.happened({
      event: "MerkleBatchIssued",
      contract: "batches",
      batch,
      namespace,
      owner: buyer,
      scheme: gs1,
      list: {
        root: closed.root,
        manifest: list.manifest,
        count: list.count,
        uri: "https://example.com/list",
      },
      prefixLength: 7,
      namespaceEpoch: 1,
      by: maker,
    });
    await ledger.mine();
  });

  it("is shown with its manifest", async () => {
    expect(await showBatch(batch)).toMatchObject({
      kind: "merkle",
      count: "5",
      range: null,
      manifest: { digest: list.manifest, uri: "https://example.com/list" },
      owner: { address: buyer },
      member: null,
    });
  });

  it("shows a member by its proof, and nothing without", async () => {
    const asked = `?member=${members[3]}`;
    expect((await showBatch(batch, asked)).member).toBeNull();
    expect((await showBatch(batch, `${asked}&index=3&path=${path.join(",")}`)).member).toMatchObject({
      canonical: members[3],
      index: "3",
      status: "active",
      owner: { address: buyer },
      record: null,
    });
    expect((await showBatch(batch, `${asked}&index=2&path=${path.join(",")}`)).member).toBeNull();
    expect(
      (await showBatch(batch, `?member=${members[2]}&index=3&path=${path.join(",")}`)).member,
    ).toBeNull();
    expect((await resolver.get(`/v1/resolve?id=${members[3]}`)).status).toBe(404);
  });

  it("shows a member that was revoked, and none that a range took or a longer prefix", async () => {
    const query = `?member=${members[3]}&index=3&path=${path.join(",")}`;
    revokeMembers(batch, 3n, 3n);
    await ledger.mine();
    expect((await showBatch(batch, query)).member?.status).toBe("revoked");
    ledger.namespace("gs1", "95060001", maker, "9506000");
    await ledger.mine();
    expect((await showBatch(batch, query)).member).toBeNull();
  });
});

it.each([
  ["/v1/batches/0x12", 400],
  [`/v1/batches/0x${"ab".repeat(32)}`, 404],
  [`/v1/batches/0x${"ab".repeat(32)}?index=-1`, 400],
  [`/v1/batches/0x${"ab".repeat(32)}?path=0x12`, 400],
  [`/v1/batches/0x${"ab".repeat(32)}?other=1`, 400],
])("%s is answered with %i", async (path, status) => {
  expect((await resolver.get(path)).status).toBe(status);
});
