import { CadastreError } from "../../errors/cadastreError.js";

export type CapabilityErrorCode =
  /** Nothing that is a capability: malformed, of another kind or algorithm, not signed by the resolver, or changed since. */
  | "CAPABILITY_INVALID"
  /** Its time is over, or has not come. */
  | "CAPABILITY_EXPIRED"
  /** For another data provider. */
  | "CAPABILITY_OTHER_AUDIENCE"
  /** By another resolver. */
  | "CAPABILITY_OTHER_ISSUER"
  /** Good, for other data or another action. */
  | "CAPABILITY_INSUFFICIENT"
  /** The request does not show that it comes from the capability's holder. */
  | "CAPABILITY_UNPROVEN"
  /** The proof of the holder was used before. */
  | "CAPABILITY_REPLAYED"
  /** Whether the proof was used before cannot be told: the provider has just started, or remembers as many as it can. */
  | "CAPABILITY_UNCHECKED"
  /** The body is longer than the provider takes. */
  | "CAPABILITY_BODY_TOO_LARGE"
  /** The body is compressed: what is proven is what is meant. */
  | "CAPABILITY_BODY_ENCODED"
  /** The resolver's keys cannot be had. */
  | "CAPABILITY_KEYS_UNAVAILABLE";

/** Why a data provider does not take a capability. */
export class CapabilityError extends CadastreError<CapabilityErrorCode> {}
