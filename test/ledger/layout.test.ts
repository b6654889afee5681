/**
 * What an upgrade must not change unseen: how structs lie in storage, where they begin, and how large the code is.
 *
 * The snapshots are the record. Update them on purpose: `vitest run test/ledger/layout.test.ts -u`
 */
import { getBytes, toBeHex } from "ethers";
import { artifacts } from "hardhat";
import { describe, expect, it } from "vitest";
import { compilersLayout, type Layout, namespaceSlot, valueSlot } from "./compilersLayout.js";
import {
  commitContent,
  deployLedger,
  digestOf,
  grantKey,
  gs1,
  noContent,
  opening,
  twinKind,
  twinModel,
} from "./fixture.js";

const implementations = [
  "PartyRegistry",
  "PartyAttestations",
  "PartyRelations",
  "NamespaceRegistry",
  "NamespaceAffairs",
  "TwinRegistry",
  "TwinTerms",
  "TwinLineage",
  "TwinComposition",
  "BatchRegistry",
  "IdentifierRegistry",
  "SealedRegistry",
  "PartyGroups",
  "DataRights",
  "RightAffairs",
  "UsageQuotas",
  "Supervision",
  "EvidenceRegistry",
] as const;

/** EIP-170: the most bytes of code that a chain takes. */
const maxCodeSize = 24_576;
/** What is left for repairs without splitting a contract. */
const codeMargin = 2_000;

/** `struct: slot+offset member: type`, one line a member; type names without the numbers that change with every build. */
function describeStructs(layout: Layout): readonly string[] {
  const typeName = (type: string): string => layout.types[type]?.label ?? type;
  return Object.values(layout.types)
    .flatMap(({ label, members = [] }) =>
      members.map(
        (one) => `${label}: slot ${one.slot} byte ${one.offset} ${one.label}: ${typeName(one.type)}`,
      ),
    )
    .toSorted();
}

describe("storage layout", () => {
  it("is the one on record", async () => {
    expect(describeStructs(await compilersLayout())).toMatchSnapshot();
  });

  it("begins where ERC-7201 says, with holder, epoch, status and data in one word and the digest in the next", async () => {
    const ledger = await deployLedger();
    const { ethers, twins, identifiers, namespaces, parties, rights, root, maker, partner, admin } = ledger;
    const slot = async (contract: { getAddress(): Promise<string> }, at: bigint): Promise<bigint> =>
      BigInt(await ethers.provider.getStorage(await contract.getAddress(), at));
    const holdings = namespaceSlot("PartyToken");
    const word = (holder: string, epoch: bigint, status: bigint, data: bigint): bigint =>
      BigInt(holder) | (epoch << 160n) | (status << 192n) | (data << 200n);

    const digest = digestOf("content");
    await commitContent(twins, maker, digest);
    await twins
      .connect(maker)
      .mint(maker.address, maker.address, twinModel(twinKind.instance, "Twin", digest), opening);
    const twin = BigInt(await twins.twinId(digest));
    const twinSlot = valueSlot(holdings, "uint256", twin);
    expect(await slot(twins, twinSlot)).toBe(word(maker.address, 1n, 2n, 1n | (2n << 24n)));
    expect(await slot(twins, twinSlot + 1n)).toBe(BigInt(digest));
    expect(await slot(twins, valueSlot(holdings + 1n, "address", maker.address))).toBe(1n);

    await namespaces.connect(root).delegate(gs1, 0, "9506000", maker.address);
    const namespace = await namespaces.namespaceId(gs1, "9506000");
    const levels = (left: bigint) => left << 44n;
    expect(await slot(namespaces, valueSlot(holdings, "uint256", BigInt(namespace)))).toBe(
      word(maker.address, 1n, 1n, levels(15n)),
    );
    const rule = 1n;
    const lengths = 1n << 7n;
    expect(await slot(namespaces, valueSlot(namespaceSlot("NamespaceRegistry"), "bytes32", gs1))).toBe(
      rule | (lengths << 8n),
    );

    const rootNamespace = await namespaces.namespaceId(gs1, "");
    const longestWithin = 7n << 49n;
    expect(await slot(namespaces, valueSlot(holdings, "uint256", BigInt(rootNamespace)))).toBe(
      word(root.address, 1n, 1n, levels(16n) | longestWithin),
    );

    const name = { scheme: gs1, identifier: "01/09506000134352" };
    await identifiers.connect(maker).register(name, 7, noContent, maker.address);
    const record = await identifiers.recordId(gs1, name.identifier);
    const recordSlot = valueSlot(holdings, "uint256", BigInt(record));
    const versionAndIssuer = 1n | (1n << 24n) | (7n << 48n);
    expect(await slot(identifiers, recordSlot)).toBe(word(maker.address, 1n, 1n, versionAndIssuer));

    await parties.connect(maker).changeOwner(maker.address, admin.address);
    const control = valueSlot(namespaceSlot("PartyRegistry"), "address", maker.address);
    expect(await slot(parties, control)).toBe(BigInt(admin.address) | (1n << 160n) | (1n << 192n));

    const key = grantKey(toBeHex(twin, 32), partner.address);
    await rights.connect(admin).grant(key, { from: 1, until: 4_000_000_000, actions: 3, scopeName: "" });
    const grantSlot = valueSlot(namespaceSlot("DataRights"), "bytes32", await rights.grantId(key));
    const grant = 1n | (1n << 8n) | (4_000_000_000n << 48n) | (3n << 88n) | (1n << 104n);
    expect(await slot(rights, grantSlot)).toBe(grant);

    await ledger.manager.setTargetFunctionRole(
      await twins.getAddress(),
      [twins.interface.getFunction("freezeUpgrades").selector],
      1n,
    );
    await twins.freezeUpgrades();
    expect(await slot(twins, namespaceSlot("UpgradeGate"))).toBe(1n);
  });
});

describe("code size", () => {
  it("is the one on record and leaves room below the limit", async () => {
    const sizes: Record<string, number> = {};
    for (const name of implementations) {
      const { deployedBytecode } = await artifacts.readArtifact(name);
      sizes[name] = getBytes(deployedBytecode).length;
      expect(sizes[name], `${name} in bytes`).toBeLessThan(maxCodeSize - codeMargin);
    }
    expect(sizes).toMatchSnapshot();
  });
});
