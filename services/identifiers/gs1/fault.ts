import type { IdentifierErrorCode } from "../errors.js";

/** What is wrong with a component's text. */
export interface Fault {
  readonly code: IdentifierErrorCode;
  /** Completes "the value …". */
  readonly message: string;
  readonly hint: string;
  /** Offset in the component. */
  readonly at: number;
}

export type Check = (text: string) => Fault | undefined;

/** A `Check` that faults with one message where a condition does not hold. */
export function rule(holds: (text: string) => boolean, message: string, hint: string, at = 0): Check {
  return (text) => (holds(text) ? undefined : { code: "IDENTIFIER_VALUE", message, hint, at });
}
