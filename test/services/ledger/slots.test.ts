/**
 * What `eth_getStorageAt` finds in the published slots of a ledger with something of everything on it, decoded, is what the
 * registries answer; and so it is for what is not there.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proposalWords } from "../../../services/ledger/actions/agreements.js";
import { attestationKey } from "../../../services/ledger/actions/attestations.js";
import { quotaKeyWords } from "../../../services/ledger/actions/quotas.js";
import { relationKey } from "../../../services/ledger/actions/relations.js";
import { certificateDigest } from "../../../services/ledger/certificates.js";
import { type LedgerContracts, ledgerContracts } from "../../../services/ledger/contracts.js";
import type { ContractName } from "../../../services/ledger/deployment/deployment.js";
import {
  actionBits,
  assetKindCodes,
  officeScope,
  prefixRuleOf,
  tokenRolesOf,
} from "../../../services/ledger/enums.js";
import {
  type Hex,
  toAddress,
  toBatchId,
  toGrantId,
  toHex,
  toNamespaceId,
  toProposalId,
  toQuotaId,
  toRecordId,
  toSchemeId,
  toStatementKindId,
  toTermsId,
  toTwinId,
  uintWord,
  zeroAddress,
  zeroWord,
} from "../../../services/ledger/hex.js";
import {
  attestationId,
  groupId,
  legalIdDigest,
  rangeKey,
  statementKindId,
} from "../../../services/ledger/ids.js";
import * as slots from "../../../services/ledger/slots.js";
import * as words from "../../../services/ledger/slotWords.js";
import type { Address } from "../../../services/store/model.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import {
  allowance,
  batches,
  contents,
  digestOf,
  type FilledLedger,
  filledLedger,
  grantOf,
  legalId,
  namespaces,
  officeNumber,
  range,
  records,
  registeredTerms,
  scheme,
  terms,
  twins,
  withdrawnLegalId,
} from "./filled.fixture.js";

const nothing = digestOf("nothing");
const stranger = toAddress(`0x${"99".repeat(20)}`);
const lower = (text: string): string => text.toLowerCase();
const membership = (party: Address, subject: Address) => ({ kind: "membership", party, subject }) as const;

describe.skipIf(anvilMissing)("the slots of a ledger with something of everything on it", () => {
  let ledger: FilledLedger;
  let contracts: LedgerContracts;
  const load = async (contract: ContractName, slot: Hex): Promise<Hex> =>
    toHex(await ledger.provider.getStorage(ledger.deployment.contracts[contract], slot));
  const uint = async (contract: ContractName, slot: Hex): Promise<bigint> =>
    BigInt(await load(contract, slot));
  const address = async (contract: ContractName, slot: Hex): Promise<Address> =>
    words.addressWord(await load(contract, slot));

  beforeAll(async () => {
    ledger = await filledLedger();
    contracts = ledgerContracts(ledger.deployment, ledger.provider);
  });
  afterAll(() => ledger?.stop());

  it("say who controls a party, and what it is", async () => {
    const { maker, machine } = ledger;
    const told = [];
    for (const identity of [maker.address, machine.address, stranger]) {
      const word = words.partyWord(await load("parties", slots.party(identity)));
      const { kind, controller, controlEpoch, deactivated, frozen } =
        await contracts.parties.partyOf(identity);
      expect(word.controller === zeroAddress ? identity : word.controller).toBe(lower(controller));
      expect(word).toMatchObject({ controlEpoch: Number(controlEpoch), deactivated, frozen });
      expect(word.kind === null).toBe(kind === 0n);
      expect(await uint("parties", slots.nonce(identity))).toBe(
        BigInt.asUintN(64, await contracts.parties.nonce(identity)),
      );
      expect(await uint("parties", slots.changed(identity))).toBe(await contracts.parties.changed(identity));
      told.push({ kind: word.kind, frozen });
    }
    expect(told).toEqual([
      { kind: "organisation", frozen: false },
      { kind: "machine", frozen: true },
      { kind: null, frozen: false },
    ]);
    const { partner } = ledger;
    const until = await uint("parties", slots.delegate(machine.address, zeroWord, partner.address));
    const { timestamp = 0 } = (await ledger.provider.getBlock("latest")) ?? {};
    expect(until).toBeGreaterThan(timestamp);
    expect(await contracts.parties.validDelegate(machine.address, zeroWord, partner.address)).toBe(true);
  });

  it("say who can bring a party back, and how far they are", async () => {
    const { maker, machine } = ledger;
    const [present] = await contracts.parties.guardiansOf(maker.address);
    const { last, round } = words.guardianshipWord(await load("parties", slots.guardianship(maker.address)));
    expect({ last, round }).toEqual({ last: Number(present.number), round: 0 });
    const slot = slots.guardians(maker.address, last);
    expect(words.guardiansWord(await load("parties", slot))).toMatchObject({
      threshold: Number(present.threshold),
      delay: Number(present.delay),
      effectiveFrom: Number(present.effectiveFrom),
    });
    expect(await uint("parties", slots.wordAfter(slot, 1))).toBe(BigInt(present.guardians.length));
    for (const [position, guardian] of present.guardians.entries()) {
      const at = slots.guardian(maker.address, last, position);
      expect(await address("parties", at)).toBe(lower(guardian));
    }
    const [approvals, readyAt] = await contracts.parties.recoveryOf(maker.address, machine.address);
    expect(
      words.recoveryWord(await load("parties", slots.recovery(maker.address, machine.address))),
    ).toMatchObject({ set: last, approvals: Number(approvals), readyAt: Number(readyAt) });
    expect(approvals).toBe(1n);
  });

  it("say what registrars attest, and to whom a legal identifier belongs", async () => {
    const { maker, partner, machine } = ledger;
    const statements = [
      [maker.address, legalId, "active"],
      [machine.address, withdrawnLegalId, "revoked"],
      [stranger, legalId, null],
    ] as const;
    for (const [party, id, status] of statements) {
      const key = attestationKey(partner.address, party, { legalId: id });
      const word = words.attestationWord(await load("attestations", slots.attestation(attestationId(key))));
      const state = await contracts.attestations.attestationOf(key);
      expect(word).toEqual({
        status,
        issued: Number(state.issued),
        until: Number(state.until),
        sequence: Number(state.sequence),
        accreditation: Number(state.accreditation),
        legal: state.legal,
      });
    }
    for (const kind of [statementKindId("lei:"), toStatementKindId(nothing)]) {
      const { epoch, until, granted } = await contracts.attestations.accreditationOf(partner.address, kind);
      const slot = slots.accreditation(partner.address, kind);
      const word = words.accreditationWord(await load("attestations", slot));
      expect(word).toEqual({ epoch: Number(epoch), until: Number(until), granted });
    }
    const bearer = slots.legalIdBearer(legalIdDigest(legalId));
    const [party, registrar] = await contracts.attestations.partyByLegalId(legalId);
    expect(await address("attestations", bearer)).toBe(lower(party));
    expect(await address("attestations", slots.wordAfter(bearer, 1))).toBe(lower(registrar));
    expect(party).not.toBe(zeroAddress);
  });

  it("say how parties are related", async () => {
    const { maker, partner, machine } = ledger;
    for (const sides of [
      membership(maker.address, machine.address),
      membership(partner.address, machine.address),
    ]) {
      const { inForce, epoch, since } = await contracts.relations.relationOf(relationKey(sides));
      const word = words.relationWord(await load("relations", slots.relation(sides)));
      expect(word).toMatchObject({ begun: inForce, epoch: Number(epoch), since: Number(since) });
      expect(inForce).toBe(sides.party === maker.address);
    }
    const [organisation] = await contracts.relations.organisationOf(machine.address);
    expect(await address("relations", slots.organisation(machine.address))).toBe(lower(organisation));
  });

  it("say who holds a namespace, and on which terms", async () => {
    const statuses = [];
    for (const id of [...Object.values(namespaces), toNamespaceId(nothing)]) {
      const word = words.namespaceWord(await load("namespaces", slots.holding(id)));
      const state = await contracts.namespaces.namespaceOf(id);
      expect(word).toMatchObject({
        holder: lower(state.holder),
        epoch: Number(state.epoch),
        frozen: await contracts.namespaces.isFrozen(id),
        parentLength: Number(state.parentLength),
        suspendedBy: Number(state.suspendedBy),
        emancipated: state.emancipated,
        expiry: Number(state.terms.expiry),
        levels: Number(state.terms.levels),
        mayIssue: state.terms.mayIssue,
        tenured: false,
      });
      expect(words.tenuresWord(await load("namespaces", slots.holdingDigest(id)))).toEqual({
        tenure: Number(state.tenure),
        parentTenure: Number(state.parentTenure),
        answersSince: Number(state.answersSince),
      });
      statuses.push([Number(state.status), word.status, word.reach]);
    }
    expect(statuses).toEqual([
      [1, "active", 7],
      [1, "active", 8],
      [2, "suspended", 0],
      [0, null, 0],
    ]);
    const rule = words.schemeWord(await load("namespaces", slots.schemeRule(scheme)));
    expect(rule.rule).toBe(prefixRuleOf(Number(await contracts.namespaces.schemeRule(scheme))));
    expect(rule).toEqual({ rule: "gs1", delegatedLengths: [7, 8] });
    expect(words.schemeWord(await load("namespaces", slots.schemeRule(toSchemeId(nothing))))).toEqual({
      rule: null,
      delegatedLengths: [],
    });
    const certificate = certificateDigest(ledger.deployment, ledger.certificate);
    expect(await uint("namespaces", slots.certificateCancelled(certificate))).toBe(1n);
    expect(await uint("namespaces", slots.certificateCancelled(nothing))).toBe(0n);
  });

  it("say whose a record is, and what its content's digest is", async () => {
    const statuses = [];
    const empty = (await contracts.identifiers.recordOf(records.locked)).digest;
    for (const id of [...Object.values(records), toRecordId(nothing)]) {
      const word = words.recordWord(await load("identifiers", slots.holding(id)));
      const state = await contracts.identifiers.recordOf(id);
      expect(word).toMatchObject({
        holder: lower(state.owner),
        epoch: Number(state.epoch),
        frozen: await contracts.identifiers.isFrozen(id),
        version: Number(state.version),
        namespaceEpoch: Number(state.namespaceEpoch),
        prefixLength: Number(state.prefixLength),
      });
      const digest = await load("identifiers", slots.holdingDigest(id));
      expect(digest === zeroWord && word.status !== null ? empty : digest).toBe(state.digest);
      statuses.push([Number(state.status), word.status, word.locked, digest === zeroWord]);
    }
    expect(statuses).toEqual([
      [2, "suspended", false, false],
      [1, "active", true, true],
      [0, null, false, true],
    ]);
    expect(await contracts.identifiers.locked(records.locked)).toBe(true);
    const { maker } = ledger;
    expect(await uint("identifiers", slots.balance(maker.address))).toBe(
      await contracts.identifiers.balanceOf(maker.address),
    );
  });

  it("say whose a batch is, which ranges are taken and which members revoked", async () => {
    const kinds = [];
    for (const id of [...Object.values(batches), toBatchId(nothing)]) {
      const word = words.batchWord(await load("batches", slots.holding(id)));
      const state = await contracts.batches.batchOf(id);
      expect(word).toMatchObject({
        holder: lower(state.owner),
        epoch: Number(state.epoch),
        prefixLength: Number(state.prefixLength),
        namespaceEpoch: Number(state.namespaceEpoch),
      });
      kinds.push([Number(state.kind), word.kind, word.status]);
      for (const index of [0n, 3n, 5n, 6n, 259n]) {
        const bits = await uint("batches", slots.revokedMembers(id, index));
        const revoked = (bits >> (index % 256n)) % 2n === 1n;
        expect(revoked).toBe(await contracts.batches.isMemberRevoked(id, index));
      }
    }
    expect(kinds).toEqual([
      [1, "rule", "active"],
      [2, "merkle", "active"],
      [0, null, null],
    ]);
    expect(await contracts.batches.isMemberRevoked(batches.list, 4n)).toBe(true);
    const key = rangeKey(range);
    expect(words.rangeWord(await load("batches", slots.range(key, 0)))).toEqual({
      first: 10n,
      last: 999n,
      use: "batch",
      prefixLength: 7,
      count: 1,
    });
  });

  it("say whose a twin is, in which version and state", async () => {
    const kinds = [];
    for (const id of [...Object.values(twins), toTwinId(nothing)]) {
      const word = words.twinWord(await load("twins", slots.holding(id)));
      const state = await contracts.twins.twinOf(id);
      expect(word).toMatchObject({
        holder: lower(state.owner),
        epoch: Number(state.epoch),
        frozen: await contracts.twins.isFrozen(id),
        version: Number(state.version),
      });
      expect(await load("twins", slots.holdingDigest(id))).toBe(state.digest);
      kinds.push([Number(state.kind), word.kind, Number(state.state), word.state, word.frozen]);
      const { party, share } = words.authorWord(await load("twins", slots.authorship(id)));
      expect(party).toBe(lower(await contracts.twins.authorOf(id)));
      const [receiver, royalty] = await contracts.twins.royaltyInfo(id, 10_000n);
      expect(BigInt(share)).toBe(royalty);
      expect(await address("twins", slots.royaltyReceiver(id))).toBe(lower(receiver));
    }
    expect(kinds).toEqual([
      [1, "type", 2, "released", false],
      [1, "type", 2, "released", true],
      [0, null, 0, null, false],
    ]);
    expect(await load("twins", slots.laterContent(contents.later))).toBe(
      await contracts.twins.twinByContent(contents.later),
    );
  });

  it("say which contents a party committed to", async () => {
    const { maker } = ledger;
    const root = (await ledger.commit(maker, digestOf("more"))).root;
    const [block, time] = await contracts.twins.commitmentOf(maker.address, root);
    const word = words.commitmentWord(await load("twins", slots.commitment(maker.address, root)));
    expect(word).toEqual({ block, time });
    expect(block).toBeGreaterThan(0n);
  });

  it("say who may do what with a token", async () => {
    const { maker, partner } = ledger;
    const id = twins.assembly;
    const roles = await uint("twins", slots.roles(id, 1, 0, partner.address));
    expect(roles).toBe(await contracts.twins.rolesOf(id, partner.address));
    expect(tokenRolesOf(Number(roles))).toEqual(["publisher", "steward"]);
    expect(await uint("twins", slots.roles(id, 2, 0, partner.address))).toBe(0n);
    expect(words.approvalWord(await load("twins", slots.approval(id)))).toEqual({
      spender: lower(await contracts.twins.getApproved(id)),
      controlEpoch: 0,
      epoch: 1,
    });
    expect(await uint("twins", slots.operator(maker.address, partner.address))).toBe(1n);
    expect(await contracts.twins.isApprovedForAll(maker.address, partner.address)).toBe(true);
  });

  it("say who wrote a twin, under which licence and from what it comes", async () => {
    const { partner } = ledger;
    const authors = await contracts.twinTerms.authorsOf(twins.assembly);
    expect(await uint("twinTerms", slots.authorCount(twins.assembly))).toBe(BigInt(authors.length));
    for (const [position, { party, share }] of authors.entries()) {
      const word = words.authorWord(await load("twinTerms", slots.author(twins.assembly, position)));
      expect(word).toEqual({ party: lower(party), share: Number(share) });
    }
    const [version, licence] = await contracts.twinTerms.licenceOf(twins.part);
    expect(await uint("twinTerms", slots.licenceCount(twins.part))).toBe(version);
    expect(await load("twinTerms", slots.licence(twins.part, Number(version)))).toBe(licence);
    for (const use of ["derive", "compose"] as const) {
      const permitted = await uint("twinTerms", slots.usePermission(twins.part, 1, use, partner.address));
      const code = use === "derive" ? 0 : 1;
      expect(permitted === 1n).toBe(
        await contracts.twinTerms.isUsePermitted(twins.part, code, partner.address),
      );
      expect(permitted === 1n).toBe(use === "derive");
    }
    for (const id of Object.values(twins)) {
      const line = await contracts.twinLineage.lineOf(id);
      expect(words.lineWord(await load("twinLineage", slots.line(id)))).toEqual({
        parents: Number(line.parents),
        depth: Number(line.depth),
        noDerivatives: line.noDerivatives,
        children: Number(line.children),
      });
      const [components, assemblies] = await contracts.twinComposition.usesOf(id);
      expect(words.placeWord(await load("twinComposition", slots.place(id)))).toMatchObject({
        components: Number(components),
        assemblies: Number(assemblies),
      });
    }
    expect(await load("twinLineage", slots.parent(twins.assembly, 0))).toBe(twins.part);
    const quantity = await uint("twinComposition", slots.componentQuantity(twins.assembly, twins.part));
    expect(quantity).toBe(await contracts.twinComposition.quantityOf(twins.assembly, twins.part));
    expect(quantity).toBe(12n);
  });

  it("say which rights hold, on which terms and beneath which", async () => {
    const { grantKey, sublicenceKey, partner } = ledger;
    const statuses = [];
    for (const id of [grantOf(grantKey), grantOf(sublicenceKey), toGrantId(nothing)]) {
      const { status, ...word } = words.grantWord(await load("rights", slots.grant(id)));
      const state = await contracts.rights.grantOf(id);
      statuses.push([Number(state.status), status, word.frozen]);
      expect(word).toEqual({
        from: Number(state.from),
        until: Number(state.until),
        actions: Number(state.actions),
        sequence: Number(state.sequence),
        frozen: state.frozen,
        exclusive: state.exclusive,
        irrevocable: state.irrevocable,
        sublicence: state.sublicence,
        accepted: state.accepted,
        released: state.released,
        sublicences: Number(state.sublicences),
        notice: Number(state.notice),
      });
      const [parent, sequence, licensor] = await contracts.rights.sublicenceOf(id);
      const slot = slots.sublicence(id);
      expect(await load("rights", slot)).toBe(parent);
      expect(words.licensorWord(await load("rights", slots.wordAfter(slot, 1)))).toEqual({
        licensor: lower(licensor),
        sequence: Number(sequence),
      });
    }
    expect(statuses).toEqual([
      [1, "active", false],
      [1, "active", true],
      [0, null, false],
    ]);
    const { sublicences, notice, exclusive, irrevocable } = terms;
    const kept = { sublicences, notice, exclusive, irrevocable, actions: actionBits(terms.actions) };
    expect(words.grantWord(await load("rights", slots.terms(registeredTerms)))).toMatchObject(kept);
    expect(await load("rights", slots.terms(toTermsId(nothing)))).toBe(zeroWord);

    expect(await uint("rights", slots.exclusiveCount(assetKindCodes.twin, twins.assembly))).toBe(1n);
    const entry = slots.exclusive(assetKindCodes.twin, twins.assembly, 0);
    expect(await load("rights", entry)).toBe(grantOf(grantKey));
    expect(await load("rights", slots.wordAfter(entry, 1))).toBe(zeroWord);
    expect(words.exclusiveUserWord(await load("rights", slots.wordAfter(entry, 2)))).toEqual({
      epoch: 1,
      user: partner.address,
    });
  });

  it("say what was offered", async () => {
    const id = toProposalId(await contracts.rights.proposalId(proposalWords(ledger.offer)));
    const state = await contracts.rights.proposalOf(id);
    const slot = slots.proposal(id);
    expect(words.proposalWord(await load("rights", slot))).toEqual({
      status: "open",
      byGrantee: state.byGrantee,
      controlEpoch: Number(state.controlEpoch),
      version: Number(state.version),
    });
    expect(state.status).toBe(1n);
    expect(await load("rights", slots.wordAfter(slot, 1))).toBe(state.grant);
  });

  it("say who is in a group", async () => {
    const { maker, partner } = ledger;
    for (const group of [groupId(maker.address, "Partners"), groupId(maker.address, "Others")]) {
      const { owner, epoch, size } = await contracts.groups.groupOf(group);
      const word = words.groupWord(await load("groups", slots.group(group)));
      expect(word).toEqual({ owner: lower(owner), epoch: Number(epoch), size: Number(size) });
      for (const member of [partner.address, stranger]) {
        const since = await uint("groups", slots.groupMember(group, member));
        expect(since !== 0n && since === epoch).toBe(await contracts.groups.isMember(group, member));
      }
    }
    expect(await contracts.groups.isMember(groupId(maker.address, "Partners"), partner.address)).toBe(true);
  });

  it("say who has units of a quota", async () => {
    const { maker, partner, quotaKey } = ledger;
    const tokenId = await contracts.quotas.quotaId(quotaKeyWords(quotaKey));
    const id = toQuotaId(uintWord(tokenId));
    await ledger.send(maker, allowance(ledger, id));
    const state = await contracts.quotas.quotaOf(tokenId);
    const slot = slots.quota(id);
    expect(await uint("quotas", slot)).toBe(state.assetKind);
    expect(await load("quotas", slots.wordAfter(slot, 1))).toBe(state.asset);
    expect(words.quotaWord(await load("quotas", slots.wordAfter(slot, 2)))).toEqual({
      assetEpoch: Number(state.assetEpoch),
      until: Number(state.until),
      issued: state.issued,
    });
    expect(await uint("quotas", slots.wordAfter(slot, 3))).toBe(state.consumed);
    expect(await uint("quotas", slots.quotaBalance(maker.address, id))).toBe(100n);
    expect(await contracts.quotas.balanceOf(maker.address, tokenId)).toBe(100n);
    expect(await uint("quotas", slots.quotaOperator(maker.address, partner.address))).toBe(1n);
    expect(await contracts.quotas.isOperator(maker.address, partner.address)).toBe(true);
    const allowed = slots.quotaAllowance(maker.address, partner.address, id);
    expect(words.allowanceWord(await load("quotas", allowed))).toEqual({ controlEpoch: 0, amount: 40n });
  });

  it("say what is frozen, by which office", async () => {
    const { machine, deployment, sublicenceKey } = ledger;
    const { twins: twinsAt, parties, rights } = deployment.contracts;
    const party = uintWord(BigInt(machine.address));
    const things = [
      [twinsAt, twins.part],
      [twinsAt, twins.assembly],
      [parties, party],
      [rights, grantOf(sublicenceKey)],
    ] as const;
    const reasons = [];
    for (const [registry, thing] of things) {
      const count = await uint("supervision", slots.freezeCount(registry, thing));
      expect(count).toBe(await contracts.supervision.freezesOf(registry, thing));
      const state = await contracts.supervision.freezeOf(registry, thing, officeNumber);
      const slot = slots.freeze(registry, thing, officeNumber);
      const { reason, since } = words.freezeWord(await load("supervision", slot));
      expect(since).toBe(Number(state.since));
      expect(await load("supervision", slots.wordAfter(slot, 1))).toBe(state.order);
      reasons.push([Number(state.reason), reason]);
    }
    const recall = [3, "recall"];
    expect(reasons).toEqual([recall, [0, null], recall, recall]);
    const scope = await contracts.supervision.scopeOf(officeNumber);
    const slot = slots.office(officeNumber);
    expect(await uint("supervision", slot)).toBe(scope.kind);
    const value = await load("supervision", slots.wordAfter(slot, 1));
    expect(officeScope(Number(scope.kind), value)).toEqual({ kind: "jurisdiction", jurisdiction: "DE" });
  });

  it("say what was anchored, and since when", async () => {
    const { maker } = ledger;
    for (const digest of [digestOf("log"), digestOf("bundle"), digestOf("next bundle"), nothing]) {
      const time = await uint("evidence", slots.anchor(digest, maker.address));
      expect(time).toBe(await contracts.evidence.anchorOf(digest, maker.address));
      expect(time === 0n).toBe(digest === nothing);
      const state = await contracts.evidence.bundleOf(digest, maker.address);
      const slot = slots.bundle(digest, maker.address);
      const { anchoredAt, count } = words.bundleWord(await load("evidence", slot));
      expect({ anchoredAt, count }).toEqual({
        anchoredAt: Number(state.anchoredAt),
        count: Number(state.count),
      });
      expect(await load("evidence", slots.wordAfter(slot, 1))).toBe(state.supersedes);
      expect(await load("evidence", slots.wordAfter(slot, 2))).toBe(state.supersededBy);
    }
    expect(await load("evidence", slots.wordAfter(slots.bundle(digestOf("bundle"), maker.address), 2))).toBe(
      digestOf("next bundle"),
    );
  });
});
