/** Whether the node's chain is the one that the deployment and the store are of. */
import type { Rpc } from "../ledger/chain/rpc.js";
import { type ContractName, contractNames } from "../ledger/deployment/deployment.js";
import { bytesSchema, quantitySchema } from "../ledger/hex.js";
import type { Fingerprint } from "../store/model.js";
import type { Store } from "../store/store.js";
import { readHeader } from "./chain.js";
import { type FollowedDeployment, fingerprintOf } from "./deployment.js";
import { IndexError } from "./errors.js";

/**
 * Ties an empty store to the deployment, or checks that it is of this one.
 * @throws IndexError INDEX_OTHER_DEPLOYMENT.
 */
export async function claimStore(store: Store, deployment: FollowedDeployment): Promise<void> {
  const wanted = fingerprintOf(deployment);
  const found = store.read((view) => view.fingerprint());
  if (found === null) return await store.claim(wanted);
  const differing = differences(found, wanted);
  if (differing.length === 0) return;
  throw new IndexError(
    "INDEX_OTHER_DEPLOYMENT",
    `The store in ${store.location} is the index of another deployment: it differs in ${differing.join(", ")}.`,
    {
      hint: "Give this deployment a store folder of its own, or delete the folder if the other deployment is gone.",
      details: { found, wanted },
    },
  );
}

function differences(found: Fingerprint, wanted: Fingerprint): string[] {
  const flat = ({ contracts, ...rest }: Fingerprint): Map<string, unknown> =>
    new Map(Object.entries({ ...contracts, ...rest }));
  const other = flat(found);
  return [...flat(wanted)].filter(([name, value]) => other.get(name) !== value).map(([name]) => name);
}

/** Blocks within which a deployment is surely done, at one transaction a block. */
const deploymentBlocks = 64;

/**
 * Checks chain id, genesis and that the contracts are there. Returns why the node cannot serve yet, null if it can.
 * @throws IndexError INDEX_WRONG_CHAIN, INDEX_CHAIN_RESET, INDEX_NO_DEPLOYMENT.
 */
export async function identifyChain(rpc: Rpc, deployment: FollowedDeployment): Promise<string | null> {
  const chainId = await rpc.rpc("eth_chainId", [], quantitySchema);
  if (chainId !== deployment.chainId) {
    throw new IndexError(
      "INDEX_WRONG_CHAIN",
      `The node is on chain ${chainId}; the deployment is on chain ${deployment.chainId}.`,
      {
        hint: "Correct the RPC URL, or choose the deployment of this chain.",
        details: { found: chainId, expected: deployment.chainId },
      },
    );
  }
  const genesis = await readHeader(rpc, 0);
  if (genesis.hash !== deployment.genesis) {
    throw chainReset(`its first block is ${genesis.hash}, that of the deployment is ${deployment.genesis}`, {
      found: genesis.hash,
      expected: deployment.genesis,
    });
  }
  const head = await readHeader(rpc, "latest");
  const missing = await missingContract(rpc, deployment);
  if (missing === null) return null;
  const where = `the node is at block ${head.number}, the deployment began at block ${deployment.block}`;
  if (head.number < deployment.block + deploymentBlocks) {
    return `The ${missing} contract is not on the node's chain yet: ${where}. ${ifReset}`;
  }
  throw new IndexError("INDEX_NO_DEPLOYMENT", `The node's chain has no ${missing} contract: ${where}.`, {
    hint: ifReset,
    details: { contract: missing, address: deployment.contracts[missing], head: head.number },
  });
}

/** What else a node that is far behind may be. */
export const ifReset = "If the devnet was reset, deploy again and delete the store.";

async function missingContract(rpc: Rpc, deployment: FollowedDeployment): Promise<ContractName | null> {
  for (const name of contractNames) {
    const code = await rpc.rpc("eth_getCode", [deployment.contracts[name], "latest"], bytesSchema);
    if (code === "0x") return name;
  }
  return null;
}

/** The chain began anew: nothing of the index fits. */
export function chainReset(why: string, details: Readonly<Record<string, unknown>>): IndexError {
  return new IndexError(
    "INDEX_CHAIN_RESET",
    `The node's chain has the right id but is another chain: ${why}.`,
    {
      hint: "A devnet that was reset looks like this: deploy again and delete the store. Else correct the RPC URL.",
      details,
    },
  );
}
