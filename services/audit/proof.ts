/** The proof in a report, held against a block that is trusted. */
import {
  type Answer,
  documentOf,
  type LedgerPlace,
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
  if (idOf(verified.answer) !== id) throw mismatch("it is of another thing");
  if (verified.block.number !== report.asOf.number) throw mismatch("it is of another block");
  const shown = ownerShown(verified);
  if (shown !== null && shown !== report.owners.at(-1)?.owner)
    throw mismatch(`it shows ${shown} as the owner`);
  return verified;
}

/** Of what is proven; null for what no report is of. */
function idOf(answer: Answer): string | null {
  switch (answer.kind) {
    case "record":
    case "twin":
    case "grant":
    case "sealed":
    case "batch":
    case "namespace":
      return answer.id;
    case "party":
      return answer.party;
    default:
      return null;
  }
}

/** null where a proof of the kind shows no owner. */
function ownerShown({ answer }: Verified): string | null {
  switch (answer.kind) {
    case "record":
    case "sealed":
      return answer.record?.owner.party ?? nobody;
    case "twin":
      return answer.twin?.owner.party ?? nobody;
    case "batch":
      return answer.batch?.owner.party ?? nobody;
    case "namespace":
      return answer.zone?.namespace.holder ?? nobody;
    case "party":
      return answer.controller ?? answer.party;
    default:
      return null;
  }
}

const nobody = "nobody";

function mismatch(why: string): AuditError {
  return new AuditError(
    "AUDIT_PROOF_MISMATCH",
    `The proof in the report does not show what it says: ${why}.`,
    {
      hint: "Do not rely on the report: ask its maker, or ask the ledger (cadastre prove).",
    },
  );
}
