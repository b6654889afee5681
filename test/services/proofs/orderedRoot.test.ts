/** Roots of lists against another implementation. */
import { MerklePatriciaTrie } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import fc from "fast-check";
import { expect, it } from "vitest";
import { bytesHex } from "../../../services/ledger/hex.js";
import { orderedRoot } from "../../../services/proofs/trie/orderedRoot.js";

const value = fc.uint8Array({ minLength: 1, maxLength: 40 });

it("gives a list the root that its trie has", async () => {
  // Beyond 127 the keys take two bytes, beyond 255 three.
  const lists = fc.oneof(
    fc.array(value, { maxLength: 20 }),
    fc
      .tuple(value, fc.integer({ min: 120, max: 300 }))
      .map(([one, length]) => Array.from({ length }, (_, at) => Uint8Array.from([...one, at & 0xff]))),
  );
  await fc.assert(
    fc.asyncProperty(lists, async (values) => {
      const trie = new MerklePatriciaTrie();
      for (const [place, one] of values.entries()) await trie.put(RLP.encode(place), one);
      expect(orderedRoot(values)).toBe(bytesHex(trie.root()));
    }),
    { numRuns: 60 },
  );
});
