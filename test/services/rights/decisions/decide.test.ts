/** What a decision says beyond the ledger's own check, and what it costs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toDigest, toHex, toQuotaId } from "../../../../services/ledger/hex.js";
import { blindedGrantee, twinId } from "../../../../services/ledger/ids.js";
import { decide, explain } from "../../../../services/rights/decisions/decide.js";
import type { Question } from "../../../../services/rights/decisions/question.js";
import { policyDigest } from "../../../../services/rights/policies/canonical.js";
import { parsePolicyText } from "../../../../services/rights/policies/parse.js";
import type { Address, TwinId } from "../../../../services/store/model.js";
import type { EntityView } from "../../../../services/store/view.js";
import { LedgerFixture } from "../../resolver/ledger.fixture.js";

const sample = join(import.meta.dirname, "../../../../scripts/samples/usage-offer.odrl.json");
const policy = parsePolicyText(readFileSync(sample, "utf8"));
const digest = toDigest(policyDigest(policy));
const moment = { block: 1, at: 1_800_000_000 };

let ledger: LedgerFixture;
let owner: Address;
let partner: Address;
let stranger: Address;
let twin: TwinId;

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  owner = ledger.party("Owner");
  partner = ledger.party("Partner", "bpn:BPNL00000PARTNER");
  stranger = ledger.party("Stranger");
  twin = ledger.twin("Motor", owner);
});
afterEach(() => ledger.close());

const asked = (change: Partial<Question> = {}): Question => ({
  subject: partner,
  onBehalfOf: null,
  asset: { kind: "twin", id: twin },
  scope: "",
  action: "read",
  openings: [],
  grant: null,
  purpose: null,
  meter: null,
  policies: new Map(),
  ...change,
});

async function decided(change: Partial<Question> = {}) {
  await ledger.mine();
  return ledger.store.read((view) => decide(view, moment, asked(change)));
}

describe("a purpose", () => {
  const permitted = "cx.quality.base:1";
  // The policy names the partner by its number.
  beforeEach(() => {
    ledger.accredit(owner, "bpn:");
    ledger.attest(owner, partner, { legalId: "bpn:BPNL00000PARTNER" });
  });
  const grantUnderPolicy = () =>
    ledger.grant("twin", twin, { grantor: owner, grantee: partner, terms: ledger.terms(digest, owner) });

  it("that the policy of the terms permits is allowed by them", async () => {
    grantUnderPolicy();
    const policies = new Map([[digest, policy]]);
    expect(await decided({ purpose: permitted, policies })).toMatchObject({
      allowed: true,
      decidedBy: "terms",
    });
    expect(await decided({ purpose: "cx.pcf.base:1", policies })).toMatchObject({
      allowed: false,
      reason: "purpose-not-permitted",
      decidedBy: "terms",
    });
  });

  it("is not decided without the very policy that the terms name", async () => {
    grantUnderPolicy();
    const another = new Map([[toDigest(`0x${"22".repeat(32)}`), policy]]);
    expect(await decided({ purpose: permitted })).toMatchObject({ allowed: false, reason: "policy-needed" });
    expect(await decided({ purpose: permitted, policies: another })).toMatchObject({
      reason: "policy-needed",
    });
  });

  it("needs no policy where the grant has none, and none is looked at where nobody asks", async () => {
    ledger.grant("twin", twin, { grantor: owner, grantee: partner });
    expect(await decided({ purpose: permitted })).toMatchObject({ allowed: true, decidedBy: "ledger" });
    ledger.revoke(ledger.grant("twin", twin, { grantor: owner, grantee: partner }), twin);
    grantUnderPolicy();
    expect(await decided()).toMatchObject({ allowed: true, decidedBy: "ledger" });
  });
});

describe("what is allowed", () => {
  it("names its grant and ends with it", async () => {
    const until = moment.at + 60;
    const grant = ledger.grant("twin", twin, { grantor: owner, grantee: partner, until });
    expect(await decided()).toMatchObject({ allowed: true, until, grant: { id: grant }, moment });
  });

  it("is looked for in one grant alone where that is named", async () => {
    const other = ledger.grant("twin", twin, { grantor: owner, grantee: partner, actions: ["use"] });
    ledger.grant("twin", twin, { grantor: owner, grantee: partner, terms: ledger.terms(digest, owner) });
    expect(await decided()).toMatchObject({ allowed: true });
    expect(await decided({ grant: other })).toMatchObject({ allowed: false, reason: "other-action" });
    expect(await decided({ grant: other, subject: stranger })).toMatchObject({ reason: "no-right" });
    expect(await decided({ grant: other, asset: { kind: "twin", id: twinId(digest) } })).toMatchObject({
      reason: "no-right",
    });
  });

  it("is not carried by a named grant that went with a former owner", async () => {
    const grant = ledger.grant("twin", twin, { grantor: owner, grantee: partner });
    ledger.transfer("twins", twin, owner, stranger);
    expect(await decided({ grant })).toMatchObject({ allowed: false, reason: "former-holding" });
  });

  it("is explained grant by grant", async () => {
    const grant = ledger.grant("twin", twin, { grantor: owner, grantee: partner });
    const over = ledger.grant("twin", twin, { grantor: owner, grantee: partner, scope: "cad", until: 10 });
    await ledger.mine();
    const { looked, complete } = ledger.store.read((view) => explain(view, moment, asked({ scope: "cad" })));
    expect(looked.map(({ grant: { id }, reason }) => [id, reason])).toEqual([
      [over, "ended"],
      [grant, "granted"],
    ]);
    expect(complete).toBe(true);
  });
});

describe("many grants", () => {
  it("of groups hide none without saying so, and a named one is found", async () => {
    const group = (n: number, members: readonly Address[]) =>
      ledger.grant("twin", twin, {
        grantor: owner,
        grantee: { kind: "group", group: ledger.group(owner, `Group ${n}`, members) },
      });
    const grant = group(0, [partner]);
    for (let n = 1; n < 64; n++) group(n, [stranger]);
    expect(await decided()).toMatchObject({ allowed: true });
    group(64, [stranger]);
    expect(await decided()).toMatchObject({ allowed: false, reason: "too-many-grants" });
    expect(await decided({ grant })).toMatchObject({ allowed: true });
  });

  it("to others cost no look, and what does not exist costs as many as what is refused", async () => {
    const looksOf = async (change: Partial<Question>) => {
      await ledger.mine();
      return ledger.store.read((view) => {
        const counted = countingView(view);
        decide(counted.view, moment, asked(change));
        return counted.looks();
      });
    };
    const opening = toHex(`0x${"5a".repeat(32)}`);
    const refused = { subject: stranger, scope: "cad", openings: [opening] };
    const before = await looksOf(refused);
    for (let n = 0; n < 300; n++) {
      const commitment = blindedGrantee(partner, toHex(`0x${n.toString(16).padStart(64, "0")}`));
      ledger.grant("twin", twin, { grantor: owner, grantee: { kind: "blinded", commitment } });
      ledger.grant("twin", twin, { grantor: owner, grantee: partner, scope: `data ${n}` });
    }
    expect(await looksOf(refused)).toBe(before);
    const nowhere = { kind: "twin", id: twinId(digest) } as const;
    expect(await looksOf({ ...refused, asset: nowhere })).toBe(before);
    const meter = { quota: toQuotaId(digest), host: owner, units: 1n };
    const more = { ...refused, meter, purpose: "cx.pcf.base:1", policies: new Map([[digest, policy]]) };
    expect(await looksOf({ ...more, asset: nowhere })).toBe(await looksOf(more));
  });
});

/** The view, and how often it was asked. */
function countingView(view: EntityView): { readonly view: EntityView; looks(): number } {
  let looks = 0;
  const counting = new Proxy(view, {
    get(target, name, receiver) {
      looks++;
      return Reflect.get(target, name, receiver);
    },
  });
  return { view: counting, looks: () => looks };
}
