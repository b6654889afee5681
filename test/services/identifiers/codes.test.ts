import { describe, expect, it } from "vitest";
import {
  checkNorthAmericanVin,
  type IdentifierErrorCode,
  parseIdentifier,
  type Scheme,
} from "../../../services/identifiers/index.js";

describe("an identifier without an authority on the ledger", () => {
  it.each<[scheme: Scheme, input: string, canonical: string, byItself: boolean]>([
    ["irdi", "0173-1#02-AAB325#008", "0173-1#02-AAB325#008", true],
    ["irdi", "IRDI:0173-1#02-AAB325#008", "0173-1#02-AAB325#008", true],
    ["irdi", "0112-1-A1#01-ABC#1", "0112-1-A1#01-ABC#1", true],
    ["ark", "ark:/12345/x5wf6789", "ark:12345/x5wf6789", true],
    ["ark", "ARK:123456789/x5-wf-67-89/c2.v1", "ark:123456789/x5wf6789/c2.v1", true],
    ["ark", "https://n2t.net/ark:/12345/x5wf6789", "ark:12345/x5wf6789", true],
    ["ecode", "ecode:1006412345678X", "ecode:1006412345678X", true],
    ["ecode", "1006412345678X", "ecode:1006412345678X", false],
    ["container", "container:csqu3054383", "container:CSQU3054383", true],
    ["container", "urn:epc:id:bic:CSQU3054383", "container:CSQU3054383", true],
    ["container", "CSQU3054383", "container:CSQU3054383", false],
    ["vin", "vin:1m8gdm9axkp042788", "vin:1M8GDM9AXKP042788", true],
    ["vin", "WVWZZZ1JZXW000001", "vin:WVWZZZ1JZXW000001", false],
    ["lei", "LEI:213800kud8lajwsq9d15", "lei:213800KUD8LAJWSQ9D15", true],
    ["lei", "213800KUD8LAJWSQ9D15", "lei:213800KUD8LAJWSQ9D15", false],
    ["uscc", "uscc:91110000600037341l", "uscc:91110000600037341L", true],
    ["uscc", "91110000600037341L", "uscc:91110000600037341L", false],
    ["bpn", "bpn:BPNL00000003AYRE", "bpn:BPNL00000003AYRE", true],
    ["bpn", "BPNA00000003AYRE", "bpn:BPNA00000003AYRE", false],
  ])("of the scheme %s, %s, is read as %s", (scheme, input, canonical, byItself) => {
    expect(parseIdentifier(input, { scheme })).toMatchObject({ scheme, canonical });
    if (byItself) expect(parseIdentifier(input)).toMatchObject({ scheme, canonical });
    else
      expect(() => parseIdentifier(input)).toThrow(
        expect.objectContaining({ code: "IDENTIFIER_UNKNOWN_SCHEME" }),
      );
  });

  it.each<[scheme: Scheme, input: string, IdentifierErrorCode, position: number]>([
    ["irdi", "173-1#02-AAB325#008", "IDENTIFIER_SYNTAX", 0],
    ["irdi", "0173-1#02-AAB325#8", "IDENTIFIER_SYNTAX", 17],
    ["irdi", "0173-1#2-AAB325#008", "IDENTIFIER_SYNTAX", 7],
    ["irdi", "irdi:0173-1#02-AAB325", "IDENTIFIER_SYNTAX", 5],
    ["irdi", "irdi:0112-1#01-A#x", "IDENTIFIER_SYNTAX", 17],
    ["ark", "ark:1234/abc", "IDENTIFIER_VALUE", 4],
    ["ark", "ark:/12345/", "IDENTIFIER_EMPTY", 11],
    ["ark", "ark:/12345/a(b", "IDENTIFIER_CHARACTER", 12],
    ["ecode", "ecode:12", "IDENTIFIER_LENGTH", 8],
    ["ecode", "ecode:12/4", "IDENTIFIER_CHARACTER", 8],
    ["container", "container:CSQU3054384", "IDENTIFIER_CHECK_DIGIT", 20],
    ["container", "container:CSQX3054383", "IDENTIFIER_VALUE", 13],
    ["container", "container:C5QU3054383", "IDENTIFIER_CHARACTER", 11],
    ["container", "container:CSQU30X4383", "IDENTIFIER_CHARACTER", 16],
    ["container", "urn:epc:id:bic:CSQU305438", "IDENTIFIER_LENGTH", 25],
    ["vin", "vin:1M8GDM9AXKP04278", "IDENTIFIER_LENGTH", 20],
    ["vin", "vin:1M8GDM9AXKPO42788", "IDENTIFIER_CHARACTER", 15],
    ["lei", "lei:213800KUD8LXJWSQ9D15", "IDENTIFIER_CHECK_DIGIT", 22],
    ["uscc", "uscc:91110000600037342L", "IDENTIFIER_CHECK_DIGIT", 22],
    ["bpn", "bpn:BPNX00000003AYRE", "IDENTIFIER_SYNTAX", 4],
  ])("of the scheme %s, %s, is refused with %s at %s, also by itself", (scheme, input, code, position) => {
    expect(() => parseIdentifier(input, { scheme })).toThrow(expect.objectContaining({ code, position }));
    expect(() => parseIdentifier(input)).toThrow(expect.objectContaining({ code }));
  });

  it("of the scheme vin has a check digit only where North America's rules are asked for", () => {
    const vin = (text: string) => {
      const identifier = parseIdentifier(text, { scheme: "vin" });
      if (identifier.scheme !== "vin") throw new Error(identifier.scheme);
      return { ...identifier, scheme: identifier.scheme };
    };
    expect(() => checkNorthAmericanVin(vin("1M8GDM9AXKP042788"))).not.toThrow();
    expect(() => checkNorthAmericanVin(vin("11111111111111111"))).not.toThrow();
    expect(() => checkNorthAmericanVin(vin("1M8GDM9A1KP042788"))).toThrow(
      expect.objectContaining({ code: "IDENTIFIER_CHECK_DIGIT", position: 8 }),
    );
  });
});

describe("an identification link", () => {
  it("is an https address that is kept as it is, and the same text as it is as a URI", () => {
    const link = "https://pk.example.com/?.1P=0914";
    expect(parseIdentifier(link, { scheme: "iec61406" })).toEqual({ scheme: "iec61406", canonical: link });
    expect(parseIdentifier(link)).toEqual({ scheme: "uri", canonical: link });
  });

  it.each([
    ["http://pk.example.com/?.1P=0914", "IDENTIFIER_SYNTAX", 0],
    ["https:///x", "IDENTIFIER_SYNTAX", 0],
    ["https://pk.example.com/a b", "IDENTIFIER_CHARACTER", 24],
    [`https://pk.example.com/${"a".repeat(233)}`, "IDENTIFIER_LENGTH", 255],
  ])("%s is refused with %s at %s", (input, code, position) => {
    expect(() => parseIdentifier(input, { scheme: "iec61406" })).toThrow(
      expect.objectContaining({ code, position }),
    );
  });
});
