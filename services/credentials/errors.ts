import { CadastreError } from "../errors/cadastreError.js";

export type CredentialErrorCode =
  /** The file or answer is no credential in JOSE form, or none of the kinds that are known. */
  | "CREDENTIAL_MALFORMED"
  /** Changed since, signed by a key that the issuer does not have, or by another algorithm. */
  | "CREDENTIAL_NOT_SIGNED"
  /** Another issuer's than the one that is trusted. */
  | "CREDENTIAL_OTHER_ISSUER"
  /** Its time is over, or has not come. */
  | "CREDENTIAL_EXPIRED"
  /** The issuer's DID document cannot be had, or is none. */
  | "CREDENTIAL_ISSUER_UNAVAILABLE"
  /** The issuer does not say whether it still holds. */
  | "CREDENTIAL_STATUS_UNAVAILABLE"
  /** It was right once, and is not any more. */
  | "CREDENTIAL_ENDED"
  /** It does not hold now, and may again. */
  | "CREDENTIAL_SUSPENDED";

export class CredentialError extends CadastreError<CredentialErrorCode> {}
