/** The ledger as a command sees it, and the account that writes for it. */
import { stat } from "node:fs/promises";
import type { Wallet } from "ethers";
import { connect, type LedgerProvider } from "../../ledger/chain/provider.js";
import { verifyDeployment } from "../../ledger/deployment/chain.js";
import { type Deployment, loadDeployment } from "../../ledger/deployment/deployment.js";
import { LedgerError } from "../../ledger/errors.js";
import { type KeyInfo, listKeys, unlockKey } from "../../ledger/keys/keystore.js";
import { type FeeCeiling, gweiSchema } from "../../ledger/transactions/feeCeiling.js";
import { Sender, type SenderOptions } from "../../ledger/transactions/sender.js";
import type { LocalSigner } from "../../ledger/transactions/signed.js";
import type { Address } from "../../store/model.js";
import { keyFolder, required } from "../config/settings.js";
import type { Context } from "../context.js";
import { partyAddress } from "../names/party.js";
import { readPassword } from "../prompts.js";

export interface LedgerSession {
  readonly provider: LedgerProvider;
  readonly deployment: Deployment;
}

/**
 * @param grouped Whether the command reads much of the ledger: see {@link LedgerProvider}.
 * @throws CliError `CLI_NOT_CONFIGURED`; LedgerError, such as `LEDGER_RPC_UNREACHABLE` and `LEDGER_WRONG_CHAIN`.
 */
export async function openLedger(context: Context, grouped = false): Promise<LedgerSession> {
  const settings = await context.settings();
  const rpcUrl = required(settings, "rpcUrl");
  const deployment = await loadDeployment(required(settings, "deployment"));
  const provider = await connect(rpcUrl, { chainId: deployment.chainId, grouped });
  await verifyDeployment(provider, deployment);
  return { provider, deployment };
}

export interface Writing {
  readonly sender: Sender;
  /** The party for which the account acts. */
  readonly party: Address;
  readonly key: KeyInfo;
  /** The key, opened; null in a dry run. */
  readonly wallet: Wallet | null;
}

/** How it is sent. */
type Sending = Pick<SenderOptions, "window" | "log">;

export interface FurtherKey {
  readonly name: string;
  readonly sender: Sender;
}

/**
 * Opens the key that signs. A dry run signs nothing, so it needs no password.
 */
export async function openAccount(
  context: Context,
  { provider }: LedgerSession,
  sending: Sending = {},
): Promise<Writing> {
  const settings = await context.settings();
  const name = required(settings, "defaultKey");
  const key = await findKey(context.home, name);
  const wallet = context.flags.dryRun ? null : await unlock(context, key);
  const signer = wallet ?? watchOnly(key.address);
  const feeCeiling = await feeCeilingOf(context);
  const sender = await Sender.open({ provider, signer, feeCeiling, ...sending });
  return { sender, party: await actingParty(context, key.address), key, wallet };
}

/**
 * Opens further keys that sign, with the password of the first or each with its own where somebody can type it.
 * @throws LedgerError `LEDGER_KEY_NOT_FOUND`, `LEDGER_WRONG_PASSWORD`
 */
export async function openFurther(
  context: Context,
  { provider }: LedgerSession,
  names: readonly string[],
  sending: Sending,
): Promise<readonly FurtherKey[]> {
  const opened: FurtherKey[] = [];
  const feeCeiling = await feeCeilingOf(context);
  for (const name of names) {
    const signer = await unlock(context, await findKey(context.home, name));
    opened.push({ name, sender: await Sender.open({ provider, signer, feeCeiling, ...sending }) });
  }
  return opened;
}

async function feeCeilingOf(context: Context): Promise<FeeCeiling> {
  const { maxFee } = await context.settings();
  return maxFee === undefined ? null : gweiSchema.parse(maxFee);
}

/** The party for which a key acts: the one that is named or configured, else the key's own. @throws CliError `CLI_USAGE` */
export async function actingParty(context: Context, key: Address): Promise<Address> {
  const text = context.flags.party ?? (await context.settings()).party;
  return text === undefined ? key : partyAddress(context, text);
}

/** The party for which the configured key acts. @throws CliError `CLI_NOT_CONFIGURED`, `CLI_USAGE`; LedgerError `LEDGER_KEY_NOT_FOUND` */
export async function ownParty(context: Context): Promise<Address> {
  const key = await findKey(context.home, required(await context.settings(), "defaultKey"));
  return actingParty(context, key.address);
}

/** @throws LedgerError `LEDGER_KEY_NOT_FOUND` */
export async function findKey(home: string, name: string): Promise<KeyInfo> {
  const keys = await listKeys(keyFolder(home));
  const key = keys.find((known) => known.name === name);
  if (key !== undefined) return key;
  throw new LedgerError("LEDGER_KEY_NOT_FOUND", `There is no key called "${name}".`, {
    hint:
      keys.length === 0
        ? "Make one: cadastre key new NAME"
        : `Keys are: ${keys.map((known) => known.name).join(", ")}.`,
    details: { name },
  });
}

/** Opens the key that signs, for what is not a transaction. */
export async function openSigner(context: Context): Promise<Wallet> {
  const name = required(await context.settings(), "defaultKey");
  return unlock(context, await findKey(context.home, name));
}

async function unlock(context: Context, { name, file }: KeyInfo): Promise<Wallet> {
  if (await othersMayRead(file))
    context.output.note(`The file of the key "${name}" can be read by others: chmod 600 ${file}`);
  const password = await readPassword(
    context.io,
    context.flags.passwordFile,
    `Password of the key "${name}"`,
  );
  return unlockKey(keyFolder(context.home), name, password);
}

/** The password is all that is left of a key's protection then. */
async function othersMayRead(file: string): Promise<boolean> {
  // Windows has no such bits.
  if (process.platform === "win32") return false;
  const { mode } = await stat(file);
  return (mode & 0o077) !== 0;
}

function watchOnly(address: Address): LocalSigner {
  return {
    getAddress: async () => address,
    signTransaction: async () => {
      throw new TypeError("A dry run signs nothing.");
    },
  };
}
