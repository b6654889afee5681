import { describe, expect, it } from "vitest";
import { aiPattern, fits } from "../../../services/identifiers/gs1/aiNumber.js";
import {
  applicationIdentifier,
  applicationIdentifiers,
  couldBeAssigned,
} from "../../../services/identifiers/gs1/applicationIdentifiers.js";
import { checkValue } from "../../../services/identifiers/gs1/value.js";
import { IdentifierError, parseElementString } from "../../../services/identifiers/index.js";

function accepts(ai: string, value: string): boolean {
  const entry = applicationIdentifier(ai);
  if (entry === undefined) throw new Error(`(${ai}) is not in the table`);
  try {
    checkValue(entry, value);
    return true;
  } catch (error) {
    if (error instanceof IdentifierError) return false;
    throw error;
  }
}

describe("the table of application identifiers", () => {
  const all = applicationIdentifiers();

  it("has every AI once, with two to four digits, of one length with its neighbours", () => {
    expect(new Set(all.map(({ ai }) => ai)).size).toBe(all.length);
    for (const { ai } of all) {
      expect(ai).toMatch(/^[0-9]{2,4}$/);
      expect(couldBeAssigned(ai)).toBe(true);
      const neighbours = all.filter((other) => other.ai.startsWith(ai.slice(0, 2)));
      expect(new Set(neighbours.map((other) => other.ai.length)).size).toBe(1);
    }
  });

  it("names as qualifiers, as required and as excluded only AIs that it has", () => {
    for (const { qualifiers = [], requires, excludes } of all) {
      const named = [...qualifiers.flat().map(aiPattern), ...requires.flat(2), ...excludes];
      for (const pattern of named)
        expect(
          all.some(({ number }) => fits(number, pattern)),
          pattern.text,
        ).toBe(true);
    }
  });

  it("has components of which all but the last have one length", () => {
    for (const { ai, components } of all) {
      for (const { min, max } of components.slice(0, -1)) expect(min, ai).toBe(max);
      for (const { min, max } of components) expect(min).toBeLessThanOrEqual(max);
    }
  });

  it("has the primary keys of the Digital Link standard", () => {
    const keys = all.filter(({ qualifiers }) => qualifiers !== undefined).map(({ ai }) => ai);
    expect(keys).toEqual([
      ..."00 01 253 255 401 402 414 415 417 8003 8004 8006 8010 8013 8017 8018".split(" "),
    ]);
  });
});

describe("the value of an application identifier", () => {
  it.each([
    ["00", "952012345678912345", "952012345678912346"],
    ["01", "09506000134352", "0950600013435"],
    ["01", "00000073513537", "A0000073513537"],
    ["11", "251200", "251300"],
    ["12", "240229", "250229"],
    ["20", "07", "7"],
    ["242", "123456", "1234567"],
    ["253", "4012345000115ebon-4711", "4012345000114ebon-4711"],
    ["255", "12345678901280", "1234567890128A"],
    ["3103", "000195", "00195"],
    ["3912", "97812", "00112"],
    ["3932", "978123", "978"],
    ["401", "12345678", "123"],
    ["402", "95201234567891204", "1234"],
    ["421", "276X", "001X"],
    ["422", "276", "999"],
    ["423", "276276", "2762"],
    ["4307", "DE", "XX"],
    ["4309", "18000000003600000000", "18000000013600000000"],
    ["4321", "1", "2"],
    ["4324", "2512312359", "2512312400"],
    ["4326", "251231", "251200"],
    ["4330", "000123-", "000123+"],
    ["7007", "251201251231", "251201251232"],
    ["7011", "2512012359", "2512012360"],
    ["7030", "999X", "998X"],
    ["7040", "1AB_", "1AB="],
    ["7241", "10", "11"],
    ["7250", "20240229", "20230229"],
    ["7252", "9", "5"],
    ["7256", "A%20B", "A%2"],
    ["7258", "1/3", "3/1"],
    ["8001", "12341234512310", "00001234512310"],
    ["8001", "12341234512390", "12341234512320"],
    ["8003", "03870585000552987", "13870585000552987"],
    ["8006", "123456789012310510", "123456789012311005"],
    ["8007", "DE91100000000123456789", "DE92100000000123456789"],
    ["8008", "251231235959", "251231235960"],
    ["8008", "25123123", "251231"],
    ["8010", "0200#-/A", "0200a"],
    ["8011", "1", "01"],
    ["8013", "1987654Ad4X4bL5ttr2310c2K", "1987654Ad4X4bL5ttr2310cXK"],
    ["8026", "123456789012310101", "123456789012310100"],
    ["8030", "abc-_", "123="],
    ["99", 'a"%&', "a b"],
  ])("(%s) takes %s and not %s", (ai, right, wrong) => {
    expect(accepts(ai, right)).toBe(true);
    expect(accepts(ai, wrong)).toBe(false);
  });

  it("may be of an AI that GS1 has not assigned only in an element string, and only where there is room for it", () => {
    expect(parseElementString("(01)09506000134352(89)XYZ")).toHaveLength(2);
    expect(() => parseElementString("(01)09506000134352(011)XYZ")).toThrow(IdentifierError);
  });
});
