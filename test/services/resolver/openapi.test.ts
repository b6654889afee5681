import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { zeroAddress } from "../../../services/ledger/hex.js";
import { methodOf } from "../../../services/resolver/http/route.js";
import { startResolver, type TestResolver } from "./http.fixture.js";
import { product, serial, type World, worldOf } from "./world.fixture.js";

let world: World;
let resolver: TestResolver;
let document: z.infer<typeof documentSchema>;

const documentSchema = z.looseObject({
  openapi: z.literal("3.1.0"),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()) })),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

beforeAll(async () => {
  world = await worldOf();
  resolver = await startResolver(world.ledger.store);
  document = documentSchema.parse(await (await resolver.get("/openapi.json")).json());
});

afterAll(async () => {
  await resolver.close();
  await world.ledger.close();
});

/** A path of a template: what stands in its braces is such that the route takes it. */
function exampleOf(template: string): string {
  const examples: Record<string, string> = {
    ai: "01",
    compressed: "DQgnDw00",
    scheme: "gs1",
    handle: "88.1000/1",
  };
  return template.replaceAll(/\{(\w+)\}/g, (_braces, name: string) => examples[name] ?? "ef1");
}

describe("the document and the app", () => {
  it("have the same paths", async () => {
    const paths = [...new Set(resolver.app.routes.map(({ path }) => path))];
    expect(Object.keys(document.paths).sort()).toEqual([...paths].sort());
    for (const path of paths) {
      const { status } = await fetch(resolver.url + exampleOf(path), { method: "OPTIONS" });
      expect([path, status]).toEqual([path, 204]);
    }
  });

  it("have the same methods", async () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const routes = resolver.app.routes.filter((route) => route.path === path);
      expect(Object.keys(methods).sort()).toEqual(routes.map(methodOf).sort());
    }
    const posts = Object.entries(document.paths).filter(([, methods]) => "post" in methods);
    expect(posts.map(([path]) => path)).toContain("/v1/resolve");
  });

  it.each([
    ["/v1/resolve", `/v1/resolve?id=${serial}`],
    ["/v1/resolve", "/v1/resolve?id=01/09506000151717"],
    ["/v1/resolve", "/v1/resolve?id=01/1"],
    ["/v1/resolve", "/v1/resolve?id=0b4e6a1e-6c2f-4b1a-9d3e-5f6a7b8c9d0e"],
    ["/v1/parties/{address}", `/v1/parties/${zeroAddress}`],
    ["/v1/parties/{address}", "/v1/parties/0x12"],
    ["/v1/whoami", "/v1/whoami"],
    ["/v1/whoami", "/v1/whoami?x"],
    ["/.well-known/jwks.json", "/.well-known/jwks.json"],
    ["/{ai}/{value}", `/${product}`],
    ["/{ai}/{value}", `/${product}?linkType=linkset`],
    ["/{ai}/{value}", "/01/09506000117843"],
    ["/{ai}/{value}/{qualifiers}", `/${product}/21/1`],
    ["/{ai}/{value}/{qualifiers}", `/${product}/21/`],
    ["/api/handles/{handle}", "/api/handles/88.101/part-1"],
    ["/api/handles/{handle}", "/api/handles/88.101/nothing"],
    ["/api/handles/{handle}", "/api/handles/88..101/x"],
    ["/{handle}", "/88.101/part-1"],
    ["/{handle}", "/88.101/nothing"],
    ["/1.0/identifiers/{did}", `/1.0/identifiers/did:ethr:0x7a69:${zeroAddress}`],
    ["/1.0/identifiers/{did}", "/1.0/identifiers/did:key:z6Mk"],
    ["/1.0/identifiers/{did}", "/1.0/identifiers/did:"],
    ["/1.0/identifiers/{did}", "/1.0/identifiers/did:cn:88.100.1"],
    ["/did:bid:{id}", "/did:bid:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2"],
    ["/did:bid:{id}/{field}", "/did:bid:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2/acsns"],
    ["/parties/{id}/did.json", `/parties/${zeroAddress}/did.json`],
    ["/twins/{id}/did.json", "/twins/1/did.json"],
    ["/records/{id}/did.json", `/records/0x${"00".repeat(32)}/did.json`],
    ["/problems/{code}", "/problems/resolver-retired"],
    ["/problems/{code}", "/problems/nothing"],
    ["/v1/twins/{id}", "/v1/twins/1"],
    ["/v1/twins/{id}", `/v1/twins/0x${"00".repeat(32)}`],
    ["/v1/twins/{id}/versions", "/v1/twins/1/versions"],
    ["/v1/twins/{id}/components", `/v1/twins/0x${"00".repeat(32)}/components`],
    ["/v1/sealed/{id}", "/v1/sealed/1"],
    ["/v1/sealed/{id}", `/v1/sealed/0x${"00".repeat(32)}`],
    ["/v1/freezes", "/v1/freezes"],
    ["/v1/freezes", "/v1/freezes?after=1"],
    ["/v1/evidence/{digest}", "/v1/evidence/1"],
    ["/v1/evidence/{digest}", `/v1/evidence/${"00".repeat(32)}`],
    ["/v1/proofs/identifier/{id}", `/v1/proofs/identifier/${serial}`],
    ["/v1/proofs/identifier/{id}", "/v1/proofs/identifier/01/09506000134353"],
    ["/v1/proofs/member/{id}", "/v1/proofs/member/01/09506000151717"],
    ["/v1/proofs/twin/{id}", `/v1/proofs/twin/0x${"00".repeat(32)}`],
    ["/v1/proofs/party/{address}", "/v1/proofs/party/1"],
    ["/v1/proofs/grant/{id}", "/v1/proofs/grant/1?at=99999999"],
    ["/v1/proofs/freezes/{kind}/{id}", "/v1/proofs/freezes/twin/1"],
    ["/v1/statistics", "/v1/statistics"],
    ["/v1/statistics", "/v1/statistics?prefix=95"],
    ["/v1/credentials/context", "/v1/credentials/context"],
    ["/.well-known/did.json", "/.well-known/did.json"],
    ["/readyz", "/readyz"],
    ["/healthz", "/healthz"],
    ["/metrics", "/metrics"],
    ["/openapi.json", "/openapi.json"],
  ])("agree on the status of %s: %s", async (path, url) => {
    const { status } = await resolver.get(url);
    expect(Object.keys(document.paths[path]?.get?.responses ?? {})).toContain(String(status));
  });
});

it("names its schemas and leaves no reference open", () => {
  const text = JSON.stringify(document);
  const names = Object.keys(document.components.schemas);
  expect(names).toEqual(
    expect.arrayContaining(["Resolution", "Claims", "Problem", "Gs1Linkset", "Party", "AsOf"]),
  );
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) expect(names).toContain(name);
});

it("describes each field of a resolution or shows an example of it", () => {
  const bare: string[] = [];
  const walk = (schema: unknown, path: string): void => {
    const parsed = z.looseObject({ properties: z.record(z.string(), z.unknown()) }).safeParse(schema);
    if (!parsed.success) return;
    for (const [name, property] of Object.entries(parsed.data.properties)) {
      const text = JSON.stringify(property);
      if (
        !/"(description|example|\$ref|enum|const|anyOf|allOf|items|properties)":/.test(text) &&
        text !== '{"type":"boolean"}'
      ) {
        bare.push(`${path}.${name}`);
      }
      walk(property, `${path}.${name}`);
    }
  };
  for (const [name, schema] of Object.entries(document.components.schemas)) walk(schema, name);
  expect(bare.filter((name) => !/^(Gs1|Readiness)/.test(name))).toEqual([]);
});
