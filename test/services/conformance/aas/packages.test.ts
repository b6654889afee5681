/** Packages that others made, imported and found again by what is in them. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openImport } from "../../../../services/importers/openImport.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { hasSharedData, sharedData } from "../../importers/files.js";
import { send } from "../raw.js";
import { type ServedLedger, servedLedger } from "../server.fixture.js";
import { encode, parsed, search } from "./client.js";
import { faultsOf } from "./specification.js";
import { importAs } from "./world.js";

const missing = anvilMissing ?? (hasSharedData ? null : "the packages are not at hand");
if (missing !== null) console.warn(`The test on real packages is skipped: ${missing}.`);

describe.skipIf(missing !== null)("a real AASX package", () => {
  let served: ServedLedger;
  const files = ["IESEDriveMotorDM3000.aasx", "ProductionPlanSFKL.aasx"];

  beforeAll(async () => {
    served = await servedLedger();
    const maker = await served.ledger.party(1, "Maker");
    for (const [number, file] of files.entries()) {
      const segment = `maker${number}.example`;
      const path = join(sharedData, "aas", "real", file);
      await importAs(served, maker, segment, openImport(path, { owner: segment }));
    }
    await served.caughtUp();
  });
  afterAll(() => served?.stop());

  it.each([
    {
      asset: "urn:fraunhofer:iese:dte:asset:drivemotor-dm3000:serial-0042",
      shell: "urn:fraunhofer:iese:dte:aas:drivemotor-dm3000:001",
      idShort: "IESEDriveMotorDM3000",
      submodels: 5,
      submodel: {
        id: "urn:fraunhofer:iese:dte:sm:nameplate:drivemotor-dm3000:001",
        semantics: "https://admin-shell.io/idta/nameplate/3/0/Nameplate",
      },
    },
    {
      asset: "https://example.com/ids/2621_1514_5900_6188",
      shell: "https://example.com/ids/aas/4942_3506_1656_4214",
      idShort: "ProductionPlan",
      submodels: 4,
      submodel: {
        id: "https://template.smartfactory.de/sm/ProductionPlan",
        semantics: "https://smartfactory.de/semantics/submodel/ProductionPlan#1/0",
      },
    },
  ])("is found by its asset, with shell and submodels: $idShort", async (one) => {
    const { url } = served.resolver;
    const found = await send(url, search(["globalAssetId", one.asset]));
    expect(parsed(found)).toEqual({ paging_metadata: {}, result: [one.shell] });
    const descriptor = parsed(await send(url, `/shell-descriptors/${encode(one.shell)}`));
    expect(descriptor).toMatchObject({
      id: one.shell,
      idShort: one.idShort,
      assetKind: "Instance",
      globalAssetId: one.asset,
    });
    expect(descriptor).toHaveProperty("submodelDescriptors.length", one.submodels);
    expect(faultsOf("AssetAdministrationShellDescriptor", descriptor)).toBeNull();
    const { id, semantics } = one.submodel;
    expect(parsed(await send(url, `/submodel-descriptors/${encode(id)}`))).toMatchObject({
      id,
      semanticId: { keys: [{ type: "GlobalReference", value: semantics }] },
    });
  });
});
