import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withQuery } from "../../../services/resolver/gs1/redirect.js";

const target = fc
  .tuple(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.constantFrom("", "?", "?a=b&"))
  .map(([url, tail]) => (url.includes("?") || url.includes("#") ? url : url + tail));
/** Any bytes, as Node gives a request's URL: one character a byte. */
const query = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });

describe("withQuery", () => {
  it("changes neither host nor path nor fragment, whatever the query", () => {
    fc.assert(
      fc.property(target, query, (href, text) => {
        const before = new URL(href);
        const after = new URL(withQuery(href, text));
        expect([after.protocol, after.host, after.pathname, after.hash]).toEqual([
          before.protocol,
          before.host,
          before.pathname,
          before.hash,
        ]);
      }),
    );
  });

  it("holds nothing that could end a header, whatever the query", () => {
    fc.assert(
      fc.property(target, query, (href, text) => {
        expect(withQuery(href, text)).toMatch(/^[\x21-\x7e]*$/);
      }),
    );
  });

  it("keeps what the target's own query says in front", () => {
    expect(withQuery("https://a.example/x?y=1&#z", "q=2")).toBe("https://a.example/x?y=1&q=2#z");
    expect(withQuery("https://a.example/x?", "q=2")).toBe("https://a.example/x?q=2");
  });
});
