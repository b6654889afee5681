/** The names that policies are written with, and the contexts that connectors send: known here, so that none is fetched. */

export const odrlNamespace = "http://www.w3.org/ns/odrl/2/";
const edcNamespace = "https://w3id.org/edc/v0.0.1/ns/";
const tractusNamespace = "https://w3id.org/tractusx/v0.0.1/ns/";

/**
 * Releases of the Catena-X profile, each a namespace. One operand has its legal text from its release, so the same name in
 * two releases is two operands.
 */
export const profileReleases = [
  "https://w3id.org/catenax/policy/",
  "https://w3id.org/catenax/2025/9/policy/",
] as const;
export type ProfileRelease = (typeof profileReleases)[number];
const [first, latest] = profileReleases;

/** Of operands without a namespace, where no context says: the first release in which they were written so. */
export const defaultRelease: ProfileRelease = latest;

/** Prefixes that connectors leave undeclared. */
export const usualPrefixes: ReadonlyMap<string, string> = new Map([
  ["odrl", odrlNamespace],
  ["cx-policy", defaultRelease],
  ["edc", edcNamespace],
  ["tx", tractusNamespace],
  ["rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
  ["xsd", "http://www.w3.org/2001/XMLSchema#"],
]);

/** Contexts by address, with the release of the operands that they name. */
export const knownContexts: ReadonlyMap<string, ProfileRelease | null> = new Map([
  ["http://www.w3.org/ns/odrl.jsonld", null],
  ["https://www.w3.org/ns/odrl.jsonld", null],
  ["http://www.w3.org/ns/odrl/2/", null],
  ["https://w3id.org/dspace/2024/1/context.json", null],
  ["https://w3id.org/dspace/2025/1/context.jsonld", null],
  ["https://w3id.org/dspace/2025/1/odrl-profile.jsonld", null],
  ["https://w3id.org/edc/connector/management/v0.0.1", null],
  ["https://w3id.org/edc/connector/management/v2", null],
  ["https://w3id.org/edc/dspace/v0.0.1", null],
  ["https://w3id.org/tractusx/edc/v0.0.1", null],
  ["https://w3id.org/tractusx/auth/v1.0.0", null],
  ["https://w3id.org/tractusx/policy/v1.0.0", first],
  ["https://w3id.org/catenax/2025/9/policy/odrl.jsonld", latest],
  ["https://w3id.org/catenax/2025/9/policy/context.jsonld", latest],
]);

/** Values of `@vocab` that do not turn ODRL's names into others. */
export const knownVocabularies: readonly string[] = [odrlNamespace, edcNamespace, ...profileReleases];

/** Names of ODRL that are written without a prefix. */
export const odrlNames: ReadonlySet<string> = new Set([
  ...["Set", "Offer", "Agreement", "Policy", "Permission", "Prohibition", "Duty", "Obligation"],
  ...["Constraint", "AtomicConstraint", "LogicalConstraint"],
  ...["permission", "prohibition", "obligation", "duty", "remedy", "consequence", "profile", "conflict"],
  ...["target", "assigner", "assignee", "action", "refinement", "inheritFrom", "constraint"],
  ...["leftOperand", "operator", "rightOperand", "rightOperandReference"],
  ...["and", "or", "xone", "andSequence", "use"],
  ...["eq", "neq", "gt", "gteq", "lt", "lteq", "in", "isA", "hasPart", "isPartOf"],
  ...["isAllOf", "isAnyOf", "isNoneOf"],
]);

/** Other spellings of one name. */
export const sameNames: ReadonlyMap<string, string> = new Map([
  [`${odrlNamespace}uid`, "@id"],
  [`${edcNamespace}policy`, "policy"],
  [`${edcNamespace}createdAt`, "createdAt"],
  [`${tractusNamespace}BusinessPartnerNumber`, `${first}BusinessPartnerNumber`],
  [`${tractusNamespace}BusinessPartnerGroup`, `${first}BusinessPartnerGroup`],
  [`${edcNamespace}BusinessPartnerNumber`, `${first}BusinessPartnerNumber`],
  [`${odrlNamespace}access`, `${latest}access`],
]);
