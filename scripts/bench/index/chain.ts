/** A chain in memory with many events on it. */
import type { HDNodeWallet } from "ethers";
import { connect, type LedgerProvider } from "../../../services/ledger/chain/provider.js";
import { deploy } from "../../../services/ledger/deployment/deploy.js";
import type { Deployment } from "../../../services/ledger/deployment/deployment.js";
import { demoWallet } from "../../demo/accounts.js";
import { startBenchAnvil } from "../anvil.js";
import { registerSerials } from "./traffic.js";

export interface BusyChain {
  readonly rpcUrl: string;
  readonly provider: LedgerProvider;
  /** Holds the schemes' roots. */
  readonly signer: HDNodeWallet;
  readonly deployment: Deployment;
  readonly deploymentFile: string;
  readonly head: number;
  stop(): Promise<void>;
}

/** Starts anvil, deploys the ledger and registers `records` serial numbers, 100 in a block. */
export async function startBusyChain(anvil: string, records: number): Promise<BusyChain> {
  const { rpcUrl, folder, stop } = await startBenchAnvil(anvil, ["--gas-limit", "100000000"]);
  try {
    const provider = await connect(rpcUrl);
    const signer = demoWallet("operator");
    const { deployment, file: deploymentFile } = await deploy({
      provider,
      signer,
      deploymentsDir: folder,
      upgradeDelaySeconds: 0,
      name: "Operator",
    });
    await registerSerials({ provider, deployment, signer, records, perBlock: 100 });
    const head = await provider.getBlockNumber();
    return { rpcUrl, provider, signer, deployment, deploymentFile, head, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
