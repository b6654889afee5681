import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitNumber } from "../../../services/identifiers/numbers.js";

describe("the number in an identifier", () => {
  it.each([
    ["01/09506000134352/21/PN-000042.A", { stem: "01/09506000134352/21/PN-", digits: "000042", tail: ".A" }],
    ["7", { stem: "", digits: "7", tail: "" }],
    ["x9999999999999999999", { stem: "x", digits: "9999999999999999999", tail: "" }],
    ["1-twelve-long", { stem: "", digits: "1", tail: "-twelve-long" }],
    ["1-tail-too-long", null],
    ["1-tail-töö-lng", null],
    ["x10000000000000000000", null],
    ["no digit", null],
    ["", null],
  ])("%s", (text, expected) => {
    expect(splitNumber(text)).toEqual(expected);
  });

  it("is found in linear time, and put together again gives the text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = splitNumber(text);
        if (found !== null) expect(found.stem + found.digits + found.tail).toBe(text);
      }),
    );
    expect(splitNumber("1a".repeat(5_000))).toEqual({ stem: "1a".repeat(4_999), digits: "1", tail: "a" });
  });
});
