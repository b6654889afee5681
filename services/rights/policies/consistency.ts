/** What the profile asks of a policy as a whole, and what contradicts itself. */
import { PolicyError } from "./errors.js";
import { type Atom, atomsOf, type Conditions } from "./model.js";
import type { OperandName } from "./operands.js";

/** Of the three, one says when use ends. */
const endOperands: readonly OperandName[] = [
  "DataUsageEndDate",
  "DataUsageEndDurationDays",
  "DataUsageEndDefinition",
];
const provisioningOperands: readonly OperandName[] = [
  "DataProvisioningEndDate",
  "DataProvisioningEndDurationDays",
];

/** @throws PolicyError `POLICY_PROFILE` where a usage permission lacks framework or purpose. */
export function checkUsagePermission(conditions: Conditions, path: string): void {
  for (const operand of ["FrameworkAgreement", "UsagePurpose"] as const)
    if (!alwaysSays(conditions, operand))
      throw new PolicyError(
        "POLICY_PROFILE",
        path,
        `There is no ${operand}.`,
        "CX-0152 asks for FrameworkAgreement and UsagePurpose.",
      );
}

/** Whether an operand is there whichever alternatives hold. */
function alwaysSays(conditions: Conditions, operand: OperandName): boolean {
  return conditions.some((each) =>
    each.kind === "atom"
      ? each.operand === operand
      : each.alternatives.every((one) => alwaysSays(one, operand)),
  );
}

/**
 * Conditions that could never hold together, or of which nobody could say what they mean.
 * @throws PolicyError `POLICY_CONFLICT`
 */
export function checkConsistent(conditions: Conditions, path: string): void {
  check(conditions, [], path);
}

function check(conditions: Conditions, above: readonly Atom[], path: string): void {
  const own = conditions.filter((each) => each.kind === "atom");
  const atoms = [...above, ...own];
  checkAtoms(atoms, path);
  for (const each of conditions)
    if (each.kind !== "atom") for (const one of each.alternatives) check(one, atoms, path);
}

function checkAtoms(atoms: readonly Atom[], path: string): void {
  const seen = new Map<string, Atom>();
  for (const atom of atoms) {
    const { operand, operator, values } = atom;
    const before = seen.get(`${operand} ${operator}`);
    if (before !== undefined && values.join() !== before.values.join())
      throw conflict(path, `${operand} is there twice, with different values.`, "Say it once.");
    seen.set(`${operand} ${operator}`, atom);
  }
  for (const operand of ["BusinessPartnerNumber", "BusinessPartnerGroup"] as const) {
    const any = seen.get(`${operand} isAnyOf`)?.values;
    const none = seen.get(`${operand} isNoneOf`)?.values ?? [];
    if (any?.some((value) => none.includes(value)))
      throw conflict(path, `${operand} is asked for and ruled out at once.`, "Leave one out.");
  }
  checkOneOf(atoms, endOperands, path);
}

/** @throws PolicyError `POLICY_CONFLICT` */
export function checkObligations(obligations: readonly Atom[], path: string): void {
  checkOneOf(obligations, provisioningOperands, path);
}

function checkOneOf(atoms: readonly Atom[], operands: readonly OperandName[], path: string): void {
  const [first, other] = atoms.filter(({ operand }) => operands.includes(operand));
  if (first !== undefined && other !== undefined && first.operand !== other.operand)
    throw conflict(
      path,
      `${first.operand} and ${other.operand} say two ends.`,
      `Give one of ${operands.join(", ")}.`,
    );
  if (first !== undefined && other !== undefined && first.values.join() !== other.values.join())
    throw conflict(path, `${first.operand} is there twice, with different values.`, "Say it once.");
}

/** @throws PolicyError `POLICY_CONFLICT` where a prohibition takes what a permission gives by name. */
export function checkProhibitions(
  permissions: readonly Conditions[],
  prohibitions: readonly Atom[],
  path: string,
): void {
  for (const { operand, values } of prohibitions)
    for (const atom of permissions.flatMap(atomsOf))
      if (atom.operand === operand && overlap(values, atom.values))
        throw conflict(path, `${operand} is permitted and prohibited for the same.`, "Leave one out.");
}

/** "All regions" holds every region. */
function overlap(some: readonly string[], others: readonly string[]): boolean {
  const all = "cx.region.all:1";
  return some.includes(all) || others.includes(all) || some.some((value) => others.includes(value));
}

function conflict(path: string, message: string, expected: string): PolicyError {
  return new PolicyError("POLICY_CONFLICT", path, message, expected);
}
