/** The ledger on an anvil in memory, gone with the benchmark. */
import type { HDNodeWallet } from "ethers";
import { connect, type LedgerProvider } from "../../services/ledger/chain/provider.js";
import { deploy } from "../../services/ledger/deployment/deploy.js";
import type { Deployment } from "../../services/ledger/deployment/deployment.js";
import { demoWallet } from "../demo/accounts.js";
import { startBenchAnvil } from "./anvil.js";

export interface DeployedAnvil {
  readonly rpcUrl: string;
  readonly provider: LedgerProvider;
  /** Holds the schemes' roots. */
  readonly signer: HDNodeWallet;
  readonly deployment: Deployment;
  readonly deploymentFile: string;
  stop(): Promise<void>;
}

/** Starts the binary with further options, and room in its blocks for whatever is measured, and deploys the ledger. */
export async function startDeployedAnvil(
  binary: string,
  options: readonly string[] = [],
): Promise<DeployedAnvil> {
  const { rpcUrl, folder, stop } = await startBenchAnvil(binary, ["--gas-limit", "100000000", ...options]);
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
    return { rpcUrl, provider, signer, deployment, deploymentFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
