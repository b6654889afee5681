import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeLinkset } from "../../../services/ledger/linkset.js";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("links as bytes", () => {
  it("are none for no links", () => {
    expect(encodeLinkset({})).toHaveLength(0);
  });

  it("do not depend on the order in which anything was named", () => {
    const one = encodeLinkset({ item: [{ href: "https://a", title: "Ä" }], about: [] });
    const other = encodeLinkset({ about: [], item: [{ title: "Ä", href: "https://a" }] });
    expect(text(one)).toBe('{"about":[],"item":[{"href":"https://a","title":"Ä"}]}');
    expect(other).toEqual(one);
  });

  it("read back as what they were", () => {
    const link = fc.record({ href: fc.webUrl(), title: fc.string({ unit: "grapheme" }) });
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.array(link)), (linkset) => {
        const bytes = encodeLinkset(linkset);
        expect(bytes.length === 0 ? {} : JSON.parse(text(bytes))).toEqual({ ...linkset });
      }),
    );
  });

  it("are refused where a text is not Unicode", () => {
    expect(() => encodeLinkset({ item: [{ href: "https://a", title: "\ud800" }] })).toThrow(
      expect.objectContaining({ code: "LEDGER_INVALID_VALUE" }),
    );
  });
});
