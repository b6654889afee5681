/** Calls that all tokens of the ledger share. */
import type { Address, BatchId, NamespaceId, RecordId, TwinId } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { type Call, makeCall } from "./call.js";

/** What a party can hold and hand over. */
export type Token =
  | { readonly kind: "namespace"; readonly id: NamespaceId }
  | { readonly kind: "record"; readonly id: RecordId }
  | { readonly kind: "batch"; readonly id: BatchId }
  | { readonly kind: "twin"; readonly id: TwinId };

const registries = {
  namespace: "namespaces",
  record: "identifiers",
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
