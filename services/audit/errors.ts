import { CadastreError } from "../errors/cadastreError.js";

export type AuditErrorCode =
  /** The file is not a report in its one spelling. */
  | "AUDIT_MALFORMED"
  /** A version that this program does not know. */
  | "AUDIT_VERSION"
  /** What it says is not what was signed. */
  | "AUDIT_CHANGED"
  /** Signed by another key than the one that is trusted. */
  | "AUDIT_OTHER_KEY"
  /** The proof in it is of something else, or contradicts it. */
  | "AUDIT_PROOF_MISMATCH"
  /** What it has of the access log is not of one log, not of who asked, its thing or its period, or is there twice. */
  | "AUDIT_ACCESS_MISMATCH"
  /** There is no proof in it. */
  | "AUDIT_NO_PROOF";

export class AuditError extends CadastreError<AuditErrorCode> {}
