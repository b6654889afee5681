import { join } from "node:path";
import { openImport } from "../../services/importers/openImport.js";
import { isClean } from "../../services/importers/run/result.js";
import { runImport } from "../../services/importers/run/runImport.js";
import type { LedgerProvider } from "../../services/ledger/chain/provider.js";
import { readGenesis } from "../../services/ledger/deployment/chain.js";
import { type DeployOptions, deploy } from "../../services/ledger/deployment/deploy.js";
import { type Deployment, findDeployment } from "../../services/ledger/deployment/deployment.js";
import { LedgerError } from "../../services/ledger/errors.js";
import { Sender } from "../../services/ledger/transactions/sender.js";
import { packageRoot } from "../packageRoot.js";
import { demoWallet } from "./accounts.js";
import {
  type DemoLedger,
  delegateDemoNamespaces,
  demoAddress,
  grantDemoRight,
  registerDemoParty,
} from "./register.js";
import { type DemoParty, imports, parties } from "./sample.js";

export interface DemoSetUp {
  readonly deployment: Deployment;
  readonly deploymentFile: string;
  /** Identifiers that this start registered; 0 where an earlier one did. */
  readonly registered: number;
}

/** Deploys the contracts and registers the sample world, or what of both is missing. */
export async function setUpDemo(provider: LedgerProvider, deploymentsDir: string): Promise<DemoSetUp> {
  const { deployment, file } = await deployForDemo(provider, deploymentsDir);
  const ledger = { provider, deployment };
  await Promise.all(partyNames().map((party) => registerDemoParty(ledger, party)));
  await delegateDemoNamespaces(ledger);
  let registered = 0;
  for (const { party, file: sample } of imports) registered += await importSample(ledger, party, sample);
  await grantDemoRight(ledger);
  return { deployment, deploymentFile: file, registered };
}

const partyNames = () => Object.keys(parties) as DemoParty[];

/**
 * The regulator holds the schemes' roots, for which it has to be a party first, for which the contracts have to be there:
 * so the deployment stops once in between and goes on.
 */
async function deployForDemo(provider: LedgerProvider, deploymentsDir: string) {
  const signer = demoWallet("operator");
  const rootHolder = demoAddress("regulator");
  const options: DeployOptions = { provider, signer, deploymentsDir, upgradeDelaySeconds: 0, rootHolder };
  try {
    return await deploy(options);
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code !== "LEDGER_ROOT_HOLDER_NOT_A_PARTY") throw error;
  }
  const deployment = await findDeployment(
    deploymentsDir,
    provider.chainId,
    await readGenesis(provider.client),
  );
  if (deployment !== null) await registerDemoParty({ provider, deployment }, "regulator");
  return await deploy(options);
}

async function importSample(ledger: DemoLedger, party: DemoParty, sample: string): Promise<number> {
  const sender = await Sender.open({ provider: ledger.provider, signer: demoWallet(party), pollMs: 20 });
  const faults: string[] = [];
  const summary = await runImport({
    rows: openImport(join(packageRoot(), "scripts", "samples", sample)),
    ledger,
    sender,
    party: demoAddress(party),
    onResult: ({ place, problem }) => {
      if (problem !== undefined) faults.push(`${sample}, ${place}: ${problem.message}`);
    },
  });
  if (!isClean(summary)) throw new Error(`The sample cannot be registered.\n${faults.join("\n")}`);
  return summary.identifiers.registered;
}
