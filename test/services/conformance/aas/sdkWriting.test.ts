/** What the BaSyx SDK has read, written back by it: nothing may be lost, and nothing be in the way. */
import type { Configuration as Settings } from "basyx-typescript-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { send } from "../raw.js";
import type { ServedLedger } from "../server.fixture.js";
import { encode, parsed, sendBody } from "./client.js";
import { AasRegistryClient, Configuration, SubmodelRegistryClient } from "./sdk.js";
import { authorised, endpoint, submodel, token, writingResolver } from "./writer.js";

const motor = "https://acme.example/aas/motor-1";
const nameplate = submodel("Nameplate");

const descriptor = (id: string, assetKind: "Instance" | "Type") => ({
  id,
  idShort: "Motor1",
  displayName: [{ language: "de", text: "Motor 1" }],
  description: [{ language: "en", text: "A motor" }],
  administration: { version: "1", revision: "2" },
  assetKind,
  assetType: "https://acme.example/types/motor",
  globalAssetId: `${id}#asset`,
  specificAssetIds: [
    { name: "serialNumber", value: `${assetKind}-1` },
    {
      name: "customerPartId",
      value: "C-1",
      externalSubjectId: {
        type: "ExternalReference",
        keys: [{ type: "GlobalReference", value: "PUBLIC_READABLE" }],
      },
    },
  ],
  endpoints: [endpoint("shells/motor-1", "AAS-3.0")],
  submodelDescriptors: assetKind === "Instance" ? [nameplate] : [],
});

const shells = [descriptor(motor, "Instance"), descriptor("https://acme.example/aas/motor", "Type")];

/** The answer's data. */
function given<Data>(answer: { success: true; data: Data } | { success: false; error: unknown }): Data {
  if (!answer.success) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

describe.skipIf(anvilMissing !== null)("what the BaSyx SDK has read, written back", () => {
  let served: ServedLedger;
  let configuration: Settings;

  beforeAll(async () => {
    served = await writingResolver();
    configuration = new Configuration({
      basePath: served.resolver.url,
      headers: { authorization: `Bearer ${token}` },
    });
    for (const shell of shells) {
      const body = JSON.stringify(shell);
      expect((await sendBody(served.resolver.url, "/shell-descriptors", body, authorised)).status).toBe(201);
    }
  });
  afterAll(() => served?.stop());

  const read = async (path: string) => parsed(await send(served.resolver.url, path));

  for (const { id: aasIdentifier, assetKind } of shells) {
    it(`is the same shell, of kind ${assetKind}, and takes a change`, async () => {
      const client = new AasRegistryClient();
      const path = `/shell-descriptors/${encode(aasIdentifier)}`;
      const before = await read(path);
      const shell = given(
        await client.getAssetAdministrationShellDescriptorById({ configuration, aasIdentifier }),
      );
      const write = { configuration, aasIdentifier, assetAdministrationShellDescriptor: shell };
      given(await client.putAssetAdministrationShellDescriptorById(write));
      expect(await read(path)).toEqual(before);
      shell.idShort = "MotorOne";
      given(await client.putAssetAdministrationShellDescriptorById(write));
      expect(await read(path)).toEqual({ ...Object(before), idShort: "MotorOne" });
      const again = await client.getAssetAdministrationShellDescriptorById({ configuration, aasIdentifier });
      expect(given(again)).toEqual(shell);
    });
  }

  it("is the same submodel, and takes a change", async () => {
    const client = new SubmodelRegistryClient();
    const submodelIdentifier = nameplate.id;
    const path = `/submodel-descriptors/${encode(submodelIdentifier)}`;
    const before = await read(path);
    expect(before).toEqual(nameplate);
    const one = given(await client.getSubmodelDescriptorById({ configuration, submodelIdentifier }));
    const write = { configuration, submodelIdentifier, submodelDescriptor: one };
    given(await client.putSubmodelDescriptorById(write));
    expect(await read(path)).toEqual(before);
    one.idShort = "Nameplate2";
    given(await client.putSubmodelDescriptorById(write));
    expect(await read(path)).toEqual({ ...nameplate, idShort: "Nameplate2" });
  });

  it("is refused where its number stands for kinds that differ between versions", async () => {
    const body = JSON.stringify({ ...descriptor("urn:acme:kind-2", "Instance"), assetKind: 2 });
    const answer = await sendBody(served.resolver.url, "/shell-descriptors", body, authorised);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("'assetKind' is not right")]);
  });
});
