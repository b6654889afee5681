/** A chain in memory with many events on it. */
import { type DeployedAnvil, startDeployedAnvil } from "../deployedAnvil.js";
import { registerSerials } from "./traffic.js";

export interface BusyChain extends DeployedAnvil {
  readonly head: number;
}

/** Starts anvil, deploys the ledger and registers `records` serial numbers, 100 in a block. */
export async function startBusyChain(anvil: string, records: number): Promise<BusyChain> {
  const chain = await startDeployedAnvil(anvil);
  try {
    await registerSerials({ ...chain, records, perBlock: 100 });
    return { ...chain, head: await chain.provider.getBlockNumber() };
  } catch (error) {
    await chain.stop();
    throw error;
  }
}
