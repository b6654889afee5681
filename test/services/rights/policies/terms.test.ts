/** What of a policy becomes terms, whom it names, and how it is said. */
import { describe, expect, it } from "vitest";
import { PolicyError } from "../../../../services/rights/policies/errors.js";
import { parsePolicy } from "../../../../services/rights/policies/parse.js";
import {
  type Statement,
  statementLines,
  statementsOf,
} from "../../../../services/rights/policies/statements.js";
import { granteesOf, termsOfPolicy } from "../../../../services/rights/policies/translate.js";
import {
  accessPolicy,
  constraint,
  type Json,
  obliging,
  prohibiting,
  purpose,
  samples,
  usagePolicy,
} from "./policy.fixture.js";

const termsOf = (policy: Json) => termsOfPolicy(parsePolicy(policy));
const restriction = (...values: string[]) => prohibiting(constraint("UsageRestriction", "isAllOf", values));
const leaves = (statements: readonly Statement[]): readonly Statement[] =>
  statements.flatMap((each) => [each, ...leaves(each.parts)]);
const marksOf = (policy: Json) =>
  new Map(leaves(statementsOf(parsePolicy(policy))).map(({ text, enforcement }) => [text, enforcement]));

describe("terms of a policy", () => {
  it("let use and what use includes, and never hand on", () => {
    expect(termsOf(usagePolicy())).toMatchObject({ actions: ["read", "use", "modify", "derive"] });
  });

  it.each<[string, readonly string[]]>([
    ["cx.thirdParty.forbidden:1", ["read", "use", "modify", "derive"]],
    ["cx.manipulation.forbidden:1", ["read", "use", "derive"]],
    ["cx.derivations.forbidden:1", ["read", "use", "modify"]],
    ["cx.extraordinaryAnalytics.forbidden:1", ["read", "use", "modify", "derive"]],
  ])("where %s let %j", (value, actions) => {
    expect(termsOf(usagePolicy([], restriction(value))).actions).toEqual(actions);
  });

  it("are exclusive where the policy says so, and by acceptance where it is an offer", () => {
    expect(termsOf(usagePolicy())).toMatchObject({ exclusive: false, byAcceptance: false });
    const exclusive = constraint("ExclusiveUsage", "eq", "cx.exclusiveUsage.dataConsumer:1");
    expect(termsOf(usagePolicy([exclusive], { "@type": "Offer" }))).toMatchObject({
      exclusive: true,
      byAcceptance: true,
    });
  });

  it.each<[string, Json, object]>([
    [
      "at a date",
      usagePolicy([constraint("DataUsageEndDate", "eq", "2030-12-31T23:59:59Z")]),
      { kind: "at", time: 1_924_991_999 },
    ],
    [
      "after days",
      usagePolicy([constraint("DataUsageEndDurationDays", "eq", "30")]),
      { kind: "after", days: 30, stated: true },
    ],
    [
      "never",
      usagePolicy([constraint("DataUsageEndDefinition", "eq", "cx.dataUsageEnd.unlimited:1")]),
      { kind: "never" },
    ],
    ["after the framework's year", usagePolicy(), { kind: "after", days: 365, stated: false }],
    [
      "when whoever grants says",
      usagePolicy([], {
        permission: {
          action: "use",
          constraint: [constraint("FrameworkAgreement", "eq", "traceability:1.0"), purpose],
        },
      }),
      { kind: "unstated" },
    ],
  ])("end %s", (_, policy, end) => {
    expect(termsOf(policy).end).toEqual(end);
  });

  it("name partners and groups, but none that are ruled out", () => {
    const policy = usagePolicy([
      constraint("BusinessPartnerNumber", "isAnyOf", ["BPNL00000003CRHK"]),
      constraint("BusinessPartnerGroup", "isAnyOf", ["tier-1"]),
      constraint("BusinessPartnerGroup", "isNoneOf", ["tier-2"]),
    ]);
    expect(granteesOf(parsePolicy(policy))).toEqual({ partners: ["BPNL00000003CRHK"], groups: ["tier-1"] });
  });

  it.each<[string, Json]>([
    ["access to an offer", accessPolicy(constraint("Membership", "eq", "active"))],
    ["an end in one alternative", usagePolicy([{ or: [samples.ends[0], samples.ends[1]] }])],
    [
      "exclusiveness in one alternative",
      usagePolicy([
        {
          xone: [
            constraint("ExclusiveUsage", "eq", "cx.exclusiveUsage.dataConsumer:1"),
            constraint("Membership", "eq", "active"),
          ],
        },
      ]),
    ],
    [
      "two permissions",
      usagePolicy([], {
        permission: [["a"], ["b"]].map((groups) => ({
          action: "use",
          constraint: [
            purpose,
            constraint("FrameworkAgreement", "eq", "DataExchangeGovernance:1.0"),
            constraint("BusinessPartnerGroup", "isAnyOf", groups),
          ],
        })),
      }),
    ],
  ])("do not come of %s", (_, policy) => {
    const parsed = parsePolicy(policy);
    expect(() => termsOfPolicy(parsed)).toThrow(PolicyError);
    expect(() => termsOfPolicy(parsed)).toThrow(
      expect.objectContaining({ code: "POLICY_NOT_REPRESENTABLE" }),
    );
    const marks = leaves(statementsOf(parsed)).map(({ enforcement }) => enforcement);
    expect(marks.length).toBeGreaterThan(2);
    expect(marks).not.toContain("ledger");
  });
});

describe("a policy in plain words", () => {
  const everything = usagePolicy([...samples.permission], {
    "@type": "Offer",
    ...prohibiting(...samples.prohibition),
    ...obliging(samples.obligation[0]),
  });

  it("says each constraint, with what becomes of it", () => {
    const marks = marksOf(everything);
    expect(marks.get("Use ends at 2030-12-31T23:59:59Z.")).toBe("ledger");
    expect(marks.get('The purpose is "cx.pcf.base:1".')).toBe("decision");
    expect(marks.get("Whoever asks is the business partner BPNL00000000000A or BPNL00000003CRHK.")).toBe(
      "decision",
    );
    expect(marks.get('Whoever asks is not in the group "competitors".')).toBe("decision");
    expect(marks.get("The framework agreement DataExchangeGovernance:1.0 applies.")).toBe("text");
    expect(marks.get("to hand the data to others, copy or publish it.")).toBe("ledger");
    expect(marks.get("to remove what names the provider.")).toBe("text");
    expect(marks.get("To provide the data until 2028-12-31T23:59:59Z.")).toBe("text");
    expect(statementLines(statementsOf(parsePolicy(everything)))).toContain(
      "[ledger]     Use is to read, use; not to distribute.",
    );
  });

  it("has no code of the profile's closed lists left in it", () => {
    const lines = statementLines(statementsOf(parsePolicy(everything))).join("\n");
    expect(lines.replaceAll(/"[^"]*"/g, "")).not.toMatch(/cx\.|undefined/);
  });

  it("says that an alternative is text where one of the alternatives is nobody's to check", () => {
    const member = constraint("Membership", "eq", "active");
    const group = constraint("BusinessPartnerGroup", "isAnyOf", "a");
    const contract = constraint("ContractReference", "isAllOf", "C-1");
    const sentence = "Whoever asks is an active member of the data space.";
    expect(marksOf(usagePolicy([{ or: [member, group] }])).get(sentence)).toBe("decision");
    expect(marksOf(usagePolicy([{ or: [member, contract] }])).get(sentence)).toBe("text");
  });

  it("tells of the framework's year, and of an end that nobody names", () => {
    const year = "Use ends 365 days after the conclusion, as the framework says.";
    expect(marksOf(usagePolicy()).get(year)).toBe("ledger");
    const other = constraint("FrameworkAgreement", "eq", "traceability:1.0");
    const policy = usagePolicy([], { permission: { action: "use", constraint: [other, purpose] } });
    expect(marksOf(policy).get("When use ends is not said.")).toBe("text");
  });
});
