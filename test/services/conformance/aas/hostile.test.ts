/** What nobody sends in earnest: the AAS interfaces refuse it and go on. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startResolver, type TestResolver } from "../../resolver/http.fixture.js";
import { LedgerFixture } from "../../resolver/ledger.fixture.js";
import { send } from "../raw.js";
import { codesOf, encode, search, sendBody } from "./client.js";
import { faultsOf } from "./specification.js";

let ledger: LedgerFixture;
let resolver: TestResolver;
let url: string;

/** Links that an owner may register, and that no descriptor can be made of. */
const odd = {
  "https://admin-shell.io/aas/API/3/1/Descriptor": [
    {
      href: "",
      idShort: ["", "x"],
      displayName: ["x"],
      specificAssetIds: [{ name: "", value: "" }],
      version: "1",
    },
  ],
  "https://admin-shell.io/aas/API/3/1/Descriptor/endpoints": [
    { href: "javascript://x/%0aalert(1)", interface: ["AAS-3.0"] },
    { href: "https://example.com/no-interface" },
    { href: "https://example.com/aas", interface: ["AAS-3.0"], securityAttributes: ["x"] },
  ],
  "https://admin-shell.io/aas/3/1/HasSemantics/semanticId": [{ href: "", keys: [{ type: "x" }] }],
};

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  const owner = ledger.party("Owner");
  ledger.schemes(owner);
  ledger.namespace("aas", "OWNER", owner);
  const twin = ledger.twin("Odd thing", owner);
  const own = { owner, prefix: "OWNER", links: odd };
  const shell = ledger.register("aas:OWNER/AssetAdministrationShell/urn%3Aodd", { ...own, twin });
  ledger.register("aas:OWNER/Submodel/urn%3Aodd%3Asm", { ...own, record: shell });
  ledger.register("aas:OWNER/Submodel/urn%3Aodd%3Aloose", own);
  ledger.register("aas:OWNER/AssetAdministrationShell/urn%3Aodd%3Aloose", own);
  await ledger.mine();
  resolver = await startResolver(ledger.store);
  url = resolver.url;
});

afterAll(async () => {
  await resolver.close();
  await ledger.close();
});

describe("hostile input", () => {
  it.each([
    ["an empty id", "/lookup/shells?assetIds="],
    ["an id that is no base64url", "/shell-descriptors/%F0%9F%92%A9"],
    ["stray bits in base64url", "/shell-descriptors/YR"],
    ["padding where none belongs", "/shell-descriptors/YWJj="],
    ["bytes that are not UTF-8", "/shell-descriptors/_w"],
    ["an overlong id", `/shell-descriptors/${encode("x".repeat(2_049))}`],
    ["an asset id that is no JSON", `/lookup/shells?assetIds=${encode("{")}`],
    ["an asset id of another structure", `/lookup/shells?assetIds=${encode("[1]")}`],
    ["an asset id without a value", `/lookup/shells?assetIds=${encode('{"name":"a"}')}`],
    ["an asset id with a long name", search(["x".repeat(65), "1"])],
    ["too many asset ids", search(...Array.from({ length: 33 }, () => ["a", "b"] as const))],
    ["a repeated limit", "/shell-descriptors?limit=1&limit=2"],
    ["a repeated cursor", "/lookup/shells?cursor=a&cursor=b"],
    ["an unknown parameter", "/lookup/shells?assetids=x"],
    ["a negative limit", "/submodel-descriptors?limit=-1"],
    ["a cursor of another list", `/shell-descriptors?cursor=${encode("abc.0.1")}`],
    ["a cursor that looks too far", `/shell-descriptors?cursor=${encode(".1.9999")}`],
    ["a type that is no base64url", "/shell-descriptors?assetType=a%20b"],
    ["a parameter where there is none", "/description?x=1"],
  ])("is refused as the caller's fault: %s", async (_, path) => {
    const answer = await send(url, path);
    expect(answer.status, answer.body).toBe(400);
    expect(codesOf(answer)).toHaveLength(1);
    expect(faultsOf("Result", JSON.parse(answer.body))).toBeNull();
  });

  it.each<[string, string, Record<string, string>, number]>([
    ["no JSON", "{", { "content-type": "application/json" }, 400],
    ["JSON of another structure", '{"name":"a","value":"b"}', { "content-type": "application/json" }, 400],
    ["JSON that is no object", "null", { "content-type": "application/json" }, 400],
    ["deep nesting", "[".repeat(50_000), { "content-type": "application/json" }, 400],
    ["a prototype", '[{"__proto__":{"name":"a","value":"b"}}]', { "content-type": "application/json" }, 400],
    [
      "too many links",
      JSON.stringify(Array.from({ length: 33 }, () => ({ name: "a", value: "b" }))),
      { "content-type": "application/json" },
      400,
    ],
    ["another media type", "[]", { "content-type": "text/plain" }, 415],
    ["another character set", "[]", { "content-type": "application/json; charset=iso-8859-1" }, 415],
    ["a compressed body", "[]", { "content-type": "application/json", "content-encoding": "gzip" }, 415],
    ["too much", `["${"x".repeat(200_000)}"]`, { "content-type": "application/json" }, 413],
  ])("is refused in a body: %s", async (_, body, headers, status) => {
    const answer = await sendBody(url, "/lookup/shellsByAssetLink", body, headers);
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining('{"messages":[{"code":')]);
  });

  it("is refused where a body is missing", async () => {
    const answer = await send(url, "/lookup/shellsByAssetLink", { "content-length": "0" }, "POST");
    expect([answer.status, codesOf(answer)]).toEqual([400, ["RESOLVER_INVALID_BODY"]]);
  });

  it.each(["/shell-descriptors", "/description", "/bulk/status/x"])(
    "is refused in a body where none is wanted: %s",
    async (path) => {
      const answer = await send(url, path, { "content-length": "20000" });
      expect([answer.status, codesOf(answer)]).toEqual([413, ["RESOLVER_BODY_TOO_LARGE"]]);
      expect(answer.headers.connection).toBe("close");
      expect(faultsOf("Result", JSON.parse(answer.body))).toBeNull();
    },
  );

  it("of owners is left out of descriptors, which keep to the schema", async () => {
    const shell = JSON.parse((await send(url, `/shell-descriptors/${encode("urn:odd")}`)).body);
    expect(shell).toMatchObject({
      id: "urn:odd",
      endpoints: [{ interface: "AAS-3.0", protocolInformation: { href: "https://example.com/aas" } }],
      submodelDescriptors: [{ id: "urn:odd:sm" }],
    });
    expect(Object.keys(shell).sort()).toEqual(["assetKind", "endpoints", "id", "submodelDescriptors"]);
    expect(faultsOf("AssetAdministrationShellDescriptor", shell)).toBeNull();
    const loose = JSON.parse((await send(url, `/submodel-descriptors/${encode("urn:odd:loose")}`)).body);
    expect(faultsOf("SubmodelDescriptor", loose)).toBeNull();
    expect((await send(url, `/shell-descriptors/${encode("urn:odd:loose")}`)).status).toBe(404);
  });

  it("of any kind never fails", async () => {
    const stems = ["/shell-descriptors", "/submodel-descriptors", "/lookup/shells", "/bulk/status"];
    const text = fc.string({ unit: "binary", maxLength: 60 });
    const segment = fc.oneof(
      text.map((raw) => encodeURIComponent(raw)),
      text.map((raw) => encode(raw)),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString("base64url")),
    );
    const query = fc
      .array(fc.tuple(fc.constantFrom("assetIds", "limit", "cursor", "assetKind", "assetType"), segment))
      .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join("&"));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...stems),
        fc.array(segment, { maxLength: 3 }),
        query,
        async (stem, segments, parameters) => {
          const path = [stem, ...segments.filter((one) => one !== "")].join("/");
          expect((await send(url, `${path}?${parameters}`)).status).toBeLessThan(500);
        },
      ),
      { numRuns: 400 },
    );
  });
});
