/** Whom a usage policy is for: business partner numbers, groups and memberships, as the ledger shows them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { toDigest } from "../../../../services/ledger/hex.js";
import { decide } from "../../../../services/rights/decisions/decide.js";
import type { Decision } from "../../../../services/rights/decisions/question.js";
import { policyDigest } from "../../../../services/rights/policies/canonical.js";
import type { Policy } from "../../../../services/rights/policies/model.js";
import { parsePolicy } from "../../../../services/rights/policies/parse.js";
import type { Address, TwinId } from "../../../../services/store/model.js";
import { hasSharedData, sharedData } from "../../importers/files.js";
import { LedgerFixture } from "../../resolver/ledger.fixture.js";

const at = 1_800_000_000;
const number = "BPNL00000PARTNER";
const legalId = `bpn:${number}`;

let ledger: LedgerFixture;
let registrar: Address;
let owner: Address;
let partner: Address;
let twin: TwinId;

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  registrar = ledger.party("Registrar");
  owner = ledger.party("Owner");
  partner = ledger.party("Partner", legalId);
  for (const kind of ["bpn:", "membership"]) ledger.accredit(registrar, kind);
  twin = ledger.twin("Motor", owner);
});
afterEach(() => ledger.close());

interface Constraint {
  readonly leftOperand: string;
  readonly operator: string;
  readonly rightOperand: string | readonly string[];
}
const purpose: Constraint = {
  ...{ leftOperand: "UsagePurpose", operator: "isAnyOf", rightOperand: ["cx.core.qualityNotifications:1"] },
};
const framework: Constraint = {
  ...{ leftOperand: "FrameworkAgreement", operator: "eq", rightOperand: "DataExchangeGovernance:1.0" },
};
const numbers = (operator: string, ...rightOperand: readonly string[]): Constraint => ({
  ...{ leftOperand: "BusinessPartnerNumber", operator, rightOperand },
});
const groups = (operator: string, ...rightOperand: readonly string[]): Constraint => ({
  ...{ leftOperand: "BusinessPartnerGroup", operator, rightOperand },
});
const membership: Constraint = { leftOperand: "Membership", operator: "eq", rightOperand: "active" };

const policyWith = (...constraint: readonly unknown[]): Policy =>
  parsePolicy({
    "@context": ["https://w3id.org/catenax/2025/9/policy/odrl.jsonld"],
    "@type": "Set",
    permission: [{ action: "use", constraint: [{ and: [framework, purpose, ...constraint] }] }],
  });

async function decided(
  policy: Policy,
  { sent = true, wanted = null as string | null } = {},
): Promise<Decision> {
  const digest = toDigest(policyDigest(policy));
  const terms = ledger.terms(digest, owner);
  const grant = ledger.grant("twin", twin, { grantor: owner, grantee: partner, terms });
  await ledger.mine();
  const question = {
    ...{ subject: partner, onBehalfOf: null, asset: { kind: "twin", id: twin } as const, scope: "" },
    ...{ action: "read" as const, openings: [], grant, purpose: wanted, meter: null },
    policies: new Map(sent ? [[digest, policy]] : []),
  };
  return ledger.store.read((view) => decide(view, { block: 1, at }, question));
}
const reason = async (policy: Policy) => (await decided(policy)).reason;

describe("a policy for business partners by number", () => {
  it("is for the party of which a registrar attests the number, and says that it was held", async () => {
    ledger.attest(registrar, partner, { legalId });
    const policy = policyWith(numbers("isAnyOf", "BPNL00000003CML1", number));
    expect(await decided(policy)).toMatchObject({
      ...{ allowed: true, reason: "granted", decidedBy: "terms" },
      policies: [toDigest(policyDigest(policy))],
    });
  });

  it.each<[string, () => void]>([
    ["that only states it", () => undefined],
    [
      "of which it was attested until yesterday",
      () => void ledger.attest(registrar, partner, { legalId }, at),
    ],
    [
      "where another had it attested since",
      () => {
        ledger.attest(registrar, partner, { legalId });
        ledger.attest(registrar, ledger.party("Other", legalId), { legalId });
      },
    ],
    ["where who attests it is accredited for nothing", () => void ledger.attest(owner, partner, { legalId })],
  ])("is for no party %s, neither to let it nor to rule it out", async (_, given) => {
    given();
    expect(await reason(policyWith(numbers("isAnyOf", number)))).toBe("party-not-permitted");
    expect(await reason(policyWith(numbers("isNoneOf", "BPNL00000003CML1")))).toBe("party-not-permitted");
  });

  it("lets all but those whom it rules out", async () => {
    ledger.attest(registrar, partner, { legalId });
    expect(await reason(policyWith(numbers("isNoneOf", "BPNL00000003CML1")))).toBe("granted");
    expect(await reason(policyWith(numbers("isNoneOf", "BPNL00000003CML1", number)))).toBe(
      "party-not-permitted",
    );
  });
});

describe("a policy for a group", () => {
  it("is for the members of the group of that name of who gives the right, and of nobody else's", async () => {
    ledger.group(partner, "gold", [partner]);
    expect(await reason(policyWith(groups("isAnyOf", "gold")))).toBe("party-not-permitted");
    ledger.group(owner, "gold", [partner]);
    expect(await reason(policyWith(groups("isAnyOf", "silver", "gold")))).toBe("granted");
    expect(await reason(policyWith(groups("isNoneOf", "gold")))).toBe("party-not-permitted");
  });

  it("rules out who is in a group that there is, and everybody by one that there is not", async () => {
    expect(await reason(policyWith(groups("isNoneOf", "blocked")))).toBe("party-not-permitted");
    ledger.group(owner, "blocked", []);
    expect(await reason(policyWith(groups("isNoneOf", "blocked")))).toBe("granted");
  });
});

describe("a policy for members", () => {
  it("is for those of whom the registrar of their number attests that they are active", async () => {
    const policy = policyWith(membership);
    ledger.attest(registrar, partner, { kind: "membership", text: "active" });
    expect(await reason(policy)).toBe("party-not-permitted");
    ledger.attest(registrar, partner, { legalId });
    expect(await reason(policy)).toBe("granted");
  });

  it("is for nobody whom another registrar, or another word, makes a member", async () => {
    ledger.attest(registrar, partner, { legalId });
    ledger.attest(registrar, partner, { kind: "membership", text: "ended" });
    ledger.accredit(owner, "membership");
    ledger.attest(owner, partner, { kind: "membership", text: "active" });
    expect(await reason(policyWith(membership))).toBe("party-not-permitted");
  });
});

describe("alternatives", () => {
  const either = (kind: "or" | "xone", ...alternatives: readonly unknown[]) => ({ [kind]: alternatives });

  it("hold where one does, and exactly one where it says so", async () => {
    ledger.attest(registrar, partner, { legalId });
    ledger.group(owner, "gold", [partner]);
    const [byNumber, byGroup] = [numbers("isAnyOf", number), groups("isAnyOf", "gold")];
    expect(await reason(policyWith(either("or", byNumber, groups("isAnyOf", "silver"))))).toBe("granted");
    expect(await reason(policyWith(either("xone", byNumber, groups("isAnyOf", "silver"))))).toBe("granted");
    expect(await reason(policyWith(either("xone", byNumber, byGroup)))).toBe("party-not-permitted");
    expect(await reason(policyWith(either("or", membership, groups("isAnyOf", "silver"))))).toBe(
      "party-not-permitted",
    );
  });
});

it("a policy that is not sent along is not held, and the answer does not say that it was", async () => {
  expect(await decided(policyWith(membership), { sent: false })).toMatchObject({
    ...{ reason: "granted", decidedBy: "ledger", policies: [] },
  });
  expect(await decided(policyWith(membership), { sent: false, wanted: "x" })).toMatchObject({
    ...{ reason: "policy-needed", policies: [] },
  });
});

describe.skipIf(!hasSharedData)("the parts and partners of Catena-X test data", () => {
  const folder = join(sharedData, "catenax", "traceability");
  const files = ["CML1", "CNKC", "0UKM"].map((name) => `import-test-data-${name}_v0.0.14.json`);
  const dataSchema = z.object({
    assets: z.array(z.looseObject({ assetMetaInfo: z.object({ catenaXId: z.string() }) })),
  });
  const numbersIn = (text: string, member: RegExp) =>
    [...text.matchAll(member)].map(([, bpn]) => bpn).filter((bpn) => bpn !== undefined);

  /** Each part with its maker, and the partners that its bill of material names. */
  const partsIn = () =>
    files
      .flatMap((file) => dataSchema.parse(JSON.parse(readFileSync(join(folder, file), "utf8"))).assets)
      .map((part) => ({
        id: part.assetMetaInfo.catenaXId,
        maker:
          numbersIn(JSON.stringify(part), /"value":"(BPNL[0-9A-Z]{12})","key":"manufacturerId"/g)[0] ?? "",
        suppliers: numbersIn(JSON.stringify(part), /"businessPartner":"(BPNL[0-9A-Z]{12})"/g),
      }))
      // Some parts are in several files.
      .filter(({ id, maker }, place, all) => maker !== "" && all.findIndex((one) => one.id === id) === place);

  it("are decided by each maker's group of those who supply it, part by part and partner by partner", async () => {
    const parts = partsIn();
    const makers = new Set(parts.map(({ maker }) => maker));
    const suppliers = (maker: string) =>
      new Set(parts.filter((part) => part.maker === maker).flatMap((part) => part.suppliers));
    const found = new Set(parts.flatMap((part) => [part.maker, ...part.suppliers]));
    const partners = new Map([...found].map((bpn) => [bpn, ledger.party(bpn, `bpn:${bpn}`)]));
    const partyOf = (bpn: string): Address => {
      const party = partners.get(bpn);
      if (party === undefined) throw new Error(`${bpn} is nobody`);
      return party;
    };
    for (const [bpn, party] of partners) ledger.attest(registrar, party, { legalId: `bpn:${bpn}` });
    const policy = policyWith(groups("isAnyOf", "suppliers"));
    const digest = toDigest(policyDigest(policy));
    const everybody = new Map(
      [...makers].map((maker) => {
        ledger.group(partyOf(maker), "suppliers", [...suppliers(maker)].map(partyOf));
        return [maker, ledger.group(partyOf(maker), "everybody", [...partners.values()])];
      }),
    );
    const terms = ledger.terms(digest, owner);
    const twins = parts.map(({ id, maker }) => {
      const part = ledger.twin(id, partyOf(maker));
      const group = everybody.get(maker);
      if (group === undefined) throw new Error(`${maker} makes nothing`);
      ledger.grant("twin", part, { grantor: partyOf(maker), grantee: { kind: "group", group }, terms });
      return { part, maker };
    });
    await ledger.mine();

    const policies = new Map([[digest, policy]]);
    const question = { onBehalfOf: null, scope: "", action: "read", openings: [], grant: null } as const;
    const reasons = new Set<string>();
    for (const { part, maker } of twins)
      for (const [bpn, subject] of partners) {
        if (bpn === maker) continue;
        const asked = { ...question, subject, purpose: null, meter: null, policies };
        const { reason: given } = ledger.store.read((view) =>
          decide(view, { block: 1, at }, { ...asked, asset: { kind: "twin", id: part } }),
        );
        reasons.add(given);
        expect([maker, bpn, given]).toEqual([
          ...[maker, bpn, suppliers(maker).has(bpn) ? "granted" : "party-not-permitted"],
        ]);
      }
    expect([...reasons].sort()).toEqual(["granted", "party-not-permitted"]);
  });
});
