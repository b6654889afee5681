import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keyFolder, writeStored } from "../../services/cli/config/settings.js";
import { importKey, listKeys } from "../../services/ledger/keys/keystore.js";
import { demoWallet } from "./accounts.js";
import { type DemoParty, parties } from "./sample.js";

export interface DemoHomes {
  /** Folder with one home of the command line a party. */
  readonly folder: string;
  /** File with the password of all demo keys. */
  readonly passwordFile: string;
}

/** Devnet keys are public: what scrypt costs elsewhere would only make the first start slow. */
const demoScryptN = 2 ** 12;

/** Makes a home of the command line for each party of the demo, so that anyone can go on as one of them. */
export async function writeDemoHomes(
  folder: string,
  settings: { readonly rpcUrl: string; readonly resolverUrl: string; readonly deployment: string },
): Promise<DemoHomes> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, "password");
  if (!existsSync(passwordFile))
    writeFileSync(passwordFile, `${randomBytes(18).toString("base64url")}\n`, { mode: 0o600 });
  const password = readFileSync(passwordFile, "utf8").trim();
  for (const party of Object.keys(parties) as DemoParty[]) {
    const home = join(folder, party);
    await writeStored(home, { ...settings, defaultKey: party });
    const keys = await listKeys(keyFolder(home));
    if (keys.some((key) => key.name === party)) continue;
    await importKey(keyFolder(home), party, password, demoWallet(party).privateKey, { scryptN: demoScryptN });
  }
  return { folder, passwordFile };
}
