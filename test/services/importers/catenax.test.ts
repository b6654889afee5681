import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { containerMember } from "../../../services/importers/catenax/entry.js";
import { canonicalJson, sha256 } from "../../../services/importers/digest.js";
import { canonicals, codes, fileWith, hasSharedData, rowsOf, samples, sharedData } from "./files.js";

const uuid = (last: number) => `urn:uuid:0b6f1d5e-6a52-4a7c-8a53-3d1f7c2b9e0${last}`;
const part = (ids: Record<string, string>) => ({
  localIdentifiers: Object.entries(ids).map(([key, value]) => ({ key, value })),
});

describe("Trace-X assets", () => {
  it("become twins with their catenaXId and their own local ids", async () => {
    const rows = await rowsOf(join(samples, "seals.trace-x.json"));
    expect(codes(rows)).toEqual([]);
    expect(rows.map(({ place, label, twin }) => [place, label, twin?.kind])).toEqual([
      ["/assets/0", "Shaft seal S-12", "instance"],
      ["/assets/1", "Shaft seal S-12 (planned)", "type"],
    ]);
    expect(canonicals(rows)).toEqual([
      "BPNL00000000ACME/globalAssetId/urn%3Auuid%3A0b6f1d5e-6a52-4a7c-8a53-3d1f7c2b9e01",
      "BPNL00000000ACME/partInstanceId/SEAL-000001",
      "BPNL00000000ACME/globalAssetId/urn%3Auuid%3A0b6f1d5e-6a52-4a7c-8a53-3d1f7c2b9e02",
    ]);
  });

  it("have the digest of their canonical JSON, whatever the order and spacing in the file", async () => {
    const asset = {
      assetMetaInfo: { catenaXId: uuid(1) },
      submodels: [{ aspectType: "a#B", payload: part({ manufacturerId: "BPNL00000000ACME" }) }],
    };
    const turned = { submodels: asset.submodels, assetMetaInfo: asset.assetMetaInfo };
    const [one] = await rowsOf(await fileWith("a.json", JSON.stringify({ assets: [asset] })));
    const [other] = await rowsOf(await fileWith("b.json", JSON.stringify({ assets: [turned] }, null, 4)));
    expect(one?.twin?.digest).toBe(sha256(canonicalJson(asset)));
    expect(other?.twin?.digest).toBe(one?.twin?.digest);
  });

  it("of an unknown owner take the one that is given, or say that one is needed", async () => {
    const path = await fileWith(
      "a.json",
      JSON.stringify({ assets: [{ assetMetaInfo: { catenaXId: uuid(1) }, submodels: [] }] }),
    );
    expect(codes(await rowsOf(path))).toEqual(["IMPORT_OWNER_MISSING"]);
    expect(canonicals(await rowsOf(path, { owner: "BPNL00000000ACME" }))).toHaveLength(1);
  });

  it("that are not valid are reported and leave the others", async () => {
    const assets = [
      { assetMetaInfo: {}, submodels: [] },
      {
        assetMetaInfo: { catenaXId: uuid(2) },
        submodels: [{ aspectType: "a", payload: part({ manufacturerId: "A", partInstanceId: "" }) }],
      },
      {
        assetMetaInfo: { catenaXId: uuid(3) },
        submodels: [
          { aspectType: "a", payload: part({ manufacturerId: "A" }) },
          { aspectType: "b", payload: part({ manufacturerId: "B" }) },
        ],
      },
    ];
    const rows = await rowsOf(await fileWith("a.json", JSON.stringify({ assets })));
    expect(codes(rows)).toEqual(["IMPORT_ROW_INVALID", "IDENTIFIER_EMPTY", "IMPORT_ROW_INVALID"]);
    expect(canonicals(rows)).toHaveLength(1);
  });
});

describe("a Catena-X test data container", () => {
  it("is read with the partner that it names as the owner", async () => {
    const container = {
      [containerMember]: [
        { catenaXId: uuid(1), bpnl: "BPNL00000000ACME", PlainObject: [{ a: 1 }] },
        {
          catenaXId: uuid(2),
          "urn:bamm:x#Batch": [
            part({ manufacturerId: "BPNL0000000OTHER", batchId: "B 1", manufacturerPartId: "P" }),
          ],
        },
      ],
    };
    const rows = await rowsOf(await fileWith("a.json", JSON.stringify(container)));
    expect(canonicals(rows)).toEqual([
      "BPNL00000000ACME/globalAssetId/urn%3Auuid%3A0b6f1d5e-6a52-4a7c-8a53-3d1f7c2b9e01",
      "BPNL0000000OTHER/globalAssetId/urn%3Auuid%3A0b6f1d5e-6a52-4a7c-8a53-3d1f7c2b9e02",
      "BPNL0000000OTHER/batchId/B%201",
    ]);
  });
});

describe.skipIf(!hasSharedData)("real Catena-X data (shared data)", () => {
  it.each([
    ["traceability/import-test-data-CML1_v0.0.14.json", 23, "BPNL00000003CML1"],
    ["traceability/import-test-data-CNKC_v0.0.14.json", 18, "BPNL00000003CNKC"],
    ["traceability/import-test-data-0UKM_v0.0.14.json", 24, "BPNL000000000UKM"],
    ["traceability/CX_Testdata_MessagingTest_v0.0.14.json", 46, undefined],
  ])("%s is read whole", async (file, count, owner) => {
    const rows = await rowsOf(join(sharedData, "catenax", file));
    expect(rows).toHaveLength(count);
    expect(codes(rows)).toEqual([]);
    expect(rows.every((row) => row.twin && row.identifiers.length > 0)).toBe(true);
    if (owner !== undefined) expect(canonicals(rows).every((id) => id.startsWith(`${owner}/`))).toBe(true);
  });

  it("smallTestdata.json has 162 twins; the one without a manufacturer needs an owner", async () => {
    const path = join(sharedData, "catenax", "smallTestdata.json");
    expect(codes(await rowsOf(path))).toEqual(["IMPORT_OWNER_MISSING"]);
    const rows = await rowsOf(path, { owner: "BPNL00000003AWSS" });
    expect(codes(rows)).toEqual([]);
    expect(new Set(rows.map((row) => row.twin?.digest)).size).toBe(162);
  });
});
