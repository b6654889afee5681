import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimsSchema, resolutionSchema } from "../../../services/resolver/v1/schema.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { LedgerFixture } from "./ledger.fixture.js";
import { lotSerial, product, ref, serial, sharedUuid, uuid, type World, worldOf } from "./world.fixture.js";

let world: World;
let resolver: TestResolver;

beforeAll(async () => {
  world = await worldOf();
  resolver = await startResolver(world.ledger.store, { baseUrl: "https://id.example.org" });
});

afterAll(async () => {
  await resolver.close();
  await world.ledger.close();
});

const ask = (id: string, more = "") => resolver.get(`/v1/resolve?id=${encodeURIComponent(id)}${more}`);

async function resolved(id: string, more = "") {
  const response = await ask(id, more);
  expect(response.status).toBe(200);
  return resolutionSchema.parse(await response.json());
}

describe("an identifier that is registered", () => {
  it.each([
    ["a GS1 Digital Link", "https://elsewhere.example.com/01/09506000134352/21/4711", "gs1", serial],
    ["a GS1 element string", "(01)09506000134352(21)4711", "gs1", serial],
    ["a GS1 path", "01/09506000134352/21/4711", "gs1", serial],
    ["a handle", "88.101/part-1", "handle", "88.101/part-1"],
    ["a handle's web address", "https://hdl.handle.net/88.101/part-1", "handle", "88.101/part-1"],
    ["an OID", "urn:oid:1.3.6.1.4.1.55555.7", "oid", "1.3.6.1.4.1.55555.7"],
    ["a DID", "did:web:example.com:asset:1", "did", "did:web:example.com:asset:1"],
    ["an AAS asset id", "aas:EXAMPLE/serialNumber/7", "aas", "EXAMPLE/serialNumber/7"],
  ])("is found by %s", async (_, id, scheme, canonical) => {
    const { identifier, record, owner } = await resolved(id);
    expect(identifier).toMatchObject({ input: id, scheme, canonical });
    expect(record).toMatchObject({ scheme, canonical, status: "active" });
    expect(owner).toMatchObject({ name: "Example Motors", address: world.motors, active: true });
  });

  it("is read in the scheme that the caller names", async () => {
    const { identifier } = await resolved("09506000134352", "&scheme=gs1");
    expect(identifier.canonical).toBe(product);
  });

  it("says whose it is, what it stands for, and as of when", async () => {
    const { owner, authority, subject, asOf, identifier } = await resolved(serial);
    expect(owner).toEqual({
      address: world.motors,
      did: `did:ethr:0x7a69:${world.motors}`,
      kind: "organisation",
      name: "Example Motors",
      legalId: "lei:213800KUD8LAJWSQ9D15",
      legalIdAttested: false,
      active: true,
    });
    expect(authority).toMatchObject({
      scheme: "gs1",
      prefix: "9506000",
      status: "live",
      suspensionReason: null,
      holder: { name: "Example Motors" },
      ancestors: [{ prefix: "", status: "active", holder: { name: "Root Office" } }],
    });
    expect(subject).toMatchObject({
      kind: "twin",
      twin: {
        id: world.twin,
        name: "Drive motor",
        version: { number: 1, uri: "https://data.example.com/motor.aasx", mediaType: "application/json" },
      },
    });
    expect(asOf).toMatchObject({ number: 1, finality: "final" });
    expect(identifier.uris.digitalLink).toBe(`https://id.example.org/${serial}`);
  });

  it("shows parties and records as subjects", async () => {
    expect((await resolved("did:web:example.com:asset:1")).subject).toMatchObject({
      kind: "party",
      party: { name: "Example Motors" },
    });
    expect((await resolved("88.101/part-1")).subject).toEqual({
      kind: "record",
      record: { id: world.serialRecord, scheme: "gs1", canonical: serial },
    });
  });

  it("lists the rights on the record and on its twin", async () => {
    const { rights, rightsComplete } = await resolved(serial);
    expect(rightsComplete).toBe(true);
    expect(rights).toHaveLength(2);
    expect(rights).toContainEqual(
      expect.objectContaining({
        asset: { kind: "twin", id: world.twin },
        scope: "Nameplate",
        actions: ["read", "use"],
        from: null,
        until: null,
        grantee: expect.objectContaining({ name: "Partner GmbH" }),
      }),
    );
    expect(rights).toContainEqual(expect.objectContaining({ scope: "", until: 4_000_000_000 }));
  });

  it("inherits the links of coarser levels and says from where", async () => {
    const { links } = await resolved(serial);
    expect(links).toContainEqual({
      rel: ref("defaultLink"),
      href: "https://example.com/motor",
      title: "Drive motor",
      inheritedFrom: product,
    });
    const own = (await resolved(product)).links;
    expect(own.every((link) => link.inheritedFrom === undefined)).toBe(true);
  });

  it("leaves out rights that have ended since the last block of a quiet chain", async () => {
    const { rights, asOf } = await resolved(serial);
    expect(asOf.time).toBeLessThan(Date.now() / 1000 - 1000);
    expect(rights.map(({ grantee }) => grantee?.name)).not.toContain("Rival Ltd");
  });

  it("inherits nothing from a level that is suspended", async () => {
    const { links } = await resolved("01/09506000134376/21/7");
    expect(links.map(({ href }) => href)).toEqual(["https://example.com/seven"]);
  });

  it("never passes on a target that is not http(s), carries credentials or cannot stand in a header", async () => {
    const { links } = await resolved(product);
    const described = links.filter(({ rel }) => rel === "describedby").map(({ href }) => href);
    expect(described).toEqual(["https://example.com/doc"]);
  });
});

describe("a record out of force", () => {
  it.each([
    ["suspended", "01/09506000134376", "suspended", "recall"],
    ["retired", "01/09506000117843", "retired", "out of production"],
    ["in a suspended namespace", "01/09520012345674", "namespace-suspended", ""],
  ])("is shown without links when %s", async (_, id, status, reason) => {
    const { record, links } = await resolved(id);
    expect(record).toMatchObject({ status, statusReason: reason });
    expect(links).toEqual([]);
  });

  it("shows why its namespace is suspended", async () => {
    const { authority } = await resolved("01/09520012345674");
    expect(authority).toMatchObject({
      status: "suspended",
      prefix: "95200",
      suspensionReason: "fees unpaid",
    });
  });
});

describe("an identifier without an authority", () => {
  it.each([uuid, `urn:uuid:${uuid}`, uuid.toUpperCase()])("resolves to its only claim: %s", async (id) => {
    const { identifier, record, owner } = await resolved(id);
    expect(identifier).toMatchObject({ scheme: "uuid", canonical: `urn:uuid:${uuid}` });
    expect(record).toMatchObject({ scheme: "aas", canonical: `EXAMPLE/globalAssetId/urn%3Auuid%3A${uuid}` });
    expect(owner.name).toBe("Example Motors");
  });

  it("resolves a URI to its claim", async () => {
    expect((await resolved("https://example.com/assets/1")).record.scheme).toBe("aas");
  });

  it("lists several claims with 300, each of which resolves", async () => {
    const response = await ask(sharedUuid);
    expect(response.status).toBe(300);
    const { claims } = claimsSchema.parse(await response.json());
    expect(claims.map(({ owner }) => owner.name).sort()).toEqual(["Example Motors", "Rival Ltd"]);
    for (const { href, canonical } of claims) {
      expect(href).toMatch(/^https:\/\/id\.example\.org\/v1\/resolve\?/);
      const followed = await resolver.get(href.slice("https://id.example.org".length));
      expect(followed.status).toBe(200);
      expect(resolutionSchema.parse(await followed.json()).record.canonical).toBe(canonical);
    }
  });

  it("is unknown when nobody claims it", async () => {
    const response = await ask("11111111-2222-4333-8444-555555555555");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "RESOLVER_UNKNOWN_IDENTIFIER", authority: null });
  });
});

describe("an identifier that nobody has registered", () => {
  it("is a 404 that says who has authority over it", async () => {
    const response = await ask("01/09506000151717");
    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      type: "/problems/resolver-unknown-identifier",
      status: 404,
      code: "RESOLVER_UNKNOWN_IDENTIFIER",
      authority: { prefix: "9506000", holder: { name: "Example Motors" } },
      nearest: null,
      asOf: { number: 1 },
    });
  });

  it("names the nearest coarser level that is known", async () => {
    expect(await (await ask(lotSerial)).json()).toMatchObject({ nearest: `${product}/10/LOT7` });
  });
});

describe("a wrong request", () => {
  it("gets the code and the place of the fault for a wrong check digit", async () => {
    const response = await ask("01/09506000134353");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: "/problems/identifier-check-digit",
      title: "Malformed identifier",
      code: "IDENTIFIER_CHECK_DIGIT",
      position: expect.any(Number),
      hint: expect.any(String),
    });
  });

  it.each([
    ["without an id", "/v1/resolve", "id"],
    ["with an empty id", "/v1/resolve?id=", "id"],
    ["with two ids", "/v1/resolve?id=a&id=b", "id"],
    ["with an unknown parameter", "/v1/resolve?id=1.2.3&when=12", "when"],
    ["with an unknown scheme", "/v1/resolve?id=1.2.3&scheme=isbn", "scheme"],
    ["with an endless id", `/v1/resolve?id=${"1".repeat(9000)}`, "id"],
    ["with a name from the object's prototype", "/v1/resolve?id=1.2.3&__proto__=1", "__proto__"],
  ])("is refused %s", async (_, path, parameter) => {
    const response = await resolver.get(path);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "RESOLVER_INVALID_QUERY", parameter });
  });
});

it("answers 503 with Retry-After while the index is empty", async () => {
  const empty = await LedgerFixture.open();
  const starting = await startResolver(empty.store);
  const response = await starting.get("/v1/resolve?id=1.2.3");
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("5");
  expect(await response.json()).toMatchObject({ code: "RESOLVER_NOT_READY" });
  await starting.close();
  await empty.close();
});

it("never takes rights by a clock that is behind the chain", async () => {
  const ahead = await LedgerFixture.open();
  const owner = ahead.party("Owner");
  ahead.schemes(owner);
  const soon = Math.floor(Date.now() / 1000) + 100_000;
  const record = ahead.register("1.3.6.1", { scheme: "oid", owner, prefix: "" });
  ahead.grant("record", record, { grantor: owner, grantee: owner, until: soon });
  await ahead.mine({ time: soon });
  const other = await startResolver(ahead.store);
  const response = await other.get("/v1/resolve?id=1.3.6.1");
  expect(resolutionSchema.parse(await response.json()).rights).toEqual([]);
  await other.close();
  await ahead.close();
});

it("says that a block is provisional until it is final", async () => {
  const young = await LedgerFixture.open();
  const owner = young.party("Owner");
  young.schemes(owner);
  young.register("1.3.6.1", { scheme: "oid", owner, prefix: "" });
  await young.mine({ finalized: 0 });
  const other = await startResolver(young.store);
  const response = await other.get("/v1/resolve?id=1.3.6.1");
  expect(resolutionSchema.parse(await response.json()).asOf).toMatchObject({
    number: 1,
    finality: "provisional",
  });
  await other.close();
  await young.close();
});

it("answers 503 when its index is gone, tells the operator where, and the caller nothing of it", async () => {
  const gone = await LedgerFixture.open();
  await gone.mine();
  const other = await startResolver(gone.store);
  await gone.close();
  for (const path of ["/v1/resolve?id=1.2.3", `/${product}`]) {
    const response = await other.get(path);
    expect(response.status).toBe(503);
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({
      title: "Index unavailable",
      code: expect.stringMatching(/^STORE_/),
    });
    expect(body).not.toContain(gone.folder);
  }
  await expect.poll(() => JSON.stringify(other.logged)).toContain(gone.folder);
  await other.close();
});
