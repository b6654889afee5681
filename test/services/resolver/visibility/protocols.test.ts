/** Protected links in the forms of other protocols: GS1 Digital Link and Asset Administration Shells. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { toHash } from "../../../../services/ledger/hex.js";
import { recordId, schemeId } from "../../../../services/ledger/ids.js";
import {
  type LinkOpening,
  linkCommitment,
  protectedRelation,
} from "../../../../services/ledger/protectedLinks.js";
import type { RecordId } from "../../../../services/store/model.js";
import { descriptorRelation } from "../../../../services/store/shellTraits.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { type Asker, asked, asker, seen } from "./callers.fixture.js";

const base64url = (text: string): string => Buffer.from(text).toString("base64url");
const product = "01/09506000134352";
const pip = "https://ref.gs1.org/voc/pip";
const shellId = "https://acme.example/shells/1";
const submodelId = "https://acme.example/submodels/1";
const endpointRelation = "https://admin-shell.io/aas/API/3/1/Descriptor/endpoints";
const salt = toHash(`0x${"5a".repeat(32)}`);

const opening = (rel: string, target: LinkOpening["link"]["target"]): LinkOpening => ({
  link: { rel, target, scope: "" },
  salt,
});
const inside = opening(pip, { href: "https://inside.acme.example/pip", title: "Inside" });
const partnersId = { name: "customerPartId", value: "C-4711" };
const assetIds = opening(descriptorRelation, Object.assign({ href: "" }, { specificAssetIds: [partnersId] }));
const meantFor = (did: string) => ({
  type: "ExternalReference",
  keys: [{ type: "GlobalReference", value: did }],
});
const named = (value: string, ...dids: readonly string[]) =>
  opening(
    descriptorRelation,
    Object.assign(
      { href: "" },
      {
        specificAssetIds: dids.map((did) => ({ name: "orderId", value, externalSubjectId: meantFor(did) })),
      },
    ),
  );
const endpoint = opening(
  endpointRelation,
  Object.assign({ href: "https://inside.acme.example/submodel" }, { interface: ["SUBMODEL-3.0"] }),
);

let ledger: LedgerFixture;
let resolver: TestResolver;
let acme: Asker;
let partner: Asker;
let rival: Asker;
let supplier: Asker;
let customer: Asker;
let shell: RecordId;
let forSupplier: LinkOpening;
let forCustomer: LinkOpening;
let forBoth: LinkOpening;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  acme = asker(ledger, "Acme", 1);
  partner = asker(ledger, "Partner", 2);
  rival = asker(ledger, "Rival", 3);
  supplier = asker(ledger, "Supplier", 4);
  customer = asker(ledger, "Customer", 5);
  const did = ({ party }: Asker) => `did:ethr:0x7a69:${party}`;
  forSupplier = named("O-1", did(supplier));
  forCustomer = named("O-2", did(customer));
  forBoth = named("O-3", did(supplier), did(customer));
  ledger.schemes(root);
  const owner = acme.party;
  ledger.namespace("gs1", "9506000", owner);
  ledger.namespace("aas", "ACME", owner);
  const twin = ledger.twin("Pump", owner);
  const gs1 = ledger.register(product, { owner, prefix: "9506000" });
  const ofAas = (name: string, value: string) => `aas:ACME/${name}/${encodeURIComponent(value)}`;
  shell = ledger.register(ofAas("AssetAdministrationShell", shellId), { owner, prefix: "ACME", twin });
  const submodel = ledger.register(ofAas("Submodel", submodelId), { owner, prefix: "ACME", record: shell });
  const protect = (
    record: RecordId,
    one: LinkOpening,
    rest: object,
    links: object = {},
    more: readonly LinkOpening[] = [],
  ) => {
    const commitments = [one, ...more].map((each) => linkCommitment(record, each));
    ledger.update(record, {
      owner,
      ...rest,
      links: { ...links, [protectedRelation]: [{ href: "", commitments }] },
    });
  };
  protect(gs1, inside, {}, { [pip]: [{ href: "https://acme.example/pip", title: "Open" }] });
  protect(shell, assetIds, { twin }, {}, [forSupplier, forCustomer, forBoth]);
  protect(submodel, endpoint, { record: shell });
  for (const record of [gs1, shell, submodel]) {
    ledger.grant("record", record, { grantor: owner, grantee: partner.party });
  }
  await ledger.mine();
  resolver = await startResolver(ledger.store);
  for (const [record, one] of [
    [gs1, inside],
    [shell, assetIds],
    [shell, forSupplier],
    [shell, forCustomer],
    [submodel, endpoint],
  ] as const) {
    const path = `/v1/vault/links/${record}/${linkCommitment(record, one)}`;
    expect((await asked(resolver, acme, path, { method: "PUT", body: one })).status).toBe(200);
  }
});
afterAll(async () => {
  await resolver?.close();
  await ledger?.close();
});

const others = (): readonly (Asker | null)[] => [null, rival];

describe("a GS1 Digital Link", () => {
  const linkset = `/${product}?linkType=linkset`;

  it("has protected links among the others for those with a right", async () => {
    const { at, headers } = await asked(resolver, partner, linkset);
    expect(at("linkset", 0, pip)).toMatchObject([
      { href: "https://acme.example/pip" },
      { href: "https://inside.acme.example/pip" },
    ]);
    expect(headers.get("cache-control")).toBe("private, no-cache");
    expect(headers.get("vary")).toContain("Authorization");
  });

  it("has none for all others, whose answers are alike", async () => {
    const [everybodys, rivals] = await Promise.all(others().map((who) => asked(resolver, who, linkset)));
    expect(everybodys?.text).not.toContain("inside.acme.example");
    expect(rivals?.text).toBe(everybodys?.text);
    expect(rivals?.headers.get("etag")).toBe(everybodys?.headers.get("etag"));
  });

  it("refuses credentials that do not hold", async () => {
    const forged = await asked(resolver, null, linkset, { headers: { authorization: "Bearer forged" } });
    expect(forged.status).toBe(401);
  });
});

describe("Asset Administration Shells", () => {
  const shellPath = `/shell-descriptors/${base64url(shellId)}`;
  const search = `/lookup/shells?assetIds=${base64url(JSON.stringify(partnersId))}`;

  it("show protected asset ids and endpoints to those with a right", async () => {
    const { at } = await asked(resolver, partner, shellPath);
    expect(at("specificAssetIds")).toContainEqual(partnersId);
    expect(at("submodelDescriptors", 0, "endpoints")).toEqual([
      { interface: "SUBMODEL-3.0", protocolInformation: { href: "https://inside.acme.example/submodel" } },
    ]);
    const submodel = await asked(resolver, partner, `/submodel-descriptors/${base64url(submodelId)}`);
    expect(submodel.at("endpoints")).toHaveLength(1);
    const ids = await asked(resolver, partner, `/lookup/shells/${base64url(shellId)}`);
    expect(ids.json).toContainEqual(partnersId);
  });

  it("are found by them by those alone", async () => {
    expect((await asked(resolver, partner, search)).at("result")).toEqual([shellId]);
    expect((await asked(resolver, acme, search)).at("result")).toEqual([shellId]);
    const posted = { method: "POST", body: [partnersId] } as const;
    expect((await asked(resolver, partner, "/lookup/shellsByAssetLink", posted)).at("result")).toEqual([
      shellId,
    ]);
    const unknown = `/lookup/shells?assetIds=${base64url(JSON.stringify({ ...partnersId, value: "C-4712" }))}`;
    for (const who of others()) {
      expect(seen(await asked(resolver, who, search))).toEqual(seen(await asked(resolver, who, unknown)));
      expect((await asked(resolver, who, "/lookup/shellsByAssetLink", posted)).at("result")).toEqual([]);
    }
  });

  it("say nothing of them to all others", async () => {
    for (const path of [
      shellPath,
      "/shell-descriptors",
      "/submodel-descriptors",
      `/lookup/shells/${base64url(shellId)}`,
    ]) {
      const [everybodys, rivals] = await Promise.all(others().map((who) => asked(resolver, who, path)));
      expect(everybodys?.status).toBe(200);
      expect(everybodys?.text).not.toMatch(/inside\.acme\.example|C-4711|customerPartId/);
      expect(rivals?.text).toBe(everybodys?.text);
    }
  });

  it("show an asset id that names a subject to that one, with no right besides, and to the owner", async () => {
    const seenBy = async (who: Asker | null) =>
      z
        .array(z.looseObject({ name: z.string() }))
        .parse((await asked(resolver, who, `/lookup/shells/${base64url(shellId)}`)).json)
        .filter(({ name }) => name === "orderId");
    const [own, others_] = [
      { name: "orderId", value: "O-1", externalSubjectId: meantFor(`did:ethr:0x7a69:${supplier.party}`) },
      { name: "orderId", value: "O-2", externalSubjectId: meantFor(`did:ethr:0x7a69:${customer.party}`) },
    ];
    expect(await seenBy(supplier)).toEqual([own]);
    expect(await seenBy(customer)).toEqual([others_]);
    expect(await seenBy(acme)).toEqual(expect.arrayContaining([own, others_]));
    // A right to the data is none to what is meant for another.
    expect(await seenBy(partner)).toEqual([]);
    expect(await seenBy(null)).toEqual([]);
    const shown = await asked(resolver, supplier, shellPath);
    expect(shown.at("specificAssetIds")).toEqual([own]);
    const log = await asked(resolver, supplier, "/v1/access-log");
    expect(log.at("items", 0, "entry")).toMatchObject({ kind: "disclosure", reason: "named", grant: null });
  });

  it("are found by such an asset id by its subject and the owner alone", async () => {
    const search = (value: string) =>
      `/lookup/shells?assetIds=${base64url(JSON.stringify({ name: "orderId", value }))}`;
    for (const who of [supplier, acme])
      expect((await asked(resolver, who, search("O-1"))).at("result")).toEqual([shellId]);
    for (const who of [customer, rival, partner, null]) {
      const [one, none] = [
        await asked(resolver, who, search("O-1")),
        await asked(resolver, who, search("O-9")),
      ];
      expect(seen(one)).toEqual(seen(none));
    }
  });

  it("are found by such an asset id however many links a rival has that state it, too", async () => {
    ledger.namespace("aas", "RIVAL", rival.party);
    const links = (record: RecordId) =>
      Array.from({ length: 64 }, (_, number) => {
        const one = named("O-1", `did:ethr:0x7a69:${rival.party}`);
        const salted = { ...one, salt: toHash(`0x${String(number).padStart(64, "0")}`) };
        return { one: salted, commitment: linkCommitment(record, salted) };
      });
    // Two records that come before the shell's in any order by id.
    const names = Array.from({ length: 100 }, (_, number) => `RIVAL/serialNumber/${number}`)
      .filter((name) => recordId(schemeId("aas"), name) < shell)
      .slice(0, 2);
    expect(names).toHaveLength(2);
    const records = names.map((name) =>
      ledger.register(`aas:${name}`, { owner: rival.party, prefix: "RIVAL" }),
    );
    for (const record of records) {
      const commitments = links(record).map(({ commitment }) => commitment);
      ledger.update(record, {
        owner: rival.party,
        links: { [protectedRelation]: [{ href: "", commitments }] },
      });
    }
    await ledger.mine();
    for (const record of records)
      for (const { one, commitment } of links(record))
        await asked(resolver, rival, `/v1/vault/links/${record}/${commitment}`, { method: "PUT", body: one });
    const search = `/lookup/shells?assetIds=${base64url(JSON.stringify({ name: "orderId", value: "O-1" }))}`;
    expect((await asked(resolver, supplier, search)).at("result")).toEqual([shellId]);
  });

  it("are not given one link for several subjects, as each would learn of the other", async () => {
    const path = `/v1/vault/links/${shell}/${linkCommitment(shell, forBoth)}`;
    const refused = await asked(resolver, acme, path, { method: "PUT", body: forBoth });
    expect([refused.status, refused.at("code")]).toEqual([400, "RESOLVER_INVALID_BODY"]);
  });
});
