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
        expect(written(answer).text).toBe(expected);
        expect(written({ ...answer }).text).toBe(expected);
      }),
    );
  });

  it("has the mark of another answer exactly where it is the same one, however much of it is shared", () => {
    const members = fc.array(fc.dictionary(fc.constantFrom("a", "b"), fc.nat(1)), {
      minLength: 2,
      maxLength: 2,
    });
    const answerOf = ([one, other]: readonly object[]) => ({ one, other: shared({ ...other }) });
    fc.assert(
      fc.property(members, members, (first, second) => {
        const [one, other] = [written(answerOf(first)), written(answerOf(second))];
        expect(one.mark === other.mark).toBe(one.text === other.text);
        expect(written(answerOf(first))).toEqual(one);
      }),
    );
  });
});
