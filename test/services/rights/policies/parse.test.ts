/** Policies as connectors write them, and those that are refused. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { policyDigest } from "../../../../services/rights/policies/canonical.js";
import { PolicyError } from "../../../../services/rights/policies/errors.js";
import { atomsOf } from "../../../../services/rights/policies/model.js";
import { operandNames } from "../../../../services/rights/policies/operands.js";
import { parsePolicy, parsePolicyText } from "../../../../services/rights/policies/parse.js";
import { hasSharedData, sharedData } from "../../importers/files.js";
import {
  accessPolicy,
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

const sampleFolder = join(import.meta.dirname, "../../../../scripts/samples");

/** What is wrong with a policy, and where. */
function problem(read: () => unknown): { code: string; path: string } {
  try {
    read();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    expect(error.hint).not.toBe("");
    expect(error.details).toEqual({ path: error.path });
    return { code: error.code, path: error.path };
  }
  throw new Error("It was read.");
}
const problemOf = (policy: Json) => problem(() => parsePolicy(policy));
const inPermission = "$.permission[0].constraint[0].and[2]";

describe("a policy", () => {
  it("is read with every left operand of the profile, wherever each may stand", () => {
    const seen = new Set<string>();
    for (const end of [...samples.ends, null])
      for (const owed of samples.obligation) {
        const others = samples.permission.filter(
          ({ leftOperand }) => end === null || leftOperand !== "DataUsageEndDate",
        );
        const policy = parsePolicy(
          usagePolicy(end === null ? others : [...others, end], {
            ...prohibiting(...samples.prohibition),
            ...obliging(owed),
          }),
        );
        const atoms = [...policy.permissions, policy.prohibitions, policy.obligations].flatMap(atomsOf);
        for (const { operand } of atoms) seen.add(operand);
      }
    expect([...seen].sort()).toEqual([...operandNames].sort());
  });

  it("is read from a connector's policy definition, with older spellings", () => {
    const policy = parsePolicy({
      "@context": { odrl: "http://www.w3.org/ns/odrl/2/" },
      "@type": "PolicyDefinitionRequestDto",
      "@id": "trace",
      policy: {
        "@type": "odrl:Set",
        "odrl:permission": {
          "odrl:action": { "odrl:type": "USE" },
          "odrl:constraint": {
            "@type": "AtomicConstraint",
            "odrl:and": [
              {
                "@type": "Constraint",
                "odrl:leftOperand": "https://w3id.org/catenax/policy/FrameworkAgreement",
                "odrl:operator": { "@id": "odrl:eq" },
                "odrl:rightOperand": { "@value": "traceability:1.0", "@type": "xsd:string" },
              },
              {
                "odrl:leftOperand": { "@id": "https://w3id.org/catenax/policy/UsagePurpose" },
                "odrl:operator": "odrl:eq",
                "odrl:rightOperand": "cx.core.industrycore:1",
              },
            ],
          },
        },
        "odrl:prohibition": [],
        "odrl:obligation": { "@list": [] },
      },
    });
    expect(policy.permissions).toEqual([
      [
        {
          kind: "atom",
          operand: "FrameworkAgreement",
          release: "https://w3id.org/catenax/policy/",
          operator: "eq",
          values: ["traceability:1.0"],
        },
        {
          kind: "atom",
          operand: "UsagePurpose",
          release: "https://w3id.org/catenax/policy/",
          operator: "isAnyOf",
          values: ["cx.core.industrycore:1"],
        },
      ],
    ]);
  });

  it("of an agreement has its id, its sides and its time; an offer's id is not part of what it says", () => {
    const members = {
      assigner: "BPNL00000000000A",
      assignee: { "@id": "BPNL00000000000B" },
      target: "urn:x:1",
    };
    const agreement = {
      ...usagePolicy([], members),
      "@type": "Agreement",
      "@id": "urn:uuid:1",
      "https://w3id.org/dspace/2025/1/timestamp": "2027-01-01T01:00:00+01:00",
    };
    expect(parsePolicy(agreement)).toMatchObject({
      kind: "Agreement",
      id: "urn:uuid:1",
      assigner: "BPNL00000000000A",
      assignee: "BPNL00000000000B",
      targets: ["urn:x:1"],
      timestamp: "2027-01-01T00:00:00Z",
    });
    const { assignee: _, ...oneSided } = agreement as JsonObject;
    expect(problemOf(oneSided)).toEqual({ code: "POLICY_MISSING", path: "$" });
    expect(parsePolicy({ ...usagePolicy(), "@type": "Offer", "@id": "a" }).id).toBeNull();
  });

  it("for access may ask who somebody is, in alternatives", () => {
    const policy = parsePolicyText(readFileSync(join(sampleFolder, "access-partners.odrl.json"), "utf8"));
    expect(policy.use).toBe("access");
    expect(policy.permissions[0]?.[0]).toMatchObject({ kind: "or", alternatives: [[{}], [{}]] });
  });

  it.each<[string, Json, string, string]>([
    ["no object", [], "POLICY_VALUE", "$"],
    ["nothing permitted", { "@type": "Set", permission: [] }, "POLICY_MISSING", "$"],
    ["an unknown type", { ...usagePolicy(), "@type": "Ticket" }, "POLICY_VALUE", '$["@type"]'],
    ["an unknown member", usagePolicy([], { note: "but only on Mondays" }), "POLICY_MEMBER", "$.note"],
    [
      "a duty",
      usagePolicy([], { permission: [{ action: "use", constraint: [framework], duty: [{}] }] }),
      "POLICY_MEMBER",
      "$.permission[0].duty",
    ],
    ["a way to settle conflicts", usagePolicy([], { conflict: "perm" }), "POLICY_MEMBER", "$.conflict"],
    [
      "a policy that it inherits from",
      usagePolicy([], { inheritFrom: ["urn:x"] }),
      "POLICY_MEMBER",
      "$.inheritFrom",
    ],
    [
      "a target of one rule",
      usagePolicy([], { permission: [{ action: "use", target: "urn:x", constraint: [framework, purpose] }] }),
      "POLICY_MEMBER",
      "$.permission[0].target",
    ],
    [
      "an unknown action",
      usagePolicy([], { permission: [{ action: "sell", constraint: [framework, purpose] }] }),
      "POLICY_VALUE",
      "$.permission[0].action",
    ],
    ["no constraint", usagePolicy([], { permission: { action: "use" } }), "POLICY_MISSING", "$.permission"],
    [
      "a blanket prohibition",
      usagePolicy([], { prohibition: { action: "use" } }),
      "POLICY_MISSING",
      "$.prohibition",
    ],
    [
      "no purpose",
      usagePolicy([], { permission: { action: "use", constraint: framework } }),
      "POLICY_PROFILE",
      "$.permission",
    ],
    [
      "no framework",
      usagePolicy([], { permission: { action: "use", constraint: purpose } }),
      "POLICY_PROFILE",
      "$.permission",
    ],
    [
      "a purpose in one alternative only",
      usagePolicy([], {
        permission: {
          action: "use",
          constraint: [framework, { or: [purpose, constraint("Membership", "eq", "active")] }],
        },
      }),
      "POLICY_PROFILE",
      "$.permission",
    ],
    [
      "both actions",
      usagePolicy([], {
        permission: [
          { action: "use", constraint: [framework, purpose] },
          { action: "access", constraint: [framework] },
        ],
      }),
      "POLICY_PROFILE",
      "$.permission[1]",
    ],
    [
      "an access policy that forbids",
      { ...accessPolicy(framework), ...prohibiting(...samples.prohibition) },
      "POLICY_PROFILE",
      "$.prohibition[0]",
    ],
    [
      "an unknown operand",
      usagePolicy([constraint("Weather", "eq", "dry")]),
      "POLICY_OPERAND",
      `${inPermission}.leftOperand`,
    ],
    [
      "an operand of a foreign namespace",
      usagePolicy([constraint("https://evil.example/Membership", "eq", "active")]),
      "POLICY_OPERAND",
      `${inPermission}.leftOperand`,
    ],
    [
      "a usage operand for access",
      accessPolicy(purpose),
      "POLICY_OPERAND",
      "$.permission[0].constraint[0].leftOperand",
    ],
    [
      "a restriction as a permission",
      usagePolicy([...samples.prohibition]),
      "POLICY_OPERAND",
      `${inPermission}.leftOperand`,
    ],
    [
      "an operator that the operand lacks",
      usagePolicy([constraint("DataUsageEndDate", "gteq", "2030-12-31T23:59:59Z")]),
      "POLICY_OPERATOR",
      `${inPermission}.operator`,
    ],
    [
      "one of two dates",
      usagePolicy([constraint("DataUsageEndDate", "eq", ["2030-12-31T23:59:59Z", "2031-12-31T23:59:59Z"])]),
      "POLICY_OPERATOR",
      `${inPermission}.operator`,
    ],
    [
      "a date without an offset",
      usagePolicy([constraint("DataUsageEndDate", "eq", "2030-12-31T23:59:59")]),
      "POLICY_VALUE",
      `${inPermission}.rightOperand`,
    ],
    [
      "a date that does not exist",
      usagePolicy([constraint("DataUsageEndDate", "eq", "2030-02-30T00:00:00Z")]),
      "POLICY_VALUE",
      `${inPermission}.rightOperand`,
    ],
    [
      "a negative length",
      usagePolicy([constraint("DataUsageEndDurationDays", "eq", -3)]),
      "POLICY_VALUE",
      `${inPermission}.rightOperand`,
    ],
    [
      "a fraction of days",
      usagePolicy([constraint("DataUsageEndDurationDays", "eq", 1.5)]),
      "POLICY_VALUE",
      `${inPermission}.rightOperand`,
    ],
    [
      "a site for a legal entity",
      usagePolicy([constraint("BusinessPartnerNumber", "isAnyOf", ["BPNL00000003CRHK", "BPNS00000003CRHK"])]),
      "POLICY_VALUE",
      `${inPermission}.rightOperand[1]`,
    ],
    [
      "groups in one text",
      usagePolicy([constraint("BusinessPartnerGroup", "isAnyOf", "a,b")]),
      "POLICY_VALUE",
      `${inPermission}.rightOperand`,
    ],
    [
      "an unknown value",
      usagePolicy([constraint("ExclusiveUsage", "eq", "cx.exclusiveUsage.nobody:1")]),
      "POLICY_VALUE",
      `${inPermission}.rightOperand`,
    ],
    ["no value", usagePolicy([constraint("Membership", "eq", [])]), "POLICY_MISSING", inPermission],
    ["two logics in one", usagePolicy([{ and: [framework], or: [purpose] }]), "POLICY_VALUE", inPermission],
    ["a logic of nothing", usagePolicy([{ or: [] }]), "POLICY_VALUE", inPermission],
    [
      "a sequence",
      usagePolicy([{ andSequence: [framework] }]),
      "POLICY_MEMBER",
      `${inPermission}.andSequence`,
    ],
    [
      "a choice in a prohibition",
      usagePolicy([], prohibiting({ or: [...samples.prohibition] })),
      "POLICY_OPERATOR",
      "$.prohibition[0].constraint[0]",
    ],
  ])("with %s is refused", (_, policy, code, path) => {
    expect(problemOf(policy)).toEqual({ code, path });
  });
});

describe.skipIf(!hasSharedData)("a policy of the field (shared data)", () => {
  const policiesOf = (...path: string[]) => {
    const text = readFileSync(join(sharedData, "catenax", ...path), "utf8");
    return Object.values(
      z.object({ policies: z.record(z.string(), z.json()) }).parse(JSON.parse(text)).policies,
    );
  };

  it("is read where it has the profile's operands", () => {
    const policies = policiesOf("traceability", "CX_Testdata_MessagingTest_v0.0.14.json");
    expect(policies.map((policy) => parsePolicy(policy).use)).toEqual(["usage"]);
  });

  it("is refused where it is older than the profile", () => {
    for (const policy of policiesOf("dil", "DataIntegrity.json"))
      expect(problemOf(policy).code).toBe("POLICY_OPERAND");
  });
});

describe("a policy that contradicts itself", () => {
  const region = (...values: string[]) => constraint("AffiliatesRegion", "isAnyOf", values);
  it.each<[string, Json]>([
    ["by two ends of use", usagePolicy([...samples.ends])],
    [
      "by two dates",
      usagePolicy([
        constraint("DataUsageEndDate", "eq", "2030-12-31T23:59:59Z"),
        constraint("DataUsageEndDate", "eq", "2031-12-31T23:59:59Z"),
      ]),
    ],
    ["by two ends of provision", usagePolicy([], obliging(...samples.obligation))],
    ["by two frameworks", usagePolicy([constraint("FrameworkAgreement", "eq", "Other:1.0")])],
    [
      "by a partner that may and may not",
      accessPolicy(
        constraint("BusinessPartnerNumber", "isAnyOf", ["BPNL00000003CRHK"]),
        constraint("BusinessPartnerNumber", "neq", "BPNL00000003CRHK"),
      ),
    ],
    [
      "by one that may and, in an alternative, may not",
      accessPolicy(constraint("BusinessPartnerNumber", "eq", "BPNL00000003CRHK"), {
        or: [
          constraint("Membership", "eq", "active"),
          constraint("BusinessPartnerNumber", "neq", "BPNL00000003CRHK"),
        ],
      }),
    ],
    [
      "by a region that is permitted and forbidden",
      usagePolicy(
        [region("cx.region.asia:1", "cx.region.europe:1")],
        prohibiting(region("cx.region.asia:1")),
      ),
    ],
    [
      "by a region that is permitted where all are forbidden",
      usagePolicy([region("cx.region.asia:1")], prohibiting(region("cx.region.all:1"))),
    ],
    [
      "by one of two equals",
      usagePolicy([
        { xone: [constraint("Membership", "eq", "active"), constraint("Membership", "eq", "active")] },
      ]),
    ],
  ])("%s is refused", (_, policy) => {
    expect(problemOf(policy).code).toBe("POLICY_CONFLICT");
  });

  it("but says one thing twice is read as saying it once", () => {
    const twice = usagePolicy(
      [framework, purpose],
      prohibiting(...samples.prohibition, ...samples.prohibition),
    );
    const once = usagePolicy([], prohibiting(...samples.prohibition));
    expect(policyDigest(parsePolicy(twice))).toBe(policyDigest(parsePolicy(once)));
  });
});

describe("a forged or hostile policy", () => {
  it.each<[string, JsonObject]>([
    ["turns a permission into another name", { permission: "odrl:prohibition" }],
    ["turns a prohibition into a note", { prohibition: { "@id": "https://evil.example/note" } }],
    ["gives an operand another meaning", { Membership: "cx-policy:BusinessPartnerGroup" }],
    ["takes a name away", { prohibition: null }],
    ["imports another context", { "@import": "https://evil.example/context" }],
    [
      "declares prefixes without end",
      Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`p${index}`, `urn:x:${index}/`])),
    ],
    ["has names from elsewhere", { "@vocab": "https://evil.example/" }],
    ["turns a name with a prefix into another", { "odrl:permission": "odrl:prohibition" }],
    ["makes a prefix of a name", { use: "https://evil.example/" }],
  ])("whose context %s is refused", (_, context) => {
    const policy = { ...usagePolicy(), "@context": context };
    expect(problemOf(policy)).toMatchObject({ code: "POLICY_CONTEXT" });
  });

  it("whose context is elsewhere is refused, and nothing is fetched", () => {
    const policy = { ...usagePolicy(), "@context": ["https://evil.example/odrl.jsonld"] };
    expect(problemOf(policy)).toEqual({ code: "POLICY_CONTEXT", path: '$["@context"][0]' });
  });

  it("whose prefix odrl is another's says nothing of ODRL", () => {
    const policy = { "@context": { odrl: "https://evil.example/" }, "odrl:permission": [] };
    expect(problemOf(policy)).toEqual({ code: "POLICY_MEMBER", path: '$["odrl:permission"]' });
  });

  it("whose prefix is the scheme of an address does not change the address", () => {
    const context = { https: "https://w3id.org/catenax/2025/9/policy/" };
    const operand = usagePolicy([constraint("https://Membership", "eq", "active")], { "@context": context });
    expect(problemOf(operand).code).toBe("POLICY_OPERAND");
  });

  it("with a context further down is refused", () => {
    const inner = {
      "@context": { odrl: "https://evil.example/" },
      action: "use",
      constraint: [framework, purpose],
    };
    expect(problemOf(usagePolicy([], { permission: [inner] })).code).toBe("POLICY_MEMBER");
  });

  it("that says one member twice, in one spelling or two, is refused", () => {
    const text = JSON.stringify(usagePolicy());
    const twin = `${text.slice(0, -1)},"perm\\u0069ssion":[]}`;
    expect(problem(() => parsePolicyText(twin))).toEqual({ code: "POLICY_DUPLICATE", path: "$.permission" });
    expect(problemOf(usagePolicy([], { "odrl:permission": [] })).code).toBe("POLICY_DUPLICATE");
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "with a member %s is refused",
    (name) => {
      const text = JSON.stringify(usagePolicy()).replace("{", `{${JSON.stringify(name)}:{"permission":[]},`);
      expect(problem(() => parsePolicyText(text)).code).toBe("POLICY_MEMBER");
      const operand = usagePolicy([constraint(name, "eq", "active")]);
      expect(problemOf(operand).code).toBe("POLICY_OPERAND");
      expect(problemOf(usagePolicy([constraint("Membership", name, "active")])).code).toBe("POLICY_OPERATOR");
    },
  );

  it.each<[string, string]>([
    ["is too deep", `${"[".repeat(50_000)}${"]".repeat(50_000)}`],
    ["nests constraints too deep", JSON.stringify(usagePolicy()).replace("[{", `${'[{"and":'.repeat(40)}[{`)],
    ["is too long", JSON.stringify({ permission: "x".repeat(200_000) })],
    [
      "has too many parts",
      JSON.stringify(usagePolicy([], { target: Array.from({ length: 9000 }, () => 1) })),
    ],
    ["has too long a text", JSON.stringify(usagePolicy([], { target: "x".repeat(3000) }))],
    ["has one long text", JSON.stringify({ permission: "x".repeat(130_000) })],
    ["has one long text of escapes", JSON.stringify({ permission: '"'.repeat(65_000) })],
    ["is no JSON", "{"],
    [
      "hides direction marks",
      JSON.stringify(usagePolicy([constraint("JurisdictionLocation", "eq", "a\u202eb")])),
    ],
    ["holds half a character", `{"@type":"\\ud800"}`],
  ])("that %s is refused", (_, text) => {
    expect(problem(() => parsePolicyText(text)).code).toMatch(/^POLICY_(TOO_LARGE|JSON|VALUE)$/);
  });

  it("that holds itself is refused", () => {
    const policy: { permission: unknown[] } = { permission: [] };
    policy.permission.push(policy);
    expect(problem(() => parsePolicy(policy)).code).toBe("POLICY_TOO_LARGE");
  });
});
