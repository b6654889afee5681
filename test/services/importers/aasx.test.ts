import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openZip, zipLimits } from "../../../services/importers/aas/zip.js";
import { sha256, shellDigest } from "../../../services/importers/digest.js";
import { ImportError } from "../../../services/importers/errors.js";
import { canonicals, fileWith, hasSharedData, rowsOf, samples, sharedData } from "./files.js";
import { aasxParts, environmentJson, relationships, type ZipEntry, zipArchive } from "./zipBuilder.js";

const oneShell = environmentJson({ idShort: "Pump", globalAssetId: "https://acme.example/pump/1" });

const xml = (version: string, prefix = "") => {
  const p = prefix && `${prefix}:`;
  const ns = prefix && `:${prefix}`;
  return (
    `<?xml version="1.0"?><${p}environment xmlns${ns}="https://admin-shell.io/aas/${version}"><${p}assetAdministrationShells>` +
    `<${p}assetAdministrationShell><${p}id>urn:shell:1</${p}id><${p}displayName><${p}langStringNameType><${p}language>de</${p}language>` +
    `<${p}text>Pumpe &amp; Motor</${p}text></${p}langStringNameType></${p}displayName><${p}assetInformation>` +
    `<${p}assetKind>Type</${p}assetKind><${p}globalAssetId>urn:uuid:5D0C7C1E-2A7B-4F0E-9C55-0F8A4B7F2E10</${p}globalAssetId>` +
    `<${p}specificAssetIds><${p}specificAssetId><${p}name>manufacturerPartId</${p}name><${p}value>P 200</${p}value></${p}specificAssetId>` +
    `</${p}specificAssetIds></${p}assetInformation></${p}assetAdministrationShell></${p}assetAdministrationShells></${p}environment>`
  );
};

const importing = async (entries: readonly ZipEntry[] | Buffer) =>
  rowsOf(await fileWith("a.aasx", Buffer.isBuffer(entries) ? entries : zipArchive(entries)), {
    owner: "acme.example",
  });

describe("an AASX package", () => {
  it("with one shell is itself the content of the twin", async () => {
    const archive = zipArchive(aasxParts(oneShell));
    const [row] = await importing(archive);
    expect(row?.twin).toEqual({
      digest: sha256(archive),
      kind: "instance",
      name: "Pump",
      mediaType: "application/asset-administration-shell-package",
      uri: "",
    });
    expect(row?.identifiers[0]).toMatchObject({
      owner: "acme.example",
      name: "globalAssetId",
      value: "https://acme.example/pump/1",
    });
  });

  it("with several shells gives each a content of its own that commits to the package", async () => {
    const archive = zipArchive(
      aasxParts(
        environmentJson(
          { idShort: "Pump", globalAssetId: "urn:a:1" },
          { idShort: "Motor", globalAssetId: "urn:a:2", kind: "Type" },
          { idShort: "Odd", globalAssetId: "urn:a:3", kind: "Gadget" },
        ),
      ),
    );
    const rows = await importing(archive);
    expect(rows.map((row) => row.twin?.digest)).toEqual([
      shellDigest(sha256(archive), "urn:shell:Pump"),
      shellDigest(sha256(archive), "urn:shell:Motor"),
      undefined,
    ]);
    expect(rows[1]?.twin?.kind).toBe("type");
    expect(rows[2]?.problems[0]?.code).toBe("IMPORT_ROW_INVALID");
  });

  it.each([
    ["3/0 with a prefix", xml("3/0", "aas")],
    ["3/1 without one", xml("3/1")],
  ])("is read with an XML environment of version %s", async (_, environment) => {
    const rows = await importing(aasxParts(environment, { part: "aasx/content.xml" }));
    expect(rows[0]).toMatchObject({ label: "Pumpe & Motor", twin: { kind: "type" }, problems: [] });
    expect(canonicals(rows)).toEqual([
      "acme.example/globalAssetId/urn%3Auuid%3A5d0c7c1e-2a7b-4f0e-9c55-0f8a4b7f2e10",
      "acme.example/manufacturerPartId/P%20200",
    ]);
  });

  it.each([
    ["marked as external, as tools in the field do", { mode: "External" }],
    ["relative to its source", { specTarget: "environment.json" }],
    ["with a step up", { specTarget: "../aasx/environment.json" }],
    ["in another case", { specTarget: "/AASX/Environment.JSON" }],
    ["percent-encoded", { part: "aasx/my env.json", specTarget: "/aasx/my%20env.json" }],
  ])("is found by a relationship that is %s", async (_, options) => {
    expect(await importing(aasxParts(oneShell, options))).toHaveLength(1);
  });

  it("is read once where several relationships lead to the same parts", async () => {
    const once = (xmlText: string, ...targets: string[]): string => {
      const [start = "", element = "", target = "", end = ""] =
        /^(.*<Relationships[^>]*>)(.*Target=")([^"]*)("\/>)/.exec(xmlText)?.slice(1) ?? [];
      return `${start}${[target, ...targets].map((to) => `${element}${to}${end}`).join("")}</Relationships>`;
    };
    const archive = zipArchive(
      aasxParts(oneShell).map((entry) => {
        if (entry.name === "_rels/.rels")
          return { ...entry, content: once(String(entry.content), "AASX/aasx-origin") };
        if (entry.name !== "aasx/_rels/aasx-origin.rels") return entry;
        return {
          ...entry,
          content: once(String(entry.content), "environment.json", "/aasx/ENVIRONMENT.json"),
        };
      }),
    );
    const rows = await importing(archive);
    expect(rows.map(({ twin }) => twin?.digest)).toEqual([sha256(archive)]);
  });

  it("says what is missing: no environment, no owner", async () => {
    await expect(importing([{ name: "readme.txt", content: "hello" }])).rejects.toMatchObject({
      code: "IMPORT_PACKAGE_INCOMPLETE",
    });
    await expect(importing(aasxParts(oneShell, { specTarget: "/nowhere.json" }))).rejects.toMatchObject({
      code: "IMPORT_PACKAGE_INCOMPLETE",
    });
    const [row] = await rowsOf(await fileWith("a.aasx", zipArchive(aasxParts(oneShell))));
    expect(row?.problems[0]?.code).toBe("IMPORT_OWNER_MISSING");
  });

  it("refuses other versions of the metamodel by name", async () => {
    await expect(importing(aasxParts(xml("2/0"), { part: "a.xml" }))).rejects.toMatchObject({
      code: "IMPORT_AAS_VERSION",
    });
  });
});

describe("a hostile AASX package", () => {
  const bomb = Buffer.alloc(40 * 1024 * 1024, " ");
  it.each<[string, ZipEntry[]]>([
    ["a path that climbs", [{ name: "../../etc/cron.d/x", content: "x" }]],
    ["an absolute path", [{ name: "/etc/passwd", content: "x" }]],
    ["a Windows path", [{ name: "C:/windows/x", content: "x" }]],
    ["a backslash path that climbs", [{ name: "aasx\\..\\..\\x", content: "x" }]],
    ["a name with a control character", [{ name: "aasx/\u0000x", content: "x" }]],
    ["two entries of one name", [...aasxParts(oneShell), { name: "aasx/ENVIRONMENT.json", content: "{}" }]],
    ["an encrypted entry", [{ name: "x", content: "x", flags: 1 }]],
    ["a symbolic link", [{ name: "x", content: "/etc/passwd", mode: 0o120777 }]],
    ["a bomb that tells its size", [...aasxParts(oneShell), { name: "bomb", content: bomb }]],
    [
      "too many entries",
      Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}`, content: "", stored: true })),
    ],
    [
      "a relationship to the web",
      aasxParts(oneShell, { specTarget: "https://attacker.example/env.json", mode: "External" }),
    ],
    ["a relationship that climbs", aasxParts(oneShell, { specTarget: "../../env.json" })],
    ["a relationship to a file of the machine", aasxParts(oneShell, { specTarget: "file:///etc/passwd" })],
  ])("is refused for %s", async (_, entries) => {
    await expect(importing(entries)).rejects.toMatchObject({ code: "IMPORT_PACKAGE_UNSAFE" });
  });

  const many = (name: string) =>
    aasxParts(oneShell).map((entry) => {
      if (entry.name !== name) return entry;
      const [element = ""] = /<Relationship .*\/>/.exec(String(entry.content)) ?? [];
      const elements = Array.from({ length: 17 }, (_, index) => element.replace(/Target="/, `$&/${index}`));
      return { ...entry, content: `<Relationships>${elements.join("")}</Relationships>` };
    });

  it.each([
    ["origins", many("_rels/.rels")],
    ["environments", many("aasx/_rels/aasx-origin.rels")],
  ])("is refused for relationships to many %s", async (_, entries) => {
    await expect(importing(entries)).rejects.toMatchObject({ code: "IMPORT_PACKAGE_UNSAFE" });
  });

  it("is refused once all that was read inflates to more than is allowed", async () => {
    const file = await open(
      await fileWith(
        "a.zip",
        zipArchive([
          { name: "a", content: "x".repeat(60) },
          { name: "b", content: "y".repeat(60) },
        ]),
      ),
    );
    try {
      const zip = await openZip(file.fd, { ...zipLimits, readBytes: 100 });
      expect(await zip.read("a")).toHaveLength(60);
      await expect(zip.read("b")).rejects.toMatchObject({ code: "IMPORT_PACKAGE_UNSAFE" });
    } finally {
      await file.close();
    }
  });

  it("is refused for a bomb that lies about its size", async () => {
    const entries = aasxParts(oneShell).map((entry) =>
      entry.name === "aasx/environment.json" ? { ...entry, content: bomb, claimedSize: 100 } : entry,
    );
    await expect(importing(entries)).rejects.toMatchObject({
      code: expect.stringMatching(/^IMPORT_PACKAGE_(?:CORRUPT|UNSAFE)$/),
    });
  });

  it.each([
    ["a document type", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>'],
    ["an entity of its own", "<Relationships>&bomb;</Relationships>"],
    ["endless nesting", "<a>".repeat(10_000)],
    ["no end", "<Relationships>"],
  ])("is refused for XML with %s", async (_, content) => {
    await expect(importing([{ name: "_rels/.rels", content }])).rejects.toMatchObject({
      code: "IMPORT_XML_INVALID",
    });
  });

  it("is refused wherever it is cut short", async () => {
    const archive = zipArchive(aasxParts(oneShell));
    for (const length of [5, 200, archive.length / 2, archive.length - 1].map(Math.floor)) {
      await expect(importing(archive.subarray(0, length))).rejects.toMatchObject({
        code: "IMPORT_PACKAGE_CORRUPT",
      });
    }
  });

  it("is refused where an entry's data is damaged", async () => {
    const archive = zipArchive(aasxParts(oneShell));
    archive.fill(0xff, 40, 80);
    await expect(importing(archive)).rejects.toMatchObject({ code: "IMPORT_PACKAGE_CORRUPT" });
  });

  it("damaged anywhere is read or refused, and never fails otherwise", async () => {
    const archive = zipArchive(aasxParts(oneShell));
    const path = await fileWith("a.aasx", archive);
    const places = fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(places, async (changes) => {
        const damaged = Buffer.from(archive);
        for (const [place, byte] of changes) damaged[place] = byte;
        await writeFile(path, damaged);
        await rowsOf(path, { owner: "acme.example", format: "aasx" }).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ImportError);
        });
      }),
      { numRuns: 300 },
    );
  });

  it("is refused where it is something else altogether", async () => {
    await expect(importing(Buffer.from("hello"))).rejects.toMatchObject({ code: "IMPORT_PACKAGE_CORRUPT" });
    const path = await fileWith("a.csv", zipArchive([{ name: "x", content: relationships("a", "b") }]));
    await expect(rowsOf(path)).rejects.toMatchObject({ code: "IMPORT_FORMAT_UNKNOWN" });
  });
});

describe("an AAS environment by itself", () => {
  it("is read as JSON, leaving out the ids of the maker and of the part type", async () => {
    const path = join(samples, "pump-4711.aas.json");
    const rows = await rowsOf(path, { owner: "acme-pumps.example" });
    expect(rows[0]?.twin?.digest).toBe(sha256(await readFile(path)));
    expect(rows[0]?.identifiers.map(({ canonical }) => canonical)).toEqual([
      "acme-pumps.example/globalAssetId/https%3A%2F%2Facme-pumps.example%2Fassets%2Fp-200%2F4711",
      "acme-pumps.example/serialNumber/4711",
    ]);
  });

  it("is read as XML", async () => {
    const rows = await rowsOf(await fileWith("a.xml", xml("3/0")), { owner: "acme.example" });
    expect(rows[0]?.twin).toMatchObject({ kind: "type", mediaType: "application/xml" });
  });

  it("is read as one too where it has a list of assets, as those of Catena-X have", async () => {
    const sample = JSON.parse(await readFile(join(samples, "pump-4711.aas.json"), "utf8"));
    const rows = await rowsOf(await fileWith("a.json", JSON.stringify({ assets: [], ...sample })), {
      owner: "acme-pumps.example",
    });
    expect(canonicals(rows)).toContain("acme-pumps.example/serialNumber/4711");
  });

  it("of a former version of the metamodel is refused as a whole", async () => {
    const shell = { idShort: "a", identification: { id: "urn:a", idType: "IRI" } };
    const former = { assetAdministrationShells: [shell], assets: [{}], submodels: [] };
    const path = await fileWith("a.json", JSON.stringify(former));
    await expect(rowsOf(path)).rejects.toMatchObject({ code: "IMPORT_AAS_VERSION" });
  });

  it("of another structure is refused", async () => {
    await expect(rowsOf(await fileWith("a.json", '{"a":1}'))).rejects.toMatchObject({
      code: "IMPORT_FORMAT_UNKNOWN",
    });
    await expect(rowsOf(await fileWith("a.json", '{"a":'))).rejects.toMatchObject({
      code: "IMPORT_JSON_INVALID",
    });
    await expect(rowsOf("/nowhere/a.json")).rejects.toMatchObject({ code: "IMPORT_FILE_UNREADABLE" });
  });
});

describe.skipIf(!hasSharedData)("real AASX packages (shared data)", () => {
  it.each([
    [
      "IESEDriveMotorDM3000.aasx",
      "IESEDriveMotorDM3000",
      "urn:fraunhofer:iese:dte:asset:drivemotor-dm3000:serial-0042",
    ],
    ["ProductionPlanSFKL.aasx", "ProductionPlan", "https://example.com/ids/2621_1514_5900_6188"],
  ])("%s is read", async (name, label, asset) => {
    const path = join(sharedData, "aas", "real", name);
    const rows = await rowsOf(path, { owner: "example.com" });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      label,
      twin: { digest: sha256(await readFile(path)), kind: "instance" },
      problems: [],
    });
    expect(rows[0]?.identifiers).toMatchObject([{ name: "globalAssetId", value: asset }]);
  });
});
