import { CadastreError } from "../errors/cadastreError.js";

export type VaultErrorCode =
  | "VAULT_KEY_UNUSABLE"
  | "VAULT_WRONG_KEY"
  | "VAULT_OTHER_LEDGER"
  | "VAULT_TAMPERED"
  | "VAULT_UNAVAILABLE";

/** What can go wrong with the vault. Neither keys nor contents stand in any of them. */
export class VaultError extends CadastreError<VaultErrorCode> {}
