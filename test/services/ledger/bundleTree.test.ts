import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundleLeaf, bundleTree } from "../../../services/ledger/bundleTree.js";
import { toDigest } from "../../../services/ledger/hex.js";
import { keccak } from "../../../services/ledger/keccak.js";

const bytes = (hex: string): Uint8Array => Buffer.from(hex.slice(2), "hex");
const digests = fc.array(
  fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((raw) => toDigest(`0x${Buffer.from(raw).toString("hex")}`)),
  { minLength: 1, maxLength: 40 },
);

/** As OpenZeppelin's MerkleProof climbs. */
function climb(leaf: `0x${string}`, proof: readonly `0x${string}`[]): string {
  return proof.reduce((node, beside) => {
    const [low, high] = node < beside ? [node, beside] : [beside, node];
    return keccak(bytes(low), bytes(high));
  }, leaf);
}

describe("a bundle's tree", () => {
  it("proves each of its documents and no other", () => {
    fc.assert(
      fc.property(digests, fc.nat(), (documents, seed) => {
        const tree = bundleTree(documents);
        expect(tree.count).toBe(new Set(documents).size);
        for (const document of documents) {
          expect(climb(bundleLeaf(document), tree.proof(document) ?? [])).toBe(tree.root);
        }
        const other = toDigest(keccak(Buffer.from(String(seed))));
        expect(tree.proof(other) === null).toBe(!documents.includes(other));
      }),
      { numRuns: 100 },
    );
  });

  it("is the same in any order of the documents", () => {
    fc.assert(
      fc.property(digests, (documents) => {
        expect(bundleTree([...documents].reverse()).root).toBe(bundleTree(documents).root);
      }),
      { numRuns: 50 },
    );
  });

  it("is not there without documents", () => {
    expect(() => bundleTree([])).toThrow(RangeError);
  });
});
