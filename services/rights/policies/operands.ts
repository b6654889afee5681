/** The left operands of the Catena-X profile (CX-0152): where each may stand, with which operators and values. */
import {
  dateTime,
  framework,
  legalEntity,
  oneOf,
  place,
  reference,
  type ValueForm,
  wholeNumber,
} from "./values.js";

/** Kinds of rules: the permissions of an access policy and of a usage policy, and the rest of a usage policy. */
export type RuleKind = "access" | "usage" | "prohibition" | "obligation";

/** In canonical form: `eq` is for operands of one value. */
export type Operator = "eq" | "isAnyOf" | "isNoneOf" | "isAllOf";

/**
 * What becomes of a constraint.
 * - `ledger`: the contract enforces it.
 * - `decision`: for whoever decides on a request, the resolver or the data's host, to check.
 * - `text`: agreed, and nobody's to check by machine.
 */
export type Enforcement = "ledger" | "decision" | "text";

interface Operand {
  readonly rules: readonly RuleKind[];
  readonly operators: readonly Operator[];
  readonly value: ValueForm;
  readonly enforcement: Enforcement;
}

const usage: readonly RuleKind[] = ["usage"];
const text = (value: ValueForm, operator: Operator = "eq", rules = usage): Operand => ({
  rules,
  operators: [operator],
  value,
  enforcement: "text",
});
/** CX-0152 has them in access policies; connectors write them in usage policies too. */
const whoMay = (value: ValueForm): Operand => ({
  rules: ["access", "usage"],
  operators: ["isAnyOf", "isNoneOf"],
  value,
  enforcement: "decision",
});
const end = (value: ValueForm): Operand => ({ ...text(value), enforcement: "ledger" });

const regions = oneOf(
  "cx.region.all:1",
  "cx.region.europe:1",
  "cx.region.northAmerica:1",
  "cx.region.southAmerica:1",
  "cx.region.africa:1",
  "cx.region.asia:1",
  "cx.region.oceania:1",
  "cx.region.antarctica:1",
);

export const operands = {
  FrameworkAgreement: text(framework, "eq", ["access", "usage"]),
  Membership: { ...whoMay(oneOf("active")), operators: ["eq"] },
  BusinessPartnerNumber: whoMay(legalEntity),
  BusinessPartnerGroup: whoMay(reference),
  UsagePurpose: { ...text(reference, "isAnyOf"), enforcement: "decision" },
  DataUsageEndDate: end(dateTime),
  DataUsageEndDurationDays: end(wholeNumber),
  DataUsageEndDefinition: end(oneOf("cx.dataUsageEnd.unlimited:1")),
  ExclusiveUsage: { ...text(oneOf("cx.exclusiveUsage.dataConsumer:1")), enforcement: "ledger" },
  UsageRestriction: {
    rules: ["prohibition"],
    operators: ["isAllOf"],
    value: oneOf(
      "cx.thirdParty.forbidden:1",
      "cx.manipulation.forbidden:1",
      "cx.derivations.forbidden:1",
      "cx.extraordinaryAnalytics.forbidden:1",
      "cx.dataProviderRemoval.forbidden:1",
    ),
    enforcement: "ledger",
  },
  AffiliatesRegion: text(regions, "isAnyOf", ["usage", "prohibition"]),
  AffiliatesBpnl: text(legalEntity, "isAnyOf", ["usage", "prohibition"]),
  ManagedLegalEntityRegion: text(regions, "isAnyOf"),
  ManagedLegalEntityBpnl: text(legalEntity, "isAnyOf"),
  ContractReference: text(reference, "isAllOf"),
  ContractTermination: text(oneOf("cx.data.deletion:1", "cx.data.keeping:1")),
  ConfidentialInformationMeasures: text(oneOf("cx.confidentiality.measures:1")),
  ConfidentialInformationSharing: text(
    oneOf("cx.sharing.affiliates:1", "cx.sharing.managedLegalEntity:1"),
    "isAnyOf",
  ),
  DataFrequency: text(oneOf("cx.dataFrequency.once:1", "cx.dataFrequency.unlimited:1")),
  VersionChanges: text(oneOf("cx.versionChanges.minor:1", "cx.versionChanges.major:1")),
  Warranty: text(
    oneOf("cx.warranty.none:1", "cx.warranty.contractReference:1", "cx.warranty.dataQualityIssues:1"),
  ),
  WarrantyDefinition: text(oneOf("cx.warranty.contractEndDate:1")),
  WarrantyDurationMonths: text(wholeNumber),
  Liability: text(oneOf("cx.grossNegligence:1", "cx.slightNegligence:1")),
  JurisdictionLocation: text(place),
  JurisdictionLocationReference: text(oneOf("cx.location.dataConsumer:1", "cx.location.contractReference:1")),
  Precedence: text(oneOf("cx.precedence.contractReference:1", "cx.precedence.rcAgreement:1")),
  DataProvisioningEndDate: text(dateTime, "eq", ["obligation"]),
  DataProvisioningEndDurationDays: text(wholeNumber, "eq", ["obligation"]),
} as const satisfies Readonly<Record<string, Operand>>;

export type OperandName = keyof typeof operands;

const isOperandName = (name: string): name is OperandName => Object.hasOwn(operands, name);

export const operandNames: readonly OperandName[] = Object.keys(operands).filter(isOperandName);

/** With the table's types widened: what may be asked of any operand. */
export const operandOf = (name: OperandName): Operand => operands[name];
