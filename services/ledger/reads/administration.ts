/** What the administrators of a ledger did to its registries, as the chain has it. */
import type { Provider } from "ethers";
import type { Address } from "../../store/model.js";
import { IPauseGate__factory, IUpgradeGate__factory } from "../contracts/index.js";
import { type ContractName, contractNames, type Deployment } from "../deployment/deployment.js";
import { restrictedFunctions } from "../deployment/roleMatrix.js";
import { toAddress } from "../hex.js";

/** How a registry is administered. */
export interface Administration {
  readonly registry: ContractName;
  /** Whether it gives nothing new now; null where it has no pause. */
  readonly paused: boolean | null;
  /** Whether its code never changes again. */
  readonly upgradesFrozen: boolean;
  /** Where the code is that its proxy runs. */
  readonly implementation: Address;
}

const pausable = new Set(
  restrictedFunctions
    .filter(({ signature }) => signature === "setPaused(bool)")
    .map(({ contract }) => contract),
);

/** `keccak256("eip1967.proxy.implementation") - 1` (ERC-1967). */
const implementationSlot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** Every registry's administration at the head. */
export function readAdministration(
  provider: Provider,
  { contracts }: Deployment,
): Promise<readonly Administration[]> {
  return Promise.all(
    contractNames.map(async (registry) => {
      const address = contracts[registry];
      const [paused, upgradesFrozen, word] = await Promise.all([
        pausable.has(registry) ? IPauseGate__factory.connect(address, provider).isPaused() : null,
        IUpgradeGate__factory.connect(address, provider).upgradesFrozen(),
        provider.getStorage(address, implementationSlot),
      ]);
      return { registry, paused, upgradesFrozen, implementation: toAddress(`0x${word.slice(26)}`) };
    }),
  );
}
