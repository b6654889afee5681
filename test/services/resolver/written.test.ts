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
        const first = written(answer);
        expect(`{${first.members}}`).toBe(expected);
        expect(written({ ...answer })).toEqual(first);
      }),
    );
  });

  it("has another essence where a part that it shares says something else, and a shorter one than itself", () => {
    const authority = { namespace: "x".repeat(100), prefix: "1" };
    const answer = (part: object) => written({ id: 1, authority: shared(part) }).essence;
    expect(answer({ ...authority })).toBe(answer({ ...authority }));
    expect(answer({ ...authority })).not.toBe(answer({ ...authority, prefix: "2" }));
    expect(answer({ ...authority }).length).toBeLessThan(JSON.stringify(authority).length);
  });
});
