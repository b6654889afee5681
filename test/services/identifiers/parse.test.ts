import { describe, expect, it } from "vitest";
import {
  coarserLevels,
  digitalLinkUri,
  equivalents,
  globalAssetId,
  gs1Identifier,
  isLedgerIdentifier,
  isLedgerScheme,
  isScheme,
  type LedgerIdentifier,
  parseIdentifier,
  prefixesOf,
  prefixStart,
  type Scheme,
  uriForm,
} from "../../../services/identifiers/index.js";

function ledger(input: string): LedgerIdentifier {
  const identifier = parseIdentifier(input);
  if (!isLedgerIdentifier(identifier)) throw new Error(`${input} is read as ${identifier.scheme}`);
  return identifier;
}

describe("parseIdentifier without a scheme", () => {
  it.each<[input: string, scheme: Scheme, canonical: string]>([
    [
      "https://example.com/shop/01/09506000134352/21/A%2fB?17=251231&lang=de#x",
      "gs1",
      "01/09506000134352/21/A%2FB",
    ],
    ["HTTPS://ID.GS1.ORG/00/952012345678912345", "gs1", "00/952012345678912345"],
    ["https://id.gs1.org/01/09506000134352/", "gs1", "01/09506000134352"],
    ["https://id.gs1.org/01/09506000134352/10/10/", "gs1", "01/09506000134352/10/10"],
    ["https://id.gs1.org/01/09506000134352/21/a+b", "gs1", "01/09506000134352/21/a%2Bb"],
    ["(01)09506000134352(21)S(10)L", "gs1", "01/09506000134352/10/L/21/S"],
    ["(01)09506000134352(21)a\\(12)b", "gs1", "01/09506000134352/21/a%2812%29b"],
    ["01/09506000134352/10/LOT", "gs1", "01/09506000134352/10/LOT"],
    ["/8004/0950600013430000001", "gs1", "8004/0950600013430000001"],
    ["88.101.0042/Part-1", "handle", "88.101.0042/Part-1"],
    ["0.NA/88.101", "handle", "0.na/88.101"],
    ["hdl:20.1000/5555/", "handle", "20.1000/5555/"],
    ["doi:10.1000/ABC", "handle", "10.1000/abc"],
    ["https://doi.org/10.1000/ABC%3CD%3E?x=1#y", "handle", "10.1000/abc<d>"],
    ["http://hdl.handle.net/88.101.0042/%E9%9B%B6%E4%BB%B6", "handle", "88.101.0042/零件"],
    ["hdl:01/09506000134353", "handle", "01/09506000134353"],
    ["1.3.6.1.4.1", "oid", "1.3.6.1.4.1"],
    [
      "URN:OID:2.25.340282366920938463463374607431768211455",
      "oid",
      "2.25.340282366920938463463374607431768211455",
    ],
    ["urn:oid:1", "oid", "1"],
    ["did:web:Example.COM%3a8443:Asset:1", "did", "did:web:example.com%3A8443:Asset:1"],
    ["did:x:%41%2d%7e%c3%a4", "did", "did:x:A-%7E%C3%A4"],
    [
      "did:ethr:0xAA36A7:0xB9C5714089478A327F09197987F16F9E5D936E8A",
      "did",
      "did:ethr:0xaa36a7:0xb9c5714089478a327f09197987f16f9e5d936e8a",
    ],
    ["aas:BPNL00000003AYRE/van/OMAYSKEITUGNVHKKX", "aas", "BPNL00000003AYRE/van/OMAYSKEITUGNVHKKX"],
    ["AAS:Example.com/part no/a%2fb", "aas", "example.com/part%20no/a%2Fb"],
    ["6BA7B810-9DAD-11D1-80B4-00C04FD430C8", "uuid", "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
    ["{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", "uuid", "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
    [
      "URN:UUID:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
      "uuid",
      "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    ],
    ["https://products.example/1234567", "uri", "https://products.example/1234567"],
    ["https://doi.org/help", "uri", "https://doi.org/help"],
    ["ark:/12345/x5wf6789", "ark", "ark:12345/x5wf6789"],
    ["urn:epc:id:sgtin:0614141.112345.400", "gs1", "01/10614141123459/21/400"],
  ])("reads %s as %s", (input, scheme, canonical) => {
    const identifier = parseIdentifier(input);
    expect(identifier.scheme).toBe(scheme);
    expect(identifier.canonical).toBe(canonical);
  });

  it("keeps decoded values and attributes of a GS1 link beside its canonical form", () => {
    expect(parseIdentifier("https://a/01/09506000134352/10/A%2FB?99=xy&3103=000195&99a=1")).toEqual({
      scheme: "gs1",
      canonical: "01/09506000134352/10/A%2FB",
      key: { ai: "01", value: "09506000134352" },
      qualifiers: [{ ai: "10", value: "A/B" }],
      attributes: [
        { ai: "99", value: "xy" },
        { ai: "3103", value: "000195" },
      ],
    });
  });

  it("reads x/y as a handle where it is no GS1 key, but never a mistyped numeric key", () => {
    expect(parseIdentifier("01/part-1").scheme).toBe("handle");
    expect(parseIdentifier("4263537/4000").scheme).toBe("handle");
    expect(parseIdentifier("8004/1234/EEarwSM").scheme).toBe("handle");
    expect(() => parseIdentifier("01/09506000134353")).toThrow(
      expect.objectContaining({ code: "IDENTIFIER_CHECK_DIGIT" }),
    );
    expect(() => parseIdentifier("01/09506000134352/21/a b")).toThrow(
      expect.objectContaining({ code: "IDENTIFIER_CHARACTER" }),
    );
  });
});

describe("parseIdentifier with a scheme", () => {
  it.each([
    ["73513537", "01/00000073513537"],
    ["614141123452", "01/00614141123452"],
    ["9506000134352", "01/09506000134352"],
    ["09506000134352", "01/09506000134352"],
  ])("pads the GTIN %s to 14 digits", (input, canonical) => {
    expect(parseIdentifier(input, { scheme: "gs1" }).canonical).toBe(canonical);
  });

  it("reads a bare OWNER/NAME/VALUE only where the scheme is aas", () => {
    expect(parseIdentifier("BPNL00000003AYRE/van/1", { scheme: "aas" }).scheme).toBe("aas");
    expect(parseIdentifier("BPNL00000003AYRE/van/1").scheme).toBe("handle");
  });

  it("keeps a Digital Link as it is where the scheme is uri", () => {
    const link = "https://example.com/01/09506000134352";
    expect(parseIdentifier(link, { scheme: "uri" })).toEqual({ scheme: "uri", canonical: link });
  });
});

describe("prefixesOf", () => {
  it.each([
    [
      "01/09506000134352/21/1",
      4,
      [
        "950600013435",
        "95060001343",
        "9506000134",
        "950600013",
        "95060001",
        "9506000",
        "950600",
        "95060",
        "9506",
        "950",
        "95",
        "9",
        "",
      ],
    ],
    ["8010/0200A", 5, ["0200", "020", "02", "0", ""]],
    [
      "8003/03870585000552987",
      6,
      [
        "387058500055",
        "38705850005",
        "3870585000",
        "387058500",
        "38705850",
        "3870585",
        "387058",
        "38705",
        "3870",
        "387",
        "38",
        "3",
        "",
      ],
    ],
    ["hdl:88.101.0042/a.b/c", 0, ["88.101.0042", "88.101", "88", ""]],
    ["1.3.6", 0, ["1.3.6", "1.3", "1", ""]],
    ["did:web:example.com:a", 0, ["did:web:example.com:a", "did:web:example.com", "did:web", ""]],
    ["did:x:a::b", 0, ["did:x:a", "did:x", ""]],
    ["aas:example.com/van/1%2F2", 0, ["example.com/van", "example.com", ""]],
  ])("cuts %s where the ledger may", (input, start, prefixes) => {
    const identifier = ledger(input);
    expect(prefixStart(identifier)).toBe(start);
    expect(prefixesOf(identifier).map(({ prefix }) => prefix)).toEqual(prefixes);
  });

  it("leaves out prefixes that are longer than the ledger's longest", () => {
    const owner = "a".repeat(60);
    expect(prefixesOf(globalAssetId(owner, "x")).map(({ length }) => length)).toEqual([60, 0]);
    expect(prefixesOf(globalAssetId("b".repeat(65), "x"))).toEqual([{ prefix: "", length: 0 }]);
    const atLimit = `did:x:${"a".repeat(58)}`;
    expect(prefixesOf(ledger(atLimit)).map(({ length }) => length)).toEqual([64, 5, 0]);
    expect(prefixesOf(ledger(`${atLimit}a`)).map(({ length }) => length)).toEqual([5, 0]);
  });
});

describe("coarserLevels", () => {
  it.each([
    [
      "01/09506000134352/22/V/10/L/21/S",
      [
        "01/09506000134352/10/L/21/S",
        "01/09506000134352/22/V/21/S",
        "01/09506000134352/21/S",
        "01/09506000134352/22/V/10/L",
        "01/09506000134352/10/L",
        "01/09506000134352/22/V",
        "01/09506000134352",
      ],
    ],
    ["01/09506000134352/21/S", ["01/09506000134352"]],
    ["414/4012345000108/254/dock", ["414/4012345000108"]],
    ["415/4012345000108/8020/invoice", []],
    ["01/09506000134352", []],
    ["88.101.0042/a/b", []],
  ])("of %s are %j", (input, levels) => {
    expect(coarserLevels(ledger(input)).map(({ canonical }) => canonical)).toEqual(levels);
  });
});

describe("equivalents", () => {
  it("gives a GS1 identifier's links and element string, and its EPC URN where the company prefix's length is known", () => {
    const identifier = gs1Identifier(
      { ai: "01", value: "09506000134352" },
      [{ ai: "21", value: "a(1)" }],
      [{ ai: "99", value: "x/y" }],
    );
    const forms = {
      digitalLink: "https://node.example/stem/01/09506000134352/21/a%281%29?99=x%2Fy",
      compressedDigitalLink: "https://id.gs1.org/DBFKk4XBoQmFQxUzMB-F_k",
      elementString: "(01)09506000134352(21)a\\(1)(99)x/y",
    };
    expect(equivalents(identifier, { stem: "https://node.example/stem/" })).toEqual(forms);
    expect(equivalents(identifier, { stem: "https://node.example/stem/", companyPrefixLength: 7 })).toEqual({
      ...forms,
      epc: "urn:epc:id:sgtin:9506000.013435.a(1)",
    });
    expect(digitalLinkUri(identifier)).toBe("https://id.gs1.org/01/09506000134352/21/a%281%29?99=x%2Fy");
  });

  it.each([
    ["urn:oid:1.3.6", { urn: "urn:oid:1.3.6" }],
    ["did:web:a", { did: "did:web:a" }],
    ["aas:a.b/c/d", { aas: "aas:a.b/c/d" }],
    ["https://a/b", { uri: "https://a/b" }],
    [
      "ark:/12345/x-5",
      { ark: "ark:12345/x5", arkWithSlash: "ark:/12345/x5", arkResolver: "https://n2t.net/ark:12345/x5" },
    ],
    ["container:CSQU3054383", { container: "container:CSQU3054383", epc: "urn:epc:id:bic:CSQU3054383" }],
    ["0173-1#02-AAB325#008", { irdi: "0173-1#02-AAB325#008" }],
    ["vin:1M8GDM9AXKP042788", { vin: "vin:1M8GDM9AXKP042788" }],
  ])("of %s are %j", (input, forms) => {
    expect(equivalents(parseIdentifier(input))).toEqual(forms);
  });

  it("gives a DOI's forms beside those of every handle", () => {
    expect(equivalents(parseIdentifier("10.1000/a<b"))).toEqual({
      hdl: "hdl:10.1000/a<b",
      handleProxy: "https://hdl.handle.net/10.1000/a%3Cb",
      doi: "doi:10.1000/a<b",
      doiProxy: "https://doi.org/10.1000/a%3Cb",
    });
  });
});

describe("a value of dots alone, which whoever follows an address folds", () => {
  /** The address as a client asks for it. */
  const followed = (address: string): string => new URL(address).href;

  it.each([".", ".."])("%j leads to the GS1 identifier itself, not to a coarser one", (value) => {
    const identifier = gs1Identifier(
      { ai: "01", value: "09506000134352" },
      [
        { ai: "10", value },
        { ai: "21", value: "S" },
      ],
      [{ ai: "99", value: "x" }],
    );
    const forms = equivalents(identifier);
    for (const address of [forms.digitalLink ?? "", forms.compressedDigitalLink ?? "", uriForm(identifier)]) {
      expect(parseIdentifier(followed(address)).canonical).toBe(identifier.canonical);
    }
    expect(
      parseIdentifier(followed(digitalLinkUri(identifier, "https://node.example")), { scheme: "gs1" }),
    ).toEqual(identifier);
    expect(parseIdentifier(identifier.canonical)).toEqual({ ...identifier, attributes: [] });
  });

  it.each(["hdl:20.1000/..", "hdl:20.1000/a/../b", "hdl:20.1000/.", "10.1000/./x", "10.1000/.."])(
    "%s leads to the handle itself",
    (text) => {
      const handle = parseIdentifier(text);
      const { handleProxy = "", doiProxy = handleProxy } = equivalents(handle);
      expect(parseIdentifier(followed(handleProxy))).toEqual(handle);
      expect(parseIdentifier(followed(doiProxy))).toEqual(handle);
    },
  );

  it("stays as it is in a handle whose segments are more than dots", () => {
    expect(equivalents(parseIdentifier("hdl:20.1000/a./.b")).handleProxy).toBe(
      "https://hdl.handle.net/20.1000/a./.b",
    );
  });

  it.each(["ark:12345/a/../b", "ark:12345/a/%2E%2e/b"])("in %s leaves no address at the resolver", (text) => {
    expect(equivalents(parseIdentifier(text))).not.toHaveProperty("arkResolver");
  });

  it.each([
    ["did:web:example.com:..", 20],
    ["did:web:example.com:a:%2e:b", 22],
  ])("makes %s no did:web, whose document would be another's", (text, position) => {
    expect(() => parseIdentifier(text)).toThrow(
      expect.objectContaining({ code: "IDENTIFIER_VALUE", position }),
    );
  });
});

describe("guards", () => {
  it("tell schemes of the ledger from self-asserted ones", () => {
    expect(isLedgerScheme("gs1")).toBe(true);
    expect(isLedgerScheme("uuid")).toBe(false);
    expect(isScheme("uuid")).toBe(true);
    expect(isScheme("toString")).toBe(false);
    expect(isLedgerIdentifier(parseIdentifier("https://products.example/1"))).toBe(false);
  });
});
