import { describe, expect, it } from "vitest";
import { parseIdentifier, parseScanData, scanData } from "../../../services/identifiers/index.js";

describe("what a scanner sends", () => {
  it.each([
    ["]C101095060001343522112345\u001d10LOT", "01/09506000134352/10/LOT/21/12345", []],
    ["]d20109506000134352172512312112345", "01/09506000134352/21/12345", [{ ai: "17", value: "251231" }]],
    ["\u001d00952012345678912345", "00/952012345678912345", []],
    ["]Q38004095060001\u001d", "8004/095060001", []],
    ["0109506000134352\u001d21A", "01/09506000134352/21/A", []],
  ])("%j is read by itself as %s", (input, canonical, attributes) => {
    for (const scheme of [undefined, "gs1"] as const) {
      expect(parseIdentifier(input, { scheme })).toMatchObject({ canonical, attributes });
    }
  });

  it("without symbology identifier and separator is read where it is said to be a scanner's", () => {
    expect(parseScanData("010950600013435221A").canonical).toBe("01/09506000134352/21/A");
  });

  it.each([
    ["]C10109506000134353", "IDENTIFIER_CHECK_DIGIT", 18],
    ["]C1010950600013435", "IDENTIFIER_LENGTH", 18],
    ["]C1050950600013435", "IDENTIFIER_UNKNOWN_AI", 3],
    ["]C1010950600013435221A\u001d21B", "IDENTIFIER_DUPLICATE", 25],
    ["]C1010950600013435221\u001d10L", "IDENTIFIER_EMPTY", 21],
    ["]C110LOT", "IDENTIFIER_NO_KEY", undefined],
    ["]C1", "IDENTIFIER_NO_KEY", undefined],
    ["\u001d", "IDENTIFIER_EMPTY", undefined],
    ["]C10109506000134352\n", "IDENTIFIER_CHARACTER", 19],
    ["]C1010950600013435221A\u001d\u001d10L", "IDENTIFIER_UNKNOWN_AI", 23],
  ])("%j is refused with %s at %s", (input, code, position) => {
    expect(() => parseIdentifier(input)).toThrow(expect.objectContaining({ code, position }));
  });

  it("is written with a separator after each value of variable length but the last", () => {
    const identifier = parseIdentifier("(01)09506000134352(10)LOT(21)12345(17)251231", { scheme: "gs1" });
    if (identifier.scheme !== "gs1") throw new Error(identifier.scheme);
    expect(scanData(identifier)).toBe("010950600013435210LOT\u001d2112345\u001d17251231");
  });
});
