import { describe, expect, it } from "vitest";
import { linkRelation, linkTarget } from "../../../services/importers/linkset.js";
import { isFollowable } from "../../../services/ledger/linkset.js";

const target = (href: string) => linkTarget(href, {}).href;

describe("a link's target", () => {
  it.each([
    ["https://example.com/a?b=%20#c", "https://example.com/a?b=%20#c"],
    ["HTTP://Example.com", "HTTP://Example.com"],
    ["https://münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe"],
    ["https://example.com/a b", "https://example.com/a%20b"],
  ])("%s is stored as %s, which resolvers pass on", (written, stored) => {
    expect(target(written)).toBe(stored);
    expect(isFollowable(stored)).toBe(true);
  });

  it.each([
    ["ftp://example.com/a", "not an http(s) address"],
    ["example.com", "not an http(s) address"],
    ["https://example.com/a\nb", "control characters"],
    ["https://example.com/\u0085", "control characters"],
    ["https://user:hush@example.com/", "user or password"],
    ["https://user:hush@münchen.example/", "user or password"],
    ["ftp://user:hush@example.com/", "not an http(s) address"],
    ["https://user:hu/hush@example.com/", "not an http(s) address"],
  ])("%j is refused, and its password stays unsaid", (href, fault) => {
    expect(() => target(href)).toThrow(fault);
    expect(() => target(href)).not.toThrow(/hush/);
  });
});

describe("a link relation", () => {
  it("is not anchor, which linksets reserve", () => {
    expect(() => linkRelation("anchor")).toThrow("reserve");
    expect(linkRelation("describedby")).toBe("describedby");
  });
});
