/** The contracts on a chain of their own, wired as in production but without delays, and short ways to speak to them. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { AddressLike, ContractTransactionResponse, TransactionResponse } from "ethers";
import { keccak256, toUtf8Bytes, ZeroAddress, zeroPadValue } from "ethers";
import { network } from "hardhat";
import {
  AccessManager__factory,
  BatchRegistry__factory,
  DataRights__factory,
  ERC1967Proxy__factory,
  EvidenceRegistry__factory,
  IdentifierRegistry__factory,
  NamespaceRegistry__factory,
  PartyGroups__factory,
  type PartyRegistry,
  PartyRegistry__factory,
  SealedRegistry__factory,
  Supervision__factory,
  TwinComposition__factory,
  TwinLineage__factory,
  type TwinRegistry,
  TwinRegistry__factory,
  TwinTerms__factory,
  UsageQuotas__factory,
} from "../../services/ledger/contracts/index.js";

export const twinKind = { type: 1, instance: 2 } as const;
export const subjectKind = { none: 0, twin: 1, party: 2, record: 3 } as const;
export const assetKind = { twin: 1, record: 2 } as const;
export const granteeKind = { party: 1, group: 2, blinded: 3 } as const;
export const prefixRule = { gs1: 1, handle: 2, oid: 3, did: 4, asset: 5 } as const;
const role = { upgrader: 1n, schemeAdmin: 2n } as const;

export const zeroWord = `0x${"00".repeat(32)}`;
export const digestOf = (text: string): string => keccak256(toUtf8Bytes(text));
export const gs1 = digestOf("gs1");

/** The profile of an organisation. */
export const organisation = {
  kind: 1,
  name: "Organisation",
  legalId: "",
  profileDigest: zeroWord,
  profileUri: "",
} as const;

/** Content without subject and links. */
export const noContent = { subjectKind: subjectKind.none, subject: zeroWord, linkset: "0x" } as const;

export type Ledger = Awaited<ReturnType<typeof deployLedger>>;

/** A fresh in-process chain with the ledger and the scheme gs1, whose root `root` holds. */
export async function deployLedger() {
  const connection = await network.connect();
  const { ethers } = connection;
  const [admin, root, maker, buyer, partner, stranger] = await ethers.getSigners();
  if (!admin || !root || !maker || !buyer || !partner || !stranger)
    throw new Error("The chain has too few accounts.");

  const manager = await new AccessManager__factory(admin).deploy(admin.address);
  const initialise = PartyRegistry__factory.createInterface().encodeFunctionData("initialize", [
    await manager.getAddress(),
  ]);
  const behindProxy = async (implementation: AddressLike): Promise<string> =>
    (await new ERC1967Proxy__factory(admin).deploy(implementation, initialise)).getAddress();

  const supervisionAt = await behindProxy(await new Supervision__factory(admin).deploy());
  const partiesAt = await behindProxy(await new PartyRegistry__factory(admin).deploy(supervisionAt));
  const namespacesAt = await behindProxy(await new NamespaceRegistry__factory(admin).deploy(partiesAt));
  const twinsAt = await behindProxy(await new TwinRegistry__factory(admin).deploy(partiesAt));
  const twinTermsAt = await behindProxy(await new TwinTerms__factory(admin).deploy(partiesAt, twinsAt));
  const twinLineageAt = await behindProxy(
    await new TwinLineage__factory(admin).deploy(partiesAt, twinsAt, twinTermsAt),
  );
  const twinCompositionAt = await behindProxy(
    await new TwinComposition__factory(admin).deploy(partiesAt, twinsAt, twinTermsAt),
  );
  const batchesAt = await behindProxy(
    await new BatchRegistry__factory(admin).deploy(partiesAt, namespacesAt),
  );
  const identifiersAt = await behindProxy(
    await new IdentifierRegistry__factory(admin).deploy(partiesAt, namespacesAt, twinsAt, batchesAt),
  );
  const sealedAt = await behindProxy(
    await new SealedRegistry__factory(admin).deploy(partiesAt, namespacesAt),
  );
  const groupsAt = await behindProxy(await new PartyGroups__factory(admin).deploy(partiesAt));
  const rightsAt = await behindProxy(
    await new DataRights__factory(admin).deploy(partiesAt, groupsAt, twinsAt, identifiersAt, sealedAt),
  );
  const quotasAt = await behindProxy(
    await new UsageQuotas__factory(admin).deploy(partiesAt, twinsAt, identifiersAt, sealedAt, rightsAt),
  );

  const evidenceAt = await behindProxy(await new EvidenceRegistry__factory(admin).deploy(partiesAt));

  const contracts = {
    parties: PartyRegistry__factory.connect(partiesAt, admin),
    namespaces: NamespaceRegistry__factory.connect(namespacesAt, admin),
    twins: TwinRegistry__factory.connect(twinsAt, admin),
    twinTerms: TwinTerms__factory.connect(twinTermsAt, admin),
    twinLineage: TwinLineage__factory.connect(twinLineageAt, admin),
    twinComposition: TwinComposition__factory.connect(twinCompositionAt, admin),
    batches: BatchRegistry__factory.connect(batchesAt, admin),
    identifiers: IdentifierRegistry__factory.connect(identifiersAt, admin),
    sealedRecords: SealedRegistry__factory.connect(sealedAt, admin),
    groups: PartyGroups__factory.connect(groupsAt, admin),
    rights: DataRights__factory.connect(rightsAt, admin),
    quotas: UsageQuotas__factory.connect(quotasAt, admin),
    supervision: Supervision__factory.connect(supervisionAt, admin),
    evidence: EvidenceRegistry__factory.connect(evidenceAt, admin),
  };

  const schemeCall = contracts.namespaces.interface.getFunction("registerScheme").selector;
  await manager.grantRole(role.schemeAdmin, admin.address, 0);
  await manager.grantRole(role.upgrader, admin.address, 0);
  await manager.setTargetFunctionRole(namespacesAt, [schemeCall], role.schemeAdmin);
  for (const party of [root, maker, buyer, partner]) await registerParty(contracts.parties, party);
  await contracts.namespaces.registerScheme("gs1", prefixRule.gs1, root.address);

  return { ...contracts, manager, connection, ethers, admin, root, maker, buyer, partner, stranger };
}

/** Registers an account as an organisation. */
export function registerParty(
  parties: PartyRegistry,
  account: HardhatEthersSigner,
): Promise<ContractTransactionResponse> {
  return parties.connect(account).register(account.address, organisation);
}

/** Key of a grant by a twin's owner to a party. */
export const grantKey = (asset: string, grantee: string, terms = zeroWord, parent = zeroWord) => ({
  assetKind: assetKind.twin,
  asset,
  survivesSale: false,
  scope: zeroWord,
  granteeKind: granteeKind.party,
  grantee: zeroPadValue(grantee, 32),
  terms,
  parent,
});

/** Salt of the only content of a commitment. */
export const opening = { salt: zeroWord, proof: [] };

/** Commits an account's party to one content, to be shown with {@link opening}. */
export async function commitContent(
  twins: TwinRegistry,
  account: HardhatEthersSigner,
  digest: string,
): Promise<ContractTransactionResponse> {
  const root = await twins.contentLeaf(account.address, digest, zeroWord);
  return twins.connect(account).commitContents(account.address, root);
}

/** A released twin without a royalty. */
export const twinModel = (kind: number, name: string, digest: string, mediaType = "application/json") => ({
  kind,
  state: 2,
  name,
  content: { digest, mediaType, uri: "" },
  royalty: { basisPoints: 0, receiver: ZeroAddress },
});

/** Gas of a whole transaction. */
export async function gasOf(sent: Promise<TransactionResponse>): Promise<number> {
  const receipt = await (await sent).wait();
  if (receipt === null) throw new Error("The transaction was not mined.");
  return Number(receipt.gasUsed);
}
