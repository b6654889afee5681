import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksAround, blocksOf } from "../../../services/store/numberBlocks.js";

describe("blocks of leading digits", () => {
  it("are the fewest that make up a range", () => {
    expect(blocksOf("000", "999")).toEqual([""]);
    expect(blocksOf("100", "299")).toEqual(["1", "2"]);
    expect(blocksOf("7", "7")).toEqual(["7"]);
    expect(blocksOf("098", "111")).toEqual(["098", "099", "10", "110", "111"]);
    expect(blocksOf("0000000000000000001", "9999999999999999998").length).toBeLessThanOrEqual(18 * 19);
  });

  it("hold a number just where the range does, and once", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 9999 }),
        fc.nat({ max: 9999 }),
        fc.nat({ max: 9999 }),
        (one, other, number) => {
          const [first, last] = one < other ? [one, other] : [other, one];
          const written = (value: number): string => String(value).padStart(4, "0");
          const blocks = new Set(blocksOf(written(first), written(last)));
          const hits = blocksAround(written(number)).filter((block) => blocks.has(block));
          expect(hits.length).toBe(number >= first && number <= last ? 1 : 0);
        },
      ),
    );
  });
});
