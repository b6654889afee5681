/** The full profiles of IDTA-01002, 3.1: shells, submodels and asset ids, written by a client that others wrote. */
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerIdentifier, retireRecord } from "../../../../services/ledger/actions/identifiers.js";
import { recordId, schemeId } from "../../../../services/ledger/ids.js";
import { readRecord } from "../../../../services/ledger/reads/identifiers.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { send } from "../raw.js";
import type { ServedLedger } from "../server.fixture.js";
import { allPages, codesOf, encode, parsed, search, sendBody } from "./client.js";
import { AasRegistryClient, Configuration, Models } from "./sdk.js";
import { faultsOf } from "./specification.js";
import { importAs, rowsOf } from "./world.js";
import { authorised, endpoint, owner, submodel, token, writingResolver } from "./writer.js";

const motor = "https://acme.example/aas/motor-1";
const descriptor = {
  id: motor,
  idShort: "Motor1",
  displayName: [{ language: "de", text: "Motor 1" }],
  description: [{ language: "en", text: "A motor" }],
  administration: { version: "1", revision: "2" },
  assetKind: "Instance",
  assetType: "https://acme.example/types/motor",
  globalAssetId: "https://acme.example/assets/motor-1",
  specificAssetIds: [
    { name: "serialNumber", value: "M-1" },
    { name: "manufacturerId", value: "BPNL00000003AYRE" },
  ],
  endpoints: [endpoint("shells/motor-1", "AAS-3.0")],
  submodelDescriptors: [submodel("Nameplate")],
};

describe.skipIf(anvilMissing !== null)("writing through the AAS interfaces", () => {
  let served: ServedLedger;
  let url: string;

  beforeAll(async () => {
    served = await writingResolver();
    url = served.resolver.url;
  });
  afterAll(() => served?.stop());

  const headers = authorised;
  const put = (path: string, body: unknown, method = "PUT") =>
    sendBody(url, path, JSON.stringify(body), headers, method);
  const post = (path: string, body: unknown) => put(path, body, "POST");
  const remove = (path: string) => send(url, path, { authorization: `Bearer ${token}` }, "DELETE");
  const read = async (path: string) => parsed(await send(url, path));
  const shellPath = `/shell-descriptors/${encode(motor)}`;
  const found = (...ids: [string, string][]) => allPages(url, search(...ids), 100);

  it("claims the full profiles", async () => {
    expect(await read("/description")).toMatchObject({
      profiles: expect.arrayContaining([
        "https://admin-shell.io/aas/API/3/1/AssetAdministrationShellRegistryServiceSpecification/SSP-001",
        "https://admin-shell.io/aas/API/3/1/SubmodelRegistryServiceSpecification/SSP-001",
        "https://admin-shell.io/aas/API/3/1/DiscoveryServiceSpecification/SSP-001",
      ]),
    });
  });

  it("creates a shell, which is then as it was sent, and found", async () => {
    const answer = await post("/shell-descriptors", descriptor);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([201, descriptor]);
    expect(answer.headers.get("location")).toBe(url + shellPath);
    expect(await read(shellPath)).toEqual(descriptor);
    expect(faultsOf("AssetAdministrationShellDescriptor", await read(shellPath))).toBeNull();
    expect(await found(["serialNumber", "M-1"])).toEqual([motor]);
    expect(await found(["manufacturerId", "BPNL00000003AYRE"])).toEqual([motor]);
    const again = await post("/shell-descriptors", descriptor);
    expect([again.status, again.text]).toEqual([409, expect.stringContaining("RESOLVER_CONFLICT")]);
  });

  it("replaces a shell: what is no longer said is gone", async () => {
    const { description: _, ...rest } = descriptor;
    const changed = {
      ...rest,
      idShort: "MotorOne",
      specificAssetIds: [{ name: "serialNumber", value: "M-1-B" }],
      submodelDescriptors: [submodel("Handover")],
    };
    expect((await put(shellPath, changed)).status).toBe(204);
    expect(await read(shellPath)).toEqual(changed);
    expect(await found(["serialNumber", "M-1"])).toEqual([]);
    expect(await found(["manufacturerId", "BPNL00000003AYRE"])).toEqual([]);
    expect((await put(shellPath, descriptor)).status).toBe(204);
    expect(await read(shellPath)).toEqual(descriptor);
  });

  it("creates by PUT what is not there", async () => {
    const other = { ...descriptor, id: "urn:acme:by-put", globalAssetId: "urn:acme:asset:by-put" };
    const bare = { ...other, specificAssetIds: [], submodelDescriptors: [] };
    const path = `/shell-descriptors/${encode(other.id)}`;
    const answer = await put(path, bare);
    expect([answer.status, answer.headers.get("location")]).toEqual([201, url + path]);
    const wrong = await put(path, { ...bare, id: "urn:acme:another" });
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining("RESOLVER_INVALID_BODY")]);
  });

  it("takes a shell down and brings it back; nothing leaves the ledger", async () => {
    expect((await remove(shellPath)).status).toBe(204);
    const gone = await send(url, shellPath);
    expect([gone.status, codesOf(gone)]).toEqual([404, ["RESOLVER_UNKNOWN_SHELL"]]);
    expect(await found(["serialNumber", "M-1"])).toEqual([]);
    expect((await send(url, `/submodel-descriptors/${encode("urn:acme:sm:Nameplate")}`)).status).toBe(404);
    const { provider, deployment } = served.ledger;
    const name = `${owner}/AssetAdministrationShell/${encodeURIComponent(motor)}`;
    const state = await readRecord(provider, deployment, recordId(schemeId("aas"), name));
    expect(state?.status).toBe("suspended");
    expect((await remove(shellPath)).status).toBe(404);
    expect((await post("/shell-descriptors", descriptor)).status).toBe(201);
    expect(await read(shellPath)).toEqual(descriptor);
  });

  it("writes the submodels of a shell one by one", async () => {
    const list = `${shellPath}/submodel-descriptors`;
    const one = submodel("Carbon");
    const path = `${list}/${encode(one.id)}`;
    const answer = await post(list, one);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([201, one]);
    expect(answer.headers.get("location")).toBe(url + path);
    expect((await post(list, one)).status).toBe(409);
    const changed = { ...one, idShort: "CarbonFootprint" };
    expect((await put(path, changed)).status).toBe(204);
    expect(await read(path)).toEqual(changed);
    expect(await read(`/submodel-descriptors/${encode(one.id)}`)).toEqual(changed);
    expect((await remove(path)).status).toBe(204);
    expect((await send(url, path)).status).toBe(404);
    expect((await put(path, one)).status).toBe(201);
    expect((await post(`/shell-descriptors/${encode("urn:none")}/submodel-descriptors`, one)).status).toBe(
      404,
    );
  });

  it("writes submodels by themselves", async () => {
    const one = submodel("Loose");
    const path = `/submodel-descriptors/${encode(one.id)}`;
    expect((await post("/submodel-descriptors", one)).status).toBe(201);
    expect(await read(path)).toEqual(one);
    expect((await put(path, { ...one, idShort: "Looser" })).status).toBe(204);
    expect(await read(path)).toMatchObject({ idShort: "Looser" });
    expect((await remove(path)).status).toBe(204);
    expect((await remove(path)).status).toBe(404);
  });

  it("replaces and takes down the ids of a shell's asset", async () => {
    const path = `/lookup/shells/${encode(motor)}`;
    const ids = [
      { name: "globalAssetId", value: descriptor.globalAssetId },
      { name: "serialNumber", value: "M-1-C" },
      { name: "customerId", value: "BPNL0000000CUST1" },
    ];
    const answer = await post(path, ids);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([201, ids]);
    expect(await found(["serialNumber", "M-1-C"], ["customerId", "BPNL0000000CUST1"])).toEqual([motor]);
    expect(await found(["serialNumber", "M-1"])).toEqual([]);
    expect((await remove(path)).status).toBe(204);
    expect(await read(path)).toEqual([]);
    expect(await found(["globalAssetId", descriptor.globalAssetId])).toEqual([]);
    expect((await post(`/lookup/shells/${encode("urn:none")}`, ids)).status).toBe(404);
  });

  it("takes what the BaSyx SDK writes", async () => {
    const configuration = new Configuration({
      basePath: url,
      headers: { authorization: `Bearer ${token}` },
    });
    const client = new AasRegistryClient();
    const shell = new Models.AssetAdministrationShellDescriptor("urn:acme:sdk");
    shell.idShort = "Sdk";
    shell.globalAssetId = "urn:acme:asset:sdk";
    const given = { configuration, assetAdministrationShellDescriptor: shell };
    const posted = await client.postAssetAdministrationShellDescriptor(given);
    expect(posted).toMatchObject({ success: true, data: { id: "urn:acme:sdk", idShort: "Sdk" } });
    const aasIdentifier = "urn:acme:sdk";
    shell.idShort = "Sdk2";
    const replaced = await client.putAssetAdministrationShellDescriptorById({ ...given, aasIdentifier });
    expect(replaced.success).toBe(true);
    expect(await read(`/shell-descriptors/${encode(aasIdentifier)}`)).toMatchObject({ idShort: "Sdk2" });
    const removed = await client.deleteAssetAdministrationShellDescriptorById({
      configuration,
      aasIdentifier,
    });
    expect(removed.success).toBe(true);
    expect((await send(url, `/shell-descriptors/${encode(aasIdentifier)}`)).status).toBe(404);
  });

  it("refuses what is another party's, and what it holds no namespace for", async () => {
    const { ledger } = served;
    const rival = await ledger.party(2, "Rival");
    const bare = { id: "urn:rival:shell", assetKind: "Instance", globalAssetId: "urn:rival:asset" } as const;
    const document = {
      assetAdministrationShells: [{ id: bare.id, assetInformation: { assetKind: "Instance" } }],
    };
    await importAs(served, rival, "rival.example", rowsOf(document, "rival.example"));
    await served.caughtUp();
    const path = `/shell-descriptors/${encode(bare.id)}`;
    for (const answer of [await put(path, bare), await put(path, bare, "DELETE")]) {
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining("RESOLVER_NOT_OURS")]);
    }
    expect((await send(url, path)).status).toBe(200);
  });

  it("writes nothing of a shell where a part of it cannot be written", async () => {
    const { ledger } = served;
    const { deployment } = ledger;
    const maker = await ledger.account(1);
    const name = { scheme: "aas", identifier: `${owner}/serialNumber/RETIRED` };
    const content = { subject: { kind: "none" as const }, linkset: new Uint8Array() };
    const length = Buffer.byteLength(owner);
    await ledger.send(maker, registerIdentifier(deployment, name, length, content, maker.address));
    await ledger.send(maker, retireRecord(deployment, name, "for a test"));
    await served.caughtUp();
    const shell = { id: "urn:acme:half", specificAssetIds: [{ name: "serialNumber", value: "RETIRED" }] };
    const answer = await post("/shell-descriptors", shell);
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining("retired")]);
    const broken = await post("/shell-descriptors", { id: "urn:acme:half", idShort: "\ud800" });
    expect([broken.status, broken.text]).toEqual([400, expect.stringContaining("RESOLVER_INVALID_BODY")]);
    const record = recordId(schemeId("aas"), `${owner}/AssetAdministrationShell/urn%3Aacme%3Ahalf`);
    expect(await readRecord(ledger.provider, deployment, record)).toBeNull();
  });

  it("lets writes of one shell follow one another", async () => {
    const one = { id: "urn:acme:twice", assetKind: "Instance", globalAssetId: "urn:acme:asset:twice" };
    const answers = await Promise.all([1, 2, 3].map(() => post("/shell-descriptors", one)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it("refuses what the ledger would not keep, and a reference that names nobody", async () => {
    for (const more of [
      { extensions: [{ name: "x" }] },
      {
        specificAssetIds: [
          { name: "a", value: "b", externalSubjectId: { type: "ExternalReference", keys: [] } },
        ],
      },
    ]) {
      const answer = await post("/shell-descriptors", { id: "urn:acme:refused", ...more });
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("RESOLVER_INVALID_BODY")]);
    }
    expect((await send(url, `/shell-descriptors/${encode("urn:acme:refused")}`)).status).toBe(404);
  });

  it("is refused for two tokens, as another reader on the way may take the other", async () => {
    const two = await new Promise<number | undefined>((resolve, reject) => {
      const { host, hostname, port } = new URL(url);
      const bearers = [`Bearer ${token}`, "Bearer another-token-for-tests"];
      const headers = ["host", host, ...bearers.flatMap((one) => ["authorization", one])];
      const asked = request({ hostname, port, method: "DELETE", path: shellPath, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once("error", reject);
      asked.end();
    });
    expect(two).toBe(401);
  });

  it.each([
    ["no token", {}],
    ["another token", { authorization: "Bearer another-token-for-tests" }],
    ["the token in another scheme", { authorization: `Basic ${token}` }],
  ])("is refused for %s, before the body is looked at", async (_, given) => {
    const type = { "content-type": "application/json" };
    const answer = await sendBody(url, "/shell-descriptors", "{", { ...type, ...given });
    expect([answer.status, answer.text]).toEqual([401, expect.stringContaining("RESOLVER_UNAUTHORISED")]);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(answer.text).not.toContain(token);
  });
});
