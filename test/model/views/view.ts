/** A question to the chain, and what the model answers. */
import type { ContractName } from "../../../services/ledger/deployment/deployment.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Place } from "../words/names.js";

export type Answer =
  | { readonly values: readonly unknown[] }
  /** It is refused with one of these errors. */
  | { readonly errors: readonly string[] };

export interface View {
  /** The thing that it is about: operations name those that they touch. */
  readonly about: string;
  readonly contract: ContractName;
  readonly call: string;
  words(place: Place): readonly unknown[];
  expected(ledger: Ledger): Answer;
}

export const values = (...all: readonly unknown[]): Answer => ({ values: all });
export const errors = (...all: readonly string[]): Answer => ({ errors: all });
