/** The services' own formulas for batches, against the contracts on a chain. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { splitNumber } from "../../../../services/identifiers/numbers.js";
import {
  issueMerkle,
  issueRule,
  materialise,
  reserveRange,
} from "../../../../services/ledger/actions/batches.js";
import { registerMany } from "../../../../services/ledger/actions/identifiers.js";
import { delegateNamespace } from "../../../../services/ledger/actions/namespaces.js";
import { toDigest, toHash, zeroWord } from "../../../../services/ledger/hex.js";
import {
  merkleBatchId,
  namespaceId,
  recordId,
  ruleBatchId,
  schemeId,
} from "../../../../services/ledger/ids.js";
import { leavesOf, noProof } from "../../../../services/ledger/merkle/proof.js";
import { MerkleTree } from "../../../../services/ledger/merkle/tree.js";
import { readBatch, readMember, readRange } from "../../../../services/ledger/reads/batches.js";
import { readLocked, readRecord } from "../../../../services/ledger/reads/identifiers.js";
import { blocksAround, blocksOf } from "../../../../services/store/numberBlocks.js";
import { anvilMissing } from "../../../fixtures/anvil.js";
import { type Account, type DeployedLedger, deployedLedger } from "../../../fixtures/ledger.js";

const gs1 = schemeId("gs1");
const stem = "01/09506000134352/21/PN-";
const none = { subject: { kind: "none" }, linkset: new Uint8Array() } as const;

describe.skipIf(anvilMissing)("batches on a chain", () => {
  let ledger: DeployedLedger;
  let maker: Account;
  beforeAll(async () => {
    ledger = await deployedLedger();
    maker = await ledger.party(1, "Maker");
    const { deployment, root } = ledger;
    const name = { scheme: "gs1", prefix: "9506000" };
    await ledger.send(root, delegateNamespace(deployment, name, 0, maker.address));
  });
  afterAll(() => ledger?.stop());

  const at = () => [ledger.provider, ledger.deployment] as const;

  it("issues a range, whose members are those of the index", async () => {
    const range = { scheme: gs1, stem, tail: ".X", first: "0123", last: "4567" };
    const batch = ruleBatchId(range);
    await ledger.send(maker, issueRule(ledger.deployment, 7, range, maker.address));
    expect(await readBatch(...at(), batch)).toMatchObject({
      kind: "rule",
      status: "active",
      prefixLength: 7,
    });

    const blocks = new Set(blocksOf(range.first, range.last));
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[0-9]{1,5}$/),
        fc.constantFrom("", ".X", ".Y"),
        async (digits, tail) => {
          const identifier = `${stem}${digits}${tail}`;
          const split = splitNumber(identifier);
          const indexed =
            split?.tail === ".X" &&
            split.digits.length === 4 &&
            blocksAround(digits).some((one) => blocks.has(one));
          const found = await readRange(...at(), gs1, identifier);
          expect(found).toEqual(indexed ? { use: "batch", id: batch } : null);
        },
      ),
      { numRuns: 60 },
    );
    const member = await readMember(...at(), batch, { scheme: gs1, identifier: `${stem}0123.X` }, noProof);
    expect(member).toEqual({ status: "live", owner: maker.address });
    expect(
      await readMember(...at(), batch, { scheme: gs1, identifier: `${stem}0122.X` }, noProof),
    ).toBeNull();
  });

  it("splits any identifier as the contract does", async () => {
    const range = { scheme: gs1, stem: "01/09506000134352/10/", tail: "", first: "0", last: "9" };
    await ledger.send(maker, reserveRange(ledger.deployment, 7, range));
    for (const [identifier, reserved] of [
      ["01/09506000134352/10/7", true],
      ["01/09506000134352/10/07", false],
      ["01/09506000134352/10/7a", false],
      ["01/09506000134352/21/7", false],
    ] as const) {
      const found = await readRange(...at(), gs1, identifier);
      expect(found?.use ?? null, identifier).toBe(reserved ? "reserved" : null);
    }
  });

  it("takes the proofs that the services make, and makes a record of a member once", async () => {
    const { deployment } = ledger;
    const members = Array.from({ length: 37 }, (_, index) => `01/09506000134352/21/M${index}Z`);
    const manifest = toDigest(toHash(`0x${"cd".repeat(32)}`));
    const list = { namespace: namespaceId(gs1, "9506000"), manifest, count: BigInt(members.length) };
    const place = { chainId: deployment.chainId, registry: deployment.contracts.batches };
    const leafOf = leavesOf(place, list);
    const contentDigest = toDigest(zeroWord);
    const treeFor = (index: bigint | null) => {
      const tree = new MerkleTree(index);
      for (const [position, identifier] of members.entries())
        tree.add(leafOf({ index: BigInt(position), scheme: gs1, identifier, contentDigest }));
      const closed = tree.close();
      if (closed === null) throw new Error("The tree has no leaves.");
      return closed;
    };
    const { root } = treeFor(null);
    const batch = merkleBatchId(list, root);
    const tree = { root: toHash(root), manifest, count: list.count, uri: "" };
    await ledger.send(
      maker,
      issueMerkle(deployment, { scheme: "gs1", prefix: "9506000" }, tree, maker.address),
    );

    for (const [position, identifier] of members.entries()) {
      const index = BigInt(position);
      const proof = { manifest, count: list.count, index, contentDigest, path: treeFor(index).path };
      const member = await readMember(...at(), batch, { scheme: gs1, identifier }, proof);
      expect(member, identifier).toEqual({ status: "live", owner: maker.address });
    }
    const proof = { manifest, count: list.count, index: 36n, contentDigest, path: treeFor(36n).path };
    const name = { scheme: "gs1", identifier: members[36] ?? "" };
    await ledger.send(maker, materialise(deployment, batch, name, proof, none, maker.address));
    const again = materialise(deployment, batch, name, proof, none, maker.address);
    await expect(ledger.send(maker, again)).rejects.toMatchObject({ details: { error: "RecordExists" } });
    expect(
      await readMember(...at(), batch, { scheme: gs1, identifier: name.identifier }, proof),
    ).toMatchObject({
      status: "recorded",
    });
  });

  it("registers many at once, locked ones too", async () => {
    const { deployment } = ledger;
    const entries = ["88", "99"].map((serial) => ({
      identifier: `01/09506000134352/21/${serial}`,
      content: none,
    }));
    await ledger.send(maker, registerMany(deployment, "gs1", 7, entries, maker.address, true));
    for (const { identifier } of entries) {
      const record = recordId(gs1, identifier);
      expect(await readRecord(...at(), record)).toMatchObject({ owner: maker.address, version: 1 });
      expect(await readLocked(...at(), record)).toBe(true);
    }
  });
});
