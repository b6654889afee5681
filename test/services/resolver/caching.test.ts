import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolutionSchema } from "../../../services/resolver/v1/schema.js";
import { send } from "../conformance/raw.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { product, serial, sharedUuid, type World, worldOf } from "./world.fixture.js";

let world: World;
let resolver: TestResolver;

beforeAll(async () => {
  world = await worldOf();
  resolver = await startResolver(world.ledger.store);
});

afterAll(async () => {
  await resolver.close();
  await world.ledger.close();
});

const resolving = (id: string) => `/v1/resolve?id=${encodeURIComponent(id)}`;

/** All of `/v1` that answers with 200 in this world. */
const paths = () => [
  resolving(serial),
  `/v1/parties/${world.motors}`,
  "/v1/namespaces/gs1/9506000",
  "/v1/namespaces/gs1",
  "/v1/freezes",
  `/v1/twins/${world.twin}`,
  `/v1/twins/${world.twin}/versions`,
  `/v1/roles/record/${world.serialRecord}`,
  `/v1/assets/record/${world.serialRecord}/rights`,
];

async function tagOf(path: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await resolver.get(path, headers);
  expect(response.status, path).toBe(200);
  await response.arrayBuffer();
  const etag = response.headers.get("etag");
  if (etag === null) throw new Error(`${path} has no entity tag`);
  return etag;
}

const resolved = async () => resolutionSchema.parse(await (await resolver.get(resolving(serial))).json());

describe("an answer of /v1", () => {
  it("has a weak tag, is asked for again each time, and is not sent again", async () => {
    for (const path of paths()) {
      const etag = await tagOf(path);
      expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
      const again = await resolver.get(path, { "if-none-match": etag });
      expect(again.status, path).toBe(304);
      expect(await again.text()).toBe("");
      expect(again.headers.get("etag")).toBe(etag);
      expect(again.headers.get("cache-control")).toBe("no-cache");
    }
  });

  it("is the same after a block that changes nothing in it, and says of which block that is", async () => {
    const etag = await tagOf(resolving(serial));
    const before = await resolved();
    world.ledger.office(1, "Office far from this");
    await world.ledger.mine();
    const again = await resolver.get(resolving(serial), { "if-none-match": etag });
    expect(again.status).toBe(304);
    const [number, ...more] = (again.headers.get("cadastre-as-of") ?? "").split(";");
    expect(Number(number)).toBe(before.asOf.number + 1);
    const { asOf } = await resolved();
    expect(more).toEqual([`hash="${asOf.hash}"`, `time=${asOf.time}`, `finality=${asOf.finality}`]);
  });

  it("is a new one when what it says changes", async () => {
    const path = resolving("01/09506000149301");
    const etag = await tagOf(path);
    world.ledger.recordStatus(world.bare, "suspended", "recall");
    await world.ledger.mine();
    const response = await resolver.get(path, { "if-none-match": etag });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ record: { status: "suspended" } });
    world.ledger.recordStatus(world.bare, "active", "");
    await world.ledger.mine();
  });

  it("has another tag as a page, and caches are told that there are two", async () => {
    const page = await tagOf(resolving(serial), { accept: "text/html" });
    expect(page).not.toBe(await tagOf(resolving(serial)));
    const { headers, status } = await resolver.get(resolving(serial), {
      accept: "text/html",
      "if-none-match": page,
    });
    expect(status).toBe(304);
    expect(headers.get("vary")).toContain("Accept");
  });

  it.each([
    ["one of several claims", sharedUuid, 300],
    ["a problem", "01/09506000151717", 404],
  ])("has no tag where it is %s", async (_, id, status) => {
    const response = await resolver.get(resolving(id), { "if-none-match": "*" });
    expect(response.status).toBe(status);
    expect(response.headers.get("etag")).toBeNull();
  });
});

describe("other protocols", () => {
  it("answer 304 too", async () => {
    for (const path of [
      "/openapi.json",
      "/.well-known/gs1resolver",
      `/${product}?linkType=linkset`,
      "/api/handles/88.101/part-1",
      `/1.0/identifiers/did:ethr:0x7a69:${world.motors}`,
    ]) {
      expect((await resolver.get(path, { "if-none-match": await tagOf(path) })).status, path).toBe(304);
    }
  });

  it("a DID's result keeps its tag over a block that changes nothing in it", async () => {
    const accept = { accept: "application/did-resolution" };
    const path = `/1.0/identifiers/did:ethr:0x7a69:${world.motors}`;
    const etag = await tagOf(path, accept);
    world.ledger.office(2, "Another office far from this");
    await world.ledger.mine();
    expect(await tagOf(path, accept)).toBe(etag);
  });
});

describe("compression", () => {
  async function bytes(path: string, coding: string, method = "GET") {
    const { headers, status } = await send(resolver.url, path, { "accept-encoding": coding }, method);
    const response = await fetch(resolver.url + path, { headers: { "accept-encoding": coding } });
    return { headers, status, text: await response.text() };
  }

  const long = () => resolving(serial);

  it.each([
    ["gzip", "gzip"],
    ["br", "br"],
    ["gzip, deflate, br, zstd", "br"],
    ["gzip;q=1, br;q=0.5", "gzip"],
    ["*", "br"],
    ["*, br;q=0", "gzip"],
    ["identity;q=0, gzip", "gzip"],
  ])("for Accept-Encoding %s is %s, and the answer the same", async (accepted, coding) => {
    const { headers, text } = await bytes(long(), accepted);
    expect(headers["content-encoding"]).toBe(coding);
    expect(headers.vary).toBe("Accept, Authorization, Accept-Encoding");
    expect(JSON.parse(text)).toEqual(JSON.parse((await bytes(long(), "identity")).text));
  });

  it.each([["identity"], ["gzip;q=0"], ["deflate"], [""], ["gzip;q=0.5, identity"]])(
    "is none for Accept-Encoding %s, and the caches are told that it could be",
    async (accepted) => {
      const { headers } = await bytes(long(), accepted);
      expect(headers["content-encoding"]).toBeUndefined();
      expect(headers.vary).toBe("Accept, Authorization, Accept-Encoding");
    },
  );

  it("is none for a small body", async () => {
    const { headers } = await bytes("/healthz", "gzip");
    expect(headers["content-encoding"]).toBeUndefined();
    expect(headers.vary).toBeUndefined();
  });

  it("keeps length and tag right, for HEAD and 304 as for GET", async () => {
    for (const path of [long(), "/explorer.js", "/openapi.json"]) {
      const coded = { "accept-encoding": "gzip" };
      const got = await send(resolver.url, path, coded);
      const head = await send(resolver.url, path, coded, "HEAD");
      expect(head.headers["content-length"]).toBe(got.headers["content-length"]);
      expect(head.headers.etag).toBe(got.headers.etag);
      expect(head.body).toBe("");
      expect(got.headers.etag).toMatch(/^W\//);
      const again = await send(resolver.url, path, { ...coded, "if-none-match": got.headers.etag ?? "" });
      expect(again.status).toBe(304);
      expect(again.headers.etag).toBe(got.headers.etag);
      expect(again.headers.vary).toBe(got.headers.vary);
      expect(again.headers["content-encoding"]).toBeUndefined();
      expect((await send(resolver.url, path, { "if-none-match": got.headers.etag ?? "" })).status).toBe(304);
    }
  });

  it("is what its name says", async () => {
    const raw = async (coding: string) => {
      const { hostname, port } = new URL(resolver.url);
      const { request } = await import("node:http");
      return new Promise<Buffer>((resolve, reject) => {
        request(
          { hostname, port, path: "/explorer.js", headers: { "accept-encoding": coding } },
          (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("end", () => resolve(Buffer.concat(chunks)));
          },
        )
          .on("error", reject)
          .end();
      });
    };
    const plain = (await raw("identity")).toString();
    expect(gunzipSync(await raw("gzip")).toString()).toBe(plain);
    expect(brotliDecompressSync(await raw("br")).toString()).toBe(plain);
  });
});
