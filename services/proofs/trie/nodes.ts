/** Where the nodes of a proof come from: the list of one proof, or all nodes of a document. */
import { bytesHex, type Hex, hexBytes } from "../../ledger/hex.js";
import { keccak, keccakBytes } from "../../ledger/keccak.js";
import { badTrie, ProofError } from "../errors.js";
import type { OpenNode } from "./lookUp.js";
import { decodeItem, nodeOf, type TrieNode } from "./node.js";

/** Nodes in the order of the way down, as `eth_getProof` lists them (EIP-1186). */
export interface NodeList {
  readonly open: OpenNode;
  /** @throws ProofError `PROOF_SUPERFLUOUS` where a node was not needed. */
  end(): void;
}

export function nodeList(proof: readonly Hex[]): NodeList {
  let next = 0;
  return {
    open(hash) {
      const hex = proof[next];
      if (hex === undefined) throw incomplete(hash);
      next += 1;
      const bytes = hexBytes(hex);
      if (!isSame(keccakBytes(bytes), hash)) throw badTrie("its hash is not the one that leads to it");
      return nodeOf(decodeItem(bytes));
    },
    end() {
      if (next < proof.length) throw superfluous(proof.length - next);
    },
  };
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean => one.every((byte, at) => byte === other[at]);

/**
 * Nodes that several proofs share, each once: in the order in which the answer comes upon them first, so that there is one
 * list for an answer.
 */
export interface NodePool extends NodeList {
  /** Nodes that were opened, in the order in which they were. */
  readonly opened: ReadonlySet<Hex>;
}

export function nodePool(proof: readonly Hex[]): NodePool {
  const byHash = new Map(proof.map((hex) => [keccak(hexBytes(hex)), hex]));
  const nodes = new Map<Hex, TrieNode>();
  const opened = new Set<Hex>();
  return {
    opened,
    open(hash) {
      const name = bytesHex(hash);
      const known = nodes.get(name);
      if (known !== undefined) return known;
      const hex = byHash.get(name);
      if (hex === undefined) throw incomplete(hash);
      const node = nodeOf(decodeItem(hexBytes(hex)));
      nodes.set(name, node);
      opened.add(hex);
      return node;
    },
    end() {
      const needed = [...opened];
      if (needed.length !== proof.length || needed.some((hex, position) => hex !== proof[position]))
        throw superfluous(proof.length - needed.length);
    },
  };
}

const incomplete = (hash: Uint8Array): ProofError =>
  new ProofError("PROOF_INCOMPLETE", "The proof lacks a node.", {
    hint: "Have the proof made anew: nodes were left out or changed, or it is of another block.",
    details: { node: bytesHex(hash) },
  });

const superfluous = (count: number): ProofError =>
  new ProofError(
    "PROOF_SUPERFLUOUS",
    "The proof has nodes that it does not need, or has them in another order.",
    {
      hint: "Have the proof made anew: this one was changed.",
      details: { count },
    },
  );
