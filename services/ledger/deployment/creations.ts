/** The contracts that a deployment creates, in the order of their dependence. */
import type { ContractDeployTransaction } from "ethers";
import type { Address } from "../../store/model.js";
import { AccessManager__factory } from "../contracts/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js";
import { ERC1967Proxy__factory } from "../contracts/factories/@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy__factory.js";
import { EvidenceRegistry__factory } from "../contracts/factories/contracts/evidence/EvidenceRegistry__factory.js";
import { BatchRegistry__factory } from "../contracts/factories/contracts/identifiers/BatchRegistry__factory.js";
import { IdentifierRegistry__factory } from "../contracts/factories/contracts/identifiers/IdentifierRegistry__factory.js";
import { NamespaceRegistry__factory } from "../contracts/factories/contracts/identifiers/NamespaceRegistry__factory.js";
import { SealedRegistry__factory } from "../contracts/factories/contracts/identifiers/SealedRegistry__factory.js";
import { PartyAttestations__factory } from "../contracts/factories/contracts/identity/PartyAttestations__factory.js";
import { PartyRegistry__factory } from "../contracts/factories/contracts/identity/PartyRegistry__factory.js";
import { PartyRelations__factory } from "../contracts/factories/contracts/identity/PartyRelations__factory.js";
import { DataRights__factory } from "../contracts/factories/contracts/rights/DataRights__factory.js";
import { PartyGroups__factory } from "../contracts/factories/contracts/rights/PartyGroups__factory.js";
import { UsageQuotas__factory } from "../contracts/factories/contracts/rights/UsageQuotas__factory.js";
import { Supervision__factory } from "../contracts/factories/contracts/supervision/Supervision__factory.js";
import { TwinComposition__factory } from "../contracts/factories/contracts/twins/TwinComposition__factory.js";
import { TwinLineage__factory } from "../contracts/factories/contracts/twins/TwinLineage__factory.js";
import { TwinRegistry__factory } from "../contracts/factories/contracts/twins/TwinRegistry__factory.js";
import { TwinTerms__factory } from "../contracts/factories/contracts/twins/TwinTerms__factory.js";
import type { ContractName } from "./deployment.js";

type Proxies = Readonly<Partial<Record<ContractName, Address>>>;

/** The order in which the registries come: each knows those before it. */
export const creationOrder: readonly ContractName[] = [
  "supervision",
  "parties",
  "namespaces",
  "twins",
  "twinTerms",
  "twinLineage",
  "twinComposition",
  "batches",
  "identifiers",
  "sealedRecords",
  "groups",
  "rights",
  "quotas",
  "evidence",
  "attestations",
  "relations",
];

export async function accessManagerCode(admin: Address): Promise<string> {
  return codeOf(await new AccessManager__factory().getDeployTransaction(admin));
}

/** Creation code of a registry's implementation; the proxies of those that it knows have to be there. */
export async function implementationCode(name: ContractName, proxies: Proxies): Promise<string> {
  const of = (other: ContractName): Address => {
    const address = proxies[other];
    if (address === undefined) throw new Error(`${name} is created before ${other}`);
    return address;
  };
  switch (name) {
    case "supervision":
      return codeOf(await new Supervision__factory().getDeployTransaction());
    case "evidence":
      return codeOf(await new EvidenceRegistry__factory().getDeployTransaction(of("parties")));
    case "parties":
      return codeOf(await new PartyRegistry__factory().getDeployTransaction(of("supervision")));
    case "namespaces":
      return codeOf(await new NamespaceRegistry__factory().getDeployTransaction(of("parties")));
    case "twins":
      return codeOf(await new TwinRegistry__factory().getDeployTransaction(of("parties")));
    case "twinTerms":
      return codeOf(await new TwinTerms__factory().getDeployTransaction(of("parties"), of("twins")));
    case "twinLineage":
      return codeOf(
        await new TwinLineage__factory().getDeployTransaction(of("parties"), of("twins"), of("twinTerms")),
      );
    case "twinComposition":
      return codeOf(
        await new TwinComposition__factory().getDeployTransaction(
          of("parties"),
          of("twins"),
          of("twinTerms"),
        ),
      );
    case "batches":
      return codeOf(await new BatchRegistry__factory().getDeployTransaction(of("parties"), of("namespaces")));
    case "identifiers":
      return codeOf(
        await new IdentifierRegistry__factory().getDeployTransaction(
          of("parties"),
          of("namespaces"),
          of("twins"),
          of("batches"),
        ),
      );
    case "sealedRecords":
      return codeOf(
        await new SealedRegistry__factory().getDeployTransaction(of("parties"), of("namespaces")),
      );
    case "groups":
      return codeOf(await new PartyGroups__factory().getDeployTransaction(of("parties")));
    case "rights":
      return codeOf(
        await new DataRights__factory().getDeployTransaction(
          of("parties"),
          of("groups"),
          of("twins"),
          of("identifiers"),
          of("sealedRecords"),
        ),
      );
    case "quotas":
      return codeOf(
        await new UsageQuotas__factory().getDeployTransaction(
          of("parties"),
          of("twins"),
          of("identifiers"),
          of("sealedRecords"),
          of("rights"),
        ),
      );
    case "attestations":
      return codeOf(await new PartyAttestations__factory().getDeployTransaction(of("parties")));
    case "relations":
      return codeOf(await new PartyRelations__factory().getDeployTransaction(of("parties"), of("twins")));
  }
}

/** All registries are initialised in the same way, so one interface speaks for them. */
const initializable = PartyRegistry__factory.createInterface();

/** Creation code of a proxy that is initialised as it comes into being: nobody can get in between. */
export async function proxyCode(implementation: Address, accessManager: Address): Promise<string> {
  const initialise = initializable.encodeFunctionData("initialize", [accessManager]);
  return codeOf(await new ERC1967Proxy__factory().getDeployTransaction(implementation, initialise));
}

function codeOf({ data }: ContractDeployTransaction): string {
  return data;
}
