import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeLinkset, isFollowable } from "../../../services/ledger/linkset.js";

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

/** The rule by itself: what the URL Standard reads as an absolute http(s) URL, in printable ASCII, without credentials. */
function isFollowableByTheStandard(href: string): boolean {
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(href)) return false;
  const url = URL.parse(href);
  return url !== null && url.username === "" && url.password === "";
}

describe("a link that can be followed", () => {
  const label = fc.oneof(
    fc.stringMatching(/^[a-z0-9-]{1,6}$/),
    fc.constantFrom("xn--", "xn--a", "XN--80ak6aa92e", "0x1f", "256", "a_b", "", "%41", "ab--c", "-a", "a-"),
  );
  const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
  const rest = fc.oneof(
    fc.constantFrom("", "/", ":80/", ":99999/", "?a", "#a", "/a@b", "@c.de/"),
    fc.string(),
  );
  const address = fc.tuple(
    fc.constantFrom("http://", "https://", "HTTPS://", "ftp://", "http:/"),
    host,
    rest,
  );

  it("is an absolute http(s) URL in printable ASCII without credentials", () => {
    const any = fc.oneof(
      fc.webUrl(),
      fc.string(),
      address.map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(any, (href) => {
        expect(isFollowable(href)).toBe(isFollowableByTheStandard(href));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["https://acme.example/p-200/4711?a=b#c", true],
    ["https://acme.example:99999/", false],
    ["https://user@acme.example/", false],
    ["https://acme.example/a b", false],
    ["javascript://acme.example/%0aalert(1)", false],
  ])("%s: %s", (href, followable) => {
    expect(isFollowable(href)).toBe(followable);
  });
});
