/** Who may administer what: as a deployment sets it up, and as the chain has it. */
import { id, type Provider } from "ethers";
import type { Address } from "../../store/model.js";
import { type Call, makeCall } from "../actions/call.js";
import { interfaces, ledgerContracts } from "../contracts.js";
import { toAddress } from "../hex.js";
import { type RoleName, roleLabels, roleNames, roles } from "../roles.js";
import { type ContractName, contractNames, type Deployment } from "./deployment.js";

/** Functions that only a role may call; all others ask who controls the party at hand. */
export const restrictedFunctions: readonly {
  readonly contract: ContractName;
  readonly signature: string;
  readonly role: RoleName;
}[] = [
  ...contractNames.flatMap((contract) => [
    { contract, signature: "upgradeToAndCall(address,bytes)", role: "upgrader" } as const,
    { contract, signature: "freezeUpgrades()", role: "upgrader" } as const,
  ]),
  { contract: "namespaces", signature: "registerScheme(string,uint8,address)", role: "schemeAdmin" },
  ...(["namespaces", "identifiers", "batches", "sealedRecords", "twins", "rights", "quotas"] as const).map(
    (contract) => ({ contract, signature: "setPaused(bool)", role: "pauser" }) as const,
  ),
  { contract: "supervision", signature: "accreditOffice(uint32,(uint8,bytes32),string)", role: "admin" },
  { contract: "attestations", signature: "accredit(address,string,uint40)", role: "registrarAdmin" },
  {
    contract: "attestations",
    signature: "withdrawAccreditation(address,bytes32,string)",
    role: "registrarAdmin",
  },
];

const selectorOf = (signature: string): string => id(signature).slice(0, 10);

export interface RoleMatrix {
  readonly functions: readonly { contract: ContractName; signature: string; role: RoleName | "unknown" }[];
  readonly holders: readonly {
    role: RoleName | "unknown";
    account: Address;
    /** Seconds between announcing a call and making it. */
    delay: number;
  }[];
}

type Places = Pick<Deployment, "accessManager" | "contracts" | "deployer">;

/**
 * One call that sets up all roles, whole or not at all.
 *
 * Upgrades wait for `upgradeDelay` seconds, and so does every change of roles from then on, as it could undo that wait.
 * Adding a scheme does not wait: it takes nothing from anyone. Nor do
 * accreditations: one that has to end has to end at once.
 */
export function setUpRoles(places: Places, upgradeDelay: number): Call {
  const manager = interfaces.accessManager;
  const { deployer, contracts } = places;
  return makeCall(places.accessManager, "set up the roles", () =>
    manager.encodeFunctionData("multicall", [
      [
        ...restrictedFunctions.map(({ contract, signature, role }) =>
          manager.encodeFunctionData("setTargetFunctionRole", [
            contracts[contract],
            [selectorOf(signature)],
            roles[role],
          ]),
        ),
        manager.encodeFunctionData("labelRole", [roles.upgrader, roleLabels.upgrader]),
        manager.encodeFunctionData("labelRole", [roles.schemeAdmin, roleLabels.schemeAdmin]),
        manager.encodeFunctionData("labelRole", [roles.pauser, roleLabels.pauser]),
        manager.encodeFunctionData("labelRole", [roles.registrarAdmin, roleLabels.registrarAdmin]),
        manager.encodeFunctionData("grantRole", [roles.upgrader, deployer, upgradeDelay]),
        manager.encodeFunctionData("grantRole", [roles.schemeAdmin, deployer, 0]),
        manager.encodeFunctionData("grantRole", [roles.pauser, deployer, 0]),
        manager.encodeFunctionData("grantRole", [roles.registrarAdmin, deployer, 0]),
        // Last: from here on the administrator waits as well.
        manager.encodeFunctionData("grantRole", [roles.admin, deployer, upgradeDelay]),
      ],
    ]),
  );
}

const nameOf = (id: bigint): RoleName | "unknown" =>
  roleNames.find((name) => roles[name] === id) ?? "unknown";

/** Reads who has which role, and which role each restricted function needs. Sorted by role and account. */
export async function roleMatrix(deployment: Deployment, provider: Provider): Promise<RoleMatrix> {
  const { accessManager } = ledgerContracts(deployment, provider);
  const functions = await Promise.all(
    restrictedFunctions.map(async ({ contract, signature }) => ({
      contract,
      signature,
      role: nameOf(
        await accessManager.getTargetFunctionRole(deployment.contracts[contract], selectorOf(signature)),
      ),
    })),
  );
  const granted = await accessManager.queryFilter(accessManager.filters.RoleGranted(), deployment.block);
  const candidates = new Map(granted.map(({ args }) => [`${args.roleId}:${args.account}`, args] as const));
  const holders = await Promise.all(
    [...candidates.values()].map(async ({ roleId, account }) => {
      const [isMember, delay] = await accessManager.hasRole(roleId, account);
      return isMember ? [{ role: nameOf(roleId), account: toAddress(account), delay: Number(delay) }] : [];
    }),
  );
  const order = (one: { role: string; account: string }): string => `${one.role}:${one.account}`;
  return { functions, holders: holders.flat().sort((a, b) => (order(a) < order(b) ? -1 : 1)) };
}
