/** The form of a deployment: where on which chain the ledger's contracts are. */
import { z } from "zod";
import { prefixRules } from "../../store/model.js";
import { addressSchema, hashSchema } from "../hex.js";

/** The contracts that hold state and emit the ledger's events. */
export const contractNames = [
  "parties",
  "namespaces",
  "identifiers",
  "batches",
  "sealedRecords",
  "twins",
  "twinTerms",
  "twinLineage",
  "twinComposition",
  "groups",
  "rights",
  "quotas",
  "supervision",
  "evidence",
  "attestations",
  "relations",
] as const;
export type ContractName = (typeof contractNames)[number];

const contractAddresses = z.strictObject({
  parties: addressSchema,
  namespaces: addressSchema,
  identifiers: addressSchema,
  batches: addressSchema,
  sealedRecords: addressSchema,
  twins: addressSchema,
  twinTerms: addressSchema,
  twinLineage: addressSchema,
  twinComposition: addressSchema,
  groups: addressSchema,
  rights: addressSchema,
  quotas: addressSchema,
  supervision: addressSchema,
  evidence: addressSchema,
  attestations: addressSchema,
  relations: addressSchema,
});

export const deploymentSchema = z.strictObject({
  chainId: z.number().int().positive(),
  /** Hash of block 0. */
  genesis: hashSchema,
  deployer: addressSchema,
  /** Block of the deployment's first transaction: an index starts here. */
  block: z.number().int().nonnegative(),
  accessManager: addressSchema,
  /** The proxies: what everyone calls. */
  contracts: contractAddresses,
  implementations: contractAddresses,
  schemes: z.array(
    z.strictObject({ name: z.string(), rule: z.enum(prefixRules), rootHolder: addressSchema }),
  ),
});

export type Deployment = Readonly<z.infer<typeof deploymentSchema>>;
