/** What a GS1-Conformant Resolver SHOULD do (standard 1.2), and what linksets and HTTP ask beside it: one test a statement. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  alike,
  base,
  type Catalogue,
  everyKey,
  item,
  openCatalogue,
  product,
  unknown,
  voc,
} from "./catalogue.fixture.js";
import { closedContexts, under } from "./closedLinkset.js";
import { type HeaderLink, linksOfHeader } from "./linkHeader.js";

let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await openCatalogue();
});

afterAll(() => catalogue.close());

const get = (path: string, headers: Record<string, string> = {}) => catalogue.resolver.get(path, headers);

const linksOf = (response: Response): readonly HeaderLink[] =>
  linksOfHeader(response.headers.get("link") ?? "");

async function location(path: string, headers: Record<string, string> = {}): Promise<string | null> {
  const response = await get(path, headers);
  expect(response.status).toBe(307);
  return response.headers.get("location");
}

describe("Link headers", () => {
  it.each(everyKey)("SHOULD name the linkset on redirects and on OPTIONS: %s", async (key) => {
    const expected = {
      href: `${base}/${key}?linkType=linkset`,
      rel: "linkset",
      type: "application/linkset+json",
    };
    expect(linksOf(await get(`/${key}`))).toContainEqual(expected);
    const options = await fetch(`${catalogue.resolver.url}/${key}`, { method: "OPTIONS" });
    expect(linksOf(options)).toContainEqual(expected);
  });

  it("SHOULD name the JSON-LD context of a linkset in JSON, all values quoted", async () => {
    for (const accept of ["application/linkset+json", "application/json"]) {
      const response = await get(`/${product}?linkType=linkset`, { accept });
      expect(linksOf(response)).toContainEqual({
        href: "https://ref.gs1.org/standards/resolver/linkset-context",
        rel: "http://www.w3.org/ns/json-ld#context",
        type: "application/ld+json",
      });
    }
  });

  it('SHOULD NOT have the deprecated rel="gs1:…", on any answer', async () => {
    for (const path of ["", "?linkType=linkset", "?linkType=gs1:serviceInfo", "?linkType=gs1:pip"]) {
      for (const { rel } of linksOf(await get(`/${item}${path}`))) expect(rel).not.toMatch(/gs1/);
    }
  });
});

describe("several links of one type", () => {
  const service = `/${product}?linkType=gs1:serviceInfo`;
  const path = async (headers: Record<string, string>, query = "") =>
    (await location(service + query, headers))?.replace("https://brand.example/", "").split("?")[0];

  it.each([
    ["de", "service/de"],
    ["de-CH-1996", "service/de"],
    ["zh-Hans-CN", "service/zh"],
    ["fr, zh;q=0.2, de;q=0.1", "service/zh"],
    ["en;q=0.1, de;q=0.9", "service/de"],
    ["de;q=0, zh", "service/zh"],
    ["EN-gb", "service/en"],
    ["fr", "service.json"],
  ])(
    "SHOULD be chosen among by Accept-Language, q-values and lookup fallback: %s",
    async (language, target) => {
      expect(await path({ "accept-language": language })).toBe(target);
    },
  );

  it.each([
    ["application/json", "service.json"],
    ["text/html;q=0.3, application/json;q=0.4", "service.json"],
    ["text/*;q=0.3, application/*", "service.json"],
    ["*/*;q=0.5, text/html;q=0.1", "service.json"],
  ])("SHOULD be chosen among by Accept, the most specific range deciding: %s", async (accept, target) => {
    expect(await path({ accept })).toBe(target);
  });

  it("SHOULD be chosen among by context, which only who asks for it gets", async () => {
    expect(await path({}, "&context=trade")).toBe("service/trade");
    expect(await path({ "accept-language": "de" }, "&context=DE")).toBe("service/trade");
    expect(await path({ "accept-language": "de" }, "&context=unheard")).toBe("service/de");
    expect(await path({ "accept-language": "en" })).toBe("service/en");
  });

  it.each([{}, { "accept-language": "de", accept: "image/png, application/linkset+json;q=0.1" }])(
    "SHOULD all be answered with 300 and their linkset where none is better: %j",
    async (headers) => {
      const response = await get(`/${alike}?linkType=gs1:pip`, headers);
      expect(response.status).toBe(300);
      expect(response.headers.get("location")).toBeNull();
      expect(response.headers.get("vary")).toBe("Accept, Accept-Language, Authorization");
      const [context] = closedContexts(await response.json());
      expect(under(context, voc("pip"))).toHaveLength(2);
    },
  );

  it("SHOULD be answered with 300 and a page for a browser, with those that fit it alone", async () => {
    const response = await get(service, { accept: "text/html, */*;q=0.5" });
    expect(response.status).toBe(300);
    expect((await response.text()).match(/<a href="https:\/\/brand\.example\/service\//g)).toHaveLength(3);
  });
});

describe("requests", () => {
  it.each(everyKey)("SHOULD be tolerated with a slash at their end: %s", async (key) => {
    for (const query of ["", "?x=1"]) {
      const plain = await location(`/${key}${query}`);
      expect(await location(`/${key}/${query}`)).toBe(plain);
    }
    const response = await get(`/${key}/?linkType=linkset`);
    expect(closedContexts(await response.json())[0]?.anchor).toBe(`${base}/${key}`);
  });

  it("SHOULD be redirected once: walking up the tree sends nobody to a coarser URI of the resolver", async () => {
    expect(await location(`/${product}/10/unheard/21/unheard`)).toBe("https://brand.example/home");
  });

  it("SHOULD get 404 for a missing link type, where UNTP would redirect to the default", async () => {
    expect((await get(`/${product}?linkType=untp:dpp`)).status).toBe(404);
  });
});

describe("caches", () => {
  it.each([product, item])("SHOULD be told what an answer varies by, and to ask again: %s", async (key) => {
    for (const path of ["", "?linkType=linkset", "?linkType=gs1:serviceInfo"]) {
      const response = await get(`/${key}${path}`);
      expect(response.headers.get("vary")).toMatch(
        /^Accept, Accept-Language, Authorization(?:, Accept-Encoding)?$/,
      );
      expect(response.headers.get("cache-control")).toBe("no-cache");
    }
  });

  it("SHOULD NOT keep an error: a key may be registered the next moment", async () => {
    const { headers } = await get(`/${unknown}`);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("etag")).toBeNull();
  });

  it("SHOULD be spared a linkset they have (If-None-Match), and only that", async () => {
    const url = `/${product}?linkType=linkset`;
    const plain = { "accept-encoding": "identity" };
    const first = await get(url, plain);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const copies of [etag, `"other", W/${etag}`, "*"]) {
      const again = await get(url, { ...plain, "if-none-match": copies });
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
      expect(again.headers.get("vary")).toBe("Accept, Accept-Language, Authorization, Accept-Encoding");
      expect(again.headers.get("cache-control")).toBe("no-cache");
    }
    expect((await get(url, { "if-none-match": '"other"' })).status).toBe(200);
    // RFC 9110, 13.2.1: a redirect, a choice and an error are what they are.
    expect((await get(`/${product}`, { "if-none-match": "*" })).status).toBe(307);
    expect((await get(`/${alike}?linkType=gs1:pip`, { "if-none-match": "*" })).status).toBe(300);
    expect((await get(`/${unknown}`, { "if-none-match": "*" })).status).toBe(404);
  });

  it("SHOULD have one entity tag for each representation", async () => {
    const tags = [];
    for (const accept of [
      "application/linkset+json",
      "application/json",
      "application/ld+json",
      "text/html",
    ]) {
      tags.push((await get(`/${product}?linkType=linkset`, { accept })).headers.get("etag"));
    }
    expect(new Set(tags).size).toBe(4);
  });
});

describe("the linkset", () => {
  const url = `/${product}?linkType=linkset`;

  it("SHOULD be the same as application/json, and as JSON-LD with its context inside", async () => {
    const standard = await (await get(url)).json();
    const json = await get(url, { accept: "application/json" });
    expect(json.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await json.json()).toEqual(standard);
    const ld = await get(url, { accept: "application/ld+json" });
    expect(ld.headers.get("content-type")).toBe("application/ld+json");
    expect(await ld.json()).toEqual({
      "@context": "https://ref.gs1.org/standards/resolver/linkset-context",
      ...z.object({ linkset: z.unknown() }).parse(standard),
    });
  });

  it("SHOULD be a page for a browser, with the JSON-LD inside and nothing that could run", async () => {
    const response = await get(url, {
      accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    });
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const page = await response.text();
    expect(page).toContain('<a href="https://brand.example/home">home</a>');
    expect(page).toContain("certificate?v=1#page=2");
    const [, jsonLd = ""] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page) ?? [];
    expect(
      closedContexts({ linkset: z.object({ linkset: z.unknown() }).parse(JSON.parse(jsonLd)).linkset }),
    ).toHaveLength(1);
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  it("SHOULD name contexts as an array, and have arrays even for one (RFC 9264)", async () => {
    const [context] = closedContexts(await (await get(url)).json());
    const trade = under(context, voc("serviceInfo")).find(({ href }) => href.endsWith("/trade"));
    expect(trade?.context).toEqual(["trade", "DE"]);
    expect(under(context, voc("certificationInfo"))).toHaveLength(1);
  });
});

describe("the richer linkset", () => {
  const profile = `${base}/profiles/ledger-linkset`;
  const accept = `application/linkset+json; profile="${profile}"`;
  const target = z.looseObject({ href: z.string() });
  const document = z.strictObject({
    linkset: z.array(z.object({ anchor: z.string() }).catchall(z.array(target))),
  });
  const contexts = async (path: string) => {
    const response = await get(path, { accept });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(accept);
    return document.parse(await response.json()).linkset;
  };

  it("is what the RFC 9264 profile parameter asks for, and the description file names", async () => {
    expect(await contexts(`/${product}`)).toHaveLength(1);
    const description = z.object({ extensionProfile: z.string() });
    expect(description.parse(await (await get("/.well-known/gs1resolver")).json()).extensionProfile).toBe(
      profile,
    );
    expect((await get("/profiles/ledger-linkset")).headers.get("content-type")).toContain("text/html");
    for (const other of ["https://other.example/", `${profile}/x`, ""]) {
      const response = await get(`/${product}`, { accept: `application/linkset+json; profile="${other}"` });
      expect(response.headers.get("content-type")).toBe("application/linkset+json");
    }
  });

  it("has a context for each level with a record, and the links there as they were registered", async () => {
    const [asked, serial, ...above] = await contexts(`/${item}`);
    expect(asked).toEqual({ anchor: `${base}/${item}` });
    expect(serial?.anchor).toBe(`${base}/${product}/21/S1`);
    const key = above.at(-1);
    expect(key?.anchor).toBe(`${base}/${product}`);
    const [odd] = z.array(target).parse(key?.describedby);
    expect(odd).toMatchObject({ hreflang: ["zh-Hans", "zh-CN"], media: "print", fwqs: ["no"] });
    expect(Object.keys(key ?? {})).toEqual(
      expect.arrayContaining(["https://terms.example:8443/odd-type#x", "service-doc"]),
    );
    expect(JSON.stringify(key)).not.toContain("javascript:");
  });

  it("links to owner, namespace, rights and record, which all answer", async () => {
    const [context] = await contexts(`/${product}`);
    const links = ["owner", "namespace", "rights"].map((name) => context?.[`${profile}#${name}`]);
    const record = z.array(target).parse(context?.describedby).at(-1);
    expect(record).toMatchObject({ status: ["active"], block: ["1"] });
    for (const link of [...z.array(z.array(target).length(1)).parse(links).flat(), record]) {
      const { href } = target.parse(link);
      expect(href.startsWith(`${base}/v1/`)).toBe(true);
      expect((await get(href.slice(base.length))).status).toBe(200);
    }
  });

  it("has another entity tag with each block, though no link has changed; the closed one has not", async () => {
    const tags = async () => [
      (await get(`/${product}`, { accept })).headers.get("etag"),
      (await get(`/${product}?linkType=linkset`)).headers.get("etag"),
    ];
    const [rich, closed] = await tags();
    catalogue.ledger.party("Somebody Else");
    await catalogue.ledger.mine();
    const [later, same] = await tags();
    expect(later).not.toBe(rich);
    expect(same).toBe(closed);
  });
});
