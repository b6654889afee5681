/** A contract that reads proofs with OpenZeppelin's `TrieProof`, and what it makes of the nodes of a document. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ContractFactory } from "ethers";
import solc from "solc";
import { expect } from "vitest";
import { z } from "zod";
import type { ContractName } from "../../../services/ledger/deployment/schema.js";
import { bytesHex, type Hex, hexBytes, toHex, uintWord, zeroWord } from "../../../services/ledger/hex.js";
import { keccak } from "../../../services/ledger/keccak.js";
import { answerTo } from "../../../services/proofs/answers/answer.js";
import { type ProofDocument, readHeader } from "../../../services/proofs/index.js";
import { decodeRlp } from "../../../services/proofs/rlp.js";
import { accountIn, wordIn } from "../../../services/proofs/state/account.js";
import { nodePool } from "../../../services/proofs/trie/nodes.js";
import type { FilledLedger } from "../ledger/filled.fixture.js";

const source = "test/contracts/slots/TrieProofReader.sol";
const root = join(import.meta.dirname, "../../..");

/** The value of a key in a trie, read on chain; rejects where the nodes do not lead to one. */
export type ReadTrie = (trie: Hex, key: Hex, nodes: readonly Hex[]) => Promise<Hex>;

export async function trieProofReader({ maker, provider }: FilledLedger): Promise<ReadTrie> {
  const abi = ["function read(bytes32 root, bytes32 key, bytes[] proof) view returns (bytes)"];
  const factory = new ContractFactory(abi, creationCode(), maker.signer.connect(provider));
  const reader = await (await factory.deploy()).waitForDeployment();
  return async (trie, key, nodes) => {
    const read = reader.getFunction("read");
    return toHex(z.string().parse(await read.staticCall(trie, keccak(hexBytes(key)), nodes)));
  };
}

/** Values of tries that answers hang on, by what they are of. */
export type Values = Map<string, TrieValue>;

/** A value with the nodes that lead to it. */
interface TrieValue {
  readonly trie: Hex;
  readonly key: Hex;
  readonly nodes: readonly Hex[];
  /** The word; null for an account. */
  readonly word: Hex | null;
  /** Has to be in what the trie has. */
  readonly within: Hex;
}

/** Adds all that the answer of a document hangs on: words of slots, and the accounts that they are of. */
export function addValuesOf(document: ProofDocument, { deployment }: FilledLedger, values: Values): void {
  const { stateRoot, time, number } = readHeader(document.header);
  const read = (contract: ContractName, slot: Hex): Hex => {
    const address = deployment.contracts[contract];
    const toAccount = nodePool(document.nodes);
    const account = accountIn(stateRoot, address, toAccount.open);
    if (account === null) throw new Error(`${contract} is there.`);
    const trie = account.storageRoot;
    values.set(`${number} ${contract}`, {
      trie: stateRoot,
      key: address,
      nodes: [...toAccount.opened],
      word: null,
      within: trie,
    });
    const toWord = nodePool(document.nodes);
    const word = wordIn(trie, slot, toWord.open);
    values.set(`${number} ${contract} ${slot}`, {
      trie,
      key: slot,
      nodes: [...toWord.opened],
      word,
      within: word,
    });
    return word;
  };
  answerTo({ read, place: deployment, at: time }, document.question);
}

/**
 * Reads each value on chain, and with a byte of a node changed, which has to be refused. Of a slot that is empty `TrieProof`
 * shows nothing: it reverts.
 * @returns How many words and accounts are there and were read.
 */
export async function readAllOnChain(read: ReadTrie, values: Values): Promise<number> {
  let count = 0;
  for (const [name, { trie, key, nodes, word, within }] of values) {
    if (word === zeroWord) {
      // anvil keeps zeros of slots that were read.
      expect(await read(trie, key, nodes).catch(() => "0x80"), name).toBe("0x80");
      continue;
    }
    const value = await read(trie, key, nodes);
    expect(word === null ? value : wordOf(value), name).toContain(within.slice(2));
    const changed = nodes.with(count % nodes.length, flipped(nodes[count % nodes.length] ?? "0x"));
    await expect(read(trie, key, changed), name).rejects.toThrow();
    count += 1;
  }
  return count;
}

function wordOf(value: Hex): Hex {
  const number = decodeRlp(hexBytes(value));
  if (!(number instanceof Uint8Array)) throw new Error("A slot has a number.");
  return uintWord(BigInt(bytesHex(number)));
}

const flipped = (node: Hex): Hex => bytesHex(hexBytes(node).map((byte, at) => (at === 20 ? byte ^ 1 : byte)));

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
