/** Whether a deployment and a chain fit each other. */
import { z } from "zod";
import type { Hash } from "../../store/model.js";
import type { LedgerProvider } from "../chain/provider.js";
import type { Rpc } from "../chain/rpc.js";
import { LedgerError } from "../errors.js";
import { bytesSchema, hashSchema } from "../hex.js";
import type { Deployment } from "./deployment.js";

/** Hash of block 0: what tells two chains with one id apart. */
export async function readGenesis(client: Rpc): Promise<Hash> {
  const { hash } = await client.rpc("eth_getBlockByNumber", ["0x0", false], z.object({ hash: hashSchema }));
  return hash;
}

/** Whether there is code at an address. */
export async function hasCode(client: Rpc, address: string): Promise<boolean> {
  return (await client.rpc("eth_getCode", [address, "latest"], bytesSchema)) !== "0x";
}

/**
 * Checks that the provider's chain is the deployment's and that the contracts are there.
 * @throws LedgerError `LEDGER_WRONG_CHAIN`, `LEDGER_DEPLOYMENT_MISSING`.
 */
export async function verifyDeployment(provider: LedgerProvider, deployment: Deployment): Promise<void> {
  const { client, chainId } = provider;
  const genesis = await readGenesis(client);
  if (chainId !== deployment.chainId || genesis !== deployment.genesis) {
    throw new LedgerError(
      "LEDGER_WRONG_CHAIN",
      chainId === deployment.chainId
        ? `The node at ${client.url} has another chain with the id ${chainId}: its genesis is ${genesis.slice(0, 12)}…, the deployment's ${deployment.genesis.slice(0, 12)}….`
        : `The node at ${client.url} is on chain ${chainId}, and the deployment on chain ${deployment.chainId}.`,
      {
        hint: "Correct the RPC URL, or use the deployment file of this chain. A devnet that forgot its state needs a new deployment.",
        details: { chainId, genesis, expected: { chainId: deployment.chainId, genesis: deployment.genesis } },
      },
    );
  }
  const places = {
    accessManager: deployment.accessManager,
    ...deployment.contracts,
    ...Object.fromEntries(
      Object.entries(deployment.implementations).map(([name, address]) => [
        `${name} (implementation)`,
        address,
      ]),
    ),
  };
  const present = await Promise.all(
    Object.entries(places).map(async ([name, address]) => ({ name, found: await hasCode(client, address) })),
  );
  const missing = present.filter(({ found }) => !found).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new LedgerError(
    "LEDGER_DEPLOYMENT_MISSING",
    `There is no code on the chain at the recorded address of: ${missing.join(", ")}.`,
    {
      hint: "If the devnet forgot its state, remove the deployment file and deploy again; else see whether the node is synchronised.",
      details: { missing },
    },
  );
}
