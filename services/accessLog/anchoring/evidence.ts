/** The ledger's evidence registry, as far as checkpoints of the log are anchored in it. */
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { anchorBundle, type NewBundle } from "../../ledger/actions/evidence.js";
import { connect, type LedgerProvider } from "../../ledger/chain/provider.js";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { unlockKey } from "../../ledger/keys/keystore.js";
import type { LoggedBundle } from "../../ledger/reads/bundleLog.js";
import { type BundleState, readBundle } from "../../ledger/reads/evidence.js";
import type { FeeCeiling } from "../../ledger/transactions/feeCeiling.js";
import type { TransactionReceipt } from "../../ledger/transactions/receipt.js";
import { Sender } from "../../ledger/transactions/sender.js";
import type { LocalSigner } from "../../ledger/transactions/signed.js";
import type { Address, Digest } from "../../store/model.js";
import { BundleLog } from "./bundleLog.js";

/** What is read of the registry. */
export interface AnchorReads {
  bundle(root: Digest, author: Address): Promise<BundleState | null>;
  /**
   * Bundles that the party anchored.
   * @param from First block that is looked at; the deployment's where null.
   */
  bundlesBy(author: Address, from: number | null): Promise<readonly LoggedBundle[]>;
}

/** The registry, with a key that writes to it. */
export interface Anchors extends AnchorReads {
  /** Party for which is anchored: that of the key's own address. */
  readonly author: Address;
  anchor(bundle: NewBundle): Promise<TransactionReceipt>;
}

export interface KeyFiles {
  /** Encrypted keystore of the key that signs. */
  readonly keystore: string;
  /** File whose first line is the keystore's password. */
  readonly passwordFile: string;
}

/** @throws LedgerError where the key cannot be opened. */
export async function unlockFiles({ keystore, passwordFile }: KeyFiles): Promise<LocalSigner> {
  const [password = ""] = (await readFile(passwordFile, "utf8")).split(/\r?\n/, 1);
  return await unlockKey(dirname(keystore), basename(keystore, ".json"), password);
}

/** @throws LedgerError where the node cannot be reached, or is of another chain. */
export async function openAnchorReads(rpcUrl: string, deployment: Deployment): Promise<AnchorReads> {
  return readsOf(await connect(rpcUrl, { chainId: deployment.chainId }), deployment);
}

function readsOf(provider: LedgerProvider, deployment: Deployment): AnchorReads {
  const log = new BundleLog(provider, deployment);
  return {
    bundle: (root, by) => readBundle(provider, deployment, root, by),
    bundlesBy: (by, from) => log.of(by, from ?? deployment.block),
  };
}

/** @throws LedgerError as `openAnchorReads` does. */
export async function openAnchors(
  rpcUrl: string,
  deployment: Deployment,
  signer: LocalSigner,
  feeCeiling: FeeCeiling,
): Promise<Anchors> {
  const provider = await connect(rpcUrl, { chainId: deployment.chainId });
  const sender = await Sender.open({ provider, signer, feeCeiling });
  const author = sender.address;
  return {
    ...readsOf(provider, deployment),
    author,
    anchor: (bundle) => sender.send(anchorBundle(deployment, author, bundle)),
  };
}
