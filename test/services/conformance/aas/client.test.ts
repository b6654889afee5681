/** A client that others wrote, the BaSyx SDK, against the AAS interfaces. */
import type { Configuration as Settings } from "basyx-typescript-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilMissing } from "../../../fixtures/anvil.js";
import type { ServedLedger } from "../server.fixture.js";
import {
  AasDiscoveryClient,
  AasRegistryClient,
  AasRegistryService,
  Configuration,
  SubmodelRegistryClient,
} from "./sdk.js";
import { aasWorld, assetType, elsewhere, nameplate, pump, pumpAsset, secondPump, type } from "./world.js";

describe.skipIf(anvilMissing !== null)("the BaSyx SDK", () => {
  let served: ServedLedger;
  let configuration: Settings;

  beforeAll(async () => {
    served = await aasWorld();
    configuration = new Configuration({ basePath: served.resolver.url });
  });
  afterAll(() => served?.stop());

  it("discovers shells by asset ids, and asset ids by shell", async () => {
    const client = new AasDiscoveryClient();
    const found = await client.getAllAssetAdministrationShellIdsByAssetLink({
      configuration,
      assetIds: [
        { name: "globalAssetId", value: pumpAsset },
        { name: "manufacturerPartId", value: "P-200" },
      ],
    });
    expect(found).toMatchObject({ success: true, data: { result: [pump] } });
    const ids = await client.getAllAssetLinksById({ configuration, aasIdentifier: pump });
    expect(ids).toMatchObject({
      success: true,
      data: [
        { name: "globalAssetId", value: pumpAsset },
        { name: "serialNumber", value: "4711" },
        { name: "manufacturerPartId", value: "P-200" },
      ],
    });
  });

  it("reads the registry of shells, all and by type", async () => {
    const client = new AasRegistryClient();
    // It knows no kinds but these two, and cannot page: it looks for the cursor under another name than the standard's.
    const { Instance, Type } = AasRegistryService.AssetKind;
    for (const [assetKind, expected] of [
      [Instance, [pump, secondPump]],
      [Type, [type]],
    ] as const) {
      const all = await client.getAllAssetAdministrationShellDescriptors({ configuration, assetKind });
      expect(all.success && all.data.result.map(({ id }) => id)).toEqual(
        expect.arrayContaining([...expected]),
      );
    }
    const some = await client.getAllAssetAdministrationShellDescriptors({
      configuration,
      assetKind: Instance,
      limit: 2,
    });
    expect(some).toHaveProperty("data.result.length", 2);
    const typed = await client.getAllAssetAdministrationShellDescriptors({ configuration, assetType });
    expect(typed).toMatchObject({ success: true });
    expect(typed.success && typed.data.result.map(({ id }) => id).sort()).toEqual([pump, secondPump].sort());
    const one = await client.getAssetAdministrationShellDescriptorById({
      configuration,
      aasIdentifier: pump,
    });
    expect(one).toMatchObject({ success: true, data: { id: pump, globalAssetId: pumpAsset } });
  });

  it("reads submodels, through their shell and by themselves", async () => {
    const through = await new AasRegistryClient().getAllSubmodelDescriptorsThroughSuperpath({
      configuration,
      aasIdentifier: pump,
    });
    expect(through.success && through.data.result.map(({ id }) => id).sort()).toEqual(
      [nameplate, elsewhere].sort(),
    );
    const one = await new SubmodelRegistryClient().getSubmodelDescriptorById({
      configuration,
      submodelIdentifier: nameplate,
    });
    expect(one).toMatchObject({ success: true, data: { id: nameplate, idShort: "Nameplate" } });
  });

  it("understands what is wrong", async () => {
    const none = await new AasRegistryClient().getAssetAdministrationShellDescriptorById({
      configuration,
      aasIdentifier: "urn:none",
    });
    expect(none).toMatchObject({
      success: false,
      error: { messages: [{ code: "RESOLVER_UNKNOWN_SHELL", messageType: "Error" }] },
    });
  });
});
