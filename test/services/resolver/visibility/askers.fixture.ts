/**
 * A thing's identifiers on a real chain, what their owner says to some alone, and everybody who might ask: with rights of each kind,
 * which begin and end at known blocks.
 */
import { parseIdentifier } from "../../../../services/identifiers/index.js";
import { addToGroup, createGroup } from "../../../../services/ledger/actions/groups.js";
import { registerIdentifier } from "../../../../services/ledger/actions/identifiers.js";
import { delegateNamespace, sealNamespace } from "../../../../services/ledger/actions/namespaces.js";
import { agreeRelation } from "../../../../services/ledger/actions/relations.js";
import {
  type GrantKey,
  grantKeyWords,
  grantRight,
  type RightTerms,
  registerTerms,
  revokeRight,
  sublicenseRight,
  termsWords,
} from "../../../../services/ledger/actions/rights.js";
import { registerSealed } from "../../../../services/ledger/actions/sealedRecords.js";
import {
  accreditOffice,
  freezeThing,
  setOfficeMember,
} from "../../../../services/ledger/actions/supervision.js";
import { transferToken } from "../../../../services/ledger/actions/tokens.js";
import { mintTwin } from "../../../../services/ledger/actions/twins.js";
import { ledgerContracts } from "../../../../services/ledger/contracts.js";
import { toDigest, toGrantId, toHash, toHex } from "../../../../services/ledger/hex.js";
import {
  blindedGrantee,
  groupId,
  namespaceId,
  recordId,
  schemeId,
  sealedId,
  sealOf,
  termsId,
  twinId,
} from "../../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../../services/ledger/linkset.js";
import {
  type LinkOpening,
  linkCommitment,
  protectedRelation,
} from "../../../../services/ledger/protectedLinks.js";
import { sameAs } from "../../../../services/ledger/sameAs.js";
import { SealSecret } from "../../../../services/ledger/sealed.js";
import { digestOf, type SealedContent } from "../../../../services/ledger/sealedContent.js";
import type {
  Asset,
  Grantee,
  LinkTarget,
  RecordId,
  Subject,
  Token,
} from "../../../../services/store/model.js";
import { descriptorRelation } from "../../../../services/store/shellTraits.js";
import type { Account, DeployedLedger } from "../../../fixtures/ledger.js";
import { call } from "../../index/node.fixture.js";

export const askers = [
  "former",
  "owner",
  "grantee",
  "machine",
  "member",
  "sublicensee",
  "expired",
  "revoked",
  "frozen",
  "partner",
  "holder",
] as const;
export type AskerName = (typeof askers)[number];

/** What not everybody sees, each with the text by which an answer is known to have it. */
export const secrets = {
  gs1: "inside.example/gs1",
  same: "1.3.6.1.4.1.32473.777",
  handle: "inside.example/handle",
  bid: "inside.example/bid",
  shell: "customer-7",
  submodel: "inside.example/submodel",
  sealedHandle: "inside.example/sealed-handle",
  sealedBid: "inside.example/sealed-bid",
} as const;
/** Besides, that there is a sealed record of an identifier, and whom the blinded grants are for. */
export type Secret = keyof typeof secrets | "nameOfHandle" | "nameOfBid" | "grantee";

export const names = {
  gs1: "01/09506000134352",
  handle: "88.101/part-1",
  bid: "did:bid:abcd:efnVUgqQFfYeu97ABf6sGm3WFtVXHZB2",
  sealedHandle: "88.102/part-2",
  sealedBid: "did:bid:wxyz:efJgt44mNDewKK1VEN454R17cjso3mSG",
  shellId: "https://acme.example/shells/1",
  submodelId: "https://acme.example/submodels/1",
} as const;
const aas = (name: string, id: string) => `aas:ACME/${name}/${encodeURIComponent(id)}`;

/** Of the blinded grants. */
export const blindedSalt = toHex(`0x${"5b".repeat(32)}`);
const salt = toHash(`0x${"5a".repeat(32)}`);
const contentSalt = toHash(`0x${"cd".repeat(32)}`);
const twinContent = toDigest(`0x${"11".repeat(32)}`);
export const twin = { kind: "twin", id: twinId(twinContent) } as const;
const order = { office: 7, order: toDigest(`0x${"0d".repeat(32)}`), reason: "recall" } as const;
const reads = { actions: ["read"], from: 0, until: 0 } as const;
const terms: RightTerms = {
  policy: null,
  policyUri: "",
  actions: ["read"],
  sublicences: 1,
  notice: 0,
  exclusive: false,
  irrevocable: false,
  byAcceptance: false,
};

const opening = (rel: string, target: LinkTarget): LinkOpening => ({
  link: { rel, target, scope: "data" },
  salt,
});
const endpoint = "https://admin-shell.io/aas/API/3/1/Descriptor/endpoints";
const inside = (name: keyof typeof secrets): LinkTarget => ({ href: `https://${secrets[name]}` });
const openings = {
  gs1: [
    opening("https://ref.gs1.org/voc/pip", inside("gs1")),
    opening(sameAs, { href: `urn:oid:${secrets.same}` }),
  ],
  handle: [opening("describedby", inside("handle"))],
  bid: [opening("describedby", inside("bid"))],
  shell: [
    opening(
      descriptorRelation,
      Object.assign({ href: "" }, { specificAssetIds: [{ name: "part", value: secrets.shell }] }),
    ),
  ],
  submodel: [opening(endpoint, Object.assign(inside("submodel"), { interface: ["SUBMODEL-3.0"] }))],
} as const;

const sealSecret = SealSecret.generate();

export interface Scene {
  readonly ledger: DeployedLedger;
  readonly who: Readonly<Record<AskerName, Account>>;
  readonly records: Readonly<Record<keyof typeof openings, RecordId>>;
  readonly sealed: Readonly<Record<"handle" | "bid", ReturnType<typeof sealedId>>>;
  /** The grant that each asker without ownership could ask by, of an asset. */
  keyOf(asset: Asset, who: AskerName): GrantKey | null;
  /** The assets whose rights open something. */
  readonly assets: readonly Asset[];
  /** Block numbers about which something begins or ends: before, at and after each. */
  readonly blocks: readonly number[];
  /** First block with the blinded grants. */
  readonly granted: number;
  /** What the resolver is told: path beneath `/v1/vault/`, body, and by whom. The namespaces stayed with the seller. */
  readonly entrusted: readonly (readonly [place: string, body: object, by: "owner" | "former"])[];
}

export async function sceneOn(ledger: DeployedLedger): Promise<Scene> {
  const { deployment, provider, root } = ledger;
  const who = await openAskers(ledger);
  const { former, owner, grantee, machine } = who;
  const send = (by: Account, one: Parameters<DeployedLedger["send"]>[1]) => ledger.send(by, one);
  const head = () => provider.getBlockNumber();
  const blocks: number[] = [];
  const about = async (step: () => Promise<unknown>): Promise<void> => {
    blocks.push(await head());
    await step();
    blocks.push(await head());
    await call(ledger.anvil.rpcUrl, "evm_mine");
    blocks.push(await head());
  };

  const prefixes = [
    ["gs1", "9506000"],
    ["handle", "88.101"],
    ["handle", "88.102"],
    ["did", "did:bid:abcd"],
    ["did", "did:bid:wxyz"],
    ["aas", "ACME"],
  ] as const;
  for (const [scheme, prefix] of prefixes)
    await send(root, delegateNamespace(deployment, { scheme, prefix }, 0, former.address));
  const commitment = await ledger.commit(former, twinContent);
  await send(
    former,
    mintTwin(deployment, {
      author: former.address,
      owner: former.address,
      kind: "instance",
      name: "Pump",
      content: { digest: twinContent, mediaType: "application/json", uri: "" },
      opening: commitment.opening(twinContent),
    }),
  );
  const register = async (
    name: keyof typeof openings,
    text: string,
    prefixLength: number,
    subject: Subject,
    links: object = {},
  ): Promise<RecordId> => {
    const scheme = text.startsWith("aas:") ? "aas" : name === "bid" ? "did" : name;
    const { canonical } = parseIdentifier(text);
    const id = recordId(schemeId(scheme), canonical);
    const commitments = openings[name].map((one) => linkCommitment(id, one));
    const linkset = encodeLinkset({
      ...links,
      [protectedRelation]: [Object.assign({ href: "" }, { commitments })],
    });
    const called = { scheme, identifier: canonical };
    await send(
      former,
      registerIdentifier(deployment, called, prefixLength, { subject, linkset }, former.address),
    );
    return id;
  };
  const open = { describedby: [{ href: "https://acme.example/open" }] };
  const gs1 = await register("gs1", names.gs1, 7, twin, {
    "gs1:pip": [{ href: "https://acme.example/pip" }],
  });
  // Leads nowhere without its protected link.
  const handle = await register("handle", names.handle, 6, twin);
  const bid = await register("bid", names.bid, 12, twin, open);
  const shell = await register("shell", aas("AssetAdministrationShell", names.shellId), 4, twin);
  const submodel = await register("submodel", aas("Submodel", names.submodelId), 4, {
    kind: "record",
    id: shell,
  });
  const records = { gs1, handle, bid, shell, submodel };

  const seal = async (
    scheme: "handle" | "did",
    prefix: string,
    text: string,
    name: "sealedHandle" | "sealedBid",
  ) => {
    const content: SealedContent = { subject: { kind: "none" }, linkset: { describedby: [inside(name)] } };
    const sealed = sealOf(schemeId(scheme), text, sealSecret.saltOf(schemeId(scheme), text));
    await send(former, sealNamespace(deployment, { scheme, prefix }));
    const called = { scheme, prefix, seal: sealed };
    await send(former, registerSealed(deployment, called, digestOf(content, contentSalt), former.address));
    const namespace = namespaceId(schemeId(scheme), prefix);
    return { id: sealedId(namespace, sealed), namespace, content };
  };
  const ofHandle = await seal("handle", "88.102", names.sealedHandle, "sealedHandle");
  const ofBid = await seal("did", "did:bid:wxyz", names.sealedBid, "sealedBid");

  const assets: readonly Asset[] = [
    twin,
    { kind: "record", id: submodel },
    { kind: "sealed", id: ofHandle.id },
    { kind: "sealed", id: ofBid.id },
  ];
  const tokens: readonly Token[] = [
    ...assets,
    ...[gs1, handle, bid, shell].map((id) => ({ kind: "record", id }) as const),
  ];
  await about(async () => {
    for (const token of tokens)
      await send(former, transferToken(deployment, token, former.address, owner.address));
  });

  await send(owner, registerTerms(deployment, terms));
  await send(owner, createGroup(deployment, owner.address, "Partners"));
  const group = groupId(owner.address, "Partners");
  await send(owner, addToGroup(deployment, group, [who.member.address]));
  const agency = { kind: "agent", party: grantee.address, subject: machine.address } as const;
  await send(grantee, agreeRelation(deployment, agency));
  await send(machine, agreeRelation(deployment, agency));
  await send(root, accreditOffice(deployment, 7, { kind: "all" }, "Office"));
  await send(root, setOfficeMember(deployment, 7, root.address, true));

  const party = (name: AskerName): Grantee => ({ kind: "party", party: who[name].address });
  const keyTo = (asset: Asset, to: Grantee, more: Partial<GrantKey> = {}): GrantKey => ({
    asset,
    // A sealed record's content is of no data set.
    scope: asset.kind === "sealed" ? "" : "data",
    grantee: to,
    survivesSale: false,
    terms: null,
    parent: null,
    ...more,
  });
  const keys = new Map<string, Readonly<Partial<Record<AskerName, GrantKey>>>>();
  const idOf = async (key: GrantKey) =>
    toGrantId(await ledgerContracts(deployment, provider).rights.grantId(grantKeyWords(key)));
  for (const asset of assets) {
    const licensed = keyTo(asset, party("grantee"), { terms: termsId(termsWords(terms)) });
    keys.set(asset.id, {
      grantee: licensed,
      machine: licensed,
      member: keyTo(asset, { kind: "group", group }),
      sublicensee: keyTo(asset, party("sublicensee"), { parent: await idOf(licensed) }),
      expired: keyTo(asset, party("expired")),
      revoked: keyTo(asset, party("revoked")),
      frozen: keyTo(asset, party("frozen")),
      partner: keyTo(asset, party("partner"), { scope: "other" }),
      holder: keyTo(asset, { kind: "blinded", commitment: blindedGrantee(who.holder.address, blindedSalt) }),
    });
  }
  const keyOf = (asset: Asset, name: AskerName): GrantKey | null => keys.get(asset.id)?.[name] ?? null;
  const each = async (
    name: AskerName,
    step: (key: GrantKey, asset: Asset) => Promise<unknown>,
  ): Promise<void> => {
    for (const asset of assets) {
      const key = keyOf(asset, name);
      if (key !== null) await step(key, asset);
    }
  };
  let granted = 0;
  const end = ((await provider.getBlock("latest"))?.timestamp ?? 0) + 1000;
  await about(async () => {
    for (const name of ["grantee", "member", "revoked", "frozen", "partner", "holder"] as const)
      await each(name, (key) => send(owner, grantRight(deployment, key, reads)));
    await each("expired", (key) => send(owner, grantRight(deployment, key, { ...reads, until: end })));
    granted = await head();
  });
  await about(() =>
    each("sublicensee", async (key, asset) => {
      const above = keyOf(asset, "grantee");
      if (above !== null) await send(grantee, sublicenseRight(deployment, key, reads, above));
    }),
  );
  await about(() => each("revoked", (key) => send(owner, revokeRight(deployment, key, "over"))));
  await about(() =>
    each("frozen", async (key) =>
      send(root, freezeThing(deployment, { kind: "grant", id: await idOf(key) }, order, "")),
    ),
  );
  for (const time of [end - 1, end, end + 1]) {
    await call(ledger.anvil.rpcUrl, "evm_setNextBlockTimestamp", [time]);
    await call(ledger.anvil.rpcUrl, "evm_mine");
    blocks.push(await head());
  }

  const entrusted: (readonly [string, object, "owner" | "former"])[] = [];
  for (const name of ["gs1", "handle", "bid", "shell", "submodel"] as const) {
    for (const one of openings[name])
      entrusted.push([`links/${records[name]}/${linkCommitment(records[name], one)}`, one, "owner"]);
  }
  for (const { id, namespace, content } of [ofHandle, ofBid]) {
    entrusted.push([`secrets/${namespace}`, { secret: sealSecret.reveal() }, "former"]);
    entrusted.push([`contents/${id}`, { content, contentSalt }, "owner"]);
  }
  await each("holder", async (key) => {
    entrusted.push([
      `grantees/${await idOf(key)}`,
      { party: who.holder.address, salt: blindedSalt },
      "owner",
    ]);
  });
  return {
    ledger,
    who,
    records,
    sealed: { handle: ofHandle.id, bid: ofBid.id },
    keyOf,
    assets,
    blocks: [...new Set(blocks)].sort((a, b) => a - b),
    granted,
    entrusted,
  };
}

/** Of accounts that can pay, as anvil funds fewer. */
async function openAskers(ledger: DeployedLedger): Promise<Scene["who"]> {
  const opened = new Map<AskerName, Account>();
  for (const [place, name] of askers.entries()) {
    const { address } = await ledger.account(place + 1);
    await call(ledger.anvil.rpcUrl, "anvil_setBalance", [address, "0x56bc75e2d63100000"]);
    const kind = name === "machine" ? "software" : "organisation";
    opened.set(name, await ledger.party(place + 1, `Asker ${name}`, kind));
  }
  const of = (name: AskerName): Account => {
    const account = opened.get(name);
    if (account === undefined) throw new Error(`There is no ${name}`);
    return account;
  };
  return {
    former: of("former"),
    owner: of("owner"),
    grantee: of("grantee"),
    machine: of("machine"),
    member: of("member"),
    sublicensee: of("sublicensee"),
    expired: of("expired"),
    revoked: of("revoked"),
    frozen: of("frozen"),
    partner: of("partner"),
    holder: of("holder"),
  };
}
