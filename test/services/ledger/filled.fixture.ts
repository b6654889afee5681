/** A ledger with something of everything on it, and the ids of what there is. */
import { propose } from "../../../services/ledger/actions/agreements.js";
import { accredit, attestParty, revokeAttestation } from "../../../services/ledger/actions/attestations.js";
import { issueMerkle, issueRule, revokeMembers } from "../../../services/ledger/actions/batches.js";
import { type Call, makeCall } from "../../../services/ledger/actions/call.js";
import { anchorBundle, anchorDigests } from "../../../services/ledger/actions/evidence.js";
import { addToGroup, createGroup } from "../../../services/ledger/actions/groups.js";
import {
  registerIdentifier,
  registerMany,
  suspendRecord,
} from "../../../services/ledger/actions/identifiers.js";
import {
  cancelCertificate,
  delegateNamespace,
  suspendNamespace,
} from "../../../services/ledger/actions/namespaces.js";
import { allowUnits, issueUnits } from "../../../services/ledger/actions/quotas.js";
import {
  approveRecovery,
  changeController,
  nameGuardians,
} from "../../../services/ledger/actions/recovery.js";
import { agreeRelation } from "../../../services/ledger/actions/relations.js";
import {
  type GrantKey,
  grantRight,
  registerTerms,
  sublicenseRight,
  termsWords,
} from "../../../services/ledger/actions/rights.js";
import {
  accreditOffice,
  freezeThing,
  setOfficeMember,
} from "../../../services/ledger/actions/supervision.js";
import { setRoles, transferToken } from "../../../services/ledger/actions/tokens.js";
import { composeTwin, deriveTwin } from "../../../services/ledger/actions/twinRelations.js";
import { mintTwin, publishTwin } from "../../../services/ledger/actions/twins.js";
import { attachLicence, nameAuthors, permitUse } from "../../../services/ledger/actions/twinTerms.js";
import type { DelegationCertificate } from "../../../services/ledger/certificates.js";
import { interfaces } from "../../../services/ledger/contracts.js";
import { assetKindCodes } from "../../../services/ledger/enums.js";
import { toDigest, toHash, zeroWord } from "../../../services/ledger/hex.js";
import {
  grantId,
  groupId,
  merkleBatchId,
  namespaceId,
  recordId,
  ruleBatchId,
  schemeId,
  scopeId,
  termsId,
  twinId,
} from "../../../services/ledger/ids.js";
import { keccak } from "../../../services/ledger/keccak.js";
import type { GrantAction } from "../../../services/store/model.js";
import type { startAnvil } from "../../fixtures/anvil.js";
import { type Account, type DeployedLedger, newlyDeployedLedger } from "../../fixtures/ledger.js";

export const digestOf = (text: string) => toDigest(keccak(Buffer.from(text)));

export const scheme = schemeId("gs1");
const prefix = "9506000";
export const namespaces = {
  root: namespaceId(scheme, ""),
  maker: namespaceId(scheme, prefix),
  suspended: namespaceId(scheme, "95060009"),
} as const;

const identifiers = ["01/09506000134352/21/1", "01/09506000134352/21/2"] as const;
export const records = {
  linked: recordId(scheme, identifiers[0]),
  locked: recordId(scheme, identifiers[1]),
} as const;

export const contents = {
  first: digestOf("content"),
  later: digestOf("later"),
  part: digestOf("part"),
} as const;
export const twins = { assembly: twinId(contents.first), part: twinId(contents.part) } as const;

export const range = {
  scheme,
  stem: "01/09506000134352/21/PN-",
  tail: "",
  first: "0010",
  last: "0999",
} as const;
const list = { namespace: namespaces.maker, manifest: digestOf("manifest"), count: 9n };
export const batches = { rule: ruleBatchId(range), list: merkleBatchId(list, digestOf("root")) } as const;

export const terms = {
  policy: digestOf("policy"),
  policyUri: "",
  actions: ["read", "use"] satisfies readonly GrantAction[],
  sublicences: 2,
  notice: 3_600,
  exclusive: true,
  irrevocable: false,
  byAcceptance: false,
};
export const registeredTerms = termsId(termsWords(terms));
const extent = { actions: ["read"], from: 0, until: 4_000_000_000 } as const;

export const legalId = "lei:213800KUD8LAJWSQ9D15";
export const withdrawnLegalId = "lei:X1";
export const officeNumber = 7;

export interface FilledLedger extends DeployedLedger {
  readonly maker: Account;
  readonly partner: Account;
  /** A member of the maker's, whose control went to the partner; frozen. */
  readonly machine: Account;
  /** Of the partner, exclusive. */
  readonly grantKey: GrantKey;
  /** Of the machine, beneath that; frozen. */
  readonly sublicenceKey: GrantKey;
  readonly offer: Parameters<typeof propose>[1];
  readonly quotaKey: Parameters<typeof issueUnits>[1];
  readonly certificate: DelegationCertificate;
}

/** In the twin's first holding. */
export const grantOf = ({ asset, scope: scopeName, ...key }: GrantKey) =>
  grantId({
    ...key,
    assetKind: assetKindCodes[asset.kind],
    asset: asset.id,
    assetEpoch: 1,
    scope: scopeId(scopeName),
  });

/**
 * `stop()` it in `afterAll`.
 * @param start Starts another node than anvil.
 */
export async function filledLedger(start?: typeof startAnvil): Promise<FilledLedger> {
  const ledger = await newlyDeployedLedger({}, start);
  const maker = await ledger.party(1, "Maker GmbH");
  const partner = await ledger.party(2, "Partner SA");
  const machine = await ledger.party(3, "Press 3", "machine");
  const filled = { ...ledger, maker, partner, machine, ...keysOf({ maker, partner, machine }) };
  await sendAll(ledger, ledger.root, setUp(filled));
  await sendAll(ledger, maker, await identifiersAndTwins(filled));
  await sendAll(ledger, maker, rightsAndEvidence(filled));
  await sendAll(ledger, partner, partnersCalls(filled));
  await sendAll(ledger, machine, machinesCalls(filled));
  await sendAll(ledger, ledger.root, freezes(filled));
  return filled;
}

async function sendAll(ledger: DeployedLedger, by: Account, calls: readonly Call[]): Promise<void> {
  for (const call of calls) await ledger.send(by, call);
}

function keysOf({ maker, partner, machine }: Pick<FilledLedger, "maker" | "partner" | "machine">) {
  const asset = { kind: "twin", id: twins.assembly } as const;
  const plain = { asset, scope: "", survivesSale: false, terms: null, parent: null } as const;
  const grantKey: GrantKey = {
    ...plain,
    grantee: { kind: "party", party: partner.address },
    terms: registeredTerms,
  };
  const sublicenceKey: GrantKey = {
    ...plain,
    grantee: { kind: "party", party: machine.address },
    parent: grantOf(grantKey),
  };
  return {
    grantKey,
    sublicenceKey,
    offer: {
      key: { ...plain, scope: "Nameplate", grantee: { kind: "party", party: machine.address } },
      extent,
      price: { amount: "120000", decimals: 2, currency: "EUR" },
      previous: null,
      expiry: 0,
      number: 1,
    },
    quotaKey: { ...plain, unit: "call", until: 4_000_000_000 },
    certificate: {
      scheme: "gs1",
      parentLength: 0,
      prefix: "9506001",
      holder: maker.address,
      terms: { expiry: 0, levels: 3, mayIssue: true },
      parentEpoch: 1,
      controlEpoch: 0,
      epoch: 0,
      deadline: 4_000_000_000,
      salt: zeroWord,
    },
  } as const;
}

const setUp = ({ deployment, root, maker, partner, certificate }: FilledLedger): readonly Call[] => [
  delegateNamespace(deployment, { scheme: "gs1", prefix }, 0, maker.address),
  cancelCertificate(deployment, certificate),
  accredit(deployment, partner.address, "lei:", 0),
  accreditOffice(deployment, officeNumber, { kind: "jurisdiction", jurisdiction: "DE" }, "Office"),
  setOfficeMember(deployment, officeNumber, root.address, true),
];

async function identifiersAndTwins(filled: FilledLedger): Promise<readonly Call[]> {
  const { deployment, maker, partner } = filled;
  const commitment = await filled.commit(maker, ...Object.values(contents));
  const content = (digest: typeof contents.first) => ({ digest, mediaType: "application/json", uri: "" });
  const mint = (digest: typeof contents.first): Call =>
    mintTwin(deployment, {
      author: maker.address,
      owner: maker.address,
      kind: "type",
      name: "Drive",
      content: content(digest),
      royalty: { basisPoints: 250, receiver: partner.address },
      opening: commitment.opening(digest),
    });
  const none = { kind: "none" } as const;
  const licence = digestOf("licence");
  const within = { scheme: "gs1", prefix: "95060009" };
  return [
    registerIdentifier(
      deployment,
      { scheme: "gs1", identifier: identifiers[0] },
      prefix.length,
      { subject: none, linkset: Buffer.from("{}") },
      maker.address,
    ),
    registerMany(
      deployment,
      "gs1",
      prefix.length,
      [{ identifier: identifiers[1], content: { subject: none, linkset: new Uint8Array() } }],
      maker.address,
      true,
    ),
    suspendRecord(deployment, { scheme: "gs1", identifier: identifiers[0] }, "check"),
    delegateNamespace(deployment, within, prefix.length, partner.address, {
      expiry: 4_000_000_000,
      levels: 2,
      mayIssue: false,
    }),
    suspendNamespace(deployment, within, prefix.length, "unpaid"),
    mint(contents.first),
    mint(contents.part),
    publishTwin(deployment, twins.assembly, content(contents.later), commitment.opening(contents.later)),
    nameAuthors(deployment, twins.assembly, [
      { party: maker.address, share: 6_000 },
      { party: partner.address, share: 4_000 },
    ]),
    attachLicence(deployment, twins.part, licence, ""),
    permitUse(deployment, twins.part, "derive", partner.address, true),
    deriveTwin(deployment, twins.assembly, [{ twin: twins.part, licence }]),
    composeTwin(deployment, twins.assembly, [{ twin: twins.part, quantity: 12 }]),
    issueRule(deployment, prefix.length, range, maker.address),
    issueMerkle(
      deployment,
      { scheme: "gs1", prefix },
      { root: toHash(digestOf("root")), manifest: list.manifest, count: list.count, uri: "" },
      maker.address,
    ),
    revokeMembers(deployment, batches.list, 3n, 5n, ""),
    setRoles(deployment, { kind: "twin", id: twins.assembly }, partner.address, ["publisher", "steward"]),
    makeCall(deployment.contracts.twins, "approve", () =>
      interfaces.twins.encodeFunctionData("approve", [partner.address, twins.assembly]),
    ),
    makeCall(deployment.contracts.twins, "name an operator", () =>
      interfaces.twins.encodeFunctionData("setApprovalForAll", [partner.address, true]),
    ),
    transferToken(deployment, { kind: "batch", id: batches.rule }, maker.address, partner.address),
  ];
}

function rightsAndEvidence({ deployment, maker, partner, machine, ...keys }: FilledLedger): readonly Call[] {
  const group = groupId(maker.address, "Partners");
  const bundle = { count: 3, uri: "" };
  return [
    createGroup(deployment, maker.address, "Partners"),
    addToGroup(deployment, group, [partner.address]),
    registerTerms(deployment, terms),
    grantRight(deployment, keys.grantKey, extent),
    propose(deployment, keys.offer, 1),
    issueUnits(deployment, keys.quotaKey, maker.address, 100n),
    makeCall(deployment.contracts.quotas, "name an operator of quotas", () =>
      interfaces.quotas.encodeFunctionData("setOperator", [partner.address, true]),
    ),
    anchorDigests(deployment, maker.address, [digestOf("log")]),
    anchorBundle(deployment, maker.address, { ...bundle, root: digestOf("bundle"), supersedes: null }),
    anchorBundle(deployment, maker.address, {
      ...bundle,
      root: digestOf("next bundle"),
      supersedes: digestOf("bundle"),
    }),
    agreeRelation(deployment, { kind: "membership", party: maker.address, subject: machine.address }),
    nameGuardians(deployment, maker.address, {
      guardians: [partner.address, machine.address],
      threshold: 2,
      delay: 86_400,
    }),
  ];
}

const partnersCalls = ({ deployment, maker, partner, machine, ...keys }: FilledLedger): readonly Call[] => [
  sublicenseRight(deployment, keys.sublicenceKey, extent, keys.grantKey),
  attestParty(deployment, partner.address, maker.address, { legalId }, { until: 4_000_000_000, uri: "" }),
  attestParty(
    deployment,
    partner.address,
    machine.address,
    { legalId: withdrawnLegalId },
    { until: 0, uri: "" },
  ),
  revokeAttestation(deployment, partner.address, machine.address, { legalId: withdrawnLegalId }, ""),
  approveRecovery(deployment, maker.address, partner.address, machine.address),
];

const machinesCalls = ({ deployment, maker, machine, partner }: FilledLedger): readonly Call[] => [
  agreeRelation(deployment, { kind: "membership", party: maker.address, subject: machine.address }),
  makeCall(deployment.contracts.parties, "add a delegate", () =>
    interfaces.parties.encodeFunctionData("addDelegate", [
      machine.address,
      zeroWord,
      partner.address,
      1_000_000,
    ]),
  ),
  changeController(deployment, machine.address, partner.address),
];

function freezes({ deployment, machine, sublicenceKey }: FilledLedger): readonly Call[] {
  const order = { office: officeNumber, reason: "recall", order: digestOf("order") } as const;
  return [
    freezeThing(deployment, { kind: "twin", id: twins.part }, order, ""),
    freezeThing(deployment, { kind: "party", id: machine.address }, order, ""),
    freezeThing(deployment, { kind: "grant", id: grantOf(sublicenceKey) }, order, ""),
  ];
}

/** What the maker lets the partner do with its units. */
export const allowance = (
  { deployment, maker, partner }: FilledLedger,
  quota: Parameters<typeof allowUnits>[1],
) => allowUnits(deployment, quota, { holder: maker.address, spender: partner.address, amount: 40n });
