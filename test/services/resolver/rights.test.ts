/** Rights in depth over HTTP, held against what the chain's own views say of them. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  concludeProposal,
  type Proposal,
  proposalWords,
  propose,
  withdrawProposal,
} from "../../../services/ledger/actions/agreements.js";
import { addToGroup, createGroup } from "../../../services/ledger/actions/groups.js";
import {
  consumeUnits,
  issueUnits,
  type QuotaKey,
  quotaKeyWords,
  transferUnits,
} from "../../../services/ledger/actions/quotas.js";
import {
  acceptRight,
  type GrantKey,
  grantKeyWords,
  grantRight,
  type RightTerms,
  registerTerms,
  releaseRight,
  revokeRight,
  sublicenseRight,
  termsWords,
} from "../../../services/ledger/actions/rights.js";
import { mintTwin } from "../../../services/ledger/actions/twins.js";
import { type LedgerContracts, ledgerContracts } from "../../../services/ledger/contracts.js";
import {
  toDigest,
  toGrantId,
  toHex,
  tokenWord,
  toProposalId,
  toQuotaId,
} from "../../../services/ledger/hex.js";
import { blindedGrantee, groupId, termsId, twinId } from "../../../services/ledger/ids.js";
import { readIsAllowed } from "../../../services/ledger/reads/rights.js";
import {
  assetListSchemas,
  groupSchema,
  quotaDetailsSchema,
  quotaUsesSchema,
} from "../../../services/resolver/v1/rightsSchema.js";
import { type Asset, type Grantee, grantActions } from "../../../services/store/model.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../fixtures/ledger.js";
import { reached, watchFollower } from "../index/follower.fixture.js";
import { headOf } from "../index/node.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";
import { startResolver } from "./http.fixture.js";

const digestOf = (n: number) => toDigest(`0x${n.toString(16).padStart(64, "0")}`);
const salt = toHex(`0x${"5a".repeat(32)}`);
const twin = twinId(digestOf(1));
const asset: Asset = { kind: "twin", id: twin };
const forEver = { actions: ["read"], from: 0, until: 0 } as const;

const termsOf = (change: Partial<RightTerms>): RightTerms => ({
  policy: digestOf(77),
  policyUri: "https://example.com/policy.jsonld",
  actions: grantActions,
  sublicences: 0,
  notice: 0,
  exclusive: false,
  irrevocable: false,
  byAcceptance: false,
  ...change,
});
const licence = termsOf({ sublicences: 1, byAcceptance: true });
const notice = termsOf({ notice: 3600 });
const idOf = (terms: RightTerms) => termsId(termsWords(terms));
const keyTo = (grantee: Grantee, change: Partial<GrantKey> = {}): GrantKey => ({
  asset,
  scope: "",
  grantee,
  survivesSale: false,
  terms: null,
  parent: null,
  ...change,
});

describe.skipIf(anvilMissing)("rights over HTTP", () => {
  let ledger: DeployedLedger;
  let contracts: LedgerContracts;
  let maker: Account;
  let partner: Account;
  let secret: Account;
  let group: ReturnType<typeof groupId>;
  const keys: Record<string, GrantKey> = {};
  let offer: Proposal;
  let quota: ReturnType<typeof toQuotaId>;

  const grantOf = async (key: GrantKey) => toGrantId(await contracts.rights.grantId(grantKeyWords(key)));
  const key = (name: string): GrantKey => {
    const found = keys[name];
    if (found === undefined) throw new Error(`There is no key ${name}`);
    return found;
  };

  beforeAll(async () => {
    ledger = await deployedLedger();
    const { deployment } = ledger;
    contracts = ledgerContracts(deployment, ledger.provider);
    maker = await ledger.party(1, "Maker");
    partner = await ledger.party(2, "Partner");
    secret = await ledger.party(3, "Secret Partner");
    const own = await ledger.commit(maker, digestOf(1));
    const to = (account: Account): Grantee => ({ kind: "party", party: account.address });
    group = groupId(maker.address, "Partners");
    const unit: QuotaKey = { asset, survivesSale: false, scope: "", unit: "call", until: 0, terms: null };
    Object.assign(keys, {
      licence: keyTo(to(partner), { terms: idOf(licence) }),
      notice: keyTo(to(partner), { terms: idOf(notice), scope: "telemetry" }),
      group: keyTo({ kind: "group", group }),
      blinded: keyTo({ kind: "blinded", commitment: blindedGrantee(secret.address, salt) }),
      lasting: keyTo(to(partner), { survivesSale: true }),
    });
    await ledger.send(
      maker,
      mintTwin(deployment, {
        author: maker.address,
        owner: maker.address,
        kind: "type",
        name: "Drive",
        content: { digest: digestOf(1), mediaType: "application/json", uri: "" },
        opening: own.opening(digestOf(1)),
      }),
    );
    for (const call of [
      registerTerms(deployment, licence),
      registerTerms(deployment, notice),
      createGroup(deployment, maker.address, "Partners"),
      addToGroup(deployment, group, [partner.address, secret.address]),
      ...Object.values(keys).map((one) => grantRight(deployment, one, forEver)),
      revokeRight(deployment, key("notice"), "replaced"),
    ])
      await ledger.send(maker, call);
    keys.child = keyTo(to(secret), { parent: await grantOf(key("licence")) });
    const first = { assetEpoch: 1, sequence: 1 };
    await ledger.send(partner, acceptRight(deployment, key("licence"), first));
    await ledger.send(partner, sublicenseRight(deployment, key("child"), forEver, key("licence")));
    await ledger.send(partner, releaseRight(deployment, key("lasting"), first));

    offer = {
      key: keyTo(to(partner), { scope: "cad" }),
      extent: forEver,
      price: { amount: "120000", decimals: 2, currency: "EUR" },
      previous: null,
      expiry: 0,
      number: 7,
    };
    const proposalId = async (proposal: Proposal) =>
      toProposalId(await contracts.rights.proposalId(proposalWords(proposal)));
    const amended: Proposal = {
      ...offer,
      extent: { ...forEver, actions: ["read", "use"] },
      previous: await proposalId(offer),
    };
    const withdrawn: Proposal = { ...offer, number: 8 };
    const { assetEpoch } = first;
    await ledger.send(maker, propose(deployment, offer, assetEpoch));
    await ledger.send(partner, concludeProposal(deployment, offer, assetEpoch, null));
    await ledger.send(partner, propose(deployment, amended, assetEpoch));
    await ledger.send(maker, concludeProposal(deployment, amended, assetEpoch, null));
    await ledger.send(maker, propose(deployment, withdrawn, assetEpoch));
    await ledger.send(maker, withdrawProposal(deployment, withdrawn));
    keys.agreed = amended.key;

    quota = toQuotaId(tokenWord(await contracts.quotas.quotaId(quotaKeyWords(unit))));
    await ledger.send(maker, issueUnits(deployment, unit, partner.address, 100n));
    await ledger.send(
      partner,
      transferUnits(deployment, quota, { from: partner.address, to: secret.address, amount: 40n }),
    );
    await ledger.send(
      secret,
      consumeUnits(deployment, quota, { holder: secret.address, amount: 15n, evidence: digestOf(5) }),
    );
  });
  afterAll(() => ledger?.stop());

  /** The answers of a resolver that follows the chain from scratch. */
  async function following() {
    const { deployment, anvil } = ledger;
    const store = await temporaryStore();
    const { until } = watchFollower({ rpcUrl: anvil.rpcUrl, deployment, store });
    const resolver = await startResolver(store);
    onTestFinished(() => resolver.close());
    await until(reached(await headOf(anvil.rpcUrl)));
    return {
      get: (path: string) => resolver.get(`/v1/${path}`),
      ask: async (path: string): Promise<unknown> => {
        const response = await resolver.get(`/v1/${path}`);
        expect(response.status).toBe(200);
        return response.json();
      },
    };
  }
  const listed = async () => {
    const { ask } = await following();
    return assetListSchemas.rights.parse(await ask(`assets/twin/${twin}/rights`)).items;
  };

  it("say of each grant what the ledger itself decides", async () => {
    const rights = await listed();
    const who: Record<string, Account> = { blinded: secret, child: secret };
    for (const name of Object.keys(keys)) {
      const id = await grantOf(key(name));
      const shown = rights.find(({ grant }) => grant === id);
      const allowed = await readIsAllowed(
        ledger.provider,
        ledger.deployment,
        key(name),
        (who[name] ?? partner).address,
        salt,
        ["read"],
      );
      expect([name, shown?.standing === "holds"]).toEqual([name, allowed]);
    }
    expect(rights).toHaveLength(7);
  });

  it("show terms, acceptance, revocation with notice, and what a sub-licence comes from", async () => {
    const rights = await listed();
    const shown = async (name: string) => {
      const id = await grantOf(key(name));
      return rights.find(({ grant }) => grant === id);
    };
    expect(await shown("licence")).toMatchObject({
      accepted: true,
      acceptedAt: { by: partner.address },
      terms: { id: idOf(licence), policy: digestOf(77), sublicences: 1, byAcceptance: true },
    });
    const revoked = await shown("notice");
    expect(revoked).toMatchObject({ standing: "holds", revocation: { reason: "replaced" } });
    expect((revoked?.until ?? 0) - (revoked?.revocation?.revoked.time ?? 0)).toBe(3600);
    expect(await shown("child")).toMatchObject({
      parent: await grantOf(key("licence")),
      grantor: { address: partner.address },
    });
    expect(await shown("lasting")).toMatchObject({
      survivesSale: true,
      standing: "revoked",
      released: { by: partner.address },
    });
    expect(await shown("agreed")).toMatchObject({ accepted: true, sequence: 2, actions: ["read", "use"] });
  });

  it("never name a blinded grantee", async () => {
    const blinded = (await listed()).find(({ granteeKind }) => granteeKind === "blinded");
    expect(blinded).toMatchObject({
      standing: "holds",
      grantee: null,
      group: null,
      commitment: blindedGrantee(secret.address, salt),
    });
    const text = JSON.stringify(blinded);
    expect(text).not.toContain(secret.address.slice(2));
    expect(text).not.toContain("Secret");
    expect(text).not.toContain(salt.slice(2));
  });

  it("show an agreement's chain of amendments", async () => {
    const { ask } = await following();
    const { items } = assetListSchemas.offers.parse(await ask(`assets/twin/${twin}/offers`));
    const first = items.find(({ previous, status }) => previous === null && status !== "withdrawn");
    const second = items.find(({ previous }) => previous !== null);
    expect(first).toMatchObject({
      status: "amended",
      by: "owner",
      version: 1,
      price: { amount: "120000", decimals: 2, currency: "EUR" },
      grantee: { name: "Partner" },
    });
    expect(second).toMatchObject({
      status: "in-force",
      by: "grantee",
      version: 2,
      previous: first?.id,
      agreement: first?.id,
      grant: await grantOf(key("agreed")),
    });
    expect(items.filter(({ status }) => status === "withdrawn")).toHaveLength(1);
    for (const { id, version } of items)
      expect(Number((await contracts.rights.proposalOf(id)).version)).toBe(version);
  });

  it("show who is in a group", async () => {
    const { ask, get } = await following();
    const { members, size } = groupSchema.parse(await ask(`groups/${group}`));
    expect(size).toBe(2);
    expect(members.map(({ party }) => party.name).sort()).toEqual(["Partner", "Secret Partner"]);
    expect((await get(`groups/${digestOf(9)}`)).status).toBe(404);
  });

  it("count a quota as the ledger does", async () => {
    const { ask } = await following();
    const details = quotaDetailsSchema.parse(await ask(`quotas/${quota}`));
    expect(details.quota).toMatchObject({ issued: "100", consumed: "15", unit: "call", uses: 1 });
    for (const { party, units } of details.holders)
      expect((await contracts.quotas.balanceOf(party.address, quota)).toString()).toBe(units);
    expect(details.holders.map(({ units }) => units).sort()).toEqual(["25", "60"]);
    const uses = quotaUsesSchema.parse(await ask(`quotas/${quota}/uses`)).items;
    expect(uses).toMatchObject([{ units: "15", evidence: digestOf(5), holder: { name: "Secret Partner" } }]);
    const { items } = assetListSchemas.quotas.parse(await ask(`assets/twin/${twin}/quotas`));
    expect(items).toMatchObject([{ id: quota }]);
  });

  it("refuse what is no id, and tell what is not there", async () => {
    const { get } = await following();
    for (const [path, status] of [
      ["assets/thing/1/rights", 400],
      ["assets/twin/1/rights", 400],
      [`assets/twin/${digestOf(3)}/offers`, 404],
      [`assets/record/${twin}/quotas`, 404],
      ["quotas/1", 400],
      [`quotas/${digestOf(3)}`, 404],
      [`quotas/${digestOf(3)}/uses`, 404],
      ["groups/partners", 400],
    ] as const)
      expect([path, (await get(path)).status]).toEqual([path, status]);
  });
});
