/** Signing a request, in Node or a browser. */
import { hexlify, randomBytes } from "ethers";
import type { Address } from "../../store/model.js";
import { encodeAuthorization } from "./authorization.js";
import {
  type Claim,
  maxValidity,
  type requestTypes,
  typedRequest,
  type WireRequest,
} from "./signedRequest.js";

/** Whoever signs EIP-712 messages: ethers' wallets and browser signers do. */
export interface RequestSigner {
  signTypedData(
    domain: { name: string; version: string; chainId: number },
    types: typeof requestTypes,
    message: ReturnType<typeof typedRequest>["message"],
  ): Promise<string>;
}

/** Who signs, for whom. */
export interface Asker {
  readonly signer: RequestSigner;
  /** Account of the key. */
  readonly key: Address;
  readonly party: Address;
}

/**
 * The `Authorization` header that proves who asks, good for one request.
 * @param now Unix seconds.
 */
export async function authorize(
  request: WireRequest,
  { signer, key, party }: Asker,
  now: number,
): Promise<string> {
  const claim: Claim = {
    party,
    key,
    nonce: `0x${hexlify(randomBytes(16)).slice(2)}`,
    issuedAt: now,
    expires: now + maxValidity,
  };
  const { domain, types, message } = typedRequest(request, claim);
  const signature = await signer.signTypedData(domain, types, message);
  return encodeAuthorization({ ...claim, signature: `0x${signature.slice(2).toLowerCase()}` });
}
