/**
 * The published slots are those where the compiler puts things: `LedgerSlots` and its mirror in TypeScript against the
 * compiler's own layout, for any ids. That the registries' answers lie there, `test/contracts/invariants/Slots.t.sol` and
 * `test/services/ledger/slots.test.ts` show.
 */
import { AbiCoder, keccak256, toBeHex } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";
import { beforeAll, describe, expect, it } from "vitest";
import { assetKindCodes } from "../../services/ledger/enums.js";
import {
  type Hex,
  toAddress,
  toAttestationId,
  toBatchId,
  toDigest,
  toGrantId,
  toGroupId,
  toHex,
  toProposalId,
  toQuotaId,
  toSchemeId,
  toStatementKindId,
  toTermsId,
  toTwinId,
} from "../../services/ledger/hex.js";
import * as slots from "../../services/ledger/slots.js";
import { compilersLayout, type Layout, membersOf, namespacesOf, slotAt } from "./compilersLayout.js";

/** Ids and numbers to ask with. */
interface Names {
  readonly a: Hex;
  readonly b: Hex;
  readonly account: Hex;
  readonly other: Hex;
  readonly number: number;
  readonly large: bigint;
}

interface Question {
  /** What the library is called with. */
  readonly arguments: readonly unknown[];
  readonly mirror: Hex;
  /** From a namespace to the value. */
  readonly path: readonly [string, ...(string | bigint)[]];
  /** Words behind that. */
  readonly behind?: bigint;
}

const hashOf = (types: readonly string[], ...values: readonly unknown[]): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(types, values));

/** By the name of the function. */
function questions({ a, b, account, other, number, large }: Names): Record<string, Question> {
  const [holder, party] = [toAddress(account), toAddress(other)];
  const [digest, twin, grant, batch] = [toDigest(a), toTwinId(a), toGrantId(a), toBatchId(a)];
  const n = BigInt(number);
  const sides = { kind: "agent", party: holder, subject: party } as const;
  const subject = toBeHex(party, 32);
  const tenure = hashOf(["uint256", "uint32", "uint32"], a, n, n + 1n);
  const permission = hashOf(["bytes32", "uint32", "uint8", "address"], a, n, 1, account);
  const frozen = hashOf(["address", "bytes32"], account, a);
  return {
    wordAfter: { arguments: [a, 2], mirror: slots.wordAfter(a, 2), path: ["PauseGate"] },
    upgradesFrozen: { arguments: [], mirror: slots.upgradesFrozen(), path: ["UpgradeGate", "frozen"] },
    paused: { arguments: [], mirror: slots.paused(), path: ["PauseGate", "paused"] },
    holding: { arguments: [a], mirror: slots.holding(a), path: ["PartyToken", "holdings", a, "word"] },
    holdingDigest: {
      arguments: [a],
      mirror: slots.holdingDigest(a),
      path: ["PartyToken", "holdings", a, "digest"],
    },
    balance: {
      arguments: [account],
      mirror: slots.balance(holder),
      path: ["PartyToken", "balances", holder],
    },
    approval: {
      arguments: [a],
      mirror: slots.approval(a),
      path: ["PartyToken", "approvals", a, "holdingEpoch"],
    },
    operator: {
      arguments: [account, other],
      mirror: slots.operator(holder, party),
      path: ["PartyToken", "operators", holder, party],
    },
    roles: {
      arguments: [a, n, n + 1n, account],
      mirror: slots.roles(a, number, number + 1, holder),
      path: ["PartyToken", "roles", tenure, holder],
    },
    party: {
      arguments: [account],
      mirror: slots.party(holder),
      path: ["PartyRegistry", "controls", holder, "frozen"],
    },
    changed: {
      arguments: [account],
      mirror: slots.changed(holder),
      path: ["PartyRegistry", "changed", holder],
    },
    delegate: {
      arguments: [account, a, other],
      mirror: slots.delegate(holder, a, party),
      path: ["PartyRegistry", "delegates", holder, a, party],
    },
    nonce: { arguments: [account], mirror: slots.nonce(holder), path: ["SignedCalls", "nonces", holder] },
    guardianship: {
      arguments: [account],
      mirror: slots.guardianship(holder),
      path: ["PartyRecovery", "guardianships", holder, "round"],
    },
    guardians: {
      arguments: [account, n],
      mirror: slots.guardians(holder, number),
      path: ["PartyRecovery", "sets", holder, n, "threshold"],
    },
    guardian: {
      arguments: [account, n, 3],
      mirror: slots.guardian(holder, number, 3),
      path: ["PartyRecovery", "sets", holder, n, "members", 3n],
    },
    recovery: {
      arguments: [account, other],
      mirror: slots.recovery(holder, party),
      path: ["PartyRecovery", "recoveries", holder, party, "readyAt"],
    },
    attestation: {
      arguments: [a],
      mirror: slots.attestation(toAttestationId(a)),
      path: ["PartyAttestations", "attestations", a, "legal"],
    },
    accreditation: {
      arguments: [account, a],
      mirror: slots.accreditation(holder, toStatementKindId(a)),
      path: ["PartyAttestations", "accreditations", holder, a, "granted"],
    },
    legalIdBearer: {
      arguments: [a],
      mirror: slots.legalIdBearer(digest),
      path: ["PartyAttestations", "bearers", a, "party"],
    },
    relation: {
      arguments: [{ kind: 3, party: account, subject }],
      mirror: slots.relation(sides),
      path: [
        "PartyRelations",
        "bonds",
        hashOf(["uint8", "address", "bytes32"], 3, account, subject),
        "partyConsentEpoch",
      ],
    },
    organisation: {
      arguments: [account],
      mirror: slots.organisation(holder),
      path: ["PartyRelations", "organisations", holder],
    },
    schemeRule: {
      arguments: [a],
      mirror: slots.schemeRule(toSchemeId(a)),
      path: ["NamespaceRegistry", "schemes", a],
    },
    certificateCancelled: {
      arguments: [a],
      mirror: slots.certificateCancelled(digest),
      path: ["NamespaceRegistry", "cancelled", a],
    },
    range: {
      arguments: [a, n],
      mirror: slots.range(a, number),
      path: ["BatchRegistry", "ranges", a, "spans", n],
    },
    revokedMembers: {
      arguments: [a, large],
      mirror: slots.revokedMembers(batch, large),
      path: ["BatchRegistry", "revoked", a, large / 256n],
    },
    laterContent: {
      arguments: [a],
      mirror: slots.laterContent(digest),
      path: ["TwinRegistry", "laterContents", a],
    },
    commitment: {
      arguments: [account, a],
      mirror: slots.commitment(holder, a),
      path: ["ContentCommitments", "commitments", holder, a, "time"],
    },
    authorship: {
      arguments: [a],
      mirror: slots.authorship(twin),
      path: ["TwinAuthorship", "authorships", a, "royalty"],
    },
    royaltyReceiver: {
      arguments: [a],
      mirror: slots.royaltyReceiver(twin),
      path: ["TwinAuthorship", "royaltyReceivers", a],
    },
    authorCount: { arguments: [a], mirror: slots.authorCount(twin), path: ["TwinTerms", "authors", a] },
    author: {
      arguments: [a, 5],
      mirror: slots.author(twin, 5),
      path: ["TwinTerms", "authors", a, 5n, "share"],
    },
    licenceCount: {
      arguments: [a],
      mirror: slots.licenceCount(twin),
      path: ["TwinTerms", "licences", a, "count"],
    },
    licence: {
      arguments: [a, 7],
      mirror: slots.licence(twin, 7),
      path: ["TwinTerms", "licences", a, "digests", 7n],
    },
    usePermission: {
      arguments: [a, n, 1, account],
      mirror: slots.usePermission(twin, number, "compose", holder),
      path: ["TwinTerms", "permitted", permission],
    },
    line: { arguments: [a], mirror: slots.line(twin), path: ["TwinLineage", "lines", a, "children"] },
    parent: { arguments: [a, 2], mirror: slots.parent(twin, 2), path: ["TwinLineage", "parents", a, 2n] },
    componentQuantity: {
      arguments: [a, b],
      mirror: slots.componentQuantity(twin, toTwinId(b)),
      path: ["TwinComposition", "quantities", a, b],
    },
    place: {
      arguments: [a],
      mirror: slots.place(twin),
      path: ["TwinComposition", "places", a, "assemblies"],
    },
    grant: { arguments: [a], mirror: slots.grant(grant), path: ["DataRights", "grants", a] },
    terms: { arguments: [a], mirror: slots.terms(toTermsId(a)), path: ["DataRights", "terms", a] },
    sublicence: {
      arguments: [a],
      mirror: slots.wordAfter(slots.sublicence(grant), 1),
      path: ["DataRights", "sublicences", a, "sequence"],
      behind: 1n,
    },
    exclusiveCount: {
      arguments: [2, a],
      mirror: slots.exclusiveCount(assetKindCodes.record, a),
      path: ["DataRights", "exclusives", 2n, a],
    },
    exclusive: {
      arguments: [1, a, 4],
      mirror: slots.wordAfter(slots.exclusive(assetKindCodes.twin, a, 4), 2),
      path: ["DataRights", "exclusives", 1n, a, 4n, "user"],
      behind: 2n,
    },
    proposal: {
      arguments: [a],
      mirror: slots.wordAfter(slots.proposal(toProposalId(a)), 2),
      path: ["DataRights", "proposals", a, "subject"],
      behind: 2n,
    },
    group: {
      arguments: [a],
      mirror: slots.group(toGroupId(a)),
      path: ["PartyGroups", "groups", a, "size"],
    },
    groupMember: {
      arguments: [a, account],
      mirror: slots.groupMember(toGroupId(a), holder),
      path: ["PartyGroups", "members", a, holder],
    },
    quota: {
      arguments: [a],
      mirror: slots.wordAfter(slots.quota(toQuotaId(a)), 3),
      path: ["UsageQuotas", "quotas", a, "consumed"],
      behind: 3n,
    },
    quotaBalance: {
      arguments: [account, a],
      mirror: slots.quotaBalance(holder, toQuotaId(a)),
      path: ["UsageQuotas", "balances", holder, a],
    },
    quotaOperator: {
      arguments: [account, other],
      mirror: slots.quotaOperator(holder, party),
      path: ["UsageQuotas", "operators", holder, party],
    },
    quotaAllowance: {
      arguments: [account, other, a],
      mirror: slots.quotaAllowance(holder, party, toQuotaId(a)),
      path: ["UsageQuotas", "allowances", holder, party, a, "amount"],
    },
    office: {
      arguments: [n],
      mirror: slots.wordAfter(slots.office(number), 1),
      path: ["Supervision", "scopes", n, "value"],
      behind: 1n,
    },
    freezeCount: {
      arguments: [account, a],
      mirror: slots.freezeCount(holder, a),
      path: ["Supervision", "counts", frozen],
    },
    freeze: {
      arguments: [account, a, n],
      mirror: slots.wordAfter(slots.freeze(holder, a, number), 1),
      path: ["Supervision", "freezes", frozen, n, "order"],
      behind: 1n,
    },
    anchor: {
      arguments: [a, account],
      mirror: slots.anchor(digest, holder),
      path: ["EvidenceRegistry", "anchors", a, holder],
    },
    bundle: {
      arguments: [a, account],
      mirror: slots.wordAfter(slots.bundle(digest, holder), 2),
      path: ["EvidenceRegistry", "bundles", a, holder, "supersededBy"],
      behind: 2n,
    },
  };
}

const bytes = (length: number) =>
  fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((some) => toHex(`0x${Buffer.from(some).toString("hex")}`));
const names: fc.Arbitrary<Names> = fc.record({
  a: bytes(32),
  b: bytes(32),
  account: bytes(20),
  other: bytes(20),
  number: fc.nat(2 ** 31 - 2),
  large: fc.bigInt(0n, 2n ** 64n - 1n),
});
const sample: Names = {
  a: `0x${"0a".repeat(32)}`,
  b: `0x${"0b".repeat(32)}`,
  account: `0x${"0c".repeat(20)}`,
  other: `0x${"0d".repeat(20)}`,
  number: 1,
  large: 300n,
};

describe("the published slots", () => {
  let layout: Layout;
  let functions: readonly string[];
  let fromLibrary: (name: string, values: readonly unknown[]) => Promise<bigint>;
  beforeAll(async () => {
    layout = await compilersLayout();
    const { ethers } = await network.connect();
    const library = await ethers.deployContract("LedgerSlotsHarness");
    functions = library.interface.fragments.flatMap((one) =>
      "name" in one && one.type === "function" ? [String(one.name)] : [],
    );
    fromLibrary = async (name, values) => BigInt(await library.getFunction(name).staticCall(...values));
  });

  it("are all asked for here, in Solidity and in TypeScript", () => {
    const asked = Object.keys(questions(sample)).toSorted();
    expect(functions.toSorted()).toEqual(asked);
    expect(Object.keys(slots).toSorted()).toEqual(asked);
  });

  it("reach everything that the registries store", () => {
    const reached = new Set(Object.values(questions(sample)).map(({ path }) => path.slice(0, 2).join(".")));
    const stored = namespacesOf(layout).flatMap((namespace) =>
      membersOf(layout, namespace).map((member) => `${namespace}.${member}`),
    );
    expect(stored.filter((member) => !reached.has(member))).toEqual([]);
    expect(stored.length).toBeGreaterThan(40);
  });

  it("count words on from a slot", async () => {
    await fc.assert(
      fc.asyncProperty(bytes(31), fc.nat(1_000), async (some, words) => {
        const slot = toHex(`${some}00`);
        const expected = BigInt(slot) + BigInt(words);
        expect(BigInt(slots.wordAfter(slot, words))).toBe(expected);
        expect(await fromLibrary("wordAfter", [slot, words])).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });

  it.each(Object.keys(questions(sample)).filter((name) => name !== "wordAfter"))(
    "%s is where the compiler puts it",
    (name) =>
      fc.assert(
        fc.asyncProperty(names, async (some) => {
          const question = questions(some)[name];
          if (question === undefined) throw new Error(`nothing is asked of ${name}`);
          const [namespace, ...steps] = question.path;
          const expected = slotAt(layout, namespace, ...steps);
          expect(BigInt(question.mirror)).toBe(expected);
          const published = await fromLibrary(name, question.arguments);
          expect(published + (question.behind ?? 0n)).toBe(expected);
        }),
        { numRuns: 8 },
      ),
  );
});
