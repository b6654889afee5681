/** Discovery and registries of IDTA-01002, 3.1, requirement by requirement, on a real ledger over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostedDid } from "../../../../services/resolver/resolution/dids.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { type Answer, send } from "../raw.js";
import type { ServedLedger } from "../server.fixture.js";
import { allPages, codesOf, encode, idsOf, parsed, search, sendBody } from "./client.js";
import { faultsOf, specificationMissing } from "./specification.js";
import {
  aasWorld,
  assetType,
  bareTwin,
  elsewhere,
  gs1Code,
  nameplate,
  nameplateSemantics,
  paused,
  pump,
  pumpAsset,
  role,
  secondPump,
  type,
} from "./world.js";

if (specificationMissing !== null)
  console.warn(`Answers are not held against the schemas: ${specificationMissing}.`);

describe.skipIf(anvilMissing !== null)("the AAS interfaces", () => {
  let served: ServedLedger;
  let url: string;
  let bare: string;

  beforeAll(async () => {
    served = await aasWorld();
    url = served.resolver.url;
    bare = hostedDid(url, { kind: "twin", id: bareTwin });
  });
  afterAll(() => served?.stop());

  const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    send(url, path, headers);
  const found = async (path: string): Promise<unknown> => {
    const answer = await get(path);
    expect(answer.status, answer.body).toBe(200);
    return parsed(answer);
  };
  const shells = async (path: string): Promise<unknown> => (await allPages(url, path, 100)).sort();

  describe("discovery", () => {
    it.each<[string, [string, string][], string[]]>([
      ["by the global asset id", [["globalAssetId", pumpAsset]], [pump]],
      ["by a specific asset id of its own", [["serialNumber", "4712"]], [secondPump]],
      ["by one that assets share", [["manufacturerPartId", "P-200"]], [pump, secondPump, type]],
      [
        "by several, of which all must fit",
        [
          ["manufacturerPartId", "P-200"],
          ["serialNumber", "4711"],
        ],
        [pump],
      ],
      [
        "by several, the one that says most first",
        [
          ["globalAssetId", pumpAsset],
          ["manufacturerPartId", "P-200"],
          ["serialNumber", "4711"],
        ],
        [pump],
      ],
      [
        "but not by several that fit no one asset together",
        [
          ["serialNumber", "4711"],
          ["globalAssetId", "https://acme.example/assets/4712"],
        ],
        [],
      ],
      ["but not by an unknown id", [["serialNumber", "no such"]], []],
      ["but not by a name alone", [["serialNumber", "4711 "]], []],
      ["but not by an id that names for whom it is", [["customerPartId", "C-1"]], []],
      ["but not by one of a shell that was taken down", [["globalAssetId", "urn:acme:asset:paused"]], []],
      ["but not by the shell's own id", [["AssetAdministrationShell", pump]], []],
    ])("finds shells %s", async (_, ids, expected) => {
      expect(await shells(search(...ids))).toEqual(expected.toSorted());
    });

    it("finds all that claim an id, each in its own namespace", async () => {
      const [rival] = await allPages(url, search(["globalAssetId", "urn:rival:asset"]), 100);
      expect(rival).toMatch(/^did:web:.*:twins:0x/);
      expect(await shells(search(["serialNumber", "4711"]))).toEqual([pump, rival].toSorted());
    });

    it("gives the same for ids in a body", async () => {
      const body = JSON.stringify([
        { name: "manufacturerPartId", value: "P-200" },
        { name: "serialNumber", value: "4711", externalSubjectId: { type: "ExternalReference", keys: [] } },
      ]);
      const { status, text } = await sendBody(url, "/lookup/shellsByAssetLink", body);
      expect(status).toBe(200);
      expect(JSON.parse(text)).toEqual({ paging_metadata: {}, result: [pump] });
    });

    it("finds a twin without a shell under its DID, by an identifier of another scheme however it is written", async () => {
      for (const [name, value] of [
        ["gs1", gs1Code],
        ["gs1", "(01)09506000134352(21)4711"],
        ["globalAssetId", `https://id.example.com/${gs1Code}`],
      ] as const) {
        expect(await shells(search([name, value]))).toEqual([bare]);
      }
    });

    it("accepts asset ids with padding", async () => {
      const padded = Buffer.from('{"name":"serialNumber","value":"4712"}').toString("base64url");
      const path = `/lookup/shells?assetIds=${padded}${"=".repeat((4 - (padded.length % 4)) % 4)}`;
      expect(await shells(path)).toEqual([secondPump]);
    });

    it("gives all shells where no id is asked for", async () => {
      expect(await shells("/lookup/shells")).toEqual(
        expect.arrayContaining([pump, secondPump, type, role, bare]),
      );
    });

    it("gives the asset ids of a shell, the global one by its name", async () => {
      const ids = await found(`/lookup/shells/${encode(pump)}`);
      expect(ids).toEqual([
        { name: "globalAssetId", value: pumpAsset },
        { name: "serialNumber", value: "4711" },
        { name: "manufacturerPartId", value: "P-200" },
      ]);
      expect(await found(`/lookup/shells/${encode(bare)}`)).toEqual([{ name: "gs1", value: gs1Code }]);
    });

    it("pages by limit and cursor, each shell once", async () => {
      for (const limit of [1, 2, 3, 1000]) {
        const all = await allPages(url, search(["manufacturerPartId", "P-200"]), limit);
        expect(all.toSorted()).toEqual([pump, secondPump, type].toSorted());
      }
    });
  });

  describe("the registry of shells", () => {
    it("describes a shell", async () => {
      const descriptor = await found(`/shell-descriptors/${encode(pump)}`);
      const twin = expect.stringContaining(`${url}/v1/twins/0x`);
      const endpoints = [
        { interface: "CADASTRE-TWIN-1.0", protocolInformation: { href: twin, endpointProtocol: "HTTP" } },
      ];
      expect(descriptor).toEqual({
        id: pump,
        idShort: "Pump4711",
        assetKind: "Instance",
        assetType,
        globalAssetId: pumpAsset,
        specificAssetIds: [
          { name: "serialNumber", value: "4711" },
          { name: "manufacturerPartId", value: "P-200" },
        ],
        submodelDescriptors: expect.arrayContaining([
          { id: nameplate, idShort: "Nameplate", semanticId: nameplateSemantics, endpoints },
          { id: elsewhere, endpoints },
        ]),
      });
      expect(faultsOf("AssetAdministrationShellDescriptor", descriptor)).toBeNull();
    });

    it("describes a twin without a shell under its DID", async () => {
      expect(await found(`/shell-descriptors/${encode(bare)}`)).toEqual({
        id: bare,
        idShort: "Bare",
        assetKind: "Instance",
        specificAssetIds: [{ name: "gs1", value: gs1Code }],
        submodelDescriptors: [],
      });
    });

    it.skipIf(specificationMissing !== null)("is held against schemas that refuse what is wrong", () => {
      expect(faultsOf("SubmodelDescriptor", { id: nameplate })).toContain("endpoints");
      expect(
        faultsOf("AssetAdministrationShellDescriptor", { id: pump, assetKind: "Gadget" }),
      ).not.toBeNull();
    });

    it("takes ids of any characters, padded or not", async () => {
      const padded = Buffer.from(role).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
      for (const id of [encode(role), padded, padded.replaceAll("=", "%3D")]) {
        expect(await found(`/shell-descriptors/${id}`)).toMatchObject({ id: role, assetKind: "Role" });
      }
    });

    it("lists all shells, each once, and each as it describes it", async () => {
      const all = await allPages(url, "/shell-descriptors", 2);
      expect(idsOf(all)).toHaveLength(new Set(idsOf(all)).size);
      expect(idsOf(all)).toEqual(expect.arrayContaining([pump, secondPump, type, role, bare]));
      expect(idsOf(all)).not.toContain(paused);
      for (const each of all) {
        expect(each).toEqual(await found(`/shell-descriptors/${encode(idsOf([each])[0] ?? "")}`));
      }
      const page = await found("/shell-descriptors?limit=2");
      expect(faultsOf("GetAssetAdministrationShellDescriptorsResult", page)).toBeNull();
    });

    it.each([
      ["assetKind=Type", [type]],
      ["assetKind=Role", [role]],
      ["assetKind=NotApplicable", []],
      [`assetType=${encode(assetType)}`, [pump, secondPump]],
      [`assetType=${encode(assetType)}&assetKind=Instance`, [pump, secondPump]],
      [`assetType=${encode(assetType)}&assetKind=Type`, []],
      [`assetType=${encode("urn:none")}`, []],
    ])("filters by %s", async (query, expected) => {
      const all = await allPages(url, `/shell-descriptors?${query}`, 1);
      expect(idsOf(all).sort()).toEqual(expected.toSorted());
    });

    it("filters instances from types and roles", async () => {
      const ids = idsOf(await allPages(url, "/shell-descriptors?assetKind=Instance", 100));
      expect(ids).toEqual(expect.arrayContaining([pump, secondPump, bare]));
      expect(ids).not.toContain(type);
      expect(ids).not.toContain(role);
    });

    it("gives an id to whoever registered it first, and the other twin its DID", async () => {
      expect(await found(`/shell-descriptors/${encode(pump)}`)).toMatchObject({ globalAssetId: pumpAsset });
      const [rival] = await allPages(url, search(["globalAssetId", "urn:rival:asset"]), 100);
      expect(await found(`/shell-descriptors/${encode(String(rival))}`)).toMatchObject({
        id: rival,
        globalAssetId: "urn:rival:asset",
      });
    });

    it("lists and describes the submodels of a shell", async () => {
      const path = `/shell-descriptors/${encode(pump)}/submodel-descriptors`;
      const all = await allPages(url, path, 1);
      expect(idsOf(all).sort()).toEqual([nameplate, elsewhere].sort());
      const one = await found(`${path}/${encode(nameplate)}`);
      expect(all).toContainEqual(one);
      expect(faultsOf("SubmodelDescriptor", one)).toBeNull();
      expect(faultsOf("GetSubmodelDescriptorsResult", await found(path))).toBeNull();
      const other = await get(
        `/shell-descriptors/${encode(secondPump)}/submodel-descriptors/${encode(nameplate)}`,
      );
      expect([other.status, codesOf(other)]).toEqual([404, ["RESOLVER_UNKNOWN_SUBMODEL"]]);
    });
  });

  describe("the registry of submodels", () => {
    it("lists and describes them", async () => {
      const all = await allPages(url, "/submodel-descriptors", 1);
      expect(idsOf(all).sort()).toEqual([nameplate, elsewhere].sort());
      expect(await found(`/submodel-descriptors/${encode(nameplate)}`)).toMatchObject({
        id: nameplate,
        idShort: "Nameplate",
        semanticId: nameplateSemantics,
      });
    });
  });

  it("names the profiles that it serves, and those alone", async () => {
    const description = await found("/description");
    const stem = "https://admin-shell.io/aas/API/3/1";
    expect(description).toEqual({
      profiles: [
        `${stem}/AssetAdministrationShellRegistryServiceSpecification/SSP-002`,
        `${stem}/AssetAdministrationShellRegistryServiceSpecification/SSP-005`,
        `${stem}/SubmodelRegistryServiceSpecification/SSP-002`,
        `${stem}/DiscoveryServiceSpecification/SSP-002`,
      ],
    });
    expect(faultsOf("ServiceDescription", description)).toBeNull();
  });

  describe("an error", () => {
    it.each([
      [`/shell-descriptors/${encode("urn:none")}`, 404, "RESOLVER_UNKNOWN_SHELL"],
      [`/shell-descriptors/${encode(paused)}`, 404, "RESOLVER_UNKNOWN_SHELL"],
      [`/shell-descriptors/${encode("urn:none")}/submodel-descriptors`, 404, "RESOLVER_UNKNOWN_SHELL"],
      [`/submodel-descriptors/${encode("urn:none")}`, 404, "RESOLVER_UNKNOWN_SUBMODEL"],
      [`/lookup/shells/${encode("urn:none")}`, 404, "RESOLVER_UNKNOWN_SHELL"],
      ["/shell-descriptors/not*base64", 400, "RESOLVER_INVALID_AAS_ID"],
      ["/lookup/shells?assetIds=!", 400, "RESOLVER_INVALID_AAS_ID"],
      ["/lookup/shells?createdFrom=2026-01-01T00:00:00Z", 400, "RESOLVER_INVALID_QUERY"],
      ["/shell-descriptors?assetKind=Gadget", 400, "RESOLVER_INVALID_QUERY"],
      ["/shell-descriptors?limit=0", 400, "RESOLVER_INVALID_QUERY"],
      ["/shell-descriptors?cursor=LjEwMC4w", 400, "RESOLVER_INVALID_QUERY"],
      ["/shell-descriptors/a/b/c/d", 404, "RESOLVER_UNKNOWN_ROUTE"],
    ])("is a list of result messages: %s", async (path, status, code) => {
      const answer = await get(path);
      expect([answer.status, codesOf(answer)]).toEqual([status, [code]]);
      expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
      expect(answer.headers["cache-control"]).toBe("no-store");
      expect(parsed(answer)).toMatchObject({
        messages: [
          {
            correlationId: answer.headers["x-request-id"],
            messageType: "Error",
            timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
          },
        ],
      });
      expect(faultsOf("Result", parsed(answer))).toBeNull();
    });

    it.each([
      ["/shell-descriptors", "GET, HEAD, POST, OPTIONS"],
      [`/shell-descriptors/${encode(pump)}`, "GET, HEAD, PUT, DELETE, OPTIONS"],
      ["/lookup/shells", "GET, HEAD, OPTIONS"],
      [`/lookup/shells/${encode(pump)}`, "GET, HEAD, POST, DELETE, OPTIONS"],
      ["/description", "GET, HEAD, OPTIONS"],
    ])("of the method names those that there are: %s", async (path, methods) => {
      const answer = await send(url, path, {}, "PATCH");
      expect([answer.status, codesOf(answer)]).toEqual([405, ["RESOLVER_METHOD_NOT_ALLOWED"]]);
      expect(answer.headers.allow).toBe(methods);
    });

    it.each([
      ["POST", "/shell-descriptors"],
      ["PUT", `/shell-descriptors/${encode(pump)}`],
      ["DELETE", `/shell-descriptors/${encode(pump)}`],
      ["POST", `/shell-descriptors/${encode(pump)}/submodel-descriptors`],
      ["DELETE", `/submodel-descriptors/${encode(nameplate)}`],
      ["POST", `/lookup/shells/${encode(pump)}`],
      ["DELETE", `/lookup/shells/${encode(pump)}`],
    ])("of a write, where that is not turned on, says how it is: %s %s", async (method, path) => {
      const answer = await send(url, path, { authorization: "Bearer any" }, method);
      expect([answer.status, codesOf(answer)]).toEqual([403, ["RESOLVER_WRITING_OFF"]]);
      expect(answer.body).toContain("CADASTRE_WRITE_");
    });
  });

  describe("HTTP", () => {
    const paths = ["/shell-descriptors", "/lookup/shells", "/submodel-descriptors", "/description"];

    it.each(paths)("has HEAD, entity tags and other sites' pages: %s", async (path) => {
      const whole = await get(path);
      const head = await send(url, path, {}, "HEAD");
      expect([head.status, head.body]).toEqual([200, ""]);
      expect(head.headers["content-length"]).toBe(whole.headers["content-length"]);
      expect(whole.headers["access-control-allow-origin"]).toBe("*");
      const again = await get(path, { "if-none-match": String(whole.headers.etag) });
      expect([again.status, again.body]).toEqual([304, ""]);
    });

    it("answers OPTIONS with the methods of the path", async () => {
      const options = await send(url, "/lookup/shellsByAssetLink", {}, "OPTIONS");
      expect(options.status).toBe(204);
      expect(options.headers["access-control-allow-methods"]).toBe("POST, OPTIONS");
      expect(options.headers["access-control-allow-headers"]).toContain("Content-Type");
      const refused = await get("/lookup/shellsByAssetLink");
      expect([refused.status, refused.headers.allow]).toEqual([405, "POST, OPTIONS"]);
    });
  });
});
