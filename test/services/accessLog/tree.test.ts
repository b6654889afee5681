/** The log's Merkle tree against RFC 6962's own vectors and its recursive definition. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Frontier } from "../../../services/accessLog/tree/frontier.js";
import { emptyRoot, leafHash, nodeHash } from "../../../services/accessLog/tree/hashes.js";
import { consistencyPath, inclusionPath, rootOf } from "../../../services/accessLog/tree/paths.js";
import { provesConsistency, provesInclusion } from "../../../services/accessLog/tree/verify.js";
import type { Hex } from "../../../services/ledger/hex.js";

/** MTH of RFC 6962, section 2.1, as it is written there. */
function treeHash(leaves: readonly Hex[]): Hex {
  const [first] = leaves;
  if (first === undefined) return `0x${createHash("sha256").digest("hex")}`;
  if (leaves.length === 1) return first;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

/** A tree of so many leaves: its root and its whole subtrees. */
function grown(size: number) {
  const frontier = new Frontier();
  const subtrees = new Map<string, Hex>();
  const leaves = Array.from({ length: size }, (_, index) => leafHash(`entry ${index}`));
  leaves.forEach((leaf, index) => {
    subtrees.set(`0/${index}`, leaf);
    for (const node of frontier.append(leaf)) subtrees.set(`${node.level}/${node.index}`, node.hash);
  });
  const read = (level: number, index: number): Hex => {
    const hash = subtrees.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`no subtree ${level}/${index}`);
    return hash;
  };
  return { leaves, root: frontier.root(), read };
}

const sizeAndPlace = fc
  .integer({ min: 1, max: 200 })
  .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })));

describe("the tree of the access log", () => {
  it("hashes as RFC 6962 does", () => {
    // Test data of the certificate transparency log's own implementation.
    expect(emptyRoot).toBe("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(leafHash("")).toBe("0x6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    expect(leafHash("L123456")).toBe("0x395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
  });

  it("has the root of the definition at every size", () => {
    for (let size = 0; size <= 70; size++) {
      const { leaves, root, read } = grown(size);
      expect(root).toBe(treeHash(leaves));
      if (size > 0) expect(rootOf(size, read)).toBe(root);
    }
  });

  it("proves every leaf in every earlier and present tree", () => {
    fc.assert(
      fc.property(sizeAndPlace, fc.nat(200), ([size, index], more) => {
        const { leaves, read } = grown(size + more);
        const path = inclusionPath(index, size, read);
        const leaf = leaves[index] ?? "0x";
        expect(provesInclusion({ leaf, index, size, root: rootOf(size, read) }, path)).toBe(true);
      }),
    );
  });

  it("refuses a path for another leaf, place, size or root, and one that is cut or longer", () => {
    fc.assert(
      fc.property(sizeAndPlace, fc.nat(300), ([size, index], other) => {
        const { leaves, root, read } = grown(size);
        const path = inclusionPath(index, size, read);
        const leaf = leaves[index] ?? "0x";
        const claim = { leaf, index, size, root };
        const refused = [
          { claim: { ...claim, leaf: leafHash("another") }, path },
          { claim: { ...claim, root: leafHash("another") }, path },
          { claim: { ...claim, index: size + other }, path },
          { claim, path: [...path, root] },
          ...(other < size && other !== index ? [{ claim: { ...claim, index: other }, path }] : []),
          ...(path.length > 0
            ? [
                { claim, path: path.slice(1) },
                { claim, path: path.slice(0, -1) },
              ]
            : []),
        ];
        for (const one of refused) expect(provesInclusion(one.claim, one.path)).toBe(false);
      }),
    );
  });

  it("proves that a tree begins with an earlier one, and not with another one of that size", () => {
    fc.assert(
      fc.property(sizeAndPlace, ([size, place]) => {
        const earlier = place + 1;
        const { leaves, root, read } = grown(size);
        const path = consistencyPath(earlier, size, read);
        const before = { size: earlier, root: rootOf(earlier, read) };
        expect(provesConsistency(before, { size, root }, path)).toBe(true);
        const changed = treeHash([leafHash("another"), ...leaves.slice(1, earlier)]);
        expect(provesConsistency({ size: earlier, root: changed }, { size, root }, path)).toBe(false);
        if (path.length > 0) expect(provesConsistency(before, { size, root }, path.slice(0, -1))).toBe(false);
      }),
    );
  });
});
