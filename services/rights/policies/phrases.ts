/** What each constraint says, in plain words. The legal texts are the profile's; these are short for them. */
import type { Atom } from "./model.js";
import type { OperandName } from "./operands.js";

/** A sentence. */
export function atomWords({ operand, operator, values }: Atom): string {
  return sentences[operand](values, operator === "isNoneOf");
}

/** What a prohibition of this constraint forbids, one phrase a value. */
export function forbiddenWords({
  operand,
  values,
}: Atom): readonly { readonly value: string; readonly text: string }[] {
  const phrase = forbidden[operand];
  return values.map((value) => ({ value, text: phrase === undefined ? value : phrase(value) }));
}

const either = (values: readonly string[]): string => values.join(" or ");
const also = (values: readonly string[]): string => values.join(" and ");
const quoted = (values: readonly string[]): readonly string[] => values.map((value) => JSON.stringify(value));
const words =
  (known: Readonly<Record<string, string>>) =>
  (values: readonly string[]): string =>
    values.map((value) => known[value] ?? value).join(" ");

const regionNames: Readonly<Record<string, string>> = {
  "cx.region.all:1": "everywhere",
  "cx.region.europe:1": "in Europe",
  "cx.region.northAmerica:1": "in North America",
  "cx.region.southAmerica:1": "in South America",
  "cx.region.africa:1": "in Africa",
  "cx.region.asia:1": "in Asia",
  "cx.region.oceania:1": "in Oceania",
  "cx.region.antarctica:1": "in Antarctica",
};
const regions = (values: readonly string[]): readonly string[] =>
  values.map((value) => regionNames[value] ?? value);

const forbidden: Partial<Readonly<Record<OperandName, (value: string) => string>>> = {
  UsageRestriction: (value) => restrictions[value] ?? value,
  AffiliatesRegion: (value) => `to let affiliates use the data ${regionNames[value] ?? value}`,
  AffiliatesBpnl: (value) => `to let the affiliate ${value} use the data`,
};

const restrictions: Readonly<Record<string, string>> = {
  "cx.thirdParty.forbidden:1": "to hand the data to others, copy or publish it",
  "cx.manipulation.forbidden:1": "to modify the data, or part it from its metadata",
  "cx.derivations.forbidden:1": "to make other works from the data",
  "cx.extraordinaryAnalytics.forbidden:1": "to analyse the data again and again beyond what is usual",
  "cx.dataProviderRemoval.forbidden:1": "to remove what names the provider",
};

const sentences: Readonly<Record<OperandName, (values: readonly string[], none: boolean) => string>> = {
  FrameworkAgreement: (values) => `The framework agreement ${also(values)} applies.`,
  Membership: () => "Whoever asks is an active member of the data space.",
  BusinessPartnerNumber: (values, none) =>
    `Whoever asks is ${none ? "not " : ""}the business partner ${either(values)}.`,
  BusinessPartnerGroup: (values, none) =>
    `Whoever asks is ${none ? "not " : ""}in the group ${either(quoted(values))}.`,
  UsagePurpose: (values) => `The purpose is ${either(quoted(values))}.`,
  DataUsageEndDate: (values) => `Use ends at ${also(values)}.`,
  DataUsageEndDurationDays: (values) => `Use ends ${also(values)} days after the conclusion.`,
  DataUsageEndDefinition: () => "Use has no end.",
  ExclusiveUsage: () => "The use is exclusive: the provider gives it to nobody else, and keeps its own.",
  UsageRestriction: (values) => values.map((value) => restrictions[value] ?? value).join("; "),
  AffiliatesRegion: (values) => `Affiliates may use the data too: ${also(regions(values))}.`,
  AffiliatesBpnl: (values) => `These affiliates may use the data too: ${also(values)}.`,
  ManagedLegalEntityRegion: (values) =>
    `Companies that the consumer manages may use the data too: ${also(regions(values))}.`,
  ManagedLegalEntityBpnl: (values) =>
    `These companies that the consumer manages may use the data too: ${also(values)}.`,
  ContractReference: (values) => `Another contract applies too: ${also(quoted(values))}.`,
  ContractTermination: words({
    "cx.data.deletion:1": "When it ends, the consumer deletes the data.",
    "cx.data.keeping:1": "When it ends, the consumer may keep the data and use it within the same purpose.",
  }),
  ConfidentialInformationMeasures: () =>
    "The consumer protects confidential information, and reports where it came out.",
  ConfidentialInformationSharing: words({
    "cx.sharing.affiliates:1":
      "Confidential information may go to affiliates that are permitted and bound alike.",
    "cx.sharing.managedLegalEntity:1":
      "Confidential information may go to managed companies that are permitted and bound alike.",
  }),
  DataFrequency: words({
    "cx.dataFrequency.once:1": "It is for one exchange of data.",
    "cx.dataFrequency.unlimited:1": "It is for any number of exchanges of like data.",
  }),
  VersionChanges: words({
    "cx.versionChanges.minor:1": "It goes on through minor versions of interface, asset and model.",
    "cx.versionChanges.major:1": "It goes on through all versions of interface, asset and model.",
  }),
  Warranty: words({
    "cx.warranty.none:1": "There is no warranty.",
    "cx.warranty.contractReference:1": "The warranty is that of the other contract.",
    "cx.warranty.dataQualityIssues:1": "There is a warranty for the agreed quality of the data.",
  }),
  WarrantyDefinition: () => "The warranty lasts until the agreement ends.",
  WarrantyDurationMonths: (values) => `The warranty lasts ${also(values)} months.`,
  Liability: words({
    "cx.grossNegligence:1": "The provider is liable for intent and gross negligence only.",
    "cx.slightNegligence:1": "For slight negligence the provider is liable as the other contract says.",
  }),
  JurisdictionLocation: (values) => `Disputes go to the court at ${also(quoted(values))}.`,
  JurisdictionLocationReference: words({
    "cx.location.dataConsumer:1": "Disputes go to the court at the consumer's registered office.",
    "cx.location.contractReference:1": "Disputes go to the court that the other contract names.",
  }),
  Precedence: words({
    "cx.precedence.contractReference:1": "Where the two differ, the other contract goes first.",
    "cx.precedence.rcAgreement:1": "Where the two differ, this policy goes before the other contract.",
  }),
  DataProvisioningEndDate: (values) => `To provide the data until ${also(values)}.`,
  DataProvisioningEndDurationDays: (values) =>
    `To provide the data for ${also(values)} days from the conclusion.`,
};
