import { keccak256 } from "ethers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keccak, keccakBytes } from "../../../services/ledger/keccak.js";

describe("keccak", () => {
  it.each([0, 1, 135, 136, 137, 271, 272, 273, 8_192, 16_383, 16_384, 16_385, 40_000])(
    "is Keccak-256 of %i bytes, whole or in parts",
    (length) => {
      const bytes = Uint8Array.from({ length }, (_, place) => (place * 7 + 3) % 256);
      const half = Math.floor(length / 2);
      expect(keccak(bytes)).toBe(keccak256(bytes));
      expect(keccak(bytes.subarray(0, half), bytes.subarray(half))).toBe(keccak256(bytes));
    },
  );

  it("is Keccak-256 of any parts, and its bytes stay what they are when the next is made", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }), (parts) => {
        const expected = keccak256(Buffer.concat(parts));
        const bytes = keccakBytes(...parts);
        keccak(Buffer.from("another"));
        expect(`0x${Buffer.from(bytes).toString("hex")}`).toBe(expected);
      }),
    );
  });
});
