import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toHash } from "../../../../services/ledger/hex.js";
import { schemeId, sealOf } from "../../../../services/ledger/ids.js";
import { sealedResolutionSchema, sealedSchema } from "../../../../services/resolver/v1/sealedSchema.js";
import type { GrantId } from "../../../../services/store/model.js";
import { startResolver, type TestResolver } from "../http.fixture.js";
import { LedgerFixture } from "../ledger.fixture.js";
import { type Answered, type Asker, asked, asker, seen } from "./callers.fixture.js";
import { sealedThing } from "./sealedThing.fixture.js";

const gs1 = schemeId("gs1");
const product = "01/09506000134352";
const known = `${product}/21/S1`;
const unknown = `${product}/21/S2`;
const { namespace, secret, seal, record, content, contentSalt, register } = sealedThing("9506000", known);

let ledger: LedgerFixture;
let resolver: TestResolver;
let maker: Asker;
let partner: Asker;
let stranger: Asker;
let measurer: Asker;
let grant: GrantId;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const root = ledger.party("Root Office");
  maker = asker(ledger, "Maker", 1);
  partner = asker(ledger, "Partner", 2);
  stranger = asker(ledger, "Stranger", 3);
  measurer = asker(ledger, "Measurer", 4);
  ledger.schemes(root);
  ledger.namespace("gs1", "9506000", maker.party);
  ledger.register(product, { owner: maker.party, prefix: "9506000" });
  register(ledger, maker.party);
  grant = ledger.grant("sealed", record, { grantor: maker.party, grantee: partner.party });
  await ledger.mine();
  resolver = await startResolver(ledger.store);
});
afterAll(async () => {
  await resolver?.close();
  await ledger?.close();
});

const put = (who: Asker, place: string, body: unknown) =>
  asked(resolver, who, `/v1/vault/${place}`, { method: "PUT", body });
const resolved = (who: Asker | null, id: string, more = "") =>
  asked(resolver, who, `/v1/resolve?id=${encodeURIComponent(id)}&scheme=gs1${more}`);

/** Where the two identifiers differ by themselves, they are made the same. */
const alike = (answered: Answered) => {
  const { status, headers, text } = seen(answered);
  const same = (value: string): string => value.replaceAll("S1", "S2").replaceAll(/"compressed[^,]*,/g, "");
  const { etag: _, "content-length": __, ...rest } = headers;
  return { status, headers: rest, text: same(text).replaceAll(/\/[A-Za-z0-9_-]{12,}"/g, '/…"') };
};

/** In headers, too, and but for what a message says of its request. */
const plain = (answered: Answered): string =>
  JSON.stringify(alike(answered))
    .replaceAll("S1", "S2")
    .replaceAll(/\\"(?:correlationId|timestamp)\\":\\"[^"]*"/g, "");

describe("a sealed identifier", () => {
  it("is found by nobody before its namespace's holder has entrusted the secret to the resolver", async () => {
    expect((await resolved(maker, known)).status).toBe(404);
    const body = { secret: secret.reveal() };
    expect((await put(stranger, `secrets/${namespace}`, body)).at("code")).toBe("RESOLVER_NOT_OURS");
    expect((await put(maker, `secrets/${namespace}`, { secret: "short" })).status).toBe(400);
    expect((await put(maker, `secrets/${namespace}`, body)).status).toBe(200);
    expect((await resolved(maker, known)).status).toBe(200);
  });

  it("is found by its owner and by whoever has a right, with what proves it", async () => {
    for (const who of [maker, partner]) {
      const { json } = await resolved(who, known);
      const { sealed, disclosure } = sealedResolutionSchema.parse(json);
      expect(sealed).toMatchObject({ id: record, seal });
      expect(disclosure).toMatchObject({
        chain: 31337,
        record,
        namespace: "gs1:9506000",
        scheme: "gs1",
        identifier: known,
        salt: secret.saltOf(gs1, known),
      });
      expect(sealOf(gs1, disclosure.identifier, toHash(disclosure.salt))).toBe(seal);
    }
  });

  it("says what it stands for once its owner has entrusted that, and it is what the ledger has the digest of", async () => {
    const other = { content: { ...content, linkset: {} }, contentSalt };
    expect((await put(maker, `contents/${record}`, other)).at("code")).toBe("RESOLVER_NOT_COMMITTED");
    expect((await put(stranger, `contents/${record}`, { content, contentSalt })).status).toBe(403);
    expect((await put(maker, `contents/${record}`, { content, contentSalt })).status).toBe(200);
    const { disclosure } = sealedResolutionSchema.parse((await resolved(partner, known)).json);
    expect(disclosure).toMatchObject({ content, contentSalt });
    const shown = await asked(resolver, partner, `/v1/sealed/${record}`);
    expect(sealedSchema.parse(shown.json).disclosed).toEqual({ content, contentSalt });
    const everybodys = await asked(resolver, null, `/v1/sealed/${record}`);
    expect(sealedSchema.parse(everybodys.json).disclosed).toBeUndefined();
    expect((await asked(resolver, stranger, `/v1/sealed/${record}`)).text).toBe(everybodys.text);
  });

  it("leads those with a right where its content says, from its Digital Link", async () => {
    const linkset = await asked(resolver, partner, `/${known}?linkType=linkset`);
    expect(linkset.status).toBe(200);
    expect(linkset.text).toContain("https://inside.maker.example/S1");
    expect(linkset.headers.get("cache-control")).toContain("private");
    const followed = await asked(resolver, partner, `/${known}?linkType=describedby`);
    expect(followed.status).toBe(307);
    expect(followed.headers.get("location")).toBe("https://inside.maker.example/S1?linkType=describedby");
  });

  const places = [
    ["/v1/resolve", (id: string) => `/v1/resolve?id=${encodeURIComponent(id)}&scheme=gs1`],
    ["the past", (id: string) => `/v1/resolve?id=${encodeURIComponent(id)}&scheme=gs1&at=1`],
    ["a Digital Link", (id: string) => `/${id}`],
    ["a linkset", (id: string) => `/${id}?linkType=linkset`],
    ["a DID document", (id: string) => `/1.0/identifiers/${encodeURIComponent(`did:web:example.com:${id}`)}`],
    [
      "asset ids",
      (id: string) =>
        `/lookup/shells?assetIds=${Buffer.from(JSON.stringify({ name: "gs1", value: id })).toString("base64url")}`,
    ],
  ] as const;

  it.each(places)("is to all others at %s what nobody has registered", async (_, path) => {
    for (const who of [null, stranger]) {
      const [one, none] = [
        await asked(resolver, who, path(known)),
        await asked(resolver, who, path(unknown)),
      ];
      expect(alike(one)).toEqual(alike(none));
      expect(one.text.length).toBe(none.text.length);
    }
    const page = { headers: { accept: "text/html" } };
    const [one, none] = [
      await asked(resolver, stranger, path(known), page),
      await asked(resolver, stranger, path(unknown), page),
    ];
    expect([one.status, one.text.length]).toEqual([none.status, none.text.length]);
  });

  it.each(places)("is so at %s in whatever way it is asked for", async (_, path) => {
    const ways = [
      { method: "HEAD" },
      { method: "OPTIONS" },
      { method: "POST", body: {} },
      { headers: { "if-none-match": "*" } },
      { headers: { range: "bytes=0-0" } },
      { headers: { accept: "application/linkset+json" } },
      { headers: { accept: "application/did+json;q=0.1, text/plain" } },
      { headers: { "cache-control": "only-if-cached", prefer: "return=minimal" } },
    ] as const;
    for (const who of [null, stranger])
      for (const way of ways) {
        const [one, none] = [
          await asked(resolver, who, path(known), way),
          await asked(resolver, who, path(unknown), way),
        ];
        expect([way, plain(one)]).toEqual([way, plain(none)]);
        expect(one.headers.get("content-length")).toBe(none.headers.get("content-length"));
      }
  });

  it("is on the page of those with a right, with what it says", async () => {
    const page = { headers: { accept: "text/html" } };
    const path = `/v1/resolve?id=${encodeURIComponent(known)}&scheme=gs1`;
    const { status, text, headers } = await asked(resolver, partner, path, page);
    expect(status).toBe(200);
    expect(text).toContain("https://inside.maker.example/S1");
    expect(headers.get("cache-control")).toBe("private, no-cache");
  });

  it("is told to whoever may read some of its data, and what it says is not", async () => {
    expect((await resolved(measurer, known)).status).toBe(404);
    const part = ledger.grant("sealed", record, {
      grantor: maker.party,
      grantee: measurer.party,
      scope: "TimeSeries",
    });
    await ledger.mine();
    const { disclosure } = sealedResolutionSchema.parse((await resolved(measurer, known)).json);
    expect(disclosure).toMatchObject({ record, identifier: known });
    expect(disclosure.content).toBeUndefined();
    const shown = await asked(resolver, measurer, `/v1/sealed/${record}`);
    expect(sealedSchema.parse(shown.json).disclosed).toBeUndefined();
    const log = await asked(resolver, measurer, "/v1/access-log");
    expect(log.at("items", 0, "entry")).toMatchObject({
      kind: "disclosure",
      scope: "TimeSeries",
      grant: part,
    });
    ledger.revoke(part, record);
    await ledger.mine();
    expect((await resolved(measurer, known)).status).toBe(404);
  });

  it("is to all others among many what nobody has registered", async () => {
    const many = {
      method: "POST",
      body: {
        identifiers: [
          { id: known, scheme: "gs1" },
          { id: unknown, scheme: "gs1" },
        ],
      },
    } as const;
    const { at } = await asked(resolver, stranger, "/v1/resolve", many);
    const [one, none] = [at("results", 0), at("results", 1)];
    expect([one, none]).toMatchObject([{ status: 404 }, { status: 404 }]);
    expect(JSON.stringify(one).length).toBe(JSON.stringify(none).length);
    const partners = await asked(resolver, partner, "/v1/resolve", many);
    expect(partners.at("results", 0, "body", "disclosure", "identifier")).toBe(known);
  });

  it("is found no longer when the right has ended, nor in the past", async () => {
    ledger.revoke(grant, record);
    await ledger.mine();
    expect((await resolved(partner, known)).status).toBe(404);
    expect((await resolved(partner, known, "&at=1")).status).toBe(404);
    expect((await resolved(maker, known)).status).toBe(200);
  });

  it("is found no longer when the holder has taken the secret back", async () => {
    await asked(resolver, stranger, `/v1/vault/secrets/${namespace}`, { method: "DELETE" });
    expect((await resolved(maker, known)).status).toBe(200);
    expect(
      (await asked(resolver, maker, `/v1/vault/secrets/${namespace}`, { method: "DELETE" })).status,
    ).toBe(204);
    expect((await resolved(maker, known)).status).toBe(404);
  });
});
