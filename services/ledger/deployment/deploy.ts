/**
 * Deploys the ledger, or finishes a deployment that was interrupted, or finds that there is nothing to do.
 *
 * The order: access manager; each registry's implementation and proxy; the roles; the deployment file; the party that
 * holds the schemes' roots; the schemes; the file again, now complete. Until then a journal beside the file holds every
 * transaction as it was signed, see {@link Journal}.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Address, PrefixRule } from "../../store/model.js";
import { makeCall } from "../actions/call.js";
import { registerParty } from "../actions/parties.js";
import type { LedgerProvider } from "../chain/provider.js";
import { interfaces, ledgerContracts } from "../contracts.js";
import { prefixRuleCode } from "../enums.js";
import { LedgerError } from "../errors.js";
import { toAddress } from "../hex.js";
import { namespaceId, schemeId } from "../ids.js";
import { readParty } from "../reads/parties.js";
import type { LocalSigner } from "../transactions/signed.js";
import { writeWholeFile } from "../wholeFile.js";
import { readGenesis, verifyDeployment } from "./chain.js";
import { accessManagerCode, creationOrder, implementationCode, proxyCode } from "./creations.js";
import {
  type ContractName,
  type Deployment,
  deploymentFileName,
  deploymentSchema,
  findDeployment,
} from "./deployment.js";
import { Journal } from "./journal.js";
import { setUpRoles } from "./roleMatrix.js";
import { Steps } from "./steps.js";

export interface DeployOptions {
  readonly provider: LedgerProvider;
  readonly signer: LocalSigner;
  /** Folder of the deployment files. */
  readonly deploymentsDir: string;
  /** Wait between announcing an upgrade or a change of roles and making it; two days suit production, 0 a devnet. */
  readonly upgradeDelaySeconds: number;
  /** Party that gets the schemes' root namespaces; the deployer, registered as a party, if left out. */
  readonly rootHolder?: Address;
  /** Name under which the deployer is registered as a party, if it is to be. */
  readonly name?: string;
  /** Called before each transaction. */
  readonly onStep?: (step: string) => void;
}

export interface DeployResult {
  readonly deployment: Deployment;
  readonly file: string;
  /** Transactions that this run signed: 0 where there was nothing left to do. */
  readonly transactions: number;
}

/** The schemes that every deployment starts with. */
export const initialSchemes: readonly { readonly name: string; readonly rule: PrefixRule }[] = [
  { name: "gs1", rule: "gs1" },
  { name: "handle", rule: "handle" },
  { name: "oid", rule: "oid" },
  { name: "did", rule: "did" },
  { name: "aas", rule: "asset" },
];

/**
 * @throws LedgerError `LEDGER_DEPLOYMENT_MISSING` where a recorded deployment is not on the chain,
 * `LEDGER_DEPLOYMENT_BUSY`, `LEDGER_DEPLOYMENT_INVALID`, `LEDGER_ROOT_HOLDER_NOT_A_PARTY`, and those of sending. After any
 * of them, and after a kill, the same call goes on where it stopped.
 */
export async function deploy(options: DeployOptions): Promise<DeployResult> {
  const { provider, signer, deploymentsDir, onStep = () => undefined } = options;
  const deployer = toAddress(await signer.getAddress());
  const head = { chainId: provider.chainId, genesis: await readGenesis(provider.client), deployer };
  const file = join(deploymentsDir, deploymentFileName(head.chainId, head.genesis));

  await mkdir(deploymentsDir, { recursive: true });
  const journal = await Journal.open(file.replace(/\.json$/, ".journal.json"), head);
  try {
    const steps = new Steps({ provider, signer, deployer, journal, onStep });
    const recorded = await findDeployment(deploymentsDir, head.chainId, head.genesis);
    if (recorded !== null) await verifyDeployment(provider, recorded);
    if (recorded !== null && (await hasSchemes(provider, recorded))) {
      await journal.remove();
      return { deployment: recorded, file, transactions: 0 };
    }
    const contracts = recorded ?? (await createContracts(steps, head, options.upgradeDelaySeconds));
    // Written before the schemes are registered: a party that is to hold their roots needs it to register itself.
    if (recorded === null) await writeDeployment(file, contracts);
    const deployment = await registerSchemes(steps, contracts, options);
    await writeDeployment(file, deployment);
    await journal.remove();
    return { deployment, file, transactions: steps.sent };
  } finally {
    await journal.close();
  }
}

type Head = Pick<Deployment, "chainId" | "genesis" | "deployer">;

async function createContracts(steps: Steps, head: Head, upgradeDelay: number): Promise<Deployment> {
  const { deployer } = head;
  const manager = await steps.create("accessManager", () => accessManagerCode(deployer));
  const proxies: Partial<Record<ContractName, Address>> = {};
  const implementations: Partial<Record<ContractName, Address>> = {};
  for (const name of creationOrder) {
    const { address } = await steps.create(`${name} implementation`, () => implementationCode(name, proxies));
    implementations[name] = address;
    proxies[name] = (await steps.create(name, () => proxyCode(address, manager.address))).address;
  }
  const deployment = deploymentSchema.parse({
    ...head,
    block: manager.block,
    accessManager: manager.address,
    contracts: proxies,
    implementations,
    schemes: [],
  });
  await steps.call("roles", setUpRoles(deployment, upgradeDelay));
  return deployment;
}

/** The file alone does not tell: a devnet that was killed may have lost the last blocks of its deployment. */
async function hasSchemes(provider: LedgerProvider, recorded: Deployment): Promise<boolean> {
  if (recorded.schemes.length < initialSchemes.length) return false;
  const { namespaces } = ledgerContracts(recorded, provider);
  const rules = await Promise.all(initialSchemes.map(({ name }) => namespaces.schemeRule(schemeId(name))));
  return rules.every((rule) => rule !== 0n);
}

async function registerSchemes(
  steps: Steps,
  deployment: Deployment,
  options: DeployOptions,
): Promise<Deployment> {
  const { provider } = options;
  const rootHolder = options.rootHolder ?? deployment.deployer;
  if ((await readParty(provider, deployment, rootHolder)) === null) {
    if (rootHolder !== deployment.deployer) throw notAParty(rootHolder);
    await steps.call("root holder", rootHolderProfile(deployment, options.name ?? "Cadastre"));
  }
  const { namespaces } = ledgerContracts(deployment, provider);
  const schemes: Deployment["schemes"] = [];
  for (const { name, rule } of initialSchemes) {
    const id = schemeId(name);
    if ((await namespaces.schemeRule(id)) === 0n) {
      const call = makeCall(deployment.contracts.namespaces, `register scheme ${name}`, () =>
        interfaces.namespaces.encodeFunctionData("registerScheme", [name, prefixRuleCode(rule), rootHolder]),
      );
      await steps.call(`scheme ${name}`, call);
    }
    const { holder } = await namespaces.namespaceOf(namespaceId(id, ""));
    schemes.push({ name, rule, rootHolder: toAddress(holder) });
  }
  return { ...deployment, schemes };
}

const rootHolderProfile = (deployment: Deployment, name: string) =>
  registerParty(deployment, deployment.deployer, {
    kind: "organisation",
    name,
    legalId: "",
    profileDigest: null,
    profileUri: "",
  });

function notAParty(rootHolder: Address): LedgerError {
  return new LedgerError(
    "LEDGER_ROOT_HOLDER_NOT_A_PARTY",
    `The contracts are deployed, but ${rootHolder}, which should hold the schemes' roots, is not a registered party.`,
    {
      hint: "Register it as a party, then deploy again: only the schemes are left to do.",
      details: { rootHolder },
    },
  );
}

async function writeDeployment(file: string, deployment: Deployment): Promise<void> {
  await writeWholeFile(file, `${JSON.stringify(deployment, null, 2)}\n`);
}
