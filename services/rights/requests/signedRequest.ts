/**
 * What a caller signs to prove who asks: one request, for one resolver, chain and party, within minutes, once (EIP-712).
 *
 * Nothing of it is taken from what a proxy could set: the verifier puts the request together anew from what came in and
 * from its own address and chain, and sees whether that is what was signed.
 */
import { sha256, TypedDataEncoder } from "ethers";
import type { Address } from "../../store/model.js";

/** A request as it goes over the wire. */
export interface WireRequest {
  /** In upper case, as in HTTP. */
  readonly method: string;
  /** Public address of the resolver that is asked: `audienceOf` it. */
  readonly audience: string;
  /** Path beneath the audience, and query, byte by byte as sent: it begins with a slash. */
  readonly target: string;
  /** The body as sent; empty for none. */
  readonly body: Uint8Array;
  readonly chainId: number;
}

/** Who asks, when, and what makes the request one of its own. */
export interface Claim {
  /** Party for which the key acts. */
  readonly party: Address;
  /** Account that signs: a key's, or a contract's (ERC-1271). */
  readonly key: Address;
  /** 16 random bytes in hex. */
  readonly nonce: `0x${string}`;
  /** Unix seconds. */
  readonly issuedAt: number;
  /** First Unix second at which it is no longer good. */
  readonly expires: number;
}

/** Longest time, in seconds, for which a request may be signed. */
export const maxValidity = 300;

/** Public address of a resolver in the one form that is signed: without a trailing slash, query and fragment. */
export function audienceOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, "");
}

/** Types of the message, for any EIP-712 signer. */
export const requestTypes = {
  Request: [
    { name: "method", type: "string" },
    { name: "audience", type: "string" },
    { name: "target", type: "string" },
    { name: "body", type: "bytes32" },
    { name: "party", type: "address" },
    { name: "key", type: "address" },
    { name: "nonce", type: "bytes16" },
    { name: "issuedAt", type: "uint64" },
    { name: "expires", type: "uint64" },
  ],
};

/** Domain and message that are signed. */
export function typedRequest({ chainId, body, ...request }: WireRequest, claim: Claim) {
  const { method, audience, target } = request;
  const { party, key, nonce, issuedAt, expires } = claim;
  return {
    domain: { name: "Cadastre Resolver", version: "1", chainId },
    types: requestTypes,
    message: { method, audience, target, body: sha256(body), party, key, nonce, issuedAt, expires },
  };
}

/** The digest that is signed. */
export function requestDigest(request: WireRequest, claim: Claim): string {
  const { domain, types, message } = typedRequest(request, claim);
  return TypedDataEncoder.hash(domain, types, message);
}
