import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkIntegrity, type IntegrityVerdict } from "../../../services/evidence/integrity/check.js";
import { compactText, parseKeepingNumbers } from "../../../services/evidence/integrity/payload.js";

const folder = join(import.meta.dirname, "../../../../shared/data/catenax/dil");
const missing = !existsSync(folder);
if (missing) console.warn("Tests of real integrity sets are skipped: the data is not there.");

const issuer = generateKeyPairSync("rsa", { modulusLength: 2048 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
const [serialPart, usage] = [
  "urn:samm:io.catenax.serial_part:3.0.0#SerialPart",
  "urn:samm:io.catenax.usage:3.0.0#Usage",
];

/** A vehicle with one door, whose two aspects are signed. */
function vehicle() {
  const door = {
    catenaXId: "urn:uuid:2",
    [serialPart]: [{ name: "Door", weight: 12.5 }],
    [usage]: [{ parents: [] }],
  };
  const reference = (semanticModelUrn: string, payload: unknown) => {
    const digest = createHash("sha3-256").update(JSON.stringify(payload)).digest();
    const signature = sign("sha256", digest, issuer.privateKey).toString("hex");
    return { semanticModelUrn, hash: digest.toString("hex"), signature };
  };
  const references = [
    reference(serialPart, { name: "Door", weight: 12.5 }),
    reference(usage, { parents: [] }),
  ];
  const car = {
    catenaXId: "urn:uuid:1",
    "urn:samm:io.catenax.data_integrity:1.0.0#DataIntegrity": [
      { catenaXId: "urn:uuid:1", childParts: [{ catenaXId: "urn:uuid:2", references }] },
    ],
  };
  return { car, door };
}

const verdicts = (parts: unknown, key = issuer.publicKey): readonly IntegrityVerdict[] | undefined =>
  checkIntegrity(JSON.stringify({ parts }, null, 2), key)?.findings.map(({ verdict }) => verdict);

describe("the integrity of a Catena-X data chain", () => {
  it("holds for what was signed, however it is laid out", () => {
    const { car, door } = vehicle();
    expect(verdicts([car, door])).toEqual(["holds", "holds"]);
  });

  it("is broken by a changed payload, and by no more than that aspect", () => {
    const { car, door } = vehicle();
    expect(verdicts([car, { ...door, [serialPart]: [{ name: "Door", weight: 12.6 }] }])).toEqual([
      "payload-changed",
      "holds",
    ]);
  });

  it("is broken by another's signature", () => {
    const { car, door } = vehicle();
    expect(verdicts([car, door], stranger.publicKey)).toEqual(["signature-wrong", "signature-wrong"]);
  });

  it("is broken by an aspect or a part that is not there", () => {
    const { car, door } = vehicle();
    const { [usage]: _, ...without } = door;
    expect(verdicts([car, without])).toEqual(["holds", "aspect-missing"]);
    expect(verdicts([car])).toEqual(["part-missing", "part-missing"]);
  });

  it("is nothing to be found in other texts", () => {
    for (const text of ["", "{}", "[]", '{"parts":[{"catenaXId":"urn:uuid:1"}]}', "{"])
      expect(checkIntegrity(text, null)).toBeNull();
  });

  it("is none where a payload nests so deep that it would end whoever reads it", () => {
    const { car, door } = vehicle();
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const text = JSON.stringify({ parts: [car, door] });
    expect(text).toContain("12.5");
    expect(checkIntegrity(text.replace("12.5", deep), null)).toBeNull();
  });

  it("hangs on the integrity aspect's own hash", () => {
    const { car, door } = vehicle();
    const roots = (parts: unknown) => checkIntegrity(JSON.stringify({ parts }), null)?.roots;
    expect(roots([car, door])).toHaveLength(1);
    const other = structuredClone(car);
    for (const aspect of other["urn:samm:io.catenax.data_integrity:1.0.0#DataIntegrity"])
      aspect.childParts.pop();
    expect(roots([other, door])).not.toEqual(roots([car, door]));
  });
});

describe("payloads", () => {
  it("keep the spelling of their numbers and the order of their members", () => {
    const text = '{ "b": -1.7976931348623157E308, "a": [1.0, 2e5, "3.0", "x\\"1.50"], "c": null }';
    expect(compactText(parseKeepingNumbers(text))).toBe(
      '{"b":-1.7976931348623157E308,"a":[1.0,2e5,"3.0","x\\"1.50"],"c":null}',
    );
  });

  it("take nothing that could pass for a number", () => {
    expect(parseKeepingNumbers('{"a":"\\u00005"}')).toBeNull();
  });
});

describe.skipIf(missing)("real integrity sets", () => {
  const set = (name: string) => checkIntegrity(readFileSync(join(folder, name), "utf8"), null);

  it("hold where they are whole", () => {
    const found = set("DataIntegrity-IntegrityAspect.json");
    expect(found?.findings).toHaveLength(113);
    expect(found?.findings.filter(({ verdict }) => verdict !== "holds")).toEqual([]);
  });

  it("say where they are broken, and how", () => {
    const broken = set("DataIntegrity-IntegrityAspect-with-invalid-vehicles.json")?.findings.filter(
      ({ verdict }) => verdict !== "holds",
    );
    expect(broken?.map(({ aspect, verdict }) => [aspect.split("#")[1], verdict])).toEqual([
      ["SerialPart", "payload-changed"],
      ["DataIntegrity", "aspect-missing"],
    ]);
  });

  it("are none without an integrity aspect", () => {
    expect(set("DataIntegrity.json")).toBeNull();
  });
});
