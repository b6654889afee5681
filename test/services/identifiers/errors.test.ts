import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  aasIdentifier,
  checkLegalId,
  checkPrefix,
  IdentifierError,
  type IdentifierErrorCode,
  identifierErrorCodes,
  ledgerSchemes,
  parseElementString,
  parseIdentifier,
  type Scheme,
  selfAssertedSchemes,
} from "../../../services/identifiers/index.js";

function errorOf(action: () => unknown): IdentifierError {
  try {
    action();
  } catch (error) {
    if (error instanceof IdentifierError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** A refused text: its code, the place of the fault where it is known, and a part of the hint. */
type Case = readonly [
  input: string,
  scheme: Scheme | undefined,
  IdentifierErrorCode,
  position: number | undefined,
  hint: string,
];

const cases: readonly Case[] = [
  ["", undefined, "IDENTIFIER_EMPTY", undefined, "Give one"],
  ["a".repeat(4097), undefined, "IDENTIFIER_LENGTH", 4096, "one identifier"],
  [" 1.3.6", undefined, "IDENTIFIER_CHARACTER", 0, "white space"],
  ["1.3.6 ", undefined, "IDENTIFIER_CHARACTER", 5, "white space"],
  ["1.3\n.6", undefined, "IDENTIFIER_CHARACTER", 3, "line breaks"],
  ["a/b\ud83dc", undefined, "IDENTIFIER_CHARACTER", 3, "surrogate"],
  ["nothing", undefined, "IDENTIFIER_UNKNOWN_SCHEME", undefined, "handle"],
  ["4006381333931", undefined, "IDENTIFIER_UNKNOWN_SCHEME", undefined, "gs1"],
  ["173-1#01-ACH237#013", undefined, "IDENTIFIER_SYNTAX", 0, "zeros"],
  ["https://id.gs1.org/ARgSM0VniQ", undefined, "IDENTIFIER_LENGTH", 29, "whole"],
  ["https://a/01/09506000134352/gAcgAA", "gs1", "IDENTIFIER_UNSUPPORTED", 30, "uncompressed"],
  ["https://a/01/09506000134353", undefined, "IDENTIFIER_CHECK_DIGIT", 26, "it is 2"],
  ["(01)09506000134353", undefined, "IDENTIFIER_CHECK_DIGIT", 17, "it is 2"],
  ["4006381333932", "gs1", "IDENTIFIER_CHECK_DIGIT", 12, "it is 1"],
  ["(8013)1987654Ad4X4bL5ttr2310cXK", undefined, "IDENTIFIER_CHECK_DIGIT", 29, "2K"],
  ["123", "gs1", "IDENTIFIER_LENGTH", undefined, "(00)"],
  ["https://a/01/416000336108", undefined, "IDENTIFIER_LENGTH", 25, "zeros in front"],
  ["https://a/01/09506000134352/21/", undefined, "IDENTIFIER_EMPTY", 31, "leave the AI away"],
  ["https://a/01/09506000134352?99=", undefined, "IDENTIFIER_EMPTY", 31, "leave the AI away"],
  ["https://a/01/09506000134352?99", undefined, "IDENTIFIER_EMPTY", 31, "leave the AI away"],
  ["https://a/01/09506000134352?x=1&89=1", undefined, "IDENTIFIER_UNKNOWN_AI", 32, "letters"],
  ["https://a/01/09506000134352?98=X+9", undefined, "IDENTIFIER_CHARACTER", 32, "character"],
  ["https://a/01/09506000134352/21/%zz", undefined, "IDENTIFIER_CHARACTER", 31, "%25"],
  ["https://a/01/09506000134352/21/%C3%28", undefined, "IDENTIFIER_CHARACTER", 31, "UTF-8"],
  ["https://a$/01/09506000134352", undefined, "IDENTIFIER_CHARACTER", 8, "domain name"],
  ["HtTp://a/01/09506000134352", undefined, "IDENTIFIER_SYNTAX", 0, "http or https"],
  ["https://a/01/09506000134352/10/L/10/L", undefined, "IDENTIFIER_DUPLICATE", 33, "once"],
  ["https://a/01/09506000134352/10/L?10=L", undefined, "IDENTIFIER_DUPLICATE", 33, "once"],
  ["(10)A(01)09506000134352(10)B", undefined, "IDENTIFIER_DUPLICATE", 27, "once"],
  [
    "https://a/01/09506000134352/21/S/10/L",
    undefined,
    "IDENTIFIER_QUALIFIER_ORDER",
    33,
    "22, 10, 21; or 235",
  ],
  ["https://a/00/952012345678912345/10/L", undefined, "IDENTIFIER_QUALIFIER_ORDER", 32, "no qualifiers"],
  ["https://a/01/09506000134352?21=S", undefined, "IDENTIFIER_ATTRIBUTE", 28, "qualifiers"],
  ["(01)09506000134352(8200)http://example.com", undefined, "IDENTIFIER_ATTRIBUTE", 19, "(8200)"],
  ["https://a/415/4012345000108", undefined, "IDENTIFIER_PAIRING", 10, "Add it"],
  ["https://a/414/4012345000108?17=251231", undefined, "IDENTIFIER_PAIRING", 28, "Add it"],
  [
    "https://a/01/09506000134352?37=2&02=09506000134352&00=952012345678912345",
    undefined,
    "IDENTIFIER_PAIRING",
    10,
    "Leave one",
  ],
  ["(99)XYZ", undefined, "IDENTIFIER_NO_KEY", undefined, "(01)"],
  ["https://a/b", "gs1", "IDENTIFIER_NO_KEY", undefined, "/01/"],
  ["(012)X", undefined, "IDENTIFIER_UNKNOWN_AI", 1, "brackets"],
  ["(01)09506000134352(1", undefined, "IDENTIFIER_SYNTAX", 18, "\\("],
  ["(01)09506000134352(17)251332", undefined, "IDENTIFIER_VALUE", 22, "YYMMDD"],
  ["stem/01/09506000134352", "gs1", "IDENTIFIER_SYNTAX", 0, "Begin"],
  ["20.1000", "handle", "IDENTIFIER_SYNTAX", 0, "slash"],
  ["88.101/", undefined, "IDENTIFIER_SYNTAX", 7, "local name"],
  ["hdl:20..1000/5", undefined, "IDENTIFIER_SYNTAX", 6, "single dots"],
  ["a b/c", undefined, "IDENTIFIER_CHARACTER", 1, "first slash"],
  ["https://hdl.handle.net/20.1000/a%20", undefined, "IDENTIFIER_CHARACTER", 32, "white space"],
  ["doi:20.1000/1", undefined, "IDENTIFIER_VALUE", 4, "hdl:"],
  [`88.101/${"a".repeat(250)}`, undefined, "IDENTIFIER_LENGTH", 255, "local name"],
  [`20.1000/${"零".repeat(700)}`, undefined, "IDENTIFIER_LENGTH", 0, "shorter"],
  ["urn:oid:1.03.6", undefined, "IDENTIFIER_SYNTAX", 10, '"3"'],
  ["1.3..6", undefined, "IDENTIFIER_SYNTAX", 4, "single dots"],
  ["urn:oid:1.3.iso", undefined, "IDENTIFIER_CHARACTER", 12, "number"],
  ["3.1", undefined, "IDENTIFIER_VALUE", 0, "OID"],
  ["1.40", undefined, "IDENTIFIER_VALUE", 2, "second number"],
  ["did:web:example.com/path", undefined, "IDENTIFIER_DID_URL", 19, '"/path"'],
  ["did:EXAMPLE:1", undefined, "IDENTIFIER_CHARACTER", 4, "lower-case"],
  ["DID:web:a", undefined, "IDENTIFIER_SYNTAX", 0, "did:web"],
  ["did:example", undefined, "IDENTIFIER_SYNTAX", 11, "method-specific"],
  ["did:web:", undefined, "IDENTIFIER_SYNTAX", 8, "colon"],
  ["did:web:a b", undefined, "IDENTIFIER_CHARACTER", 9, "%HH"],
  ["did:ethr:0x12", undefined, "IDENTIFIER_SYNTAX", 9, "40 hex digits"],
  ["aas:BPNL1/van", undefined, "IDENTIFIER_SYNTAX", 4, "%2F"],
  ["aas:BPNL1/van/", undefined, "IDENTIFIER_EMPTY", 14, "all three"],
  ["aas:/van/1", undefined, "IDENTIFIER_EMPTY", 4, "BPN"],
  ["aas:a b/van/1", undefined, "IDENTIFIER_CHARACTER", 5, "BPN"],
  ["urn:uuid:123", undefined, "IDENTIFIER_SYNTAX", 9, "32 hex digits"],
  ["https://example.com/a b", undefined, "IDENTIFIER_CHARACTER", 21, "Percent-encode"],
  ["https:", undefined, "IDENTIFIER_SYNTAX", 6, "absolute URI"],
  ["nothing", "uri", "IDENTIFIER_SYNTAX", 0, "absolute URI"],
];

describe("a refused text", () => {
  it.each(cases)("%j (scheme %s) is told %s", (input, scheme, code, position, hint) => {
    const error = errorOf(() => parseIdentifier(input, { scheme }));
    expect({ code: error.code, position: error.position }).toEqual({ code, position });
    expect(error.hint).toContain(hint);
    expect(error.message).not.toBe("");
    expect(error.details.position).toBe(position);
    expect(error.name).toBe("IdentifierError");
  });

  it("keeps what a terminal could trip over out of the message", () => {
    const { message } = errorOf(() => parseIdentifier("\u202etxt.exe\u200fx y", { scheme: "uuid" }));
    expect(message).not.toMatch(/[\u200f\u202e]/);
    expect(errorOf(() => parseIdentifier("x".repeat(4000))).message.length).toBeLessThan(120);
  });

  it("of a scheme that does not exist names those that do", () => {
    const unknown: string = "isbn";
    const error = errorOf(() => Reflect.apply(parseIdentifier, undefined, ["a/b", { scheme: unknown }]));
    expect(error.code).toBe("IDENTIFIER_UNKNOWN_SCHEME");
    for (const scheme of [...ledgerSchemes, ...selfAssertedSchemes]) expect(error.hint).toContain(scheme);
  });
});

describe("a refused prefix", () => {
  it.each<[Parameters<typeof checkPrefix>[0], string, IdentifierErrorCode]>([
    ["gs1", "", "IDENTIFIER_EMPTY"],
    ["gs1", "9506A", "IDENTIFIER_CHARACTER"],
    ["gs1", "1234567890123", "IDENTIFIER_LENGTH"],
    ["handle", "88..1", "IDENTIFIER_SYNTAX"],
    ["handle", "88.101/x", "IDENTIFIER_CHARACTER"],
    ["oid", "1.03", "IDENTIFIER_SYNTAX"],
    ["oid", "1.40", "IDENTIFIER_VALUE"],
    ["did", "web", "IDENTIFIER_SYNTAX"],
    ["did", "did:", "IDENTIFIER_CHARACTER"],
    ["did", "did:web::a", "IDENTIFIER_SYNTAX"],
    ["did", "did:web:a:", "IDENTIFIER_SYNTAX"],
    ["aas", "a/b/c", "IDENTIFIER_SYNTAX"],
    ["aas", "a/", "IDENTIFIER_EMPTY"],
    ["aas", "x".repeat(65), "IDENTIFIER_LENGTH"],
    ["aas", `x/${"零".repeat(8)}`, "IDENTIFIER_LENGTH"],
  ])("%s %j is told %s", (scheme, prefix, code) => {
    expect(errorOf(() => checkPrefix(scheme, prefix)).code).toBe(code);
  });

  it("is put in canonical form where it only differs in spelling", () => {
    expect(checkPrefix("handle", "0.NA")).toBe("0.na");
    expect(checkPrefix("did", "did:web:Example.com%3a80")).toBe("did:web:example.com%3A80");
    expect(checkPrefix("aas", "Example.com/part no")).toBe("example.com/part%20no");
  });
});

describe("a refused legal identifier", () => {
  it.each<[string, IdentifierErrorCode, number | undefined, string]>([
    ["213800KUD8LAJWSQ9D15", "IDENTIFIER_UNKNOWN_SCHEME", 0, "lei:"],
    ["vat:DE1", "IDENTIFIER_UNKNOWN_SCHEME", 0, "lei:"],
    ["lei:213800KUD8LAJWSQ9D16", "IDENTIFIER_CHECK_DIGIT", 22, "15 stands there"],
    ["lei:213800KUD8LAJWSQ9D1", "IDENTIFIER_LENGTH", 23, "copied whole"],
    ["lei:213800KUD8LAJWSQ9-15", "IDENTIFIER_CHARACTER", 21, "character"],
    ["uscc:91110000600037342L", "IDENTIFIER_CHECK_DIGIT", 22, "stands there"],
    ["uscc:9111000060003734IL", "IDENTIFIER_CHARACTER", 21, "character"],
    ["uscc:91A10000600037341L", "IDENTIFIER_CHARACTER", 7, "six digits"],
    ["bpn:BPNX00000003AYRE", "IDENTIFIER_SYNTAX", 4, "BPNL"],
    ["bpn:BPNL00000003AYR", "IDENTIFIER_LENGTH", 19, "copied whole"],
  ])("%s is told %s", (text, code, position, hint) => {
    const error = errorOf(() => checkLegalId(text));
    expect({ code: error.code, position: error.position }).toEqual({ code, position });
    expect(error.hint).toContain(hint);
  });

  it("is accepted in either case", () => {
    expect(checkLegalId("LEI:213800kud8lajwsq9d15")).toEqual({
      kind: "lei",
      value: "213800KUD8LAJWSQ9D15",
      canonical: "lei:213800KUD8LAJWSQ9D15",
    });
    expect(checkLegalId("bpn:bpnl00000003ayre").canonical).toBe("bpn:BPNL00000003AYRE");
  });
});

describe("the codes", () => {
  it("are each met by a case above, and each described in the document", () => {
    const others = [
      errorOf(() => parseElementString("(01)x")),
      errorOf(() => aasIdentifier("a", "b", "\ud800")),
    ];
    const met = new Set([...cases.map(([, , code]) => code), ...others.map(({ code }) => code)]);
    expect([...met].sort()).toEqual([...identifierErrorCodes].sort());
    const document = readFileSync(new URL("../../../docs/identifiers.md", import.meta.url), "utf8");
    for (const code of identifierErrorCodes) expect(document).toContain(`| \`${code}\` |`);
  });
});
