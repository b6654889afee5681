/** Reading what the vault has, where a row that somebody changed is no reason to refuse an answer. */
import type { Logger } from "pino";
import { VaultError } from "../../vault/errors.js";

/** A row that is not what was written counts as none, and its operator learns of it. */
export async function untampered<Entry>(
  logger: Logger,
  read: () => Promise<Entry | null>,
): Promise<Entry | null> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof VaultError && error.code === "VAULT_TAMPERED")) throw error;
    logger.error({ err: error }, "the vault has been tampered with");
    return null;
  }
}
