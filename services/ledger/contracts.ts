/** The ledger's contracts as typed objects, and their interfaces for encoding and decoding. */
import type { ContractRunner } from "ethers";
import {
  type AccessManager,
  AccessManager__factory,
  type IBatchRegistry,
  IBatchRegistry__factory,
  type IDataRights,
  IDataRights__factory,
  type IEvidenceRegistry,
  IEvidenceRegistry__factory,
  type IIdentifierRegistry,
  IIdentifierRegistry__factory,
  type INamespaceRegistry,
  INamespaceRegistry__factory,
  type IPartyAttestations,
  IPartyAttestations__factory,
  type IPartyGroups,
  IPartyGroups__factory,
  type IPartyRegistry,
  IPartyRegistry__factory,
  type IPartyRelations,
  IPartyRelations__factory,
  type ISealedRegistry,
  ISealedRegistry__factory,
  type ISupervision,
  ISupervision__factory,
  type ITwinComposition,
  ITwinComposition__factory,
  type ITwinLineage,
  ITwinLineage__factory,
  type ITwinRegistry,
  ITwinRegistry__factory,
  type ITwinTerms,
  ITwinTerms__factory,
  type IUsageQuotas,
  IUsageQuotas__factory,
} from "./contracts/index.js";
import type { Deployment } from "./deployment/deployment.js";

export interface LedgerContracts {
  readonly parties: IPartyRegistry;
  readonly namespaces: INamespaceRegistry;
  readonly identifiers: IIdentifierRegistry;
  readonly batches: IBatchRegistry;
  readonly sealedRecords: ISealedRegistry;
  readonly twins: ITwinRegistry;
  readonly twinTerms: ITwinTerms;
  readonly twinLineage: ITwinLineage;
  readonly twinComposition: ITwinComposition;
  readonly groups: IPartyGroups;
  readonly rights: IDataRights;
  readonly quotas: IUsageQuotas;
  readonly supervision: ISupervision;
  readonly evidence: IEvidenceRegistry;
  readonly attestations: IPartyAttestations;
  readonly relations: IPartyRelations;
  readonly accessManager: AccessManager;
}

type Place = Pick<Deployment, "contracts" | "accessManager">;

/** Made once each: the ABIs are parsed anew every time, which takes as long as many reads. */
const connected = new WeakMap<ContractRunner, WeakMap<Place, LedgerContracts>>();

/** The contracts of a deployment; with a provider they read, with a signer they write too. */
export function ledgerContracts(deployment: Place, runner: ContractRunner): LedgerContracts {
  const ofRunner = connected.get(runner) ?? new WeakMap<Place, LedgerContracts>();
  connected.set(runner, ofRunner);
  const known = ofRunner.get(deployment) ?? connect(deployment, runner);
  ofRunner.set(deployment, known);
  return known;
}

function connect({ contracts, accessManager }: Place, runner: ContractRunner): LedgerContracts {
  return {
    parties: IPartyRegistry__factory.connect(contracts.parties, runner),
    namespaces: INamespaceRegistry__factory.connect(contracts.namespaces, runner),
    identifiers: IIdentifierRegistry__factory.connect(contracts.identifiers, runner),
    batches: IBatchRegistry__factory.connect(contracts.batches, runner),
    sealedRecords: ISealedRegistry__factory.connect(contracts.sealedRecords, runner),
    twins: ITwinRegistry__factory.connect(contracts.twins, runner),
    twinTerms: ITwinTerms__factory.connect(contracts.twinTerms, runner),
    twinLineage: ITwinLineage__factory.connect(contracts.twinLineage, runner),
    twinComposition: ITwinComposition__factory.connect(contracts.twinComposition, runner),
    groups: IPartyGroups__factory.connect(contracts.groups, runner),
    rights: IDataRights__factory.connect(contracts.rights, runner),
    quotas: IUsageQuotas__factory.connect(contracts.quotas, runner),
    supervision: ISupervision__factory.connect(contracts.supervision, runner),
    evidence: IEvidenceRegistry__factory.connect(contracts.evidence, runner),
    attestations: IPartyAttestations__factory.connect(contracts.attestations, runner),
    relations: IPartyRelations__factory.connect(contracts.relations, runner),
    accessManager: AccessManager__factory.connect(accessManager, runner),
  };
}

/** Interfaces for encoding calls. */
export const interfaces = {
  parties: IPartyRegistry__factory.createInterface(),
  namespaces: INamespaceRegistry__factory.createInterface(),
  identifiers: IIdentifierRegistry__factory.createInterface(),
  batches: IBatchRegistry__factory.createInterface(),
  sealedRecords: ISealedRegistry__factory.createInterface(),
  twins: ITwinRegistry__factory.createInterface(),
  twinTerms: ITwinTerms__factory.createInterface(),
  twinLineage: ITwinLineage__factory.createInterface(),
  twinComposition: ITwinComposition__factory.createInterface(),
  groups: IPartyGroups__factory.createInterface(),
  rights: IDataRights__factory.createInterface(),
  quotas: IUsageQuotas__factory.createInterface(),
  supervision: ISupervision__factory.createInterface(),
  evidence: IEvidenceRegistry__factory.createInterface(),
  attestations: IPartyAttestations__factory.createInterface(),
  relations: IPartyRelations__factory.createInterface(),
  accessManager: AccessManager__factory.createInterface(),
} as const;
