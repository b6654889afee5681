/** Types of credentials, of their subjects, and of the things that these are about. */

export const credentialTypes = {
  ownership: "OwnershipCredential",
  registration: "RegistrationCredential",
  right: "DataRightCredential",
} as const;

export const subjectTypes = {
  owner: "Owner",
  grantee: "Grantee",
  group: "GranteeGroup",
  right: "DataRight",
} as const;

export const thingTypes = {
  namespace: "IdentifierNamespace",
  record: "RegisteredIdentifier",
  sealed: "SealedIdentifier",
  batch: "IdentifierBatch",
  twin: "DigitalTwin",
} as const;
