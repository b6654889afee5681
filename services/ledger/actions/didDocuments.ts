/** Calls of the party registry that change an account's DID document (ERC-1056); the account's controller has to send them. */
import { encodeBytes32String, toUtf8Bytes } from "ethers";
import type { Address } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { type Call, makeCall } from "./call.js";

/** What a delegate may do: sign as the account and log in (`sigAuth`), or sign alone (`veriKey`). */
export type DelegateType = "sigAuth" | "veriKey";

/** @param validity Seconds from its block on. */
export function addDelegate(
  { contracts }: Deployment,
  account: Address,
  delegateType: DelegateType,
  delegate: Address,
  validity: number,
): Call {
  return makeCall(contracts.parties, `let ${delegate} act for ${account} as ${delegateType}`, () =>
    interfaces.parties.encodeFunctionData("addDelegate", [
      account,
      encodeBytes32String(delegateType),
      delegate,
      validity,
    ]),
  );
}

export function revokeDelegate(
  { contracts }: Deployment,
  account: Address,
  delegateType: DelegateType,
  delegate: Address,
): Call {
  return makeCall(contracts.parties, `no longer let ${delegate} act for ${account} as ${delegateType}`, () =>
    interfaces.parties.encodeFunctionData("revokeDelegate", [
      account,
      encodeBytes32String(delegateType),
      delegate,
    ]),
  );
}

/** An attribute: its name is at most 31 bytes, such as `did/svc/Hub` or `did/pub/Ed25519/veriKey/base64`. */
export interface DidAttribute {
  readonly name: string;
  /** Text, or bytes such as those of a key. */
  readonly value: string | Uint8Array;
}

const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === "string" ? toUtf8Bytes(value) : value;

/** @param validity Seconds from its block on. */
export function setAttribute(
  { contracts }: Deployment,
  account: Address,
  { name, value }: DidAttribute,
  validity: number,
): Call {
  return makeCall(contracts.parties, `set ${name} in the DID document of ${account}`, () =>
    interfaces.parties.encodeFunctionData("setAttribute", [
      account,
      encodeBytes32String(name),
      bytesOf(value),
      validity,
    ]),
  );
}

export function revokeAttribute(
  { contracts }: Deployment,
  account: Address,
  { name, value }: DidAttribute,
): Call {
  return makeCall(contracts.parties, `take ${name} out of the DID document of ${account}`, () =>
    interfaces.parties.encodeFunctionData("revokeAttribute", [
      account,
      encodeBytes32String(name),
      bytesOf(value),
    ]),
  );
}
