/** Policies to test with, as data that tests change. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export const catenaContext = [
  "https://w3id.org/catenax/2025/9/policy/odrl.jsonld",
  "https://w3id.org/catenax/2025/9/policy/context.jsonld",
];

export const constraint = (leftOperand: string, operator: string, rightOperand: Json): JsonObject => ({
  leftOperand,
  operator,
  rightOperand,
});
export const framework = constraint("FrameworkAgreement", "eq", "DataExchangeGovernance:1.0");
export const purpose = constraint("UsagePurpose", "isAnyOf", ["cx.pcf.base:1"]);

/** A usage policy that also has these constraints, and these members. */
export function usagePolicy(constraints: readonly Json[] = [], members: JsonObject = {}): JsonObject {
  return {
    "@context": catenaContext,
    "@type": "Set",
    permission: [{ action: "use", constraint: [{ and: [framework, purpose, ...constraints] }] }],
    ...members,
  };
}

export function accessPolicy(...constraints: readonly Json[]): JsonObject {
  return { "@context": catenaContext, permission: [{ action: "access", constraint: [...constraints] }] };
}

export const prohibiting = (...constraints: readonly Json[]): JsonObject => ({
  prohibition: [{ action: "use", constraint: [...constraints] }],
});
export const obliging = (...constraints: readonly Json[]): JsonObject => ({
  obligation: [{ action: "use", constraint: [...constraints] }],
});

/** A constraint for each left operand, in the rule in which it may stand. */
export const samples = {
  permission: [
    constraint("Membership", "eq", "active"),
    constraint("BusinessPartnerNumber", "isAnyOf", ["BPNL00000003CRHK", "BPNL00000000000A"]),
    constraint("BusinessPartnerGroup", "isNoneOf", ["competitors"]),
    constraint("DataUsageEndDate", "eq", "2030-12-31T23:59:59Z"),
    constraint("ExclusiveUsage", "eq", "cx.exclusiveUsage.dataConsumer:1"),
    constraint("AffiliatesRegion", "isAnyOf", ["cx.region.europe:1", "cx.region.asia:1"]),
    constraint("AffiliatesBpnl", "isAnyOf", ["BPNL00000003CRHK"]),
    constraint("ManagedLegalEntityRegion", "isAnyOf", ["cx.region.africa:1"]),
    constraint("ManagedLegalEntityBpnl", "isAnyOf", ["BPNL00000003CRHK"]),
    constraint("ContractReference", "isAllOf", ["C-1", "C-2"]),
    constraint("ContractTermination", "eq", "cx.data.keeping:1"),
    constraint("ConfidentialInformationMeasures", "eq", "cx.confidentiality.measures:1"),
    constraint("ConfidentialInformationSharing", "isAnyOf", ["cx.sharing.affiliates:1"]),
    constraint("DataFrequency", "eq", "cx.dataFrequency.unlimited:1"),
    constraint("VersionChanges", "eq", "cx.versionChanges.minor:1"),
    constraint("Warranty", "eq", "cx.warranty.none:1"),
    constraint("WarrantyDefinition", "eq", "cx.warranty.contractEndDate:1"),
    constraint("WarrantyDurationMonths", "eq", "6"),
    constraint("Liability", "eq", "cx.slightNegligence:1"),
    constraint("JurisdictionLocation", "eq", "Stuttgart, Germany"),
    constraint("JurisdictionLocationReference", "eq", "cx.location.dataConsumer:1"),
    constraint("Precedence", "eq", "cx.precedence.rcAgreement:1"),
  ],
  ends: [
    constraint("DataUsageEndDurationDays", "eq", "30"),
    constraint("DataUsageEndDefinition", "eq", "cx.dataUsageEnd.unlimited:1"),
  ],
  prohibition: [
    constraint("UsageRestriction", "isAllOf", [
      "cx.thirdParty.forbidden:1",
      "cx.manipulation.forbidden:1",
      "cx.derivations.forbidden:1",
      "cx.extraordinaryAnalytics.forbidden:1",
      "cx.dataProviderRemoval.forbidden:1",
    ]),
  ],
  obligation: [
    constraint("DataProvisioningEndDate", "eq", "2028-12-31T23:59:59Z"),
    constraint("DataProvisioningEndDurationDays", "eq", 365),
  ],
} as const;
