import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHash } from "../../../../services/ledger/hex.js";
import { blindedGrantee } from "../../../../services/ledger/ids.js";
import {
  type LinkOpening,
  linkCommitment,
  protectedRelation,
} from "../../../../services/ledger/protectedLinks.js";
import { resolutionSchema } from "../../../../services/resolver/v1/schema.js";
import type { Digest, RecordId } from "../../../../services/store/model.js";
import { followingStatus, startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { type Asker, asked, asker, seen } from "./callers.fixture.js";

const product = "01/09506000134352";
const serial = `${product}/21/4711`;
const path = `/v1/resolve?id=${encodeURIComponent(serial)}&scheme=gs1`;
const pip = "https://ref.gs1.org/voc/pip";
const salt = (n: number) => toHash(`0x${n.toString(16).padStart(64, "0")}`);
const opening = (href: string, scope: string, n: number): LinkOpening => ({
  link: { rel: pip, target: { href, title: "Internal" }, scope },
  salt: salt(n),
});
const open = { [pip]: [{ href: "https://maker.example/pip" }] };
const series = opening("https://inside.maker.example/series", "TimeSeries", 1);
const manual = opening("https://inside.maker.example/manual", "", 2);
const ofProduct = opening("https://inside.maker.example/product", "", 3);

let ledger: LedgerFixture;
let resolver: TestResolver;
let maker: Asker;
let partner: Asker;
let reader: Asker;
let blinded: Asker;
let stranger: Asker;
let record: RecordId;
let productRecord: RecordId;

const committed = (id: RecordId, ...openings: LinkOpening[]) => ({
  ...open,
  [protectedRelation]: [{ href: "", commitments: openings.map((one) => linkCommitment(id, one)) }],
});
const place = (id: RecordId, commitment: Digest): string => `/v1/vault/links/${id}/${commitment}`;
const entrust = (who: Asker | null, id: RecordId, one: LinkOpening, at = linkCommitment(id, one)) =>
  asked(resolver, who, place(id, at), { method: "PUT", body: one });

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  maker = asker(ledger, "Maker", 1);
  partner = asker(ledger, "Partner", 2);
  reader = asker(ledger, "Reader", 3);
  blinded = asker(ledger, "Blinded", 4);
  stranger = asker(ledger, "Stranger", 5);
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", maker.party);
  productRecord = ledger.register(product, { owner: maker.party, prefix: "9506000" });
  record = ledger.register(serial, { owner: maker.party, prefix: "9506000" });
  ledger.update(record, { owner: maker.party, links: committed(record, series, manual) });
  ledger.update(productRecord, { owner: maker.party, links: committed(productRecord, ofProduct) });
  const grantor = maker.party;
  ledger.grant("record", record, { grantor, grantee: partner.party, scope: "TimeSeries" });
  ledger.grant("record", record, { grantor, grantee: reader.party });
  ledger.grant("record", record, { grantor, grantee: stranger.party, scope: "Other", actions: ["read"] });
  await ledger.mine();
  resolver = await startResolver(ledger.store);
});
afterAll(async () => {
  await resolver?.close();
  await ledger?.close();
});

describe("the vault takes a protected link", () => {
  it("from the record's owner alone, by a signed request, where the ledger has its commitment", async () => {
    expect((await entrust(null, record, series)).at("code")).toBe("RESOLVER_SIGNATURE_REQUIRED");
    expect((await entrust(partner, record, series)).at("code")).toBe("RESOLVER_NOT_OURS");
    const other = opening("https://evil.example/", "TimeSeries", 1);
    expect((await entrust(maker, record, other)).at("code")).toBe("RESOLVER_NOT_COMMITTED");
    expect((await entrust(maker, record, other, linkCommitment(record, series))).at("code")).toBe(
      "RESOLVER_NOT_COMMITTED",
    );
    expect(
      (await entrust(maker, record, { ...series, salt: salt(9) }, linkCommitment(record, series))).status,
    ).toBe(409);
    expect(await asked(resolver, maker, `/v1/vault/links/${record}`)).toMatchObject({ json: { items: [] } });
    for (const one of [series, manual]) expect((await entrust(maker, record, one)).status).toBe(200);
    expect((await entrust(maker, productRecord, ofProduct)).status).toBe(200);
    expect((await entrust(maker, record, series)).status).toBe(200);
  });

  it("of one record under no other record's name", async () => {
    expect((await entrust(maker, productRecord, series, linkCommitment(record, series))).status).toBe(409);
  });
});

describe("a protected link is shown", () => {
  const hrefs = async (who: Asker | null, of = path): Promise<unknown> => {
    const { protectedLinks } = resolutionSchema.parse((await asked(resolver, who, of)).json);
    return protectedLinks?.map(({ link }) => link.target.href);
  };

  it("to the owner, with what shows that the ledger has its commitment", async () => {
    const { json } = await asked(resolver, maker, path);
    const { protectedLinks = [] } = resolutionSchema.parse(json);
    expect(protectedLinks.map(({ commitment }) => commitment)).toEqual([
      linkCommitment(record, series),
      linkCommitment(record, manual),
      linkCommitment(productRecord, ofProduct),
    ]);
    expect(protectedLinks[0]).toEqual({
      link: series.link,
      salt: series.salt,
      commitment: linkCommitment(record, series),
      record,
    });
    expect(protectedLinks[2]).toMatchObject({ inheritedFrom: product });
  });

  it("to whoever has a right to its data set", async () => {
    expect(await hrefs(partner)).toEqual([series.link.target.href]);
    expect(await hrefs(reader)).toEqual([series.link.target.href, manual.link.target.href]);
  });

  it("to the holder of a blinded grant, once somebody who knows has said so, and to nobody else", async () => {
    const hidden = salt(77);
    const grant = ledger.grant("record", record, {
      grantor: maker.party,
      grantee: { kind: "blinded", commitment: blindedGrantee(blinded.party, hidden) },
    });
    await ledger.mine();
    const body = { party: blinded.party, salt: hidden };
    const said = (who: Asker, of: unknown) =>
      asked(resolver, who, `/v1/vault/grantees/${grant}`, { method: "PUT", body: of });
    expect(await hrefs(blinded)).toBeUndefined();
    expect((await said(stranger, body)).status).toBe(403);
    expect((await said(stranger, { party: stranger.party, salt: hidden })).status).toBe(409);
    expect((await said(blinded, body)).status).toBe(200);
    expect(await hrefs(blinded)).toEqual([series.link.target.href, manual.link.target.href]);
    expect(await hrefs(stranger)).toBeUndefined();
  });

  it.each([
    { ...followingStatus, state: "waiting", reason: "The node does not answer." } as const,
    { ...followingStatus, head: 99, lag: 90 },
  ])(
    "to nobody where the index may not know what was revoked meanwhile: $state, $lag behind",
    async (status) => {
      const late = await startResolver(ledger.store, { vault: resolver.vault, status: () => status });
      try {
        for (const who of [partner, maker]) {
          const refused = await asked(late, who, path);
          expect([refused.status, refused.at("code")]).toEqual([503, "RESOLVER_NOT_READY"]);
        }
        const { json } = await asked(late, null, path);
        expect(resolutionSchema.parse(json).protectedLinks).toBeUndefined();
        const question = { asset: { kind: "record", id: record }, scope: "TimeSeries", action: "read" };
        const body = { questions: [{ ...question, subject: partner.party }] };
        expect((await asked(late, null, "/v1/decisions", { method: "POST", body })).status).toBe(503);
      } finally {
        await late.close();
      }
    },
  );

  it("and that it was shown is on the access log, for those whom it concerns", async () => {
    const { json } = await asked(resolver, partner, "/v1/access-log");
    const disclosures = JSON.stringify(json).match(/"kind":"disclosure"/g) ?? [];
    expect(disclosures.length).toBeGreaterThan(0);
    expect(JSON.stringify(json)).toContain(`"scope":"TimeSeries"`);
    const strangers = await asked(resolver, stranger, "/v1/access-log");
    expect(strangers.text).not.toContain("disclosure");
  });

  it("in many answers at once as in one", async () => {
    const body = {
      identifiers: [
        { id: serial, scheme: "gs1" },
        { id: product, scheme: "gs1" },
      ],
    };
    const { at } = await asked(resolver, partner, "/v1/resolve", { method: "POST", body });
    expect(at("results", 0, "body", "protectedLinks")).toHaveLength(1);
    expect(at("results", 1, "body")).not.toHaveProperty("protectedLinks");
  });

  it("to nobody else: the answer is what everybody gets", async () => {
    const everybodys = await asked(resolver, null, path);
    const strangers = await asked(resolver, stranger, path);
    expect(strangers.text).toBe(everybodys.text);
    expect(strangers.headers.get("etag")).toBe(everybodys.headers.get("etag"));
    expect(everybodys.text).not.toContain("inside.maker.example");
    expect(resolutionSchema.parse(everybodys.json).protectedLinks).toBeUndefined();
  });

  it("in answers that no shared cache keeps, and that each caller gets anew", async () => {
    const { headers } = await asked(resolver, maker, path);
    expect(headers.get("cache-control")).toBe("private, no-cache");
    const everybodys = (await asked(resolver, null, path)).headers;
    for (const vary of [headers.get("vary"), everybodys.get("vary")]) expect(vary).toContain("Authorization");
    const tag = everybodys.get("etag") ?? "";
    expect((await asked(resolver, maker, path, { headers: { "if-none-match": tag } })).status).toBe(200);
    const own = headers.get("etag") ?? "";
    expect((await asked(resolver, maker, path, { headers: { "if-none-match": own } })).status).toBe(304);
    expect((await asked(resolver, null, path, { headers: { "if-none-match": own } })).status).toBe(200);
  });

  it("of the past to whoever may see it now and might then", async () => {
    const before = `${path}&at=1`;
    expect(await hrefs(partner, before)).toEqual([series.link.target.href]);
    // The blinded grant came in a later block.
    expect(await hrefs(blinded, before)).toBeUndefined();
    const { headers } = await asked(resolver, partner, before);
    expect(headers.get("cache-control")).toBe("private, no-cache");
  });

  it("to nobody while the record is suspended", async () => {
    ledger.recordStatus(record, "suspended", "recall");
    await ledger.mine();
    for (const who of [maker, partner, null]) expect(await hrefs(who)).toBeUndefined();
    expect((await asked(resolver, maker, `/v1/vault/links/${record}`)).at("items")).toEqual([]);
    ledger.recordStatus(record, "active");
    await ledger.mine();
    expect(await hrefs(partner)).toHaveLength(1);
  });

  it("no longer after a sale, neither to the seller nor to the buyer, nor of the past", async () => {
    ledger.transfer("identifiers", record, maker.party, reader.party);
    await ledger.mine();
    for (const who of [maker, partner, reader, blinded]) {
      expect(await hrefs(who)).toEqual(who === maker ? [ofProduct.link.target.href] : undefined);
      expect(await hrefs(who, `${path}&at=1`)).toEqual(
        who === maker ? [ofProduct.link.target.href] : undefined,
      );
    }
    expect((await entrust(maker, record, series)).status).toBe(403);
    expect((await entrust(reader, record, series)).status).toBe(200);
    expect(await hrefs(reader)).toEqual([series.link.target.href]);
    ledger.transfer("identifiers", record, reader.party, maker.party);
    await ledger.mine();
    expect((await entrust(maker, record, series)).status).toBe(200);
  });

  it("no longer when its owner has taken it back", async () => {
    const path = place(record, linkCommitment(record, series));
    expect((await asked(resolver, stranger, path, { method: "DELETE" })).status).toBe(403);
    expect((await asked(resolver, maker, path, { method: "DELETE" })).status).toBe(204);
    expect(await hrefs(maker)).toEqual([ofProduct.link.target.href]);
  });
});

describe("whoever is nobody", () => {
  it("sees no difference between records with protected links and records without", async () => {
    const of = (id: RecordId) => asked(resolver, null, `/v1/vault/links/${id}`);
    const [some, none] = [await of(productRecord), await of(record)];
    expect(seen(some)).toEqual(seen(none));
  });

  it("is not taken for somebody by a header", async () => {
    const everybodys = await asked(resolver, null, path);
    for (const name of [
      "x-forwarded-user",
      "x-party",
      "cookie",
      "proxy-authorization",
      "x-authenticated-user",
    ]) {
      const spoofed = await asked(resolver, null, path, { headers: { [name]: maker.party } });
      expect(seen(spoofed)).toEqual(seen(everybodys));
    }
    const forged = await asked(resolver, null, path, { headers: { authorization: "Bearer e30.e30.e30" } });
    expect(forged.status).toBe(401);
    expect(forged.text).not.toContain("inside.maker.example");
  });
});
