import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isLedgerIdentifier,
  type LedgerIdentifier,
  parseIdentifier,
} from "../../../services/identifiers/index.js";
import { expandTemplate, templateFault } from "../../../services/identifiers/linkTemplate.js";

function ledgerIdentifier(text: string, scheme: LedgerIdentifier["scheme"]): LedgerIdentifier {
  const identifier = parseIdentifier(text, { scheme });
  if (!isLedgerIdentifier(identifier)) throw new Error(text);
  return identifier;
}

const serial = ledgerIdentifier("01/09506000134352/10/L%2F1/21/S-1", "gs1");

describe("a template", () => {
  it.each<[string, LedgerIdentifier, string | null]>([
    ["https://a.example/{gtin}/{serial}#{lot}", serial, "https://a.example/09506000134352/S-1#L%2F1"],
    ["https://a.example/{01}/{21}", serial, "https://a.example/09506000134352/S-1"],
    [
      "https://a.example:8443/?q={id}",
      serial,
      "https://a.example:8443/?q=01%2F09506000134352%2F10%2FL%252F1%2F21%2FS-1",
    ],
    ["https://a.example/{sscc}", serial, null],
    [
      "https://a.example/{prefix}/{suffix}",
      ledgerIdentifier("88.1/ü&?", "handle"),
      "https://a.example/88.1/%C3%BC%26%3F",
    ],
    ["https://a.example/{suffix}", ledgerIdentifier("88.1/..", "handle"), null],
    ["https://a.example/{arc}", ledgerIdentifier("1.2.3", "oid"), "https://a.example/3"],
    [
      "https://a.example/{owner}/{name}/{value}",
      ledgerIdentifier("example.com/partId/7%2F7", "aas"),
      "https://a.example/example.com/partId/7%2F7",
    ],
  ])("%s is filled with the parts of an identifier", (template, identifier, expected) => {
    expect(expandTemplate(template, identifier)).toBe(expected);
  });

  it.each([
    "http://a.example/{serial}",
    "https://{serial}",
    "https://a.example{serial}",
    "https://a.example?{serial}",
    "https://u@a.example/{serial}",
    "https://a.example/{serial",
    "https://a.example/serial}",
    "https://a.example/{+serial}",
    "https://a.example/{serial,gtin}",
    "https://a.example/{}",
    "https://a.example/{suffix}",
    "//a.example/{serial}",
    "javascript:{serial}",
  ])("is none: %s", (template) => {
    expect(templateFault(template, "gs1")).not.toBeNull();
    expect(expandTemplate(template, serial)).toBeNull();
  });

  it("never leads to another host or out of its path, whatever the identifier says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), (name) => {
        const identifier: LedgerIdentifier = {
          scheme: "handle",
          prefix: "88.1",
          localName: name,
          canonical: serial.canonical,
        };
        const expanded = expandTemplate(
          "https://a.example/fixed/{suffix}/end?x={suffix}#{suffix}",
          identifier,
        );
        if (name === "." || name === "..") {
          expect(expanded).toBeNull();
          return;
        }
        const url = new URL(expanded ?? "");
        expect(url.origin).toBe("https://a.example");
        expect(url.pathname.split("/").map(decodeURIComponent)).toEqual(["", "fixed", name, "end"]);
        expect(url.searchParams.get("x")).toBe(name);
      }),
      { examples: [["."], [".."]] },
    );
  });
});
