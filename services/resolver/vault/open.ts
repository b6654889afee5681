/** The resolver's vault: its rows in a folder of their own, and the key in a file. */
import { join } from "node:path";
import type { Deployment } from "../../ledger/deployment/deployment.js";
import { openKey } from "../../vault/key.js";
import { openLevelRows } from "../../vault/levelRows.js";
import { openVault, type Vault } from "../../vault/vault.js";

export interface VaultConfig {
  /** Folder of the vault; made where there is none. */
  readonly location: string;
  /** File of its key; where not given, one in the folder that is made at the first start. */
  readonly keyFile?: string | undefined;
  /** Days that a row stays at least whose commitment the ledger no longer has. */
  readonly keepDays: number;
}

/** The ledger that a vault is of: ids of two ledgers may be the same. */
export function ledgerName({ chainId, genesis, contracts }: Deployment): string {
  return `${chainId} ${genesis} ${contracts.identifiers}`;
}

/** Each thread opens it. @throws VaultError */
export async function openConfiguredVault(
  config: Omit<VaultConfig, "keepDays">,
  ledger: string,
): Promise<Vault> {
  const { location, keyFile } = config;
  const rows = await openLevelRows(join(location, "rows"));
  try {
    // Of a vault that has been written to, a key that is not there was lost: a new one would only stand where that has to be restored to.
    const mayMake = keyFile === undefined && (await rows.names("", 1)).length === 0;
    const key = await openKey(keyFile ?? join(location, "key"), mayMake);
    return await openVault(rows, key, ledger);
  } catch (error) {
    await rows.close();
    throw error;
  }
}
