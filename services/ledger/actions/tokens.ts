/** Calls that all tokens of the ledger share. */
import type { Address, Token, TokenRole } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { tokenRoleBits } from "../enums.js";
import { type Call, makeCall } from "./call.js";

export const registries = {
  namespace: "namespaces",
  record: "identifiers",
  sealed: "sealedRecords",
  batch: "batches",
  twin: "twins",
} as const;

/** Hands a token from one party to another; the controller of its holder, or whom it approved, has to send it. */
export function transferToken(deployment: Deployment, token: Token, from: Address, to: Address): Call {
  const registry = registries[token.kind];
  return makeCall(deployment.contracts[registry], `transfer ${token.kind} ${token.id} to ${to}`, () =>
    interfaces[registry].encodeFunctionData("transferFrom", [from, to, token.id]),
  );
}

/** Gives an account roles of a token in place of those it had; none takes them away. The controller of the holder has to send it. */
export function setRoles(
  deployment: Deployment,
  token: Token,
  account: Address,
  roles: readonly TokenRole[],
): Call {
  const registry = registries[token.kind];
  const what = roles.length === 0 ? "no role" : roles.join(" and ");
  return makeCall(
    deployment.contracts[registry],
    `let ${account} be ${what} of ${token.kind} ${token.id}`,
    () => interfaces[registry].encodeFunctionData("setRoles", [token.id, account, tokenRoleBits(roles)]),
  );
}

/** Gives up the roles of a token that the sender has. */
export function renounceRoles(deployment: Deployment, token: Token): Call {
  const registry = registries[token.kind];
  return makeCall(deployment.contracts[registry], `renounce all roles of ${token.kind} ${token.id}`, () =>
    interfaces[registry].encodeFunctionData("renounceRoles", [token.id]),
  );
}
