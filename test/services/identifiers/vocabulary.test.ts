import { describe, expect, it } from "vitest";
import { linkRelation } from "../../../services/identifiers/gs1/vocabulary.js";

describe("a link relation", () => {
  it.each([
    "gs1:pip",
    "https://ref.gs1.org/voc/pip",
    "http://gs1.org/voc/pip",
    "https://gs1.org/voc/pip",
    "https://www.gs1.org/voc/pip",
  ])("of GS1 has one spelling: %s", (spelling) => {
    expect(linkRelation(spelling)).toBe("https://ref.gs1.org/voc/pip");
  });

  it.each([
    "describedby",
    "gs1:",
    "gs1:a/b",
    "https://example.com/voc/pip",
    "https://gs1.org/vocabulary/pip",
  ])("of anybody else stays as it is: %s", (relation) => {
    expect(linkRelation(relation)).toBe(relation);
  });
});
