import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shared, written } from "../../../services/resolver/v1/written.js";

describe("an answer as it is written", () => {
  it("is what JSON.stringify makes of it, the first time and each time after, whatever parts it shares with others", () => {
    const part = fc.oneof(
      fc.jsonValue(),
      fc.constant(undefined),
      fc.dictionary(fc.string(), fc.jsonValue()).map(shared),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), part), (answer) => {
        const expected = JSON.stringify(answer);
        expect(written(answer)).toBe(expected);
        expect(written({ ...answer })).toBe(expected);
      }),
    );
  });
});
