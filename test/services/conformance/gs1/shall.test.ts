/** What a GS1-Conformant Resolver SHALL do (standard 1.2): one test a statement, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { digitalLinkUri, gs1Identifier, parseIdentifier } from "../../../../services/identifiers/index.js";
import {
  bare,
  base,
  type Catalogue,
  everyKey,
  homeOf,
  item,
  keys,
  openCatalogue,
  product,
  retired,
  selections,
  suspended,
  unknown,
  voc,
} from "./catalogue.fixture.js";
import { closedContexts, under } from "./closedLinkset.js";

let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await openCatalogue();
});

afterAll(() => catalogue.close());

const get = (path: string, headers: Record<string, string> = {}) => catalogue.resolver.get(path, headers);
const send = (method: string, path: string) =>
  fetch(catalogue.resolver.url + path, { method, redirect: "manual" });

async function location(path: string, headers: Record<string, string> = {}): Promise<string | null> {
  const response = await get(path, headers);
  expect(response.status).toBe(307);
  return response.headers.get("location");
}

async function linkset(path: string, headers: Record<string, string> = {}) {
  const response = await get(path, headers);
  expect(response.status).toBe(200);
  return closedContexts(await response.json());
}

describe("HTTP", () => {
  it.each(everyKey)("SHALL support GET, HEAD and OPTIONS over HTTP/1.1: %s", async (key) => {
    expect((await get(`/${key}`)).status).toBe(307);
    const head = await send("HEAD", `/${key}`);
    expect([head.status, head.headers.get("location"), await head.text()]).toEqual([307, homeOf(key), ""]);
    const options = await send("OPTIONS", `/${key}`);
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  });

  it("SHALL support HTTP over TLS: addresses it gives are of the public base, wherever it listens", async () => {
    const response = await get(`/${product}?linkType=linkset`, {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
    });
    const text = `${await response.text()} ${response.headers.get("link")}`;
    expect(text).toContain(`"anchor":"${base}/${product}"`);
    expect(text).toContain(`<${base}/${product}?linkType=linkset>`);
    expect(text).not.toMatch(/evil\.example|127\.0\.0\.1|localhost/);
  });

  it("SHALL support CORS: any site's page may read answers, and ask in advance", async () => {
    for (const path of [`/${product}`, `/${product}?linkType=linkset`, `/${unknown}`, "/01/1"]) {
      const { headers } = await get(path, { origin: "https://shop.example" });
      expect(headers.get("access-control-allow-origin")).toBe("*");
      expect(headers.get("access-control-expose-headers")).toContain("Link");
    }
    const { headers } = await send("OPTIONS", `/${product}`);
    expect(headers.get("access-control-allow-methods")).toBe("GET, HEAD, OPTIONS");
    expect(headers.get("access-control-allow-headers")).toContain("Accept");
  });
});

describe("the URI", () => {
  it.each(everyKey)("SHALL support every primary key with all its qualifiers: %s", async (key) => {
    expect(await location(`/${key}`)).toBe(homeOf(key));
  });

  it.each([
    ["a wrong check digit", "/01/09506000134353"],
    ["a GTIN of 13 digits", "/01/9506000134352"],
    ["letters in a number", "/01/0950600013435X"],
    ["an unknown application identifier", "/999/1"],
    ["an attribute in the path", `/${product}/17/261231`],
    ["qualifiers out of their order", `/${product}/21/S/10/L`],
    ["a qualifier of another key", "/00/952012345678912345/10/L"],
    ["a qualifier that excludes another", `/${product}/235/T/21/S`],
    ["a missing value", `/${product}/21`],
    ["an empty value", `/${product}/21/`],
    ["a payment GLN without its reference", "/415/4012345000108"],
    ["a value that is too long", `/${product}/10/${"x".repeat(21)}`],
    ["a character out of the set", `/${product}/10/%C3%A4`],
    ["a zero byte", `/${product}/10/a%00`],
    ["an attribute that is there twice", `/${product}?17=261231&17=261231`],
    ["an unknown numeric query key", `/${product}?9999=1`],
    ["an impossible date", `/${product}?17=261332`],
    ["what is not percent-encoded", `/${product}/10/%zz`],
    ["two link types", `/${product}?linkType=gs1:pip&linkType=gs1:epcis`],
    ["two contexts", `/${product}?context=a&context=b`],
  ])("SHALL be validated, and answered with 400 where it is malformed: %s", async (_, path) => {
    for (const query of ["", "linkType=linkset"]) {
      const response = await get(query === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${query}`);
      expect(response.status).toBe(400);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(response.headers.get("location")).toBeNull();
    }
  });

  it.each([
    [`/${unknown}`, 404],
    [`/${unknown}/10/L1/21/S1?linkType=linkset`, 404],
    [`/${bare}`, 404],
    [`/${suspended}`, 404],
    [`/${suspended}/21/1?linkType=linkset`, 404],
    [`/${retired}`, 410],
    [`/${product}?linkType=gs1:recallStatus`, 404],
  ])("SHALL NOT be answered with 200 where there is an error: %s", async (path, status) => {
    const response = await get(path, { accept: "application/linkset+json, text/html;q=0.5" });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it.each(["/ARFKk4XB0CDKWcnpq", "/AQnYUc1gmg", `/${product}/VmNpUq`, "/eh_____________"])(
    "SHALL be decompressed, to what the decompression of identifiers gives: %s",
    async (path) => {
      const expected = outcomeOf(`https://id.gs1.org${path}`);
      for (const slash of ["", "/"]) {
        const response = await get(path + slash);
        if (expected.uri === null) {
          expect([400, 404]).toContain(response.status);
          const { code } = z.object({ code: z.string() }).parse(await response.json());
          expect(["RESOLVER_UNKNOWN_ROUTE", expected.code]).toContain(code);
        } else {
          const plain = await get(expected.uri);
          expect(response.status).toBe(plain.status);
          expect(response.headers.get("location")).toBe(plain.headers.get("location"));
          if (response.status < 400)
            expect(response.headers.get("link")).toContain(`<${base}${expected.uri}>`);
        }
      }
    },
  );
});

/** Addresses of a linkset's contexts. */
const anchors = z.object({ linkset: z.array(z.object({ anchor: z.string() })) });

describe("an identifier with a value of dots alone", () => {
  it.each([".", ".."])("has addresses that lead to it, not to what %j is folded to", async (value) => {
    const [ai = "", gtin = ""] = product.split("/");
    const path = digitalLinkUri(gs1Identifier({ ai, value: gtin }, [{ ai: "21", value }]), "");
    const address = `${base}${path}`;
    expect(new URL(address).href).toBe(address);
    const response = await get(`${path}?linkType=linkset`);
    expect(response.status).toBe(200);
    expect(response.headers.get("link")).toContain(`<${address}?linkType=linkset>; rel="linkset"`);
    expect(anchors.parse(await response.json()).linkset.map(({ anchor }) => anchor)).toContain(address);
  });
});

/** What the library of identifiers makes of a URI: the path and query that it stands for, or the code of its error. */
function outcomeOf(uri: string): { uri: string | null; code: string | null } {
  try {
    const identifier = parseIdentifier(uri, { scheme: "gs1" });
    return { uri: identifier.scheme === "gs1" ? digitalLinkUri(identifier, "") : null, code: null };
  } catch (error) {
    return { uri: null, code: z.object({ code: z.string() }).parse(error).code };
  }
}

describe("the linkset", () => {
  it.each([
    ["?linkType=linkset", {}],
    ["?linkType=all", {}],
    ["", { accept: "application/linkset+json" }],
    ["", { accept: "text/html;q=0.8, application/linkset+json, */*;q=0.1" }],
  ])("SHALL be answered without a redirect: %j %j", async (query, headers) => {
    for (const key of everyKey) {
      const response = await get(`/${key}${query}`, headers);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("application/linkset+json");
      expect(closedContexts(await response.json())[0]?.anchor).toBe(`${base}/${key}`);
    }
  });

  it("SHALL be in the closed form, whatever was registered", async () => {
    const [context, ...others] = await linkset(`/${product}?linkType=linkset`);
    expect(others).toEqual([]);
    expect(under(context, "describedby")).toEqual([
      { href: "https://brand.example/odd", title: "odd", hreflang: ["zh-CN"] },
    ]);
    expect(Object.keys(context ?? {})).not.toContain("masterData");
    expect(JSON.stringify(context)).not.toMatch(/javascript|8443|hyphen/);
  });

  it("SHALL hold the links of every coarser level, of all selections of qualifiers, up to the key", async () => {
    const [context] = await linkset(`/${item}?linkType=linkset`);
    expect(context?.anchor).toBe(`${base}/${item}`);
    expect(under(context, voc("traceability")).map(({ href }) => href)).toEqual(
      selections.map((selection) => `https://brand.example/${selection}`),
    );
    expect(under(context, voc("certificationInfo"))).toHaveLength(1);
  });

  it("SHALL NOT hold the links of a finer level, or of another branch", async () => {
    const [context] = await linkset(`/${product}/10/L1/21/S2?linkType=linkset`);
    expect(under(context, voc("traceability")).map(({ href }) => href)).toEqual([
      `https://brand.example/${product}/10/L1`,
    ]);
  });

  it.each([product, item, ...everyKey])(
    "SHALL have exactly one default link, of title alone: %s",
    async (key) => {
      const [context] = await linkset(`/${key}?linkType=linkset`);
      const [standard, ...more] = under(context, voc("defaultLink"));
      expect(more).toEqual([]);
      expect(Object.keys(standard ?? {}).sort()).toEqual(["href", "title"]);
      expect(standard?.href).toBe(await location(`/${key}`));
    },
  );

  it.each([product, item, ...everyKey])(
    "SHALL list the default link under a descriptive type too: %s",
    async (key) => {
      const [context] = await linkset(`/${key}?linkType=linkset`);
      const standard = under(context, voc("defaultLink"))[0]?.href;
      const descriptive = Object.keys(context ?? {}).filter((rel) => !rel.startsWith(voc("defaultLink")));
      expect(descriptive.flatMap((rel) => under(context, rel).map(({ href }) => href))).toContain(standard);
    },
  );
});

describe("the redirect", () => {
  it.each(["", "/10/unheard", "/21/unheard", "/22/V1", "/10/L1/21/unheard"])(
    "SHALL lead to the default link of the entry, or of the next level above that has one: product%s",
    async (qualifiers) => {
      expect(await location(`/${product}${qualifiers}`)).toBe("https://brand.example/home");
    },
  );

  it.each([
    [{ "accept-language": "de" }, "", "home/de"],
    [{ "accept-language": "de-AT-1996, en;q=0.5" }, "", "home/de"],
    [{ "accept-language": "zh-CN" }, "", "home/zh"],
    [{ "accept-language": "zh-Hans-SG" }, "", "home/zh"],
    [{ "accept-language": "fr, de;q=0.4, zh;q=0.6" }, "", "home/zh"],
    [{ accept: "application/json" }, "", "home.json"],
    [{ accept: "text/html;q=0.2, application/json" }, "", "home.json"],
    [{}, "?context=trade", "home/trade?context=trade"],
    [{ "accept-language": "de" }, "?context=trade", "home/trade?context=trade"],
  ])(
    "SHALL lead elsewhere where the request tells of a better match: %j %s",
    async (headers, query, path) => {
      expect(await location(`/${product}${query}`, headers)).toBe(`https://brand.example/${path}`);
    },
  );

  it.each([
    [{ "accept-language": "fr" }],
    [{ "accept-language": "de;q=0, fr" }],
    [{ "accept-language": "*" }],
    [{ "accept-language": "en-US,en;q=0.9", accept: "text/html,application/xhtml+xml,*/*;q=0.8" }],
    [{ accept: "text/html" }],
    [{ accept: "*/*" }],
    [{ accept: "image/png" }],
    [{ "accept-language": "x".repeat(4000), accept: ";;;,q=,/" }],
  ])("SHALL lead to the default, never to a 300, where the request tells of none: %j", async (headers) => {
    expect(await location(`/${product}`, headers)).toBe("https://brand.example/home");
  });

  it.each(["gs1:certificationInfo", voc("certificationInfo"), "http://gs1.org/voc/certificationInfo"])(
    "SHALL lead to the link of the requested type: %s",
    async (type) => {
      const query = `linkType=${encodeURIComponent(type)}`;
      for (const key of [product, item]) {
        expect(await location(`/${key}?${query}`)).toBe(
          `https://brand.example/certificate?v=1&${query}#page=2`,
        );
      }
    },
  );

  it.each(["gs1:recallStatus", "certificationinfo", "gs1:", "", "https://evil.example/x", "constructor"])(
    "SHALL be a 404 where the requested type is missing, and no other link: '%s'",
    async (type) => {
      const response = await get(`/${product}?linkType=${encodeURIComponent(type)}`);
      expect(response.status).toBe(404);
      expect(response.headers.get("location")).toBeNull();
      expect(await response.json()).toMatchObject({ code: "RESOLVER_UNKNOWN_LINK_TYPE" });
    },
  );

  it.each([
    ["/01/09506000134352?17=261231&3103=000189", "https://brand.example/home?17=261231&3103=000189"],
    ["/01/09506000134352?a=1&a=2&b", "https://brand.example/home?a=1&a=2&b"],
    [
      "/01/09506000134352?u=https%3A%2F%2Fx%2F%3Fy&z=+",
      "https://brand.example/home?u=https%3A%2F%2Fx%2F%3Fy&z=+",
    ],
    [
      "/01/09506000134352?linkType=gs1:certificationInfo&x=?",
      "https://brand.example/certificate?v=1&linkType=gs1:certificationInfo&x=?#page=2",
    ],
  ])(
    "SHALL pass the whole query string on, without a second question mark of its own: %s",
    async (path, target) => {
      expect(await location(path)).toBe(target);
    },
  );
});

describe("the description file", () => {
  const schema = z.object({
    resolverRoot: z.url(),
    supportedPrimaryKeys: z.array(
      z.enum(
        "all 00 01 253 255 401 402 410 411 412 413 414 415 417 8003 8004 8006 8010 8013 8017 8018".split(" "),
      ),
    ),
    name: z.string().optional(),
    supportedLinkType: z.array(
      z.object({ namespace: z.url(), prefix: z.string().regex(/^[a-zA-Z_][A-Za-z0-9_-]*?:$/) }),
    ),
    linkTypeDefaultCanBeLinkset: z.boolean().optional(),
    extensionProfile: z.url(),
    jsonLdContextLocation: z.url(),
  });

  it("SHALL be at /.well-known/gs1resolver and name the root and the keys", async () => {
    const response = await get("/.well-known/gs1resolver");
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    const description = schema.parse(await response.json());
    expect(description.resolverRoot).toBe(base);
    expect([...description.supportedPrimaryKeys].sort()).toEqual(
      keys.map(([key]) => key.split("/")[0]).sort(),
    );
    expect(description.supportedLinkType).toContainEqual({ namespace: voc(""), prefix: "gs1:" });
  });
});
