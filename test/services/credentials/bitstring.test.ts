import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bitAt, encodedBit } from "../../../services/credentials/bitstring.js";

const encode = (bits: Uint8Array): string => `u${gzipSync(bits).toString("base64url")}`;

describe("a status list", () => {
  it("has its one entry first, and says nothing of others", () => {
    expect([bitAt(encodedBit(true), 0), bitAt(encodedBit(false), 0)]).toEqual([true, false]);
    expect([bitAt(encodedBit(true), 1), bitAt(encodedBit(true), 131_071)]).toEqual([false, false]);
    expect(bitAt(encodedBit(true), 131_072)).toBe(null);
  });

  it("of others is read from the left", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 131_071 }), (index) => {
        const bits = new Uint8Array(16 * 1024);
        bits[Math.floor(index / 8)] = 2 ** (7 - (index % 8));
        const list = encode(bits);
        expect(bitAt(list, index)).toBe(true);
        expect(bitAt(list, index === 0 ? 1 : index - 1)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ["of no multibase", encodedBit(true).slice(1)],
    ["that is no gzip", "uAAAA"],
    ["that is too short", encode(new Uint8Array(1024))],
    ["that would not end", encode(new Uint8Array(64 * 1024 * 1024))],
  ])("%s is none", (_, text) => {
    expect(bitAt(text, 0)).toBe(null);
  });
});
