/** The protocols through a proxy that ends TLS: what holds over HTTP holds over HTTPS, and addresses are those of the proxy. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { bidDocumentSchema } from "../../../../services/resolver/bid/schema.js";
import { didDocumentSchema } from "../../../../services/resolver/did/schema.js";
import { handleSchema } from "../../../../services/resolver/handle/schema.js";
import { bulkAnswerSchema } from "../../../../services/resolver/v1/bulkRoute.js";
import { resolutionSchema } from "../../../../services/resolver/v1/schema.js";
import { startResolver, type TestResolver } from "../../resolver/http.fixture.js";
import { product, serial, type World, worldOf } from "../../resolver/world.fixture.js";
import { closedContexts } from "../gs1/closedLinkset.js";
import { startTlsProxy, type TlsProxy } from "./proxy.fixture.js";

const bid = "did:bid:abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2";
const handle = "88.101/linked";
const evil = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" };

let world: World;

beforeAll(async () => {
  world = await worldOf();
  const { ledger, motors } = world;
  ledger.namespace("did", "did:bid:abcd", motors);
  const links = { "gs1:defaultLink": [{ href: "https://example.com/motor", title: "Motor" }] };
  ledger.register(bid, { owner: motors, prefix: "did:bid:abcd", party: motors, links });
  ledger.register(handle, { scheme: "handle", owner: motors, prefix: "88.101", links });
  await ledger.mine();
});

afterAll(() => world?.ledger.close());

describe.each([
  ["the configured address is the proxy's", true],
  ["the proxy is trusted, and no address is configured", false],
])("through TLS, where %s", (_, configured) => {
  let proxy: TlsProxy;
  let resolver: TestResolver;

  beforeAll(async () => {
    proxy = await startTlsProxy();
    resolver = await startResolver(
      world.ledger.store,
      configured ? { baseUrl: proxy.url } : { trustProxy: ["loopback"] },
    );
    proxy.passTo(resolver.url);
  });

  afterAll(async () => {
    await proxy?.close();
    await resolver?.close();
  });

  it("GS1: a key redirects with its query, names its linkset at the proxy, and any site may read it", async () => {
    const { status, headers } = await proxy.send(`/${product}?x=1`, {
      ...evil,
      origin: "https://shop.example",
    });
    expect(status).toBe(307);
    expect(headers.location).toBe("https://example.com/motor?x=1");
    expect(headers.link).toContain(`<${proxy.url}/${product}?linkType=linkset>; rel="linkset"`);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(headers["strict-transport-security"]).toContain("max-age=");
  });

  it("GS1: the linkset's anchor and the description's root are https, compressed or not", async () => {
    const { body, headers } = await proxy.send(`/${product}?linkType=linkset`, evil);
    const [context] = closedContexts(JSON.parse(body));
    expect(context?.anchor).toBe(`${proxy.url}/${product}`);
    const again = await proxy.send(`/${product}?linkType=linkset`, { "if-none-match": headers.etag ?? "" });
    expect(again.status).toBe(304);
    const described = await proxy.send("/.well-known/gs1resolver", evil);
    expect(JSON.parse(described.body)).toMatchObject({ resolverRoot: proxy.url });
    const packed = await proxy.send(`/${product}?linkType=linkset`, { "accept-encoding": "gzip" });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.headers.vary).toContain("Accept-Encoding");
  });

  it("Handle: the values are told, the redirect goes where the owner said, and its links are https", async () => {
    const values = await proxy.send(`/api/handles/${encodeURIComponent(handle)}`, evil);
    expect(handleSchema.parse(JSON.parse(values.body))).toMatchObject({ responseCode: 1, handle });
    const { status, headers } = await proxy.send(`/${handle}`, evil);
    expect([status, headers.location]).toEqual([302, "https://example.com/motor"]);
    expect(headers.link).toContain(`<${proxy.url}/api/handles/`);
    expect(headers.link).not.toMatch(/evil|http:/);
    const encoded = await proxy.send(`/${handle.replace("/", "%2F")}`);
    expect(encoded.status).toBe(302);
  });

  it("DID: a party's document is answered, and errors have their form", async () => {
    const did = `did:ethr:0x7a69:${world.motors}`;
    const { body, headers } = await proxy.send(`/1.0/identifiers/${did}`, evil);
    expect(didDocumentSchema.parse(JSON.parse(body)).id).toBe(did);
    expect(headers["access-control-allow-origin"]).toBe("*");
    expect(body).not.toContain("evil");
    expect((await proxy.send("/1.0/identifiers/did:key:z6Mk")).status).toBe(501);
  });

  it("Xinghuo: a BID's document and fields are answered with code 0", async () => {
    const { status, body } = await proxy.send(`/${bid}`, evil);
    expect(status).toBe(200);
    expect(bidDocumentSchema.parse(JSON.parse(body)).data.didDocument.id).toBe(bid);
    expect(JSON.parse((await proxy.send(`/${bid}/services`)).body)).toMatchObject({ errorCode: 0 });
    expect((await proxy.send(`/${encodeURIComponent(bid)}`)).status).toBe(200);
  });

  it("/v1: every address that an identifier has here is https and leads through the proxy, one by one and in bulk", async () => {
    const { body } = await proxy.send(`/v1/resolve?id=${encodeURIComponent(serial)}`, evil);
    const { addresses, uris } = resolutionSchema.parse(JSON.parse(body)).identifier;
    expect(uris.digitalLink).toBe(`${proxy.url}/${serial}`);
    for (const address of Object.values(addresses)) {
      expect(address).toMatch(new RegExp(`^${proxy.url}/`));
      expect((await proxy.send(address.slice(proxy.url.length))).status).toBeLessThan(400);
    }
    const asked = JSON.stringify({ identifiers: [{ id: serial }] });
    const json = { "content-type": "application/json", "content-length": String(asked.length) };
    const bulk = bulkAnswerSchema.parse(
      JSON.parse((await proxy.send("/v1/resolve", json, "POST", asked)).body),
    );
    const shown = z.looseObject({
      identifier: z.looseObject({ uris: z.looseObject({ digitalLink: z.string() }) }),
    });
    expect(shown.parse(bulk.results[0]?.body).identifier.uris.digitalLink).toBe(uris.digitalLink);
  });

  it("a page for people needs nothing from elsewhere", async () => {
    const { headers, body } = await proxy.send(`/v1/resolve?id=${encodeURIComponent(serial)}`, {
      accept: "text/html",
    });
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(body).toContain('href="/explorer.css"');
    expect(body).not.toContain("http://127.0.0.1");
  });

  if (configured) {
    it("did:web beneath the proxy's address leads to the documents", async () => {
      const host = `did:web:${encodeURIComponent(new URL(proxy.url).host)}`;
      const { body } = await proxy.send(`/parties/${world.motors}/did.json`);
      expect(didDocumentSchema.parse(JSON.parse(body)).id).toBe(`${host}:parties:${world.motors}`);
      expect(body).not.toContain("http://");
    });
  }
});
