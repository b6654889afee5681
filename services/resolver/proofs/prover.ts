/**
 * Makes proofs with a node that is not believed, bounded: so many at once, each in so much time, and the last ones kept. What is
 * handed out was verified against the header of the index's own block.
 */
import { RpcClient } from "../../ledger/chain/rpc.js";
import {
  type Answer,
  buildProof,
  documentText,
  type ProofDocument,
  type ProofSource,
  parseDocument,
  readHeader,
  rpcSource,
} from "../../proofs/index.js";
import type { Hash } from "../../store/model.js";
import type { Asked } from "./asked.js";
import { ProofCache } from "./cache.js";
import { busy, faultOf, outOfStep } from "./faults.js";

export interface Proof {
  /** The document in its one spelling. */
  readonly text: string;
  readonly document: ProofDocument;
  readonly answer: Answer;
}

export interface Prover {
  /**
   * @throws ResolverError RESOLVER_NODE_UNABLE, RESOLVER_STATE_PRUNED, RESOLVER_NODE_OUT_OF_STEP, RESOLVER_NODE_UNAVAILABLE,
   * RESOLVER_NODE_WRONG, RESOLVER_PROOF_TIMEOUT, RESOLVER_PROOFS_BUSY; RESOLVER_INDEX_REFUTED where the question says what is
   * not so, RESOLVER_MEMBERSHIP_REFUTED where its path in a list does.
   */
  prove(asked: Asked): Promise<Proof>;
}

export interface Limits {
  /** Proofs that are made at once. */
  readonly atOnce: number;
  /** Milliseconds that one may take. */
  readonly timeoutMs: number;
  /** Characters of all proofs that are kept; one has some tens of thousands. */
  readonly kept: number;
}

const limits: Limits = { atOnce: 8, timeoutMs: 10_000, kept: 8_000_000 };

/** Largest answer of a node: 64 slots of a very large registry have less than a quarter of it. */
const maxAnswerBytes = 4 * 1024 * 1024;

/** Proofs of the node at a URL. */
export function nodeProver(rpcUrl: string, bounds: Limits = limits): Prover {
  const { timeoutMs } = bounds;
  const sourceFor = (signal: AbortSignal): ProofSource =>
    rpcSource(new RpcClient(rpcUrl, { timeoutMs, maxBytes: maxAnswerBytes, signal }));
  const kept = new ProofCache<Proof>(bounds.kept);
  const underWay = new Map<string, Promise<Proof>>();
  return {
    async prove(asked) {
      const key = `${asked.block.hash} ${JSON.stringify(asked.question)}`;
      const known = kept.get(key) ?? underWay.get(key);
      if (known !== undefined) return known;
      if (underWay.size >= bounds.atOnce) throw busy();
      const making = made(sourceFor, asked, timeoutMs);
      underWay.set(key, making);
      try {
        const proof = await making;
        kept.set(key, proof);
        return proof;
      } finally {
        underWay.delete(key);
      }
    },
  };
}

async function made(
  sourceFor: (signal: AbortSignal) => ProofSource,
  { question, place, block }: Asked,
  timeoutMs: number,
): Promise<Proof> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const source = pinned(sourceFor(signal), block.hash);
    const { document, verified } = await buildProof(source, place, question, block.number);
    const text = documentText(document);
    return { text, document: parseDocument(text), answer: verified.answer };
  } catch (error) {
    throw faultOf(error, question, signal.aborted);
  }
}

/** A source that gives the header of one block, or none. */
function pinned(source: ProofSource, hash: Hash): ProofSource {
  return {
    async header(block) {
      const rlp = await source.header(block);
      if (readHeader(rlp).hash !== hash) throw outOfStep();
      return rlp;
    },
    nodes: source.nodes,
  };
}
