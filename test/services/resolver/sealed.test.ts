import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toDigest, zeroWord } from "../../../services/ledger/hex.js";
import { namespaceId, schemeId, sealedId, sealOf } from "../../../services/ledger/ids.js";
import { SealSecret } from "../../../services/ledger/sealed.js";
import { assetListSchemas } from "../../../services/resolver/v1/rightsSchema.js";
import { rolesSchema } from "../../../services/resolver/v1/rolesRoute.js";
import { sealedSchema } from "../../../services/resolver/v1/sealedSchema.js";
import type { Address, GrantId, SealedId } from "../../../services/store/model.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { LedgerFixture } from "./ledger.fixture.js";

const gs1 = schemeId("gs1");
const namespace = namespaceId(gs1, "9506000");
const product = "01/09506000134352";
const serial = `${product}/21/S4711`;
const unregistered = `${product}/21/S4712`;
const secret = SealSecret.generate();
const seal = sealOf(gs1, serial, secret.saltOf(gs1, serial));
const record = sealedId(namespace, seal);
const digest = toDigest(`0x${"ab".repeat(32)}`);
const sealedRecords = 10;

let ledger: LedgerFixture;
let resolver: TestResolver;
let maker: Address;
let partner: Address;
let grant: GrantId;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  maker = ledger.party("Maker");
  partner = ledger.party("Partner");
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", maker);
  ledger.register(product, { owner: maker, prefix: "9506000" });
  ledger.happened({ event: "NamespaceSealed", contract: "namespaces", namespace, by: maker });
  register(record);
  grant = ledger.grant("sealed", record, { grantor: maker, grantee: partner });
  await ledger.mine();
  resolver = await startResolver(ledger.store);
});
afterAll(async () => {
  await resolver?.close();
  await ledger?.close();
});

function register(id: SealedId): void {
  ledger.happened({
    event: "SealedRecordRegistered",
    contract: "sealedRecords",
    record: id,
    namespace,
    owner: maker,
    seal,
    digest,
    namespaceEpoch: 1,
    by: maker,
  });
}

const get = async (path: string): Promise<unknown> => await (await resolver.get(path)).json();
const show = async () => sealedSchema.parse(await get(`/v1/sealed/${record}`));
const problem = async (path: string) => {
  const response = await resolver.get(path);
  return { status: response.status, body: await response.json() };
};

describe("/v1/sealed", () => {
  it("shows what the ledger has of a sealed record", async () => {
    const shown = await show();
    expect(shown).toMatchObject({
      id: record,
      scheme: "gs1",
      seal,
      status: "active",
      version: 1,
      digest,
      locked: false,
      registered: { block: 1 },
      owner: { address: maker, name: "Maker" },
      authority: { namespace, prefix: "9506000", sealed: true, status: "live" },
      rights: [{ grant, asset: { kind: "sealed", id: record }, grantee: { address: partner } }],
      rightsComplete: true,
      freezes: [],
    });
    const namespaceView = await get("/v1/namespaces/gs1/9506000");
    expect(namespaceView).toMatchObject({
      namespace: { sealed: true },
      statistics: { namespace: { registrations: 2 } },
    });
    expect(await get("/v1/namespaces/gs1")).toMatchObject({ namespace: { sealed: false } });
  });

  it("lists its rights and roles like those of other assets", async () => {
    const rights = assetListSchemas.rights.parse(await get(`/v1/assets/sealed/${record}/rights`));
    expect(rights.items).toMatchObject([{ grant, standing: "holds", asset: { kind: "sealed" } }]);
    expect(await get(`/v1/assets/sealed/${record}/offers`)).toMatchObject({ items: [] });
    const roles = rolesSchema.parse(await get(`/v1/roles/sealed/${record}`));
    expect(roles).toMatchObject({ holder: { address: maker }, roles: [] });
    expect((await resolver.get(`/v1/assets/sealed/${zeroWord}/rights`)).status).toBe(404);
    expect((await resolver.get(`/v1/roles/sealed/${zeroWord}`)).status).toBe(404);
  });

  it("refuses what is no id, an identifier too, and knows which it has not", async () => {
    expect(await problem(`/v1/sealed/${encodeURIComponent(serial)}`)).toMatchObject({
      status: 400,
      body: { code: "RESOLVER_INVALID_SEALED_RECORD" },
    });
    expect(await problem(`/v1/sealed/${zeroWord}`)).toMatchObject({
      status: 404,
      body: { code: "RESOLVER_UNKNOWN_SEALED_RECORD", asOf: { number: 1 } },
    });
    const salted = await problem(`/v1/sealed/${record}?salt=${zeroWord}`);
    expect(salted).toMatchObject({ status: 400, body: { code: "RESOLVER_INVALID_QUERY" } });
  });

  it("follows its freezes, its status and its namespace, which rights on it need", async () => {
    ledger.office(1, "Federal Office");
    ledger.freeze(sealedRecords, record);
    await ledger.mine();
    expect((await show()).freezes).toMatchObject([
      { thing: { kind: "sealed", id: record }, office: { number: 1 } },
    ]);
    expect(await get("/v1/freezes")).toMatchObject({ freezes: [{ thing: { kind: "sealed", id: record } }] });
    ledger.unfreeze(sealedRecords, record);
    ledger.suspendNamespace(namespace, "fees");
    await ledger.mine();
    expect(await show()).toMatchObject({ status: "namespace-suspended", rights: [], freezes: [] });
    ledger.reinstateNamespace(namespace);
    ledger.happened({
      event: "SealedStatusChanged",
      contract: "sealedRecords",
      record,
      status: 2,
      reason: "recall",
      by: maker,
    });
    await ledger.mine();
    expect(await show()).toMatchObject({ status: "suspended", statusReason: "recall", rights: [] });
  });
});

describe("an identifier with a sealed record", () => {
  /** The answer without what is of each request, with the identifier taken out. */
  async function unknown(identifier: string): Promise<unknown> {
    const response = await resolver.get(`/v1/resolve?id=${encodeURIComponent(identifier)}`);
    // How it is written tells of the identifier that was asked for, and of nothing else.
    const {
      instance: _,
      identifier: { uris: __, addresses: ___, ...understood },
      ...body
    } = JSON.parse((await response.text()).replaceAll(identifier, "<identifier>"));
    return { status: response.status, type: response.headers.get("content-type"), body, understood };
  }

  it("resolves just as one without any record does", async () => {
    const answer = await unknown(serial);
    expect(answer).toMatchObject({
      status: 404,
      body: { type: "/problems/resolver-unknown-identifier", nearest: product, authority: { sealed: true } },
    });
    expect(answer).toEqual(await unknown(unregistered));
  });

  it("leads as a Digital Link where one without any record does", async () => {
    const [one, other] = await Promise.all([serial, unregistered].map((path) => problem(`/${path}`)));
    const plain = (answer: typeof one) =>
      JSON.stringify(answer)
        .replaceAll(serial, "")
        .replaceAll(unregistered, "")
        .replace(/urn:uuid:[0-9a-f-]+/, "");
    expect(plain(one)).toBe(plain(other));
  });
});
