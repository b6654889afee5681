/** Calls that all tokens of the ledger share. */
import type { Address, Token, TokenRole } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { tokenRoleBits } from "../enums.js";
import { zeroAddress } from "../hex.js";
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

/** Lets one account move the token (ERC-721), null for nobody, until it changes hands. The controller of its holder, or an operator, has to send it. */
export function approveMover(deployment: Deployment, token: Token, account: Address | null): Call {
  const registry = registries[token.kind];
  return makeCall(
    deployment.contracts[registry],
    `let ${account ?? "nobody"} move ${token.kind} ${token.id}`,
    () => interfaces[registry].encodeFunctionData("approve", [account ?? zeroAddress, token.id]),
  );
}

/** Lets an account move all tokens of a kind that a party holds, or no longer (ERC-721). The party's controller has to send it. */
export function setOperator(
  deployment: Deployment,
  kind: Token["kind"],
  holder: Address,
  operator: Address,
  allowed: boolean,
): Call {
  const registry = registries[kind];
  const what = allowed ? "move" : "no longer move";
  return makeCall(
    deployment.contracts[registry],
    `let ${operator} ${what} what ${holder} has of kind ${kind}`,
    () => interfaces[registry].encodeFunctionData("setApprovalForAllOf", [holder, operator, allowed]),
  );
}
