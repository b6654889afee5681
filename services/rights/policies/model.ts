/** A policy as it is understood: one form for all spellings that mean the same. */
import type { OperandName, Operator } from "./operands.js";
import type { ProfileRelease } from "./vocabulary.js";

export interface Policy {
  readonly kind: "Set" | "Offer" | "Agreement";
  /** An access policy says who sees an offer; a usage policy what may be done with the data. */
  readonly use: "access" | "usage";
  /** Of an agreement alone: the name of a set or an offer is no part of what it says. */
  readonly id: string | null;
  readonly profiles: readonly string[];
  readonly assigner: string | null;
  readonly assignee: string | null;
  /** What the policy is about. */
  readonly targets: readonly string[];
  /** When an agreement was made, UTC. */
  readonly timestamp: string | null;
  /** Any one of them permits. At least one. */
  readonly permissions: readonly Conditions[];
  /** Each forbids by itself. */
  readonly prohibitions: readonly Atom[];
  /** What the provider owes. */
  readonly obligations: readonly Atom[];
}

/** All of them hold: sorted, none twice. */
export type Conditions = readonly Condition[];
export type Condition = Atom | Choice;

/** One constraint. */
export interface Atom {
  readonly kind: "atom";
  readonly operand: OperandName;
  readonly release: ProfileRelease;
  readonly operator: Operator;
  /** In their one spelling, sorted, none twice, at least one. */
  readonly values: readonly string[];
}

/** `or`: at least one of the alternatives holds; `xone`: exactly one. Two alternatives or more, sorted. */
export interface Choice {
  readonly kind: "or" | "xone";
  readonly alternatives: readonly Conditions[];
}

/** Every atom of conditions, however deep. */
export function atomsOf(conditions: Conditions): readonly Atom[] {
  return conditions.flatMap((each) => (each.kind === "atom" ? [each] : each.alternatives.flatMap(atomsOf)));
}
