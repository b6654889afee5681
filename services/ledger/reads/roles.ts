/** Hot roles as the chain has them. */
import type { Address, Token, TokenRole } from "../../store/model.js";
import { registries } from "../actions/tokens.js";
import type { LedgerProvider } from "../chain/provider.js";
import { ledgerContracts } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { tokenRoleBits, tokenRolesOf } from "../enums.js";

/** What an account may do to a token besides what the key of its holder may. */
export async function readRoles(
  provider: LedgerProvider,
  deployment: Deployment,
  token: Token,
  account: Address,
): Promise<readonly TokenRole[]> {
  const registry = ledgerContracts(deployment, provider)[registries[token.kind]];
  return tokenRolesOf(Number(await registry.rolesOf(token.id, account)));
}

/** Whether an account may do to a token what takes a role: it controls the holder or has the role, and the holder may act. */
export async function mayAct(
  provider: LedgerProvider,
  deployment: Deployment,
  token: Token,
  account: Address,
  role: TokenRole,
): Promise<boolean> {
  const registry = ledgerContracts(deployment, provider)[registries[token.kind]];
  return registry.mayAct(token.id, account, tokenRoleBits([role]));
}
