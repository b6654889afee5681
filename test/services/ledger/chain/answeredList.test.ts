import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemsOf, listIn } from "../../../../services/ledger/chain/answeredList.js";

const read = (text: string): unknown => {
  const place = listIn(Buffer.from(text));
  return place === null ? null : [...itemsOf(place)].flat();
};

const item = fc.oneof(
  fc.record({ data: fc.string({ maxLength: 40_000, size: "max" }), topics: fc.array(fc.string()) }),
  fc.dictionary(fc.string(), fc.jsonValue()),
  fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
  // What the list is cut by, where nothing ends.
  fc.constantFrom('},{"', "},{", '"result":[', { "},{": [{}, {}], result: [{}, {}] }),
);

describe("a list in a node's answer", () => {
  it("has the items that its JSON has, in whatever order the members come", () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 30 }), fc.boolean(), fc.boolean(), (items, first, spaced) => {
        const members = { jsonrpc: "2.0", id: 7 };
        const answer = first ? { result: items, ...members } : { ...members, result: items };
        const text = spaced ? ` ${JSON.stringify(answer)}\n` : JSON.stringify(answer);
        expect(read(text)).toEqual(JSON.parse(JSON.stringify(items)));
      }),
      { numRuns: 100 },
    );
  });

  it("is read in parts where it is long", () => {
    const items = Array.from({ length: 3_000 }, (_, n) => ({ n, data: "0".repeat(1_000) }));
    const place = listIn(Buffer.from(JSON.stringify({ id: 1, result: items })));
    const parts = place === null ? [] : [...itemsOf(place)];
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.flat()).toEqual(items);
  });

  it.each([
    ["another result", '{"id":1,"result":{"list":[1]}}'],
    ["an error", '{"id":1,"error":{"code":1,"message":"no"},"result":[]}'],
    ["an error that has one in it", '{"id":1,"error":{"code":1,"message":"no","data":{"result":[{}]}}}'],
    ["a list within another member", '{"id":1,"other":{"result":[{}]},"result":[]}'],
    ["a list that is named twice", '{"id":1,"result":[{}],"result":5}'],
    ["no JSON", '{"id":1,"result":[{}]'],
    ["nothing", ""],
  ])("is not seen in %s", (_, text) => {
    expect(read(text)).toBeNull();
  });

  it.each([
    ["cut short", '{"id":1,"result":[{"n":1},{"n":]}'],
    ["with a comma too many", '{"id":1,"result":[{"n":1},]}'],
  ])("is refused when it is %s", (_, text) => {
    expect(() => read(text)).toThrow(SyntaxError);
  });
});
