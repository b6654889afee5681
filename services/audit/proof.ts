/** The proof in a report, held against a block that is trusted. */
import { recordId, schemeId } from "../ledger/ids.js";
import {
  documentOf,
  type LedgerPlace,
  type Question,
  type Trust,
  type Verified,
  verifyDocument,
} from "../proofs/index.js";
import { AuditError } from "./errors.js";
import type { Report } from "./report.js";

/**
 * Shows that the ledger was as the report's `state` says, at the block whose hash is trusted.
 * @param place The ledger, from whom it is trusted.
 * @throws AuditError AUDIT_NO_PROOF, AUDIT_PROOF_MISMATCH; ProofError
 */
export function verifyState(report: Report, place: LedgerPlace, block: Trust): Verified {
  if (report.proof === null) {
    throw new AuditError(
      "AUDIT_NO_PROOF",
      `The report has no proof: ${report.unproven ?? "none was made"}.`,
      {
        hint: "Leave the block's hash out: then the signature alone is checked.",
      },
    );
  }
  const verified = verifyDocument(documentOf(report.proof), { deployment: place, block });
  const { id } = report.subject;
  if (idOf(verified.question) !== id) throw mismatch("it is of another thing");
  if (verified.block.number !== report.asOf.number) throw mismatch("it is of another block");
  const shown = ownerShown(verified);
  if (shown !== null && shown !== report.owners.at(-1)?.owner)
    throw mismatch(`it shows ${shown} as the owner`);
  return verified;
}

function idOf(question: Question): string | null {
  switch (question.kind) {
    case "record":
      return recordId(schemeId(question.scheme), question.identifier);
    case "twin":
      return question.twin;
    case "party":
      return question.party;
    case "grant":
      return question.grant;
    default:
      return null;
  }
}

function ownerShown({ answer }: Verified): string | null {
  if (answer.kind === "record") return answer.record?.owner.party ?? "nobody";
  if (answer.kind === "twin") return answer.twin?.owner.party ?? "nobody";
  return null;
}

function mismatch(why: string): AuditError {
  return new AuditError(
    "AUDIT_PROOF_MISMATCH",
    `The proof in the report does not show what it says: ${why}.`,
    {
      hint: "Do not rely on the report: ask its maker, or ask the ledger (cadastre prove).",
    },
  );
}
