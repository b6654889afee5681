/** The proof of what an identifier was resolved to. */

import type { z } from "zod";
import type { ProofDocument, Answer as ProvenAnswer, Question } from "../../proofs/index.js";
import { lastsNotAtAll } from "../../store/lasting.js";
import type { EntityView } from "../../store/view.js";
import { problemDocument } from "../http/problem.js";
import { type Lists, listProofOf, type Member } from "../resolution/members.js";
import type { Moment } from "../resolution/moment.js";
import type { Membership, Resolution } from "../resolution/resolve.js";
import type { Service } from "../service.js";
import { agreesWith } from "./agreement.js";
import { type Asked, askedAt } from "./asked.js";
import { isUnproven, refuted } from "./faults.js";
import type { Proof, Prover } from "./prover.js";
import { type ListProof, listProof, memberQuestion, recordQuestion } from "./questions.js";
import type { unprovenSchema } from "./schema.js";

/** What is proven of an answer, taken from the view that the answer is of. */
export interface Provable {
  readonly asked: Asked;
  /** Whether what is proven is what the answer says: the two must not contradict each other. */
  readonly agrees: (answer: ProvenAnswer) => boolean;
}

/** The same of what an identifier was resolved to. */
export interface ProvableFound extends Provable {
  readonly found: Resolution | Membership;
}

/** @param moment Of the view that the answer is of. */
export const provableBy = (
  view: EntityView,
  moment: Moment,
  question: Question,
  agrees: Provable["agrees"],
): Provable => ({ asked: askedAt(view, moment, question), agrees });

export function provableOf(
  view: EntityView,
  lists: Lists,
  moment: Moment,
  found: Resolution | Membership,
): ProvableFound {
  const question =
    found.kind === "resolution"
      ? recordQuestion(view, found.identifier)
      : memberQuestion(found.member.identifier, found.member.batch.id, askedProof(lists, found.member));
  return { ...provableBy(view, moment, question, agreesWith(found)), found };
}

function askedProof(lists: Lists, member: Member): ListProof | null {
  const proof = listProofOf(lists, member);
  return proof && listProof(proof);
}

/** @throws ResolverError as `Prover.prove`; RESOLVER_INDEX_REFUTED where the proof does not say the same as the answer. */
export async function proofOf(prover: Prover, { asked, agrees }: Provable): Promise<Proof> {
  const proof = await prover.prove(asked);
  if (!agrees(proof.answer)) throw refuted();
  return proof;
}

/** What an answer says of its proof. */
export type Proven =
  | { readonly proof: ProofDocument }
  | { readonly proof: null; readonly unproven: z.infer<typeof unprovenSchema> };

/**
 * An answer does not fail for want of a proof.
 * @throws ResolverError RESOLVER_INDEX_REFUTED
 */
export async function provenOf(
  { prover, logger }: Pick<Service, "prover" | "logger">,
  provable: Provable,
): Promise<Proven> {
  // The node may answer otherwise the next time.
  lastsNotAtAll();
  try {
    const { document } = await proofOf(prover, provable);
    return { proof: document };
  } catch (error) {
    if (!isUnproven(error)) throw error;
    logger.warn({ err: error }, "answered without a proof");
    const { type, title, status, detail, code } = problemDocument(error);
    return { proof: null, unproven: { type, title, status, detail, code } };
  }
}
