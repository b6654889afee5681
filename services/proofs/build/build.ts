/** Makes proof documents, and verifies each before it is handed out. */
import type { ContractName } from "../../ledger/deployment/schema.js";
import { type Hex, zeroWord } from "../../ledger/hex.js";
import { type Answer, answerTo } from "../answers/answer.js";
import type { Asking, LedgerPlace } from "../answers/asking.js";
import { answerSchema, format, type ProofDocument, version } from "../document/document.js";
import type { Question } from "../document/questions.js";
import { ProofError } from "../errors.js";
import { type BlockHeader, readHeader } from "../state/header.js";
import { wordsIn } from "../state/words.js";
import { nodePool } from "../trie/nodes.js";
import { meaningful, type Verified, verifyDocument } from "../verify.js";
import type { ProofSource } from "./source.js";

export interface BuiltProof {
  readonly document: ProofDocument;
  /** What whoever trusts the block will see. */
  readonly verified: Verified;
}

/**
 * Makes the proof of the answer to a question.
 * @param block The moment; null for the last block.
 * @throws ProofError: `PROOF_NODE_WRONG` where what the source gave does not hold; what the question itself is refused for;
 * and what the source throws.
 */
export async function buildProof(
  source: ProofSource,
  place: LedgerPlace,
  question: Question,
  block: number | null = null,
): Promise<BuiltProof> {
  const rlp = await source.header(block);
  const header = readHeader(rlp);
  if (block !== null && header.number !== block) throw nodeWrong("it gave another block");
  const pool = await gather(source, place, question, header);
  const document = documentOf(place, question, rlp, header, pool);
  return { document, verified: checked(document, place, header) };
}

/** Slots that the answer asks for, by registry. */
type Slots = Map<ContractName, Set<Hex>>;

/** Which words an answer needs depends on those before: they are asked for in rounds. There is a handful. */
const mostRounds = 64;

/** All nodes that lead to the words of the answer, and some more. */
async function gather(
  source: ProofSource,
  place: LedgerPlace,
  question: Question,
  header: BlockHeader,
): Promise<readonly Hex[]> {
  const nodes = new Set<Hex>();
  const known: Slots = new Map();
  for (let round = 0; round < mostRounds; round += 1) {
    const missing = missingSlots(place, question, header, { nodes: [...nodes], known });
    if (missing.size === 0) return [...nodes];
    for (const [contract, slots] of missing) {
      const given = await source.nodes(place.contracts[contract], [...slots], header.number);
      for (const node of given) nodes.add(node);
      known.set(contract, new Set([...(known.get(contract) ?? []), ...slots]));
    }
  }
  throw nodeWrong("its words lead from one to the next without end");
}

/**
 * The slots that the answer asks for beyond those that are known, as far as can be told: what is missing is taken for zeros,
 * so that as much as possible is asked for at once.
 */
function missingSlots(
  place: LedgerPlace,
  question: Question,
  header: BlockHeader,
  { nodes, known }: { readonly nodes: readonly Hex[]; readonly known: Slots },
): Slots {
  const missing: Slots = new Map();
  const words = wordsIn(header.stateRoot, place, nodePool(nodes).open);
  const read: Asking["read"] = (contract, slot) => {
    if (known.get(contract)?.has(slot)) return blamed(() => words.read(contract, slot));
    missing.set(contract, (missing.get(contract) ?? new Set<Hex>()).add(slot));
    return zeroWord;
  };
  try {
    meaningful(() => answerTo({ read, place, at: header.time }, question));
  } catch (error) {
    // Zeros that stand for what is not known yet may contradict the question.
    if (missing.size === 0 || (error instanceof ProofError && error.code === "PROOF_NODE_WRONG")) throw error;
  }
  return missing;
}

function documentOf(
  place: LedgerPlace,
  question: Question,
  rlp: Hex,
  header: BlockHeader,
  nodes: readonly Hex[],
): ProofDocument {
  const pool = nodePool(nodes);
  const words = wordsIn(header.stateRoot, place, pool.open);
  const answer: Answer = answerTo({ read: words.read, place, at: header.time }, question);
  return {
    format,
    version,
    chainId: place.chainId,
    contracts: words.asked(),
    header: rlp,
    question,
    answer: answerSchema.parse(answer),
    nodes: [...pool.opened],
  };
}

/** What is handed out is verified as whoever gets it will. */
function checked(document: ProofDocument, place: LedgerPlace, { hash }: BlockHeader): Verified {
  return verifyDocument(document, { deployment: place, block: { kind: "hash", hash } });
}

/** Proofs that do not hold are the node's fault here. */
function blamed(read: () => Hex): Hex {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ProofError && cause.code !== "PROOF_REGISTRY_MISSING")
      throw nodeWrong(cause.message, cause);
    throw cause;
  }
}

const nodeWrong = (why: string, cause?: unknown): ProofError =>
  new ProofError("PROOF_NODE_WRONG", `What the node gave proves nothing: ${why}.`, {
    hint: "Try again: the block may have been replaced meanwhile. If it stays so, use another node.",
    cause,
  });
