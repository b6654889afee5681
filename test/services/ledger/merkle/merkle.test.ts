import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Hex,
  toAddress,
  toDigest,
  toHash,
  toNamespaceId,
  toSchemeId,
  zeroWord,
} from "../../../../services/ledger/hex.js";
import { merkleBatchId } from "../../../../services/ledger/ids.js";
import { keccak } from "../../../../services/ledger/keccak.js";
import {
  leavesOf,
  type MemberProof,
  nodeAbove,
  provesMember,
} from "../../../../services/ledger/merkle/proof.js";
import { MerkleTree } from "../../../../services/ledger/merkle/tree.js";

const hashOf = (text: string): Hex => keccak(Buffer.from(text));

/** The tree as a whole, level by level: what the streaming one is held against. */
function levelsOf(leaves: readonly Hex[]): Hex[][] {
  const levels: Hex[][] = [[...leaves]];
  for (let level = levels[0] ?? []; level.length > 1; level = levels.at(-1) ?? []) {
    const above: Hex[] = [];
    for (let place = 0; place < level.length; place += 2) {
      const [left, right] = [level[place], level[place + 1]];
      if (left !== undefined) above.push(right === undefined ? left : nodeAbove(left, right));
    }
    levels.push(above);
  }
  return levels;
}

const pathOf = (levels: readonly Hex[][], index: number): Hex[] =>
  levels.flatMap((level, height) => level[(index >> height) ^ 1] ?? []);

describe("a tree made leaf by leaf", () => {
  it("has root and paths of the whole tree, whatever its size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (count, pick) => {
        const leaves = Array.from({ length: count }, (_, index) => hashOf(`leaf ${index}`));
        const levels = levelsOf(leaves);
        const index = pick % count;
        const tree = new MerkleTree(BigInt(index));
        for (const leaf of leaves) tree.add(leaf);
        expect(tree.close()).toEqual({ root: levels.at(-1)?.[0], path: pathOf(levels, index) });
      }),
    );
  });

  it("is none without leaves", () => {
    expect(new MerkleTree().close()).toBeNull();
  });
});

describe("a proof", () => {
  const place = { chainId: 31337, registry: toAddress(`0x${"12".repeat(20)}`) };
  const namespace = toNamespaceId(hashOf("namespace"));
  const scheme = toSchemeId(hashOf("gs1"));
  const contentDigest = toDigest(zeroWord);

  function batchOf(count: number, index: number): { id: string; proof: MemberProof } {
    const list = { namespace, manifest: toDigest(hashOf("manifest")), count: BigInt(count) };
    const leafOf = leavesOf(place, list);
    const tree = new MerkleTree(BigInt(index));
    for (let i = 0; i < count; i++)
      tree.add(leafOf({ index: BigInt(i), scheme, identifier: `id/${i}`, contentDigest }));
    const closed = tree.close();
    if (closed === null) throw new Error("The tree has no leaves.");
    const { manifest } = list;
    return {
      id: merkleBatchId(list, toHash(closed.root)),
      proof: { manifest, count: list.count, index: BigInt(index), contentDigest, path: closed.path },
    };
  }

  it("shows its member and no other, here and nowhere else", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (count, pick) => {
        const index = pick % count;
        const { id, proof } = batchOf(count, index);
        const batch = { id, namespace };
        const member = { scheme, identifier: `id/${index}` };
        expect(provesMember(place, batch, member, proof)).toBe(true);
        expect(provesMember({ ...place, chainId: 1 }, batch, member, proof)).toBe(false);
        expect(
          provesMember(place, { ...batch, namespace: toNamespaceId(hashOf("other")) }, member, proof),
        ).toBe(false);
        expect(provesMember(place, batch, { scheme, identifier: `id/${index + 1}` }, proof)).toBe(false);
        expect(provesMember(place, batch, member, { ...proof, index: proof.index + 1n })).toBe(false);
        expect(provesMember(place, batch, member, { ...proof, count: proof.count + 1n })).toBe(false);
        expect(provesMember(place, batch, member, { ...proof, path: [...proof.path, hashOf("x")] })).toBe(
          false,
        );
      }),
    );
  });
});
