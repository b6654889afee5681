/** The proof in a report, held against a block that is trusted. */
import {
  type Answer,
  type BlockHeader,
  documentOf,
  type LedgerPlace,
  type Trust,
  type Verified,
  verifyDocument,
} from "../proofs/index.js";
import { AuditError } from "./errors.js";
import type { Report } from "./report.js";

/**
 * Shows that the ledger had the thing, and who held it, as the report says, at the block whose hash is trusted.
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
  if (!isOfLedger(report, place)) throw mismatch("it is of another ledger");
  if (!isOfSubject(report, verified.answer)) throw mismatch("it is of another thing");
  if (!isOfBlock(report, verified.block)) throw mismatch("it is of another block");
  const shown = ownerShown(verified);
  if (shown === nobody) throw mismatch("it shows that there was no such thing");
  if (shown !== null && shown !== report.owners.at(-1)?.owner)
    throw mismatch(`it shows ${shown} as the owner`);
  return verified;
}

/** A proof of another ledger is refused; what the report says of its ledger is not in the proof. */
const isOfLedger = ({ ledger }: Report, { chainId, contracts }: LedgerPlace): boolean =>
  ledger.chainId === chainId &&
  Object.entries(contracts).every(([name, address]) => ledger.contracts[name] === address);

/** Things of different kinds may have one id: that there is no grant of it says nothing of a twin. */
const isOfSubject = ({ subject }: Report, answer: Answer): boolean =>
  answer.kind === subject.kind && idOf(answer) === subject.id;

const isOfBlock = ({ asOf }: Report, { number, hash, time }: BlockHeader): boolean =>
  asOf.number === number && asOf.hash === hash && asOf.time === time;

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
    case "grant":
      return answer.grant === null ? nobody : null;
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
