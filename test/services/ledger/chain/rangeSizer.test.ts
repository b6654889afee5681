import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rangeSizer } from "../../../../services/ledger/chain/rangeSizer.js";

const size = (sizer: ReturnType<typeof rangeSizer>): number => sizer.end(1, 10_000_000, 10_000_000);

describe("the size of ranges", () => {
  it("never mixes final blocks with others, and takes few of the others at once", () => {
    const sizer = rangeSizer();
    for (let n = 0; n < 20; n++) sizer.fetched(size(sizer), 0, 0);
    expect(sizer.end(1, 100, 1_000)).toBe(100);
    expect(sizer.end(101, 100, 1_000)).toBe(164);
    expect(sizer.end(999, 100, 1_000)).toBe(1_000);
    expect(sizer.end(1_000, 2_000, 1_000)).toBe(1_000);
  });

  it("begins with one block, as nothing is known yet of how full they are", () => {
    expect(size(rangeSizer())).toBe(1);
  });

  it("grows while ranges are empty, up to a bound", () => {
    const sizer = rangeSizer();
    const first = size(sizer);
    sizer.fetched(first, 0, 0);
    expect(size(sizer)).toBe(first * 2);
    for (let n = 0; n < 20; n++) sizer.fetched(size(sizer), 0, 0);
    expect(size(sizer)).toBe(100_000);
  });

  it("shrinks at once where a range brings too much", () => {
    const sizer = rangeSizer();
    for (let n = 0; n < 20; n++) sizer.fetched(size(sizer), 0, 0);
    sizer.fetched(2_000, 20 * 1024 * 1024, 10);
    expect(size(sizer)).toBe(400);
    sizer.fetched(200, 10, 200_000);
    expect(size(sizer)).toBe(2);
  });

  it("stays below what the node refused, and tries more only after many ranges", () => {
    const sizer = rangeSizer();
    for (let n = 0; n < 20; n++) sizer.fetched(size(sizer), 0, 0);
    sizer.refused(200);
    expect(size(sizer)).toBe(100);
    for (let n = 0; n < 49; n++) sizer.fetched(size(sizer), 0, 0);
    expect(size(sizer)).toBe(100);
    sizer.fetched(size(sizer), 0, 0);
    expect(size(sizer)).toBe(200);
  });

  it("is not made larger by a range that the head cut short", () => {
    const sizer = rangeSizer();
    for (let n = 0; n < 20; n++) sizer.fetched(size(sizer), 0, 0);
    sizer.refused(100);
    sizer.fetched(1, 100, 1);
    expect(size(sizer)).toBe(50);
  });

  it("always names at least one block, none beyond the head", () => {
    const event = fc.oneof(
      fc.record({ blocks: fc.nat(5_000), bytes: fc.nat(100_000_000), events: fc.nat(100_000) }),
      fc.record({ refused: fc.integer({ min: 1, max: 5_000 }) }),
    );
    fc.assert(
      fc.property(
        fc.array(event),
        fc.nat(1_000),
        fc.nat(2_000),
        fc.nat(3_000),
        (events, from, finalized, ahead) => {
          const sizer = rangeSizer();
          for (const each of events) {
            if ("refused" in each) sizer.refused(each.refused);
            else sizer.fetched(each.blocks, each.bytes, each.events);
          }
          const end = sizer.end(from, finalized, from + ahead);
          expect(end).toBeGreaterThanOrEqual(from);
          expect(end).toBeLessThanOrEqual(from + ahead);
        },
      ),
    );
  });
});
