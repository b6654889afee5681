/** Verifies a proof document: without a node, a network or a clock. */
import { LedgerError } from "../ledger/errors.js";
import { type Answer, answerTo } from "./answers/answer.js";
import type { LedgerPlace } from "./answers/asking.js";
import { canonicalText, type ProofDocument, parseDocument } from "./document/document.js";
import type { Question } from "./document/questions.js";
import { ProofError } from "./errors.js";
import type { BlockHeader } from "./state/header.js";
import { wordsIn } from "./state/words.js";
import { type Statement, statementsOf } from "./statements/statements.js";
import { nodePool } from "./trie/nodes.js";
import { type Trust, trustedHeader } from "./trust.js";

/** What whoever verifies brings along: nothing of it comes from the document. */
export interface Trusted {
  readonly deployment: LedgerPlace;
  readonly block: Trust;
}

export interface Verified {
  readonly block: BlockHeader;
  readonly question: Question;
  readonly answer: Answer;
  /** What is proven. */
  readonly proven: readonly Statement[];
  /** What is not, and could be taken for it. */
  readonly open: readonly Statement[];
}

/**
 * Verifies a document as it was handed over.
 * @throws ProofError: one of which {@link isRefutation} is true where the proof holds and the document says something else
 * than it shows; any other where nothing is shown.
 */
export const verifyProof = (text: string, trusted: Trusted): Verified =>
  verifyDocument(parseDocument(text), trusted);

/** The same of a document that was read. */
export function verifyDocument(document: ProofDocument, { deployment, block: trust }: Trusted): Verified {
  requireDeployment(document, deployment);
  const block = trustedHeader(document.header, trust);
  const nodes = nodePool(document.nodes);
  const words = wordsIn(block.stateRoot, deployment, nodes.open);
  const { question } = document;
  const answer = meaningful(() =>
    answerTo({ read: words.read, place: deployment, at: block.time }, question),
  );
  nodes.end();
  if (canonicalText(words.asked()) !== canonicalText(document.contracts))
    throw otherDeployment("it names registries that it does not ask");
  if (canonicalText(answer) !== canonicalText(document.answer)) throw refuted();
  return { block, question, answer, ...statementsOf(question, answer) };
}

function requireDeployment({ chainId, contracts }: ProofDocument, trusted: LedgerPlace): void {
  if (chainId !== trusted.chainId) throw otherDeployment("it is of another chain");
  const known = new Map<string, string>(Object.entries(trusted.contracts));
  if (Object.entries(contracts).some(([name, address]) => known.get(name) !== address))
    throw otherDeployment("it names other registries");
}

/** Words that no registry of the ledger writes are no answer. */
export function meaningful<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof LedgerError)) throw cause;
    throw new ProofError("PROOF_WORD", `A word that is proven means nothing: ${cause.message}`, {
      hint: "Check that the deployment file names the registries of this ledger.",
      cause,
    });
  }
}

const otherDeployment = (why: string): ProofError =>
  new ProofError("PROOF_DEPLOYMENT", `The proof is not of the ledger that you trust: ${why}.`, {
    hint: "Give the deployment file of the ledger that the proof is about, from whom you trust.",
  });

const refuted = (): ProofError =>
  new ProofError("PROOF_ANSWER_REFUTED", "What is proven is something else than the document says.", {
    hint: "Do not rely on it.",
  });
