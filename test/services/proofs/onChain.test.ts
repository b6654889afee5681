/** The nodes of a proof are those that OpenZeppelin's verifier reads on chain, and it reads the same out of them. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ContractFactory } from "ethers";
import solc from "solc";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { bytesHex, type Hex, hexBytes, toHex, uintWord } from "../../../services/ledger/hex.js";
import { keccak } from "../../../services/ledger/keccak.js";
import * as slots from "../../../services/ledger/slots.js";
import { buildProof, readHeader, rpcSource } from "../../../services/proofs/index.js";
import { decodeRlp } from "../../../services/proofs/rlp.js";
import { accountIn, wordIn } from "../../../services/proofs/state/account.js";
import { nodePool } from "../../../services/proofs/trie/nodes.js";
import { anvilMissing } from "../../fixtures/anvil.js";
import { type FilledLedger, filledLedger, twins } from "../ledger/filled.fixture.js";

const source = "test/contracts/slots/TrieProofReader.sol";
const root = join(import.meta.dirname, "../../..");

describe.skipIf(anvilMissing)("the nodes of a proof, on chain", () => {
  let ledger: FilledLedger;
  let read: (trie: Hex, key: Hex, proof: readonly Hex[]) => Promise<Hex>;
  beforeAll(async () => {
    ledger = await filledLedger();
    const abi = ["function read(bytes32 root, bytes32 key, bytes[] proof) view returns (bytes)"];
    const factory = new ContractFactory(abi, creationCode(), ledger.maker.signer.connect(ledger.provider));
    const reader = await (await factory.deploy()).waitForDeployment();
    read = async (trie, key, proof) =>
      toHex(
        z.string().parse(await reader.getFunction("read").staticCall(trie, keccak(hexBytes(key)), proof)),
      );
  });
  afterAll(() => ledger?.stop());

  it("lead to the same account and the same words, and to nothing once a byte of them is another", async () => {
    const { document } = await buildProof(rpcSource(ledger.provider.client), ledger.deployment, {
      kind: "twin",
      twin: twins.assembly,
    });
    const { stateRoot } = readHeader(document.header);
    const registry = ledger.deployment.contracts.twins;
    const way = nodePool(document.nodes);
    const account = accountIn(stateRoot, registry, way.open);
    const toAccount = [...way.opened];
    expect(account && (await read(stateRoot, registry, toAccount))).toContain(account?.storageRoot.slice(2));

    const storageRoot = account?.storageRoot ?? "0x";
    for (const slot of [slots.holding(twins.assembly), slots.holdingDigest(twins.assembly)]) {
      const down = nodePool(document.nodes);
      const word = wordIn(storageRoot, slot, down.open);
      const nodes = [...down.opened];
      const value = decodeRlp(hexBytes(await read(storageRoot, slot, nodes)));
      expect(value instanceof Uint8Array && uintWord(BigInt(bytesHex(value)))).toBe(word);
      expect(word).not.toMatch(/^0x0+$/);
      const [first = "0x"] = nodes;
      const changed = bytesHex(hexBytes(first).map((byte, at) => (at === 40 ? byte ^ 1 : byte)));
      await expect(read(storageRoot, slot, nodes.with(0, changed))).rejects.toThrow();
    }
  });
});

const outputSchema = z.object({
  contracts: z.object({
    [source]: z.object({
      TrieProofReader: z.object({ evm: z.object({ bytecode: z.object({ object: z.string() }) }) }),
    }),
  }),
});

function creationCode(): string {
  const require = createRequire(import.meta.url);
  const input = {
    language: "Solidity",
    sources: { [source]: { content: readFileSync(join(root, source), "utf8") } },
    settings: {
      optimizer: { enabled: true, runs: 200 },
      evmVersion: "cancun",
      outputSelection: { [source]: { TrieProofReader: ["evm.bytecode.object"] } },
    },
  };
  const readPackage = (path: string) => ({ contents: readFileSync(require.resolve(path), "utf8") });
  const output = outputSchema.parse(JSON.parse(solc.compile(JSON.stringify(input), { import: readPackage })));
  return `0x${output.contracts[source].TrieProofReader.evm.bytecode.object}`;
}
