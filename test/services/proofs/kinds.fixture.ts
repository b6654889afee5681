/** The ledger with rights, parties, twins and seals in every state, and the questions about them. */

import { isLedgerIdentifier, parseIdentifier } from "../../../services/identifiers/index.js";
import {
  accredit,
  attestParty,
  revokeAttestation,
  withdrawAccreditation,
} from "../../../services/ledger/actions/attestations.js";
import { addToGroup, removeFromGroup } from "../../../services/ledger/actions/groups.js";
import { registerIdentifier } from "../../../services/ledger/actions/identifiers.js";
import { delegateNamespace, sealNamespace } from "../../../services/ledger/actions/namespaces.js";
import {
  allowUnits,
  consumeUnits,
  issueUnits,
  transferUnits,
} from "../../../services/ledger/actions/quotas.js";
import { nameGuardians } from "../../../services/ledger/actions/recovery.js";
import { agreeRelation, endRelation } from "../../../services/ledger/actions/relations.js";
import { type GrantKey, grantRight } from "../../../services/ledger/actions/rights.js";
import { registerSealed, suspendSealed } from "../../../services/ledger/actions/sealedRecords.js";
import { transferToken } from "../../../services/ledger/actions/tokens.js";
import { assetKindCodes } from "../../../services/ledger/enums.js";
import {
  bytesHex,
  type Hex,
  toAddress,
  toBatchId,
  toHash,
  toTwinId,
  zeroWord,
} from "../../../services/ledger/hex.js";
import {
  asciiWord,
  blindedGrantee,
  grantId,
  groupId,
  namespaceId,
  quotaId,
  scopeId,
  sealedId,
  sealOf,
} from "../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import { withSameAs } from "../../../services/ledger/sameAs.js";
import { SealSecret } from "../../../services/ledger/sealed.js";
import { digestOf as sealedDigest } from "../../../services/ledger/sealedContent.js";
import type { Question } from "../../../services/proofs/index.js";
import type { startAnvil } from "../../fixtures/anvil.js";
import type { Account } from "../../fixtures/ledger.js";
import {
  batches,
  digestOf,
  type FilledLedger,
  filledLedger,
  legalId,
  scheme,
  twins,
  withdrawnLegalId,
} from "../ledger/filled.fixture.js";

const sealedPrefix = "95060007";
export const sealSecret = SealSecret.parse("77".repeat(32));
const saltOf = (identifier: string) => toHash(sealSecret.saltOf(scheme, identifier));
const contentSalt = toHash(`0x${"78".repeat(32)}`);
export const hidden = { shown: "01/09506000700007/21/S-1", suspended: "01/09506000700007/21/S-2" } as const;
const sealOfName = (identifier: string) => sealOf(scheme, identifier, saltOf(identifier));
const sealedContent = { subject: { kind: "twin", id: twins.assembly }, linkset: {} } as const;

const same = {
  gs1: "01/09506000134352/21/E1",
  oid: "1.3.6.1.4.1.4711",
  lone: "01/09506000134352/21/E2",
} as const;
const named = (name: "gs1" | "oid", identifier: string) => ({ scheme: name, identifier });
const none = { kind: "none" } as const;

/** Bytes of links that say that a record is of the same thing as another identifier. */
function linksTo(name: "gs1" | "oid", identifier: string): Uint8Array {
  const parsed = parseIdentifier(identifier, { scheme: name });
  if (!isLedgerIdentifier(parsed)) throw new Error("The ledger has both schemes.");
  return encodeLinkset(withSameAs({}, parsed));
}
const links = {
  gs1: linksTo("oid", same.oid),
  oid: linksTo("gs1", same.gs1),
  lone: linksTo("gs1", same.gs1),
};

export interface KindsLedger extends FilledLedger {
  /** A party of the kind software. */
  readonly mind: Account;
  /** Number of the first block of what is about the kinds here. */
  readonly begun: number;
  /** Of the last block. */
  readonly head: number;
  /** Units whose end is past. */
  readonly pastUntil: number;
}

const asset = { kind: "twin", id: twins.assembly } as const;

/** Salt of a grant to the partner whose grantee is hidden. */
export const granteeSalt = toHash(`0x${"5a".repeat(32)}`);
export const blindedKey = ({ partner }: FilledLedger): GrantKey => ({
  asset,
  scope: "Nameplate",
  survivesSale: true,
  terms: null,
  parent: null,
  grantee: { kind: "blinded", commitment: blindedGrantee(partner.address, granteeSalt) },
});
/** Its id: it survives a sale. */
export const blindedId = (ledger: FilledLedger) => {
  const { scope, ...key } = blindedKey(ledger);
  const parts = { assetKind: assetKindCodes.twin, asset: key.asset.id, assetEpoch: 0 };
  return grantId({ ...parts, scope: scopeId(scope), grantee: key.grantee, terms: null, parent: null });
};

/** `stop()` it in `afterAll`. @param start Starts another node than anvil. */
export async function kindsLedger(start?: typeof startAnvil): Promise<KindsLedger> {
  const filled = await filledLedger(start);
  const { deployment: at, provider, root, maker, partner } = filled;
  const mind = await filled.party(4, "Mind of the press", "software");
  const begun = await provider.getBlockNumber();
  const block = await provider.getBlock("latest");
  const soon = (block?.timestamp ?? 0) + 600;
  const partners = groupId(maker.address, "Partners");
  const calls = quotaOf(filled.quotaKey, 1);
  const agent = { kind: "agent", party: maker.address, subject: mind.address } as const;
  const terms = { until: 0, uri: "" } as const;
  const record = (name: "gs1" | "oid", identifier: string, length: number, linkset: Uint8Array) =>
    registerIdentifier(at, named(name, identifier), length, { subject: none, linkset }, maker.address);
  const steps = [
    [root, delegateNamespace(at, { scheme: "oid", prefix: "1.3.6.1.4.1" }, 0, maker.address)],
    [root, accredit(at, partner.address, "iso9001", 0)],
    [root, accredit(at, partner.address, "soc2", 0)],
    [partner, attestParty(at, partner.address, maker.address, iso, { until: soon, uri: "" })],
    [partner, attestParty(at, partner.address, maker.address, soc, terms)],
    [root, withdrawAccreditation(at, partner.address, "soc2", "over")],
    [maker, transferUnits(at, calls, { from: maker.address, to: partner.address, amount: 30n })],
    [maker, consumeUnits(at, calls, { holder: maker.address, amount: 10n, evidence: digestOf("meter") })],
    [maker, issueUnits(at, { ...filled.quotaKey, unit: "kWh", until: soon }, partner.address, 5n)],
    [maker, allowUnits(at, calls, { holder: maker.address, spender: partner.address, amount: 40n })],
    [maker, nameGuardians(at, maker.address, { guardians: [mind.address], threshold: 1, delay: 86_400 })],
    [maker, addToGroup(at, partners, [mind.address])],
    [maker, removeFromGroup(at, partners, [partner.address])],
    [maker, agreeRelation(at, { kind: "twin", party: maker.address, subject: twins.assembly })],
    [partner, agreeRelation(at, { kind: "twin", party: partner.address, subject: twins.part })],
    [maker, agreeRelation(at, agent)],
    [mind, agreeRelation(at, agent)],
    [mind, endRelation(at, agent)],
    [maker, record("gs1", same.gs1, 7, links.gs1)],
    [maker, record("oid", same.oid, "1.3.6.1.4.1".length, links.oid)],
    [maker, record("gs1", same.lone, 7, links.lone)],
    [maker, delegateNamespace(at, { scheme: "gs1", prefix: sealedPrefix }, 7, maker.address)],
    [maker, sealNamespace(at, { scheme: "gs1", prefix: sealedPrefix })],
    [
      maker,
      registerSealed(
        at,
        sealedNameOf(hidden.shown),
        sealedDigest(sealedContent, contentSalt),
        partner.address,
      ),
    ],
    [maker, registerSealed(at, sealedNameOf(hidden.suspended), null, maker.address)],
    [maker, suspendSealed(at, sealedNameOf(hidden.suspended), "check")],
    [maker, grantRight(at, blindedKey(filled), { actions: ["derive"], from: 0, until: 0 })],
    [maker, transferToken(at, asset, maker.address, partner.address)],
  ] as const;
  for (const [by, call] of steps) await filled.send(by, call);
  await filled.send(partner, revokeAttestation(at, partner.address, maker.address, { legalId }, "wrong"));
  await provider.client.request("evm_increaseTime", [1_200]);
  await provider.client.request("evm_mine", []);
  return { ...filled, mind, begun, head: await provider.getBlockNumber(), pastUntil: soon };
}

const iso = { kind: "iso9001", digest: digestOf("certificate") } as const;
const soc = { kind: "soc2", digest: digestOf("report") } as const;

const sealedNameOf = (identifier: string) => ({
  scheme: "gs1",
  prefix: sealedPrefix,
  seal: sealOfName(identifier),
});
export const sealedIdOf = (identifier: string) =>
  sealedId(namespaceId(scheme, sealedPrefix), sealOfName(identifier));

const quotaOf = ({ unit, until, scope }: FilledLedger["quotaKey"], assetEpoch: number) =>
  quotaId({
    assetKind: assetKindCodes.twin,
    asset: twins.assembly,
    assetEpoch,
    scope: scopeId(scope),
    unit: asciiWord(unit),
    until,
    terms: null,
  });

function quotaQuestion(key: FilledLedger["quotaKey"], holders: readonly string[], isShown = true) {
  const { unit, until, scope } = key;
  const parts = {
    assetKind: "twin",
    asset: toHash(twins.assembly),
    assetEpoch: 1,
    scope,
    unit,
    until,
    terms: null,
  } as const;
  return {
    kind: "quota",
    quota: quotaOf(key, 1),
    parts: isShown ? parts : null,
    holders: holders.map(toAddress),
  } as const satisfies Question;
}

const sealedQuestion = (identifier: string) =>
  ({
    kind: "sealed",
    scheme: "gs1",
    prefix: sealedPrefix,
    seal: sealOfName(identifier),
    disclosure: null,
    content: null,
  }) as const satisfies Question;

const shown = (linkset: Uint8Array) =>
  ({ subjectKind: "none", subject: toHash(zeroWord), linkset: bytesHex(linkset) }) as const;
const nothing: Hex = digestOf("nothing");

/** By what they are about. */
export function kindsQuestions(ledger: KindsLedger) {
  const { maker, partner, machine, mind, quotaKey, pastUntil } = ledger;
  const [a, b, m, s] = [maker.address, partner.address, machine.address, mind.address] as const;
  const partners = groupId(maker.address, "Partners");
  const parts = { owner: maker.address, name: "Partners" };
  const attested = { registrar: partner.address, party: maker.address };
  const equal = { ...named("gs1", same.gs1), content: shown(links.gs1) };
  const twin = toHash(twins.assembly);
  return {
    "units of two holders": quotaQuestion(quotaKey, [a, b]),
    "units of one of them, by the id alone": quotaQuestion(quotaKey, [b], false),
    "units whose end is past": quotaQuestion({ ...quotaKey, unit: "kWh", until: pastUntil }, [b, a]),
    "no units": quotaQuestion({ ...quotaKey, unit: "GB" }, [a]),
    "a group and all its members": { kind: "group", group: partners, parts, members: [s, b] },
    "a group and who is not in it": { kind: "group", group: partners, parts: null, members: [a, m] },
    "no group": { kind: "group", group: groupId(partner.address, "Partners"), parts: null, members: [a] },
    "a legal identifier that was revoked": {
      kind: "attestation",
      ...attested,
      statement: { kind: "legalId", legalId },
    },
    "an expired statement": {
      kind: "attestation",
      ...attested,
      statement: { kind: "document", name: iso.kind, digest: iso.digest },
    },
    "a statement of who is no longer accredited": {
      kind: "attestation",
      ...attested,
      statement: { kind: "document", name: soc.kind, digest: soc.digest },
    },
    "no statement": {
      kind: "attestation",
      ...attested,
      statement: { kind: "document", name: iso.kind, digest: soc.digest },
    },
    "who may recover a party": { kind: "guardians", party: a },
    "who may recover nobody": { kind: "guardians", party: s },
    "an allowance": { kind: "allowance", quota: quotaOf(ledger.quotaKey, 1), holder: a, spender: b },
    "no allowance": {
      kind: "allowance",
      quota: quotaOf(ledger.quotaKey, 1),
      holder: b,
      spender: m,
    },
    "an anchored digest": { kind: "anchor", digest: digestOf("log"), author: a },
    "a digest that somebody else anchored": { kind: "anchor", digest: digestOf("log"), author: b },
    "whose a legal identifier is": { kind: "legalId", legalId },
    "whose a revoked legal identifier is": { kind: "legalId", legalId: withdrawnLegalId },
    "a legal identifier of nobody": { kind: "legalId", legalId: "uscc:91350100M000100Y43" },
    "a membership": { kind: "relation", sides: { kind: "membership", party: a, subject: m } },
    "no membership": { kind: "relation", sides: { kind: "membership", party: b, subject: m } },
    "a twin that changed hands": {
      kind: "relation",
      sides: { kind: "twin", party: a, subject: twins.assembly },
    },
    "a twin of one word": { kind: "relation", sides: { kind: "twin", party: b, subject: twins.part } },
    "an agent that left": { kind: "relation", sides: { kind: "agent", party: a, subject: s } },
    "a DID with a delegate": {
      kind: "did",
      identity: m,
      delegates: [
        { type: toHash(zeroWord), delegate: b },
        { type: toHash(zeroWord), delegate: a },
      ],
    },
    "a DID that never changed": { kind: "did", identity: s, delegates: [] },
    "what a twin comes from": { kind: "derivation", twin: twins.assembly },
    "a twin that comes from none": { kind: "derivation", twin: twins.part },
    "no twin to come from": { kind: "derivation", twin: toTwinId(nothing) },
    "what a twin is made of": { kind: "composition", twin: twins.assembly, components: [twins.part] },
    "what a twin is not made of": {
      kind: "composition",
      twin: twins.assembly,
      components: [toTwinId(nothing)],
    },
    "two names of one thing": {
      kind: "equivalence",
      one: equal,
      other: { ...named("oid", same.oid), content: shown(links.oid) },
    },
    "two names by the word of one": {
      kind: "equivalence",
      one: { ...named("gs1", same.lone), content: shown(links.lone) },
      other: equal,
    },
    "two names with nothing shown": {
      kind: "equivalence",
      one: { ...named("gs1", same.gs1), content: null },
      other: { ...named("oid", "1.3.6.1.4.1.1"), content: null },
    },
    "what a record stands for": { kind: "binding", ...named("gs1", same.gs1), content: shown(links.gs1) },
    "a namespace": { kind: "namespace", scheme: "gs1", prefix: sealedPrefix },
    "a suspended namespace": { kind: "namespace", scheme: "gs1", prefix: "95060009" },
    "no namespace": { kind: "namespace", scheme: "gs1", prefix: "95060005" },
    "a batch": { kind: "batch", batch: batches.rule },
    "no batch": { kind: "batch", batch: toBatchId(nothing) },
    "a bundle that was superseded": { kind: "bundle", root: digestOf("bundle"), author: a },
    "no bundle": { kind: "bundle", root: digestOf("bundle"), author: b },
    "a sealed record": sealedQuestion(hidden.suspended),
    "a sealed record that is disclosed": {
      ...sealedQuestion(hidden.shown),
      disclosure: { identifier: hidden.shown, salt: saltOf(hidden.shown) },
      content: { subjectKind: "twin", subject: twin, linkset: "0x", salt: contentSalt },
    },
    "no sealed record": {
      ...sealedQuestion("01/09506000700007/21/S-3"),
      disclosure: { identifier: "01/09506000700007/21/S-3", salt: saltOf("01/09506000700007/21/S-3") },
    },
  } as const satisfies Readonly<Record<string, Question>>;
}
