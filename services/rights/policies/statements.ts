/** A policy in plain words, each sentence with what becomes of it. */
import { PolicyError } from "./errors.js";
import { type Atom, atomsOf, type Choice, type Condition, type Conditions, type Policy } from "./model.js";
import { type Enforcement, operandOf } from "./operands.js";
import { atomWords, forbiddenWords } from "./phrases.js";
import { endOf, restrictedActions, termsOfPolicy, useActionsOf } from "./translate.js";

export interface Statement {
  readonly text: string;
  /** Null of a sentence that only introduces others. */
  readonly enforcement: Enforcement | null;
  readonly parts: readonly Statement[];
}

/** Everything that a policy says. */
export function statementsOf(policy: Policy): readonly Statement[] {
  const { permissions, prohibitions, obligations } = policy;
  const owed = obligations.map((atom) => says(atomWords(atom), "text"));
  const statements = [
    ...headings(policy).map((text) => says(text, "text")),
    ...permissions.map((conditions, index) => permission(policy, conditions, index)),
    ...introduced("Forbidden is:", prohibitions.flatMap(forbids)),
    ...introduced("The provider owes:", owed),
  ];
  // Without terms the ledger enforces nothing of it.
  return hasTerms(policy) ? statements : statements.map((each) => without(each, ["ledger"]));
}

function hasTerms(policy: Policy): boolean {
  try {
    termsOfPolicy(policy);
    return true;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return false;
  }
}

/** Agreed text, where somebody would see to it otherwise. */
function without({ text, enforcement, parts }: Statement, marks: readonly Enforcement[]): Statement {
  const lost = enforcement !== null && marks.includes(enforcement);
  return { text, enforcement: lost ? "text" : enforcement, parts: parts.map((part) => without(part, marks)) };
}

const says = (text: string, enforcement: Enforcement): Statement => ({ text, enforcement, parts: [] });
const introduced = (text: string, parts: readonly Statement[]): readonly Statement[] =>
  parts.length === 0 ? [] : [{ text, enforcement: null, parts }];

function headings({
  kind,
  use,
  id,
  profiles,
  assigner,
  assignee,
  targets,
  timestamp,
}: Policy): readonly string[] {
  const what = use === "access" ? "who sees an offer" : "the use of data";
  const lines: readonly (readonly [string, string | null])[] = [
    [`This is ${kindWords[kind]} on ${what}`, ""],
    ["Agreement: ", id],
    ["Made at: ", timestamp],
    ["Provider: ", assigner],
    ["Consumer: ", assignee],
    ["Data: ", targets.join(", ") || null],
    ["Profile: ", profiles.join(", ") || null],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [`${name}${value}.`]));
}

const kindWords: Readonly<Record<Policy["kind"], string>> = {
  Set: "a set of rules",
  Offer: "an offer",
  Agreement: "an agreement",
};

function permission(policy: Policy, conditions: Conditions, index: number): Statement {
  const instead = index === 0 ? "" : "Or: ";
  const parts = conditions.map((each) => condition(each, true));
  if (policy.use === "access")
    return { text: `${instead}The offer may be seen where all of this holds:`, enforcement: null, parts };
  return {
    text: `${instead}The data may be used where all of this holds:`,
    enforcement: null,
    parts: [
      says(`Use is to ${useActionsOf(policy).join(", ")}; not to distribute.`, "ledger"),
      ...parts,
      ...unwrittenEnd(conditions),
    ],
  };
}

/** What a policy leaves to its framework, or to nobody. */
function unwrittenEnd(conditions: Conditions): readonly Statement[] {
  const end = endOf(conditions);
  if (end.kind === "unstated") return [says("When use ends is not said.", "text")];
  if (end.kind !== "after" || end.stated) return [];
  return [says(`Use ends ${end.days} days after the conclusion, as the framework says.`, "ledger")];
}

/** @param alone Whether it holds in any case, and not only as one of several alternatives. */
function condition(each: Condition, alone: boolean): Statement {
  if (each.kind !== "atom") return choice(each);
  return says(atomWords(each), alone ? operandOf(each.operand).enforcement : "decision");
}

/** Whoever decides can refuse only where every alternative is for it to check. */
function choice({ kind, alternatives }: Choice): Statement {
  const checked = alternatives
    .flatMap(atomsOf)
    .every(({ operand }) => operandOf(operand).enforcement === "decision");
  const parts = alternatives.map((conditions) => alternative(conditions));
  const text = kind === "or" ? "At least one of these holds:" : "Exactly one of these holds:";
  return {
    text,
    enforcement: null,
    parts: checked ? parts : parts.map((part) => without(part, ["ledger", "decision"])),
  };
}

function alternative(conditions: Conditions): Statement {
  const parts = conditions.map((each) => condition(each, false));
  const [only, more] = parts;
  return only !== undefined && more === undefined
    ? only
    : { text: "All of these:", enforcement: null, parts };
}

function forbids(atom: Atom): readonly Statement[] {
  return forbiddenWords(atom).map(({ value, text }) =>
    says(`${text}.`, restrictedActions.has(value) ? "ledger" : "text"),
  );
}

const marks: Readonly<Record<Enforcement, string>> = {
  ledger: "[ledger]  ",
  decision: "[decision]",
  text: "[text]    ",
};

/** Lines for people. What the marks mean is said with them, where they are shown. */
export function statementLines(statements: readonly Statement[], depth = 0): readonly string[] {
  return statements.flatMap(({ text, enforcement, parts }) => {
    const mark = enforcement === null ? " ".repeat(10) : marks[enforcement];
    return [`${mark} ${"  ".repeat(depth)}${text}`, ...statementLines(parts, depth + 1)];
  });
}
