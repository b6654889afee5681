/** `npm run deploy`: the contracts on a chain of your choice, once, however often it is run or interrupted. */
import { Command, InvalidArgumentError } from "commander";
import { homeFolder, keyFolder } from "../services/cli/config/settings.js";
import { readPassword } from "../services/cli/prompts.js";
import { connect } from "../services/ledger/chain/provider.js";
import { deploy } from "../services/ledger/deployment/deploy.js";
import { addressSchema } from "../services/ledger/hex.js";
import { unlockKey } from "../services/ledger/keys/keystore.js";
import type { Address } from "../services/store/model.js";
import { failWith } from "./start/terminal.js";

interface DeployCommandOptions {
  readonly rpcUrl: string;
  readonly key: string;
  readonly home?: string;
  readonly passwordFile?: string;
  readonly deployments: string;
  readonly upgradeDelay: number;
  readonly rootHolder?: Address;
  readonly name: string;
}

const twoDays = 2 * 24 * 60 * 60;

const options = new Command("npm run deploy --")
  .description(
    "Deploys the ledger. A second run finishes what an interrupted one began, or finds nothing to do.",
  )
  .requiredOption("--rpc-url <url>", "JSON-RPC endpoint of the chain")
  .requiredOption("--key <name>", "name of the key that deploys and administers (see: cadastre key)")
  .option("--home <folder>", "home of the command line, where the key is (or CADASTRE_HOME)")
  .option(
    "--password-file <file>",
    "file with the key's password (or CADASTRE_PASSWORD_FILE); asked for otherwise",
  )
  .option("--deployments <folder>", "where deployments are recorded", "deployments")
  .option("--upgrade-delay <seconds>", "wait between announcing and making an upgrade", seconds, twoDays)
  .option(
    "--root-holder <address>",
    "party that gets the schemes' roots; the deployer where not given",
    address,
  )
  .option("--name <name>", "name under which the deployer becomes a party, if it holds the roots", "Cadastre")
  .parse()
  .opts<DeployCommandOptions>();

function seconds(text: string): number {
  if (!/^\d{1,8}$/.test(text)) throw new InvalidArgumentError("A delay is a whole number of seconds.");
  return Number(text);
}

function address(text: string): Address {
  const parsed = addressSchema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError("An address is 0x and 40 hexadecimal digits.");
  return parsed.data;
}

async function run(): Promise<void> {
  const provider = await connect(options.rpcUrl);
  try {
    const password = await readPassword(
      process,
      options.passwordFile,
      `Password of the key "${options.key}"`,
    );
    const signer = await unlockKey(keyFolder(homeFolder(options.home, process.env)), options.key, password);
    const { file, transactions } = await deploy({
      provider,
      signer,
      deploymentsDir: options.deployments,
      upgradeDelaySeconds: options.upgradeDelay,
      name: options.name,
      ...(options.rootHolder === undefined ? {} : { rootHolder: options.rootHolder }),
      onStep: (step) => console.error(`  ${step}`),
    });
    console.log(
      transactions === 0 ? `Nothing to do: ${file}` : `Deployed with ${transactions} transactions: ${file}`,
    );
  } finally {
    provider.destroy();
  }
}

try {
  await run();
} catch (error) {
  failWith(error);
}
