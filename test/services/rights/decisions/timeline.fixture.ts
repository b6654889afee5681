/** A twin's rights over a few years on a real chain: every way in which a right begins, rests and ends, second by second. */
import { addToGroup, createGroup, removeFromGroup } from "../../../../services/ledger/actions/groups.js";
import { agreeRelation, endRelation } from "../../../../services/ledger/actions/relations.js";
import {
  acceptRight,
  type GrantKey,
  grantKeyWords,
  grantRight,
  type RightTerms,
  registerTerms,
  revokeRight,
  sublicenseRight,
  termsWords,
} from "../../../../services/ledger/actions/rights.js";
import {
  accreditOffice,
  freezeThing,
  setOfficeMember,
  unfreezeThing,
} from "../../../../services/ledger/actions/supervision.js";
import { transferToken } from "../../../../services/ledger/actions/tokens.js";
import { mintTwin, setTwinState } from "../../../../services/ledger/actions/twins.js";
import { ledgerContracts } from "../../../../services/ledger/contracts.js";
import { toDigest, toGrantId, toHex } from "../../../../services/ledger/hex.js";
import { blindedGrantee, groupId, termsId, twinId } from "../../../../services/ledger/ids.js";
import type { Grantee, GrantId, Thing } from "../../../../services/store/model.js";
import type { Account, DeployedLedger } from "../../../fixtures/ledger.js";
import { call } from "../../index/node.fixture.js";

export const salt = toHex(`0x${"5a".repeat(32)}`);
const content = toDigest(`0x${"11".repeat(32)}`);
export const twin = { kind: "twin", id: twinId(content) } as const;
const readUse = { actions: ["read", "use"], from: 0, until: 0 } as const;
const order = { office: 7, order: toDigest(`0x${"0d".repeat(32)}`) };

const terms: RightTerms = {
  policy: null,
  policyUri: "",
  actions: ["read", "use"],
  sublicences: 1,
  notice: 0,
  exclusive: false,
  irrevocable: false,
  byAcceptance: true,
};
const noticed: RightTerms = { ...terms, sublicences: 0, notice: 100, byAcceptance: false };

export interface Timeline {
  readonly ledger: DeployedLedger;
  readonly who: Readonly<Record<Name, Account>>;
  /** Each on the scope of its name. */
  readonly keys: Readonly<Record<Right, GrantKey>>;
  readonly membership: {
    readonly kind: "membership";
    readonly party: Account["address"];
    readonly subject: Account["address"];
  };
}

const names = ["maker", "partner", "supplier", "secret", "machine", "member", "buyer", "stranger"] as const;
export type Name = (typeof names)[number];
export type Right =
  | "window"
  | "noticed"
  | "licence"
  | "sublicence"
  | "frozen"
  | "group"
  | "blinded"
  | "lasting";

export async function timeline(ledger: DeployedLedger): Promise<Timeline> {
  const { deployment } = ledger;
  const who = await accountsOf(ledger);
  const { maker, partner, machine } = who;
  const group = groupId(maker.address, "Partners");
  await mint(ledger, maker);
  for (const one of [terms, noticed]) await ledger.send(maker, registerTerms(deployment, one));
  await ledger.send(maker, createGroup(deployment, maker.address, "Partners"));
  await ledger.send(ledger.root, accreditOffice(deployment, 7, { kind: "all" }, "Office"));
  await ledger.send(ledger.root, setOfficeMember(deployment, 7, ledger.root.address, true));
  const keys = await keysOf(ledger, who, group);
  const membership = { kind: "membership", party: partner.address, subject: machine.address } as const;
  const told = { ledger, who, keys, membership };
  await window(told);
  await notice(told);
  await supervision(told);
  await groups(told, group);
  await licences(told);
  await relations(told);
  await sale(told);
  return told;
}

async function accountsOf(ledger: DeployedLedger): Promise<Timeline["who"]> {
  const open = (number: number) => {
    const name = names[number - 1] ?? "";
    return ledger.party(number, name, name === "machine" ? "machine" : "organisation");
  };
  return {
    maker: await open(1),
    partner: await open(2),
    supplier: await open(3),
    secret: await open(4),
    machine: await open(5),
    member: await open(6),
    buyer: await open(7),
    stranger: await open(8),
  };
}

async function mint(ledger: DeployedLedger, maker: Account): Promise<void> {
  const commitment = await ledger.commit(maker, content);
  await ledger.send(
    maker,
    mintTwin(ledger.deployment, {
      author: maker.address,
      owner: maker.address,
      kind: "instance",
      name: "Drive",
      content: { digest: content, mediaType: "application/json", uri: "" },
      opening: commitment.opening(content),
    }),
  );
}

async function keysOf(
  ledger: DeployedLedger,
  { partner, supplier, secret }: Timeline["who"],
  group: ReturnType<typeof groupId>,
): Promise<Timeline["keys"]> {
  const key = (scope: string, grantee: Grantee, change: Partial<GrantKey> = {}): GrantKey => ({
    asset: twin,
    scope,
    grantee,
    survivesSale: false,
    terms: null,
    parent: null,
    ...change,
  });
  const to = ({ address }: Account): Grantee => ({ kind: "party", party: address });
  const licence = key("licence", to(partner), { terms: termsId(termsWords(terms)) });
  return {
    window: key("window", to(partner)),
    noticed: key("noticed", to(partner), { terms: termsId(termsWords(noticed)) }),
    licence,
    sublicence: key("licence", to(supplier), { parent: await idOf(ledger, licence) }),
    frozen: key("frozen", to(partner)),
    group: key("group", { kind: "group", group }),
    blinded: key("blinded", { kind: "blinded", commitment: blindedGrantee(secret.address, salt) }),
    lasting: key("", to(partner), { survivesSale: true }),
  };
}

export async function idOf({ deployment, provider }: DeployedLedger, key: GrantKey): Promise<GrantId> {
  return toGrantId(await ledgerContracts(deployment, provider).rights.grantId(grantKeyWords(key)));
}

/** Blocks at exactly these times. */
async function mineAt({ anvil }: DeployedLedger, ...times: readonly number[]): Promise<void> {
  for (const time of times) {
    await call(anvil.rpcUrl, "evm_setNextBlockTimestamp", [time]);
    await call(anvil.rpcUrl, "evm_mine");
  }
}

async function now({ provider }: DeployedLedger): Promise<number> {
  return (await provider.getBlock("latest"))?.timestamp ?? 0;
}

async function window({ ledger, who: { maker }, keys }: Timeline): Promise<void> {
  const begin = (await now(ledger)) + 1000;
  const extent = { actions: ["read"], from: begin, until: begin + 100 } as const;
  await ledger.send(maker, grantRight(ledger.deployment, keys.window, extent));
  await mineAt(ledger, begin - 1, begin, begin + 1, begin + 99, begin + 100, begin + 101);
}

async function notice({ ledger, who: { maker }, keys }: Timeline): Promise<void> {
  const { deployment } = ledger;
  await ledger.send(maker, grantRight(deployment, keys.noticed, readUse));
  await ledger.send(maker, revokeRight(deployment, keys.noticed, "replaced"));
  const end = (await now(ledger)) + 100;
  await mineAt(ledger, end - 1, end, end + 1);
  await ledger.send(maker, grantRight(deployment, keys.noticed, readUse));
}

async function supervision({ ledger, who: { maker, partner }, keys }: Timeline): Promise<void> {
  const { deployment, root } = ledger;
  await ledger.send(maker, grantRight(deployment, keys.frozen, readUse));
  const things: readonly Thing[] = [
    { kind: "grant", id: await idOf(ledger, keys.frozen) },
    { kind: "party", id: partner.address },
    // Neither takes a right from anyone.
    { kind: "party", id: maker.address },
    twin,
  ];
  for (const thing of things) {
    await ledger.send(root, freezeThing(deployment, thing, { ...order, reason: "recall" }, ""));
    await ledger.send(root, unfreezeThing(deployment, thing, { ...order, reason: "order-lifted" }));
  }
}

async function groups(
  { ledger, who: { maker, member }, keys }: Timeline,
  group: ReturnType<typeof groupId>,
): Promise<void> {
  const { deployment } = ledger;
  await ledger.send(maker, grantRight(deployment, keys.group, readUse));
  await ledger.send(maker, grantRight(deployment, keys.blinded, readUse));
  await ledger.send(maker, addToGroup(deployment, group, [member.address]));
  await ledger.send(maker, removeFromGroup(deployment, group, [member.address]));
  await ledger.send(maker, addToGroup(deployment, group, [member.address]));
}

async function licences({ ledger, who: { maker, partner }, keys }: Timeline): Promise<void> {
  const { deployment } = ledger;
  const { licence, sublicence } = keys;
  await ledger.send(maker, grantRight(deployment, licence, readUse));
  await ledger.send(partner, acceptRight(deployment, licence, { assetEpoch: 1, sequence: 1 }));
  await ledger.send(
    partner,
    sublicenseRight(deployment, sublicence, { actions: ["read"], from: 0, until: 0 }, licence),
  );
  await ledger.send(maker, revokeRight(deployment, licence, "over"));
  await ledger.send(maker, grantRight(deployment, licence, readUse));
  await ledger.send(partner, acceptRight(deployment, licence, { assetEpoch: 1, sequence: 2 }));
}

async function relations({ ledger, who: { partner, machine }, membership }: Timeline): Promise<void> {
  const { deployment } = ledger;
  await ledger.send(partner, agreeRelation(deployment, membership));
  await ledger.send(machine, agreeRelation(deployment, membership));
  await ledger.send(machine, endRelation(deployment, membership));
}

async function sale({ ledger, who: { maker, buyer }, keys }: Timeline): Promise<void> {
  const { deployment } = ledger;
  await ledger.send(maker, grantRight(deployment, keys.lasting, { actions: ["modify"], from: 0, until: 0 }));
  await ledger.send(maker, transferToken(deployment, twin, maker.address, buyer.address));
  await ledger.send(buyer, setTwinState(deployment, twin.id, "withdrawn", "recalled"));
}
