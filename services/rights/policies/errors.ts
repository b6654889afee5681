import { CadastreError } from "../../errors/cadastreError.js";
import { quoted } from "../../identifiers/text.js";

export type PolicyErrorCode =
  /** The text is not JSON. */
  | "POLICY_JSON"
  /** Larger, deeper or of more parts than a policy that anybody writes. */
  | "POLICY_TOO_LARGE"
  /** The `@context` is not known here, or gives a term another meaning. Contexts are never fetched. */
  | "POLICY_CONTEXT"
  /** A member that is unknown or that this reading of ODRL does not support. */
  | "POLICY_MEMBER"
  /** One thing is said twice, in one spelling or two. */
  | "POLICY_DUPLICATE"
  | "POLICY_MISSING"
  /** A value of the wrong type or form. */
  | "POLICY_VALUE"
  /** The profile has no such left operand, or not in such a rule. */
  | "POLICY_OPERAND"
  /** The profile does not have that operator with that left operand. */
  | "POLICY_OPERATOR"
  /** What the profile (CX-0152) asks of a policy as a whole is not there. */
  | "POLICY_PROFILE"
  /** The policy contradicts itself. */
  | "POLICY_CONFLICT"
  /** A policy that is in order, and says what one grant on the ledger cannot. */
  | "POLICY_NOT_REPRESENTABLE";

/** A policy that cannot be read, or not be turned into terms. The only error that this folder throws. */
export class PolicyError extends CadastreError<PolicyErrorCode> {
  /** Always there, unlike in other layers: what was expected. */
  declare readonly hint: string;
  /** Where in the document, as JSONPath. */
  readonly path: string;

  constructor(code: PolicyErrorCode, path: string, message: string, expected: string) {
    super(code, path === "$" ? message : `${path}: ${message}`, { hint: expected, details: { path } });
    this.path = path;
  }
}

/** JSONPath of a member. */
export function memberPath(path: string, member: string): string {
  return /^[A-Za-z]\w{0,63}$/.test(member) ? `${path}.${member}` : `${path}[${quoted(member)}]`;
}
