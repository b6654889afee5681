import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { descriptionSchema, linksetSchema } from "../../../services/resolver/gs1/schema.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { lot, lotSerial, product, ref, serial, type World, worldOf } from "./world.fixture.js";

const base = "https://id.example.org/resolver";
let world: World;
let resolver: TestResolver;

beforeAll(async () => {
  world = await worldOf();
  resolver = await startResolver(world.ledger.store, { baseUrl: base });
});

afterAll(async () => {
  await resolver.close();
  await world.ledger.close();
});

async function redirected(path: string, headers: Record<string, string> = {}) {
  const response = await resolver.get(path, headers);
  expect(response.status).toBe(307);
  return response.headers.get("location");
}

async function linkset(path: string, headers: Record<string, string> = {}) {
  const response = await resolver.get(path, headers);
  expect(response.status).toBe(200);
  return linksetSchema.parse(await response.json()).linkset[0];
}

describe("a plain request", () => {
  it.each([
    ["the product", `/${product}`],
    ["the product with a slash at its end", `/${product}/`],
    ["a registered serial number without links of its own", `/${serial}`],
    ["a serial number that nobody registered", `/${product}/21/unknown`],
    ["a lot with links of its own but no default", `/${lot}`],
  ])("is redirected to the nearest default link for %s", async (_, path) => {
    expect(await redirected(path)).toBe("https://example.com/motor");
  });

  it("says where the linkset and the ledger's record are", async () => {
    const { headers } = await resolver.get(`/${serial}`);
    expect(headers.get("link")).toBe(
      `<${base}/${serial}?linkType=linkset>; rel="linkset"; type="application/linkset+json", ` +
        `<${base}/v1/resolve?id=${encodeURIComponent(serial)}&scheme=gs1>; rel="describedby"; type="application/json"`,
    );
    expect(headers.get("vary")).toBe("Accept, Accept-Language, Authorization");
    expect(headers.get("access-control-allow-origin")).toBe("*");
  });

  it.each([
    ["de", "https://example.com/de/motor"],
    ["de-AT, en;q=0.5", "https://example.com/de/motor"],
    ["zh-CN", "https://example.com/zh/motor"],
    ["fr, zh;q=0.2", "https://example.com/zh/motor"],
    ["fr", "https://example.com/motor"],
    ["de;q=0", "https://example.com/motor"],
    ["*", "https://example.com/motor"],
    [";;;q=x,,", "https://example.com/motor"],
  ])("is led to a default in the language it prefers: %s", async (language, target) => {
    expect(await redirected(`/${product}`, { "accept-language": language })).toBe(target);
  });

  it("answers HEAD like GET, without a body", async () => {
    const response = await fetch(`${resolver.url}/${product}`, { method: "HEAD", redirect: "manual" });
    expect(response.status).toBe(307);
    expect(response.headers.get("location")).toBe("https://example.com/motor");
  });

  it("answers OPTIONS with the methods and the linkset", async () => {
    const response = await fetch(`${resolver.url}/${product}`, { method: "OPTIONS" });
    expect(response.status).toBe(204);
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect(response.headers.get("access-control-allow-methods")).toBe("GET, HEAD, OPTIONS");
    expect(response.headers.get("link")).toContain('rel="linkset"');
  });
});

describe("the query string", () => {
  it.each([
    ["is passed on", `/${product}?utm=1&x`, "https://example.com/motor?utm=1&x"],
    [
      "is passed on with data attributes",
      `/${product}?17=261231&3103=000189`,
      "https://example.com/motor?17=261231&3103=000189",
    ],
    [
      "goes between the target's query and its fragment",
      `/${product}?linkType=gs1:certificationInfo&a=b`,
      "https://example.com/cert?v=1&linkType=gs1:certificationInfo&a=b#top",
    ],
    [
      "stays encoded as it was",
      `/${product}?a=%2F%26%0d%0a&b=+`,
      "https://example.com/motor?a=%2F%26%0d%0a&b=+",
    ],
    ["is left out when empty", `/${product}?`, "https://example.com/motor"],
  ])("%s", async (_, path, target) => {
    expect(await redirected(path)).toBe(target);
  });
});

describe("a requested link type", () => {
  it.each(["gs1:certificationInfo", ref("certificationInfo"), "https://gs1.org/voc/certificationInfo"])(
    "is found by its name %s",
    async (type) => {
      const query = `linkType=${encodeURIComponent(type)}`;
      expect(await redirected(`/${product}?${query}`)).toBe(`https://example.com/cert?v=1&${query}#top`);
    },
  );

  it("comes from the nearest level that has it", async () => {
    expect(await redirected(`/${lotSerial}?linkType=gs1:certificationInfo`)).toMatch(
      /^https:\/\/example.com\/lot7\/cert/,
    );
    expect(await redirected(`/${lotSerial}?linkType=gs1:pip`)).toMatch(/^https:\/\/example.com\/motor/);
  });

  it.each([
    [{ "accept-language": "de" }, "https://example.com/service/de"],
    [{ "accept-language": "en-GB" }, "https://example.com/service/en"],
    [{ accept: "application/json" }, "https://example.com/service.json"],
    [{ "accept-language": "en", accept: "text/html;q=0.9, */*;q=0.1" }, "https://example.com/service/en"],
  ])("is chosen among several by what the caller prefers: %j", async (headers, target) => {
    expect(await redirected(`/${product}?linkType=gs1:serviceInfo`, headers)).toContain(target);
  });

  it("is answered with 300 and the linkset of the candidates where none is better", async () => {
    const response = await resolver.get(`/${product}?linkType=gs1:serviceInfo`, {
      accept: "application/linkset+json, text/html;q=0.5",
    });
    expect(response.status).toBe(300);
    const [context] = linksetSchema.parse(await response.json()).linkset;
    expect(context?.[ref("serviceInfo")]).toHaveLength(2);
  });

  it("is a 404 where there is none, never another link", async () => {
    const response = await resolver.get(`/${product}?linkType=gs1:recallStatus`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      code: "RESOLVER_UNKNOWN_LINK_TYPE",
      linkType: "gs1:recallStatus",
    });
  });
});

describe("the linkset", () => {
  it("is closed: one context, one default, nothing beyond the schema", async () => {
    const context = await linkset(`/${product}?linkType=linkset`);
    expect(Object.keys(context ?? {}).sort()).toEqual(
      [
        "anchor",
        "describedby",
        ref("certificationInfo"),
        ref("defaultLink"),
        ref("defaultLinkMulti"),
        ref("pip"),
        ref("serviceInfo"),
        "itemDescription",
      ].sort(),
    );
    expect(context?.[ref("defaultLink")]).toEqual([
      { href: "https://example.com/motor", title: "Drive motor" },
    ]);
    expect(context?.describedby).toEqual([
      { href: "https://example.com/doc", title: "describedby", hreflang: ["en"] },
    ]);
  });

  it("is anchored at the public address and the canonical path, byte for byte", async () => {
    expect((await linkset(`/${lotSerial}/?linkType=all`))?.anchor).toBe(`${base}/${lotSerial}`);
  });

  it("joins the links of all levels, nearest first", async () => {
    const context = await linkset(`/${lotSerial}?linkType=linkset`);
    expect(context?.[ref("certificationInfo")]).toMatchObject([
      { href: "https://example.com/lot7/cert" },
      { href: "https://example.com/cert?v=1#top" },
    ]);
    expect((await linkset(`/${lot}?linkType=linkset`))?.itemDescription).toBe(lot);
    expect((await linkset(`/${serial}?linkType=linkset`))?.itemDescription).toBe("Drive motor");
    // The serial number alone names the same thing as with its lot.
    expect(context?.itemDescription).toBe("Drive motor");
  });

  it.each([
    ["application/linkset+json", 200, "application/linkset+json"],
    ["application/linkset+json, text/html;q=0.5", 200, "application/linkset+json"],
    ["text/html, application/linkset+json;q=0.5", 307, null],
    ["application/linkset+json;q=0", 307, null],
    ["*/*", 307, null],
  ])("is asked for by Accept: %s", async (accept, status, type) => {
    const response = await resolver.get(`/${product}`, { accept });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe(type);
  });

  it("points to its JSON-LD context, and is plain JSON for those who know no other", async () => {
    const response = await resolver.get(`/${product}?linkType=linkset`, { accept: "application/json" });
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(response.headers.get("link")).toContain(
      '<https://ref.gs1.org/standards/resolver/linkset-context>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"',
    );
  });
});

describe("a key that leads nowhere", () => {
  it.each([
    ["unknown", "/01/09506000151717", 404, "RESOLVER_UNKNOWN_IDENTIFIER"],
    ["without links", "/01/09506000149301", 404, "RESOLVER_NO_LINK"],
    ["suspended", "/01/09506000134376", 404, "RESOLVER_NOT_LIVE"],
    ["a serial number of a suspended product", "/01/09506000134376/21/1", 404, "RESOLVER_NOT_LIVE"],
    ["in a suspended namespace", "/01/09520012345674", 404, "RESOLVER_NOT_LIVE"],
    ["retired", "/01/09506000117843", 410, "RESOLVER_RETIRED"],
    ["with a wrong check digit", "/01/09506000134353", 400, "IDENTIFIER_CHECK_DIGIT"],
    ["with qualifiers out of order", `/${product}/21/S/10/L`, 400, "IDENTIFIER_QUALIFIER_ORDER"],
    ["with a data attribute in its path", `/${product}/17/261231`, 400, undefined],
    ["with an unknown numeric query key", `/${product}?9999=1`, 400, "IDENTIFIER_UNKNOWN_AI"],
    ["that does not begin with its key", "/99/x/01/09506000134352", 400, undefined],
    ["with an encoded zero byte", `/${product}/21/a%00b`, 400, undefined],
    ["with two link types", `/${product}?linkType=a&linkType=b`, 400, "RESOLVER_INVALID_QUERY"],
  ])("is a problem when %s", async (_, path, status, code) => {
    const response = await resolver.get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get("location")).toBeNull();
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const problem = await response.json();
    expect(problem).toMatchObject({ status });
    if (code !== undefined) expect(problem).toMatchObject({ code });
  });
});

it("says which level is out of force, and how", async () => {
  const response = await resolver.get("/01/09506000134376/21/1");
  expect(await response.json()).toMatchObject({
    status: 404,
    level: "01/09506000134376",
    recordStatus: "suspended",
  });
});

it("describes itself at the well-known place", async () => {
  const response = await resolver.get("/.well-known/gs1resolver");
  expect(descriptionSchema.parse(await response.json())).toMatchObject({
    resolverRoot: base,
    supportedPrimaryKeys: expect.arrayContaining(["00", "01", "414", "8018"]),
    supportedLinkType: [{ namespace: "https://ref.gs1.org/voc/", prefix: "gs1:" }],
  });
});

it("names who runs it and the contexts that it knows, where it is told, and else neither", async () => {
  const described = async (of: TestResolver) =>
    descriptionSchema.parse(await (await of.get("/.well-known/gs1resolver")).json());
  const silent = await described(resolver);
  expect(silent).not.toHaveProperty("contact");
  expect(silent).not.toHaveProperty("supportedContextValuesEnumerated");
  const telling = await startResolver(world.ledger.store, {
    contact: { name: "Example Resolver GmbH", email: "resolver@example.com", telephone: "+49-30-1234567" },
    contexts: ["DE", "FR"],
  });
  expect(await described(telling)).toMatchObject({
    contact: {
      fn: "Example Resolver GmbH",
      hasEmail: "mailto:resolver@example.com",
      hasTelephone: "tel:+49-30-1234567",
    },
    supportedContextValuesEnumerated: ["DE", "FR"],
  });
  await telling.close();
});
