import { describe, expect, it } from "vitest";
import { applicationIdentifiers } from "../../../services/identifiers/gs1/applicationIdentifiers.js";
import { fieldsOf } from "../../../services/identifiers/gs1/compression/fields.js";
import { pack } from "../../../services/identifiers/gs1/compression/pack.js";
import { unpack } from "../../../services/identifiers/gs1/compression/unpack.js";
import {
  compressedLinkUri,
  digitalLinkUri,
  type Gs1Identifier,
  gs1Identifier,
  parseIdentifier,
} from "../../../services/identifiers/index.js";

function gs1(input: string): Gs1Identifier {
  const identifier = parseIdentifier(input, { scheme: "gs1" });
  if (identifier.scheme !== "gs1") throw new Error(`read as ${identifier.scheme}`);
  return identifier;
}

/** What GS1's reference implementation of the compression and a port of it give: compressed path, and the path that it is. */
const published: readonly (readonly [compressed: string, plain: string])[] = [
  ["AN2yxDhfaiaw", "00/998440410914660971"],
  ["AQnYUc1gmg", "01/05412345000013"],
  ["AQnYUc1gmiCNV4JG", "01/05412345000013/10/ABC123"],
  ["AQnYUc1gmiCNV4JGQhcNT6K6c", "01/05412345000013/10/ABC123/21/72292641703"],
  [
    "AQnYUc1gmiCNV4JGQhcNT6K6cibQCWN9Pee9tT-PQ",
    "01/05412345000013/22/AJY3095721P49/10/ABC123/21/72292641703",
  ],
  ["AQnYUc1gmkax7ipGrOHDPC5YNI8hMz", "01/05412345000013/235/8TFV883a904GH%263"],
  ["JTLIetaiHYA", "253/3060077601309"],
  ["JVUqG5hJ5wA", "255/5678409730535"],
  ["QBl2DVoxZM2jVm3ZOWEFoxTR5HDgzZg", "401/0541234537290A41%26GHpp33"],
  ["QCJZyW9mC6Z4", "402/21173492661712079"],
  ["QUSaVjC_dA", "414/5060917510004"],
  ["JUa0T-eifdtOO9UFEmlYwv3Q", "414/5060917510004/254/RP56J920471"],
  ["QUSaVjC_dHBAVlCrg", "414/5060917510004/7040/5KFX"],
  ["QXSaVjC_dA", "417/5060917510004"],
  ["gAMJCAXukTMA", "8003/04965031954585"],
  ["gASXYNWjFkzaNWbdk5YQWjFNHkcODNm", "8004/0541234537290A41%26GHpp33"],
  ["cEB2CqjAAkuwatGLJm0as27JywgtGKaPI4cGbM", "8004/0541234537290A41%26GHpp33/7040/7BVR"],
  ["gBCVYNWjFkzaNWbdk5YQWjFHHkM2Y", "8010/0541234537290A41%23GH33"],
  ["gBCVYNWjFkzaNWbdk5YQWjFHHkM2cAI0xdvpGo", "8010/0541234537290A41%23GH33/8011/6639047221"],
  ["gBN05060917511473062B98T", "8013/5060917511473062B98T"],
  ["gBe1ajAd9ATDk", "8017/817019610850151481"],
  ["gBhbV6rzBENPmAGXPRfk", "8018/411369833821910265/8019/4003812"],
  ["AQnYUc1gmiCNV4JGLo3DY", "01/05412345000013/10/ABC123?17=290331"],
  // Other keys and values packed along.
  ["AQnYUc1gmiCNV4JGLo3Dfg2q72Etrue8K7RPRWwjc0D4", "01/05412345000013/10/ABC123?17=290331"],
  // The key in plain.
  ["01/05412345000013/EEarwSM", "01/05412345000013/10/ABC123"],
  ["01/05412345000013/EEarwSMXRuGw?arv=true", "01/05412345000013/10/ABC123?17=290331"],
  ["01/05412345000013/EEarwSMXRuG_BtV3sJbXc94V2ieithG5oHw", "01/05412345000013/10/ABC123?17=290331"],
  ["01/05412345000013/I1j3FSNWcOGeFywaR5CZm", "01/05412345000013/235/8TFV883a904GH%263"],
  ["414/5060917510004/JUa0T-eifdtOO9Q", "414/5060917510004/254/RP56J920471"],
  ["8004/0541234537290A41%26GHpp33/cEB2Cqi", "8004/0541234537290A41%26GHpp33/7040/7BVR"],
  ["8010/0541234537290A41%23GH33/gBGmLt9I1", "8010/0541234537290A41%23GH33/8011/6639047221"],
  ["8018/411369833821910265/gBlz0X5A", "8018/411369833821910265/8019/4003812"],
];

const whole = published.filter(([compressed]) => !compressed.includes("/"));

describe("a compressed GS1 Digital Link", () => {
  it.each(published)("%s is read as %s", (compressed, plain) => {
    expect(digitalLinkUri(gs1(`https://id.gs1.org/${compressed}`))).toBe(`https://id.gs1.org/${plain}`);
    expect(gs1(`https://example.com/some/stem/${compressed}`).canonical).toBe(plain.replace(/\?.*/, ""));
  });

  it("is unpacked in the order in which it is packed, without a look at the values", () => {
    expect(unpack("EEarwSMhC4an0V08ADBgJH7Zo2BMg")).toEqual([
      { ai: "10", value: "ABC123" },
      { ai: "21", value: "72292641703" },
      { ai: "8006", value: "054123450000130201" },
    ]);
  });

  it("says what it is only at GS1's own resolver", () => {
    expect(parseIdentifier("https://id.gs1.org/AQnYUc1gmg").scheme).toBe("gs1");
    expect(parseIdentifier("https://id.gs1.org/01/05412345000013/EEarwSM").scheme).toBe("gs1");
    expect(parseIdentifier("https://example.com/AQnYUc1gmg").scheme).toBe("uri");
    expect(parseIdentifier("https://id.gs1.org/about").scheme).toBe("uri");
  });

  it("takes attributes from its query too", () => {
    const { attributes } = gs1("https://id.gs1.org/AQnYUc1gmiCNV4JG?17=290331&x=y");
    expect(attributes).toEqual([{ ai: "17", value: "290331" }]);
  });

  it.each([
    ["AQnYUc1g", "IDENTIFIER_LENGTH", 27],
    ["AQnYUc1gmR", "IDENTIFIER_LENGTH", 29],
    ["AQnYUc1gmiC", "IDENTIFIER_LENGTH", 30],
    ["AQnYUc1gnA", "IDENTIFIER_CHECK_DIGIT", 19],
    ["EEarwSM", "IDENTIFIER_NO_KEY", 19],
    ["AQnYUc1gm9_g", "IDENTIFIER_SYNTAX", 29],
  ])("%s is refused with %s at %s", (compressed, code, position) => {
    expect(() => gs1(`https://id.gs1.org/${compressed}`)).toThrow(
      expect.objectContaining({ code, position }),
    );
  });
});

describe("compression", () => {
  it.each(whole)("of what %s stands for takes no more characters, and is reversible", (compressed, plain) => {
    const identifier = gs1(plain);
    const own = compressedLinkUri(identifier);
    expect(own.length).toBeLessThanOrEqual("https://id.gs1.org/".length + compressed.length);
    expect(gs1(own)).toEqual(identifier);
  });

  it.each(whole.filter(([, plain]) => !/^01\/.*\/|\/(?:254|8011|8019)\/|\?/.test(plain)))(
    "gives %s for %s, as the reference implementation does where no sequence of AIs has a code",
    (compressed, plain) => {
      expect(compressedLinkUri(gs1(plain))).toBe(`https://id.gs1.org/${compressed}`);
    },
  );

  it.each([
    ["EEarwSM", [{ ai: "10", value: "ABC123" }]],
    [
      "EEarwSMhC4an0V05E2gEsb6e897an8eg",
      [
        { ai: "22", value: "AJY3095721P49" },
        { ai: "10", value: "ABC123" },
        { ai: "21", value: "72292641703" },
      ],
    ],
    ["JUa0T-eifdtOO9Q", [{ ai: "254", value: "RP56J920471" }]],
    ["gBGmLt9I1", [{ ai: "8011", value: "6639047221" }]],
  ])("packs %s as the reference implementation does", (packed, elements) => {
    expect(pack(elements)).toBe(packed);
  });

  it("uses the code of a sequence where there is one", () => {
    const identifier = gs1("01/05412345000013/10/ABC123/21/12345?17=290331");
    const link = compressedLinkUri(identifier);
    // Code 1A and four values, instead of four AIs.
    expect(link).toMatch(/^https:\/\/id\.gs1\.org\/G/);
    expect(gs1(link)).toEqual(identifier);
  });

  it("leaves in the query what cannot be packed: another key, and AIs whose packing is not settled", () => {
    const identifier = gs1("8004/9520614141234567?01=09521234543213&7240=x&7007=251201");
    const link = compressedLinkUri(identifier);
    expect(link).toMatch(/\?01=09521234543213&7007=251201$/);
    expect(gs1(link).canonical).toBe(identifier.canonical);
    expect(gs1(link).attributes).toHaveLength(3);
  });

  it("knows the fields of every AI, but for those that are not settled", () => {
    const unsettled = applicationIdentifiers().filter(({ ai }) => fieldsOf(ai) === undefined);
    expect(unsettled.map(({ ai }) => ai).sort()).toEqual(
      "4330 4331 4332 4333 7007 7011 7230 7231 7232 7233 7234 7235 7236 7237 7238 7239 7258 8007".split(" "),
    );
  });

  it("keeps leading zeros, and texts of every encoding", () => {
    for (const value of ["0", "007", "deadbeef0", "DEADBEEF0", "aZ-_9", 'a%b"c', "x".repeat(90)]) {
      const identifier = gs1Identifier({ ai: "00", value: "952012345678912345" }, [], [{ ai: "99", value }]);
      expect(gs1(compressedLinkUri(identifier))).toEqual(identifier);
    }
  });
});
