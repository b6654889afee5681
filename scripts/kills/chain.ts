/** A chain with a ledger, and a home of the command line whose party imports with several keys. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyFolder, writeStored } from "../../services/cli/config/settings.js";
import { delegateNamespace } from "../../services/ledger/actions/namespaces.js";
import { setRoles } from "../../services/ledger/actions/tokens.js";
import type { LedgerProvider } from "../../services/ledger/chain/provider.js";
import type { Deployment } from "../../services/ledger/deployment/deployment.js";
import { toAddress } from "../../services/ledger/hex.js";
import { namespaceId, schemeId } from "../../services/ledger/ids.js";
import { importKey } from "../../services/ledger/keys/keystore.js";
import { Sender } from "../../services/ledger/transactions/sender.js";
import { startDeployedAnvil } from "../bench/deployedAnvil.js";
import { type DemoPerson, demoWallet } from "../demo/accounts.js";

/** Registrars beside the party's own key. */
const registrars: readonly DemoPerson[] = ["acme", "borealis"];
export const furtherKeys = registrars.join(",");

/** Prefix of the handles that are imported. */
export const prefix = "88.101";

export interface ImportingChain {
  readonly provider: LedgerProvider;
  readonly deployment: Deployment;
  /** Folder of settings and keys, and of the tables. */
  readonly home: string;
  /** Where the home is, and its password. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startChain(anvil: string): Promise<ImportingChain> {
  const { rpcUrl, provider, signer, deployment, deploymentFile, stop } = await startDeployedAnvil(anvil);
  const home = await mkdtemp(join(tmpdir(), "cadastre-kills-"));
  const end = async (): Promise<void> => {
    await stop();
    await rm(home, { recursive: true, force: true });
  };
  try {
    await appoint(await Sender.open({ provider, signer }), deployment);
    await writeStored(home, { rpcUrl, deployment: deploymentFile, defaultKey: "operator" });
    const password = "of a devnet";
    for (const name of ["operator", ...registrars] as const)
      await importKey(keyFolder(home), name, password, demoWallet(name).privateKey, { scryptN: 2 });
    const passwordFile = join(home, "password");
    await writeFile(passwordFile, password);
    // Blocks come by themselves from here on, so that there is always something pending to be killed with.
    await provider.send("evm_setIntervalMining", [1]);
    return {
      provider,
      deployment,
      home,
      env: { CADASTRE_HOME: home, CADASTRE_PASSWORD_FILE: passwordFile },
      stop: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function appoint(sender: Sender, deployment: Deployment): Promise<void> {
  await sender.send(delegateNamespace(deployment, { scheme: "handle", prefix }, 0, sender.address));
  const token = { kind: "namespace", id: namespaceId(schemeId("handle"), prefix) } as const;
  for (const name of registrars)
    await sender.send(setRoles(deployment, token, toAddress(demoWallet(name).address), ["registrar"]));
}
