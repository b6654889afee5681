/** One call, as the chain gets it and as the model takes it. */
import type { ContractName } from "../../../services/ledger/deployment/deployment.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import type { Outcome } from "../ledger/refusals.js";
import type { Place } from "../words/names.js";
import type { Dice } from "./dice.js";

export interface Operation {
  readonly contract: ContractName | "accessManager";
  /** Name or signature of the function. */
  readonly call: string;
  words(place: Place): readonly unknown[];
  /** Things whose views it may change: see `View.about`. */
  readonly touches: readonly string[];
  /** Says what the documents refuse it for; changes the model where they do not. */
  apply(ledger: Ledger, by: Account): Outcome;
  /** What it is, for people. */
  readonly text: string;
}

/** An operation by an account, as it is drawn. */
export interface Move {
  readonly by: Account;
  readonly operation: Operation;
}

/** The same at its time, which stays what it is when steps before it are left out. */
export interface Step extends Move {
  readonly at: number;
}

/** Draws a move that fits what there is, mostly. */
export type Draw = (dice: Dice, ledger: Ledger) => Move;
