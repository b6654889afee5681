import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLedgerIdentifier, parseIdentifier, uriForm } from "../../../services/identifiers/index.js";
import { maxSameAs, sameAs, statedIn, withoutSameAs, withSameAs } from "../../../services/ledger/sameAs.js";
import { ledgerIdentifiers } from "../identifiers/arbitraries.js";

const stating = (...hrefs: readonly string[]) => ({ [sameAs]: hrefs.map((href) => ({ href })) });
const named = (...hrefs: readonly string[]) =>
  statedIn(stating(...hrefs)).map(({ identifier }) => `${identifier.scheme} ${identifier.canonical}`);
const identifierOf = (text: string) => {
  const identifier = parseIdentifier(text);
  if (!isLedgerIdentifier(identifier)) throw new Error(`${text} has no record of its own`);
  return identifier;
};

describe("what a linkset states to be of the same thing", () => {
  it.each([
    [
      "a Digital Link at any host",
      "https://shop.example/p/01/09506000134352/21/4711?11=260101",
      "gs1 01/09506000134352/21/4711",
    ],
    ["an EPC URN", "urn:epc:id:giai:9506000.13430001", "gs1 8004/950600013430001"],
    ["a handle", "hdl:88.101.0042/pump-1", "handle 88.101.0042/pump-1"],
    ["a handle at the proxy", "https://hdl.handle.net/88.101.0042/pump-1", "handle 88.101.0042/pump-1"],
    ["a DOI", "https://doi.org/10.1126/Science.1", "handle 10.1126/science.1"],
    ["an OID", "urn:oid:1.3.6.1.4.1.32473.7", "oid 1.3.6.1.4.1.32473.7"],
    ["a DID", "did:web:example.com:pump:1", "did did:web:example.com:pump:1"],
    ["an asset id", "aas:EXAMPLE/serialNumber/7", "aas EXAMPLE/serialNumber/7"],
  ])("is read from %s", (_, href, expected) => {
    expect(named(href)).toEqual([expected]);
  });

  it.each([
    ["a page", "https://en.wikipedia.org/wiki/Pump"],
    ["a UUID, which anybody may claim", "urn:uuid:580d3adf-1981-44a0-a214-13d6ceed9379"],
    ["a check digit that is wrong", "https://id.gs1.org/01/09506000134353"],
    ["what is no URI", "01/09506000134352"],
    ["an element string", "(01)09506000134352"],
    ["a script", "javascript:alert(1)"],
    ["nothing", ""],
  ])("is nothing for %s", (_, href) => {
    expect(named(href)).toEqual([]);
  });

  it("is nothing of another relation", () => {
    expect(statedIn({ "https://schema.org/sameAs": [{ href: "urn:oid:1.2.3" }] })).toEqual([]);
  });

  it("is each identifier once, whatever its spelling, and the first sixteen of them", () => {
    expect(named("hdl:10.5/A", "hdl:10.5/a", "https://doi.org/10.5/a")).toEqual(["handle 10.5/a"]);
    const many = Array.from({ length: 100 }, (_, n) => `urn:oid:1.3.${n}`);
    expect(named("none", ...many)).toEqual(many.slice(0, maxSameAs).map((href) => `oid ${href.slice(8)}`));
  });

  it("is what was added, in the form in which every identifier is read back, until it is taken out", () => {
    fc.assert(
      fc.property(ledgerIdentifiers, (identifier) => {
        const { scheme, canonical } = identifier;
        const link = { describedby: [{ href: "https://example.com/" }] };
        const linkset = withSameAs(link, identifier);
        const read = parseIdentifier(uriForm(identifier));
        expect([read.scheme, read.canonical]).toEqual([scheme, canonical]);
        expect(statedIn(linkset)).toMatchObject([{ identifier: { scheme, canonical } }]);
        expect(withoutSameAs(linkset, identifier)).toEqual(link);
      }),
    );
  });

  it("is taken out in every spelling, and nothing else with it", () => {
    const linkset = stating(
      "hdl:10.5/A",
      "https://en.wikipedia.org/wiki/Pump",
      "doi:10.5/a",
      "urn:oid:1.2.3",
    );
    const kept = withoutSameAs(linkset, identifierOf("hdl:10.5/a"));
    expect(kept).toEqual(stating("https://en.wikipedia.org/wiki/Pump", "urn:oid:1.2.3"));
    expect(withoutSameAs(kept, identifierOf("hdl:10.5/a"))).toBe(kept);
  });

  it("is read from any text without failing", () => {
    const stems = [
      "did:",
      "urn:oid:",
      "urn:epc:id:",
      "hdl:",
      "https://id.gs1.org/",
      "https://hdl.handle.net/",
      "aas:",
      "",
    ];
    const hrefs = fc
      .tuple(fc.constantFrom(...stems), fc.string({ unit: "binary" }))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(hrefs, { maxLength: 30 }), (all) => {
        const stated = statedIn(stating(...all));
        expect(stated.length).toBeLessThanOrEqual(maxSameAs);
        expect(new Set(stated.map(({ id }) => id)).size).toBe(stated.length);
      }),
    );
  });
});
