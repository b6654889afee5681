/** One digest for all spellings of a policy, another for each change of what it means. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalPolicy, policyDigest } from "../../../../services/rights/policies/canonical.js";
import { PolicyError } from "../../../../services/rights/policies/errors.js";
import { parsePolicy, parsePolicyText } from "../../../../services/rights/policies/parse.js";
import { statementLines, statementsOf } from "../../../../services/rights/policies/statements.js";
import { granteesOf, termsOfPolicy } from "../../../../services/rights/policies/translate.js";
import {
  catenaContext,
  constraint,
  framework,
  type Json,
  type JsonObject,
  obliging,
  prohibiting,
  purpose,
  samples,
  usagePolicy,
} from "./policy.fixture.js";

const digestOf = (policy: Json) => policyDigest(parsePolicy(policy));
const odrlContext = {
  odrl: "http://www.w3.org/ns/odrl/2/",
  o: "http://www.w3.org/ns/odrl/2/",
  "cx-policy": "https://w3id.org/catenax/2025/9/policy/",
};

/** Any usage policy of the profile: some constraints, perhaps alternatives, restrictions and obligations. */
const policies: fc.Arbitrary<JsonObject> = fc
  .record({
    constraints: fc.subarray([...samples.permission]),
    choice: fc.option(
      fc.record({
        kind: fc.constantFrom("or", "xone"),
        of: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 2 }),
      }),
    ),
    restricted: fc.boolean(),
    obligation: fc.option(fc.constantFrom(...samples.obligation)),
    type: fc.constantFrom("Set", "Offer"),
  })
  .map(({ constraints, choice, restricted, obligation, type }) =>
    usagePolicy(
      choice === null
        ? constraints
        : [
            ...constraints,
            { [choice.kind]: choice.of.map((each) => constraint("BusinessPartnerGroup", "isAnyOf", each)) },
          ],
      {
        "@type": type,
        ...(restricted ? prohibiting(...samples.prohibition) : {}),
        ...(obligation === null ? {} : obliging(obligation)),
      },
    ),
  );

/** Names whose values are names themselves. */
const naming = new Set(["leftOperand", "operator", "action", "@type"]);
/** Of the profile, not of ODRL. */
const isProfiles = (name: string) => /^[A-Z]/.test(name) && !["Set", "Offer"].includes(name);

/** Writes a policy another way, by the throws of a die: prefixes, wrappers, order, repetition, single values. */
function respelt(value: Json, die: () => number, name = ""): Json {
  if (Array.isArray(value)) {
    const items = value.map((each) => respelt(each, die, name));
    const mayRepeat = name !== "xone" && items.length > 0;
    const turned = [...items].sort(() => die() - 1);
    const all = mayRepeat && die() === 0 ? [...turned, ...turned.slice(0, 1)] : turned;
    const [only] = all;
    if (all.length === 1 && only !== undefined && die() > 0) return only;
    return die() === 0 ? { "@list": all } : all;
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([key, each]): [string, Json] => [
      key.startsWith("@") ? key : spelt(key, die),
      respelt(each, die, key),
    ]);
    return Object.fromEntries(members.sort(() => die() - 1));
  }
  if (typeof value !== "string") return value;
  if (!naming.has(name)) return die() === 0 ? { "@value": value, "@type": "xsd:string" } : value;
  const text = spelt(value, die);
  return die() === 0 && name !== "@type" ? { "@id": text } : text;
}

function spelt(name: string, die: () => number): string {
  const [prefix, full] = isProfiles(name)
    ? ["cx-policy", "https://w3id.org/catenax/2025/9/policy/"]
    : ["o", "http://www.w3.org/ns/odrl/2/"];
  return [name, `${prefix}:${name}`, full + name][die()] ?? name;
}

/** Zero, one or two, as often as asked. */
const dice = fc.infiniteStream(fc.nat(2)).map((stream) => () => stream.next().value ?? 0);

describe("policies that mean the same", () => {
  it("have one digest, however they are spelt", () => {
    fc.assert(
      fc.property(policies, dice, (policy, die) => {
        const { "@context": _, ...body } = policy;
        const other = { "@context": [...catenaContext, odrlContext], ...Object(respelt(body, die)) };
        expect(digestOf(other)).toBe(digestOf(policy));
      }),
      { numRuns: 150 },
    );
  });

  it("have one canonical text, which is read as the same policy", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const parsed = parsePolicy(policy);
        const text = canonicalPolicy(parsed);
        expect(parsePolicyText(text)).toEqual(parsed);
        expect(canonicalPolicy(parsePolicyText(text))).toBe(text);
      }),
    );
  });

  it.each<[string, Json, Json]>([
    [
      "a moment in two offsets",
      constraint("DataUsageEndDate", "eq", "2030-12-31T23:00:00Z"),
      constraint("DataUsageEndDate", "eq", "2031-01-01T01:00:00.000+02:00"),
    ],
    [
      "a number and its digits",
      constraint("DataUsageEndDurationDays", "eq", 30),
      constraint("DataUsageEndDurationDays", "eq", "30"),
    ],
    [
      "a partner in small letters",
      constraint("BusinessPartnerNumber", "isAnyOf", ["BPNL00000003CRHK"]),
      constraint("BusinessPartnerNumber", "eq", "bpnl00000003crhk"),
    ],
    [
      "in and any of",
      constraint("BusinessPartnerGroup", "isAnyOf", ["a", "b"]),
      constraint("BusinessPartnerGroup", "in", ["b", "a", "a"]),
    ],
    [
      "not and none of",
      constraint("BusinessPartnerGroup", "isNoneOf", ["a"]),
      constraint("BusinessPartnerGroup", "neq", "a"),
    ],
    [
      "a constraint and an or of it alone",
      constraint("Membership", "eq", "active"),
      { or: [{ xone: [constraint("Membership", "eq", "active")] }] },
    ],
    [
      "an or in an or",
      { or: [framework, { or: [purpose, constraint("Membership", "eq", "active")] }] },
      { or: [constraint("Membership", "eq", "active"), purpose, framework] },
    ],
  ])("have one digest: %s", (_, one, other) => {
    expect(digestOf(usagePolicy([one]))).toBe(digestOf(usagePolicy([other])));
  });

  it("have one digest: restrictions in one prohibition or in two", () => {
    const of = (...values: string[]) => constraint("UsageRestriction", "isAllOf", values);
    const one = usagePolicy([], prohibiting(of("cx.thirdParty.forbidden:1", "cx.manipulation.forbidden:1")));
    const two = usagePolicy([], {
      prohibition: ["cx.manipulation.forbidden:1", "cx.thirdParty.forbidden:1"].map((value) => ({
        action: "use",
        constraint: of(value),
      })),
    });
    expect(digestOf(two)).toBe(digestOf(one));
  });
});

describe("policies that differ in meaning", () => {
  const all = [...samples.permission];
  const full = usagePolicy(all, {
    ...prohibiting(...samples.prohibition),
    ...obliging(samples.obligation[0]),
  });

  it("have different digests for each constraint that is left out", () => {
    const digests = all.map((left) => digestOf(usagePolicy(all.filter((each) => each !== left))));
    expect(new Set([digestOf(usagePolicy(all)), ...digests]).size).toBe(all.length + 1);
  });

  it.each<[string, JsonObject]>([
    ["its kind", { ...full, "@type": "Offer" }],
    ["its prohibition", usagePolicy(all, obliging(samples.obligation[0]))],
    ["its obligation", usagePolicy(all, prohibiting(...samples.prohibition))],
    [
      "one restriction of many",
      usagePolicy(all, {
        ...prohibiting(constraint("UsageRestriction", "isAllOf", ["cx.thirdParty.forbidden:1"])),
        ...obliging(samples.obligation[0]),
      }),
    ],
    ["what it is about", { ...full, target: "urn:x:1" }],
    ["who gives", { ...full, assigner: "BPNL00000000000A" }],
    ["who gets", { ...full, assignee: "BPNL00000000000A" }],
    ["its profile", { ...full, profile: "cx-policy:profile2506" }],
    [
      "the release of its operands",
      { ...full, "@context": { "cx-policy": "https://w3id.org/catenax/policy/" } },
    ],
  ])("have different digests by %s", (_, other) => {
    expect(digestOf(other)).not.toBe(digestOf(full));
  });

  it("have different digests as all, any or exactly one of two", () => {
    const two = [
      constraint("Membership", "eq", "active"),
      constraint("BusinessPartnerGroup", "isAnyOf", "a"),
    ];
    const digests = ["and", "or", "xone"].map((logic) => digestOf(usagePolicy([{ [logic]: two }])));
    expect(new Set(digests).size).toBe(3);
  });
});

describe("whatever is given", () => {
  const names = [
    "permission",
    "action",
    "constraint",
    "leftOperand",
    "operator",
    "rightOperand",
    "and",
    "or",
    "@context",
    "@id",
    "@value",
    "@list",
    "@type",
    "__proto__",
    "odrl:permission",
  ];
  const texts = ["use", "Membership", "eq", "active", "Set", "\ud800", "\u202e", ""];
  const anything: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.constantFrom(...texts, 0, -1, 1.5, null, true, Number.NaN),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 5 }),
    ),
  })).value;

  const onlyTyped = (read: () => void) => {
    try {
      read();
    } catch (error) {
      expect(error).toBeInstanceOf(PolicyError);
    }
  };
  const readAll = (value: unknown) => {
    const policy = parsePolicy(value);
    canonicalPolicy(policy);
    statementLines(statementsOf(policy));
    granteesOf(policy);
    termsOfPolicy(policy);
  };

  it("of JSON is a policy or a PolicyError", () => {
    fc.assert(
      fc.property(fc.oneof(anything, fc.jsonValue()), (value) => onlyTyped(() => readAll(value))),
      { numRuns: 500 },
    );
  });

  it("of text is a policy or a PolicyError", () => {
    const broken = fc.tuple(policies, fc.nat(2000), fc.string({ maxLength: 3 })).map(([policy, at, text]) => {
      const json = JSON.stringify(policy);
      return json.slice(0, at) + text + json.slice(at + text.length);
    });
    fc.assert(
      fc.property(fc.oneof(broken, fc.string()), (text) => onlyTyped(() => void parsePolicyText(text))),
      { numRuns: 500 },
    );
  });

  it("replaces any one value of a policy is a policy or a PolicyError", () => {
    fc.assert(
      fc.property(policies, fc.nat(60), anything, (policy, at, value) =>
        onlyTyped(() => readAll(replaced(policy, at, value))),
      ),
      { numRuns: 500 },
    );
  });
});

/** A policy with the value at a place, counted from the front, replaced by another. */
function replaced(policy: Json, at: number, by: unknown): unknown {
  let place = 0;
  return JSON.parse(JSON.stringify(policy), (_, value) => (place++ === at ? by : value));
}
