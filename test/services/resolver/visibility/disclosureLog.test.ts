/** The access log says of each disclosure what was shown, and of nothing that was not. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { toHash } from "../../../../services/ledger/hex.js";
import {
  type LinkOpening,
  linkCommitment,
  protectedRelation,
} from "../../../../services/ledger/protectedLinks.js";
import type { RecordId } from "../../../../services/store/model.js";
import { descriptorRelation } from "../../../../services/store/shellTraits.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { type Asker, asked, asker } from "./callers.fixture.js";
import { sealedThing } from "./sealedThing.fixture.js";

const base64url = (text: string): string => Buffer.from(text).toString("base64url");
const serial = "01/09506000134352/21/4711";
const sealedSerial = "01/09506000134352/21/S1";
const shellId = "https://acme.example/shells/1";
const salt = (n: number) => toHash(`0x${n.toString(16).padStart(64, "0")}`);
const stated = (scope: string, name: string, value: string, n: number): LinkOpening => ({
  link: {
    rel: descriptorRelation,
    target: Object.assign({ href: "" }, { specificAssetIds: [{ name, value }] }),
    scope,
  },
  salt: salt(n),
});
const sales = stated("sales", "customerPartId", "C-1", 1);
const service = stated("service", "contractId", "K-1", 2);
const inside: LinkOpening = {
  link: { rel: "describedby", target: { href: "https://inside.acme.example/" }, scope: "sales" },
  salt: salt(3),
};
const {
  namespace,
  secret,
  record: sealed,
  content,
  contentSalt,
  register,
} = sealedThing("9506000", sealedSerial);

let ledger: LedgerFixture;
let resolver: TestResolver;
let acme: Asker;
let partner: Asker;
let reader: Asker;
let record: RecordId;
let shell: RecordId;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  acme = asker(ledger, "Acme", 1);
  partner = asker(ledger, "Partner", 2);
  reader = asker(ledger, "Reader", 3);
  const owner = acme.party;
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", owner);
  ledger.namespace("aas", "ACME", owner);
  const twin = ledger.twin("Pump", owner);
  record = ledger.register(serial, { owner, prefix: "9506000" });
  const named = `aas:ACME/AssetAdministrationShell/${encodeURIComponent(shellId)}`;
  shell = ledger.register(named, { owner, prefix: "ACME", twin });
  const commit = (id: RecordId, openings: readonly LinkOpening[], rest: object = {}) => {
    const commitments = openings.map((one) => linkCommitment(id, one));
    ledger.update(id, { owner, ...rest, links: { [protectedRelation]: [{ href: "", commitments }] } });
  };
  commit(record, [inside]);
  commit(shell, [sales, service], { twin });
  register(ledger, owner);
  for (const scope of ["sales", "service"])
    ledger.grant("twin", twin, { grantor: owner, grantee: partner.party, scope });
  ledger.grant("record", record, { grantor: owner, grantee: partner.party, scope: "sales" });
  for (const scope of ["", "service"])
    ledger.grant("sealed", sealed, { grantor: owner, grantee: partner.party, scope });
  ledger.grant("sealed", sealed, { grantor: owner, grantee: reader.party, scope: "sales" });
  await ledger.mine();
  resolver = await startResolver(ledger.store);
  for (const [id, one] of [
    [record, inside],
    [shell, sales],
    [shell, service],
  ] as const)
    expect(await entrust(`links/${id}/${linkCommitment(id, one)}`, one)).toBe(200);
  expect(await entrust(`secrets/${namespace}`, { secret: secret.reveal() })).toBe(200);
});
afterAll(async () => {
  await resolver?.close();
  await ledger?.close();
});

const entrust = async (place: string, body: object): Promise<number> =>
  (await asked(resolver, acme, `/v1/vault/${place}`, { method: "PUT", body })).status;
const resolved = (who: Asker, id: string) =>
  asked(resolver, who, `/v1/resolve?id=${encodeURIComponent(id)}&scheme=gs1`);
const search = (...ids: readonly (readonly [name: string, value: string])[]) => {
  const parameters = ids.map(([name, value]) => `assetIds=${base64url(JSON.stringify({ name, value }))}`);
  return asked(resolver, partner, `/lookup/shells?${parameters.join("&")}`);
};

const page = z.object({
  items: z.array(
    z.object({
      entry: z.object({
        kind: z.literal("disclosure"),
        subject: z.string(),
        asset: z.object({ id: z.string() }),
        scope: z.string().nullable(),
      }),
    }),
  ),
});

/** What the owner reads of those that came while something was done, with what the work gave. */
async function during<Result>(work: () => Promise<Result>) {
  const all = async () => page.parse((await asked(resolver, acme, "/v1/access-log")).json).items;
  const before = (await all()).length;
  const result = await work();
  const logged = (await all()).slice(before).map(({ entry }) => entry);
  return { result, logged: logged.map(({ subject, asset, scope }) => [subject, asset.id, scope]) };
}

describe("the access log of a search by a protected asset id", () => {
  it("names the data set of that id, and none of what else the shell has for the caller", async () => {
    const { result, logged } = await during(() => search(["customerPartId", "C-1"]));
    expect(result.at("result")).toEqual([shellId]);
    expect(logged).toEqual([[partner.party, expect.any(String), "sales"]]);
  });

  it("names the data set of each id that was searched by and met", async () => {
    const { result, logged } = await during(() => search(["customerPartId", "C-1"], ["contractId", "K-1"]));
    expect(result.at("result")).toEqual([shellId]);
    expect(logged.map(([, , scope]) => scope).sort()).toEqual(["sales", "service"]);
  });

  it("has nothing of a search that another of its ids leaves without a result", async () => {
    const { result, logged } = await during(() => search(["customerPartId", "C-1"], ["contractId", "K-2"]));
    expect([result.at("result"), logged]).toEqual([[], []]);
  });

  it("has nothing while the shell is out of force, whatever right there is to its twin", async () => {
    ledger.recordStatus(shell, "suspended", "recall");
    await ledger.mine();
    const { result, logged } = await during(() => search(["customerPartId", "C-1"]));
    ledger.recordStatus(shell, "active");
    await ledger.mine();
    expect([result.at("result"), logged]).toEqual([[], []]);
  });
});

describe("the access log of a record's protected links", () => {
  it("has one entry for what is shown, and none while the namespace is suspended, which ends no right", async () => {
    const shown = await during(() => resolved(partner, serial));
    expect(shown.result.at("protectedLinks")).toHaveLength(1);
    expect(shown.logged).toEqual([[partner.party, record, "sales"]]);
    ledger.suspendNamespace(namespace, "recall");
    await ledger.mine();
    for (const path of [
      `/v1/vault/links/${record}`,
      `/v1/resolve?id=${encodeURIComponent(serial)}`,
      `/${serial}`,
    ])
      expect((await during(() => asked(resolver, partner, path))).logged).toEqual([]);
    ledger.reinstateNamespace(namespace);
    await ledger.mine();
  });

  it("has nothing of who has no right, and of the owner", async () => {
    for (const who of [reader, acme]) expect((await during(() => resolved(who, serial))).logged).toEqual([]);
  });
});

describe("the access log of a sealed record", () => {
  it("has nothing of content that nobody has entrusted", async () => {
    const alone = await during(() => asked(resolver, partner, `/v1/sealed/${sealed}`));
    expect([alone.result.status, alone.result.at("disclosed"), alone.logged]).toEqual([200, undefined, []]);
  });

  it("names all data where the content is shown, and the right's where the identifier is alone", async () => {
    expect(await entrust(`contents/${sealed}`, { content, contentSalt })).toBe(200);
    const whole = await during(() => resolved(partner, sealedSerial));
    expect(whole.result.text).toContain("inside.maker.example/S1");
    expect(whole.logged).toEqual([[partner.party, sealed, null]]);
    const part = await during(() => resolved(reader, sealedSerial));
    expect(part.result.text).toContain(sealed);
    expect(part.result.text).not.toContain("inside.acme.example");
    expect(part.logged).toEqual([[reader.party, sealed, "sales"]]);
    const alone = await during(() => asked(resolver, reader, `/v1/sealed/${sealed}`));
    expect([alone.result.at("disclosed"), alone.logged]).toEqual([undefined, []]);
  });
});
