/** A bundle's tree as TypeScript makes it, held against the contract that checks it. */
import { sha256, toUtf8Bytes } from "ethers";
import { expect, it } from "vitest";
import { bundleTree } from "../../services/ledger/bundleTree.js";
import { toDigest } from "../../services/ledger/hex.js";
import { deployLedger, zeroWord } from "./fixture.js";

it("proves every document of bundles of 1 to 9 to the contract, and no other", async () => {
  const { evidence, maker } = await deployLedger();
  const asMaker = evidence.connect(maker);
  for (let count = 1; count <= 9; count++) {
    const documents = Array.from({ length: count }, (_, n) =>
      toDigest(sha256(toUtf8Bytes(`document ${n} of ${count}`))),
    );
    const { root, proof } = bundleTree(documents);
    await asMaker.anchorBundle(maker.address, { root, count, uri: "", supersedes: zeroWord });
    for (const document of documents) {
      expect(await evidence.isInBundle(root, maker.address, document, [...(proof(document) ?? [])])).toBe(
        true,
      );
      expect(await evidence.isInBundle(root, maker.address, zeroWord, [...(proof(document) ?? [])])).toBe(
        false,
      );
    }
  }
});
