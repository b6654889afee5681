/** The proof that a resolver's answer comes with: verified, and kept in a file. */
import { z } from "zod";
import type { Identifier } from "../../identifiers/identifier.js";
import { loadDeployment } from "../../ledger/deployment/deployment.js";
import { documentOf, documentText, type ProofDocument, verifyDocument } from "../../proofs/index.js";
import { required } from "../config/settings.js";
import type { Context } from "../context.js";
import { CliError } from "../errors.js";
import { writeFileFor } from "../output/file.js";
import { verifiedText } from "../proofs/text.js";
import type { Answer, MemberAnswer } from "./answer.js";
import { expectedRecord } from "./check.js";

const provenSchema = z.looseObject({
  proof: z.unknown().optional(),
  unproven: z.looseObject({ code: z.string(), detail: z.string() }).optional(),
});

/**
 * Writes the proof of an answer, and says what it shows. The block is the one that the answer names: the resolver's word, which
 * whoever verifies the file replaces by one of their own.
 * @throws CliError `CLI_NOT_PROVEN` where there is none, `CLI_MISMATCH` where it is of something else; ProofError
 */
export async function writeProof(
  context: Context,
  file: string,
  asked: Identifier,
  answer: Answer | MemberAnswer,
  body: unknown,
): Promise<string> {
  const { proof, unproven } = provenSchema.parse(body);
  if (proof === undefined || proof === null) throw notProven(unproven);
  const document = documentOf(proof);
  const { hash } = answer.asOf;
  const deployment = await loadDeployment(required(await context.settings(), "deployment"));
  const verified = verifyDocument(document, { deployment, block: { kind: "hash", hash } });
  if (!isOf(document, asked, answer) || ownerIn(verified.answer) !== answer.owner.address) throw ofAnother();
  await writeFileFor(file, `${documentText(document)}\n`);
  const { number } = verified.block;
  return `${verifiedText(verified)}\n\nWritten to ${file}. Whoever verifies it has to know that block ${number} is ${hash}.`;
}

/** Whether it is a proof of what was asked for, in the way in which it was answered. */
function isOf({ question }: ProofDocument, asked: Identifier, answer: Answer | MemberAnswer): boolean {
  const expected = isRecord(answer) ? expectedRecord(asked, answer) : asked;
  if (question.kind !== (isRecord(answer) ? "record" : "member")) return false;
  return question.scheme === expected?.scheme && question.identifier === expected.canonical;
}

const isRecord = (answer: Answer | MemberAnswer): answer is Answer => answer.record !== null;

function ownerIn(answer: ReturnType<typeof verifyDocument>["answer"]): string | null {
  if (answer.kind === "record") return answer.record?.owner.party ?? null;
  return answer.kind === "member" && answer.member !== null ? (answer.batch?.owner.party ?? null) : null;
}

const notProven = (why: { readonly code: string; readonly detail: string } | undefined): CliError =>
  new CliError(
    "CLI_NOT_PROVEN",
    `The resolver answers without a proof${why === undefined ? "." : `: ${why.detail}`}`,
    {
      hint: "Make one over a node of your own: cadastre prove ID --out FILE",
      details: { code: why?.code },
    },
  );

const ofAnother = (): CliError =>
  new CliError("CLI_MISMATCH", "The proof holds, and is not of what the resolver answers.", {
    hint: "Do not rely on the answer. Tell the resolver's operator.",
  });
