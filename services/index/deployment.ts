/** The part of a deployment that the index needs. */
import { type ContractName, contractNames, type Deployment } from "../ledger/deployment/deployment.js";
import { schemaVersion } from "../store/keys.js";
import type { Address, Fingerprint } from "../store/model.js";

export type FollowedDeployment = Pick<Deployment, "chainId" | "genesis" | "block" | "contracts">;

export function fingerprintOf({ chainId, genesis, block, contracts }: FollowedDeployment): Fingerprint {
  return { chainId, genesis, contracts, deploymentBlock: block, schema: schemaVersion };
}

/** Which of the ledger's contracts has an address. */
export function contractsByAddress({ contracts }: FollowedDeployment): ReadonlyMap<Address, ContractName> {
  return new Map(contractNames.map((name) => [contracts[name], name]));
}
