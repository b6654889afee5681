/** The contracts as they are shipped, for encoding calls and reading errors. */
import type { Interface } from "ethers";
import {
  AccessManager__factory,
  BatchAffairs__factory,
  BatchRegistry__factory,
  DataRights__factory,
  EvidenceRegistry__factory,
  IdentifierRegistry__factory,
  NamespaceAffairs__factory,
  NamespaceRegistry__factory,
  PartyAttestations__factory,
  PartyGroups__factory,
  PartyRegistry__factory,
  PartyRelations__factory,
  RightAffairs__factory,
  SealedRegistry__factory,
  Supervision__factory,
  TwinComposition__factory,
  TwinLineage__factory,
  TwinRegistry__factory,
  TwinTerms__factory,
  UsageQuotas__factory,
} from "../../services/ledger/contracts/index.js";
import type { ContractName } from "../../services/ledger/deployment/deployment.js";

export const contracts: Readonly<Record<ContractName | "accessManager", Interface>> = {
  parties: PartyRegistry__factory.createInterface(),
  namespaces: NamespaceRegistry__factory.createInterface(),
  identifiers: IdentifierRegistry__factory.createInterface(),
  sealedRecords: SealedRegistry__factory.createInterface(),
  batches: BatchRegistry__factory.createInterface(),
  twins: TwinRegistry__factory.createInterface(),
  twinTerms: TwinTerms__factory.createInterface(),
  twinLineage: TwinLineage__factory.createInterface(),
  twinComposition: TwinComposition__factory.createInterface(),
  groups: PartyGroups__factory.createInterface(),
  rights: DataRights__factory.createInterface(),
  quotas: UsageQuotas__factory.createInterface(),
  supervision: Supervision__factory.createInterface(),
  evidence: EvidenceRegistry__factory.createInterface(),
  attestations: PartyAttestations__factory.createInterface(),
  relations: PartyRelations__factory.createInterface(),
  accessManager: AccessManager__factory.createInterface(),
};

/** What registries run in their own storage: their errors come through them. */
const affairs: readonly Interface[] = [
  NamespaceAffairs__factory.createInterface(),
  BatchAffairs__factory.createInterface(),
  RightAffairs__factory.createInterface(),
];

const errorNames = new Map<string, string>();
for (const each of [...Object.values(contracts), ...affairs]) {
  each.forEachError(({ selector, name }) => errorNames.set(selector, name));
}

/** Name of the error that a call was refused with; what it is made of where no contract knows it. */
export const errorOf = (data: string): string => errorNames.get(data.slice(0, 10)) ?? data;
