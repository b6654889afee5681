import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeRow, encodeRow, maxRecent, type Row, valueOfRow } from "../../../services/store/row.js";

const block = fc.nat(2 ** 40);
const row = fc
  .record({
    block,
    earlier: fc.nat(100_000),
    blocks: fc.array(block, { maxLength: maxRecent }),
    causes: fc.stringMatching(/^[0-9a-z,.]{0,40}$/),
    text: fc.option(fc.jsonValue().map((value) => JSON.stringify(value))),
  })
  // The first version has none before it that could be named.
  .map(({ blocks, ...rest }): Row => ({ ...rest, recent: rest.earlier === 0 ? [] : blocks }));

describe("a row", () => {
  it("says what was written, whatever separators its value has", () => {
    fc.assert(
      fc.property(row, (written) => {
        const encoded = encodeRow(written);
        const { block, earlier, recent, causes, text } = decodeRow(encoded);
        expect({ block, earlier, recent, causes, text }).toEqual(written);
        if (text !== null) expect(valueOfRow(encoded)).toBe(text);
      }),
    );
  });
});
