/** The ledger with something of everything on it, and what proofs need besides: a list, a lapsed namespace, a subject. */
import { issueMerkle, materialise, revokeMembers } from "../../../services/ledger/actions/batches.js";
import type { Call } from "../../../services/ledger/actions/call.js";
import { registerIdentifier } from "../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../services/ledger/actions/namespaces.js";
import { type GrantKey, grantRight } from "../../../services/ledger/actions/rights.js";
import { type Hex, toDigest, toHash, zeroWord } from "../../../services/ledger/hex.js";
import { blindedGrantee, merkleBatchId } from "../../../services/ledger/ids.js";
import { encodeLinkset } from "../../../services/ledger/linkset.js";
import { leavesOf, type MemberProof } from "../../../services/ledger/merkle/proof.js";
import { MerkleTree } from "../../../services/ledger/merkle/tree.js";
import type { BatchId } from "../../../services/store/model.js";
import type { startAnvil } from "../../fixtures/anvil.js";
import {
  batches,
  digestOf,
  type FilledLedger,
  filledLedger,
  namespaces,
  range,
  scheme,
  twins,
} from "../ledger/filled.fixture.js";

export const names = {
  suspended: "01/09506000134352/21/1",
  locked: "01/09506000134352/21/2",
  described: "01/09506000134352/21/3",
  /** Under a namespace that has expired. */
  lapsed: "01/09506000800004/21/1",
  /** Nobody's, in the namespaces that have expired and are suspended. */
  freeInLapsed: "01/09506000800004/21/2",
  freeInSuspended: "01/09506000900001/21/1",
  free: "01/09506000134352/21/77",
  inRange: `${range.stem}0077`,
  revokedInRange: `${range.stem}0015`,
  beyondRange: `${range.stem}1000`,
  noNumber: "01/09506000134352/21/ABCDEFGHIJKLMNOP",
} as const;

export const described = {
  subject: { kind: "twin", id: twins.assembly },
  linkset: encodeLinkset({ "gs1:pip": [{ href: "https://maker.example/pump" }] }),
} as const;

export const members = Array.from({ length: 5 }, (_, place) => `01/09506000134352/21/L-${place}-X`);
const [, revoked = "", recorded = ""] = members;
export const listed = { revoked, recorded, plain: members[4] ?? "" } as const;

/** Salt of a grant whose grantee is hidden. */
export const salt: Hex = `0x${"5a".repeat(32)}`;

export interface ProvenLedger extends FilledLedger {
  readonly list: BatchId;
  readonly memberProofs: ReadonlyMap<string, MemberProof>;
  readonly hiddenKey: GrantKey;
}

/** `stop()` it in `afterAll`. @param start Starts another node than anvil. */
export async function provenLedger(start?: typeof startAnvil): Promise<ProvenLedger> {
  const filled = await filledLedger(start);
  const { maker, partner, deployment, provider } = filled;
  const { root, proofs } = treeOf(filled);
  const parts = { namespace: namespaces.maker, manifest: listManifest, count: BigInt(members.length) };
  const list = merkleBatchId(parts, root);
  const hiddenKey: GrantKey = {
    asset: { kind: "twin", id: twins.assembly },
    scope: "Nameplate",
    survivesSale: true,
    terms: null,
    parent: null,
    grantee: { kind: "blinded", commitment: blindedGrantee(partner.address, salt) },
  };
  const block = await provider.getBlock("latest");
  const soon = (block?.timestamp ?? 0) + 600;
  const lapsing = { scheme: "gs1", prefix: "95060008" };
  const none = { subject: { kind: "none" }, linkset: new Uint8Array() } as const;
  const proofOf = (name: string): MemberProof => {
    const proof = proofs.get(name);
    if (proof === undefined) throw new Error(`${name} is not in the list.`);
    return proof;
  };
  const makers: readonly Call[] = [
    delegateNamespace(deployment, lapsing, 7, partner.address, { expiry: soon, levels: 2, mayIssue: true }),
    registerIdentifier(
      deployment,
      { scheme: "gs1", identifier: names.described },
      7,
      described,
      maker.address,
    ),
    issueMerkle(
      deployment,
      { scheme: "gs1", prefix: "9506000" },
      { root: toHash(root), manifest: listManifest, count: parts.count, uri: "" },
      maker.address,
    ),
    revokeMembers(deployment, list, 1n, 1n, ""),
    materialise(
      deployment,
      list,
      { scheme: "gs1", identifier: listed.recorded },
      proofOf(listed.recorded),
      none,
      partner.address,
    ),
    grantRight(deployment, hiddenKey, { actions: ["derive"], from: 0, until: 0 }),
  ];
  const partners: readonly Call[] = [
    registerIdentifier(deployment, { scheme: "gs1", identifier: names.lapsed }, 8, none, partner.address),
    revokeMembers(deployment, batches.rule, 5n, 6n, ""),
  ];
  for (const call of makers) await filled.send(maker, call);
  for (const call of partners) await filled.send(partner, call);
  await provider.client.request("evm_increaseTime", [1_200]);
  await provider.client.request("evm_mine", []);
  return { ...filled, list, memberProofs: proofs, hiddenKey };
}

const listManifest = digestOf("the list");
const zeroDigest = toDigest(zeroWord);

function treeOf({ deployment }: FilledLedger): { root: Hex; proofs: Map<string, MemberProof> } {
  const place = { chainId: deployment.chainId, registry: deployment.contracts.batches };
  const count = BigInt(members.length);
  const leaf = leavesOf(place, { namespace: namespaces.maker, manifest: listManifest, count });
  const leaves = members.map((identifier, index) =>
    leaf({ index: BigInt(index), scheme, identifier, contentDigest: zeroDigest }),
  );
  const proofs = new Map<string, MemberProof>();
  let root: Hex = zeroWord;
  for (const [index, name] of members.entries()) {
    const tree = new MerkleTree(BigInt(index));
    for (const one of leaves) tree.add(one);
    const closed = tree.close();
    if (closed === null) throw new Error("There are members.");
    root = closed.root;
    proofs.set(name, {
      manifest: listManifest,
      count,
      index: BigInt(index),
      contentDigest: zeroDigest,
      path: closed.path,
    });
  }
  return { root, proofs };
}
