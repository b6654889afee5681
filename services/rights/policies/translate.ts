/** What of a usage policy the ledger's contract enforces: terms, and how far a grant under them goes. */
import type { GrantAction } from "../../store/model.js";
import { PolicyError } from "./errors.js";
import { type Atom, atomsOf, type Conditions, type Policy } from "./model.js";
import { type OperandName, operandOf } from "./operands.js";

/** When use ends. */
export type PolicyEnd =
  | { readonly kind: "never" }
  /** @param time First second at which it no longer may be used, Unix time. */
  | { readonly kind: "at"; readonly time: number }
  /** From the conclusion on. @param stated False where the framework says so and the policy does not. */
  | { readonly kind: "after"; readonly days: number; readonly stated: boolean }
  /** Neither the policy nor its framework says; whoever grants has to. */
  | { readonly kind: "unstated" };

/** Whom the policy names. Neither kind of name is the ledger's: who has it is to be found out. */
export interface PolicyGrantees {
  /** Business partner numbers of legal entities, `BPNL…`. */
  readonly partners: readonly string[];
  /** Groups of business partners, by the provider's names. */
  readonly groups: readonly string[];
}

/** The most that the ledger may grant under a policy; anything stricter is within it. */
export interface PolicyTerms {
  readonly actions: readonly GrantAction[];
  readonly exclusive: boolean;
  /** An offer holds from its acceptance on; who writes an agreement or a set down has it already, or needs none. */
  readonly byAcceptance: boolean;
  readonly end: PolicyEnd;
}

/** Actions that using data includes, each unless it is forbidden. To hand data on is for the profile's affiliates alone. */
const useActions = ["read", "use", "modify", "derive"] as const satisfies readonly GrantAction[];

/** What a usage restriction takes away. */
export const restrictedActions: ReadonlyMap<string, GrantAction> = new Map([
  ["cx.thirdParty.forbidden:1", "distribute"],
  ["cx.manipulation.forbidden:1", "modify"],
  ["cx.derivations.forbidden:1", "derive"],
]);

/** "One (1) year" of the Data Exchange Governance, where a policy says nothing else. */
const governanceDays = 365;

/**
 * Terms that never allow more than the policy. Sub-licences are none: the ledger could not hold them to the affiliates
 * that a policy names. Notice is none, and nothing is irrevocable: the profile has neither.
 *
 * @throws PolicyError `POLICY_NOT_REPRESENTABLE`
 */
export function termsOfPolicy(policy: Policy): PolicyTerms {
  const { use, kind, permissions } = policy;
  const [conditions, more] = permissions;
  if (use === "access" || conditions === undefined)
    throw notRepresentable(
      "An access policy says who sees an offer; it lets nobody use data.",
      "Take the usage policy.",
    );
  if (more !== undefined)
    throw notRepresentable(
      "It has several permissions, of which any one is enough.",
      "Make a policy of each.",
    );
  refuseChoices(conditions);
  return {
    actions: useActionsOf(policy),
    exclusive: valuesOf(conditions, "ExclusiveUsage").length > 0,
    byAcceptance: kind === "Offer",
    end: endOf(conditions),
  };
}

/** What a permission to use lets be done, as the ledger names actions. */
export function useActionsOf({ prohibitions }: Policy): readonly GrantAction[] {
  const forbidden = valuesOf(prohibitions, "UsageRestriction").map((value) => restrictedActions.get(value));
  return useActions.filter((action) => !forbidden.includes(action));
}

/** Whom all of a policy's permissions are for, as far as they name anybody. */
export function granteesOf({ permissions }: Policy): PolicyGrantees {
  const named = (operand: OperandName): readonly string[] => [
    ...new Set(
      permissions.flatMap((conditions) =>
        atomsIn(conditions)
          .filter((atom) => atom.operand === operand && atom.operator === "isAnyOf")
          .flatMap(({ values }) => values),
      ),
    ),
  ];
  return { partners: named("BusinessPartnerNumber"), groups: named("BusinessPartnerGroup") };
}

const atomsIn = (conditions: Conditions): readonly Atom[] =>
  conditions.filter((each) => each.kind === "atom");

const valuesOf = (conditions: Conditions, operand: OperandName): readonly string[] =>
  atomsIn(conditions).flatMap((atom) => (atom.operand === operand ? atom.values : []));

function refuseChoices(conditions: Conditions): void {
  const within = conditions.flatMap((each) => (each.kind === "atom" ? [] : atomsOf([each])));
  const enforced = within.find(({ operand }) => operandOf(operand).enforcement === "ledger");
  if (enforced !== undefined)
    throw notRepresentable(
      `${enforced.operand} is there in one alternative only; the ledger enforces it or does not.`,
      "Make a policy of each alternative.",
    );
}

/** When a permission says that use ends. */
export function endOf(conditions: Conditions): PolicyEnd {
  const [date] = valuesOf(conditions, "DataUsageEndDate");
  if (date !== undefined) return { kind: "at", time: Date.parse(date) / 1000 };
  const [days] = valuesOf(conditions, "DataUsageEndDurationDays");
  if (days !== undefined) return { kind: "after", days: Number(days), stated: true };
  if (valuesOf(conditions, "DataUsageEndDefinition").length > 0) return { kind: "never" };
  const governed = atomsOf(conditions).some(
    ({ operand, values }) =>
      operand === "FrameworkAgreement" && values.some((value) => value.startsWith("DataExchangeGovernance:")),
  );
  return governed ? { kind: "after", days: governanceDays, stated: false } : { kind: "unstated" };
}

function notRepresentable(message: string, expected: string): PolicyError {
  return new PolicyError("POLICY_NOT_REPRESENTABLE", "$", message, expected);
}
