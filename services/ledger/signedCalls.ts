/**
 * Signed calls: what an account signs (EIP-712) for someone else to submit, who pays. The mirror of `ISignedCalls`.
 *
 * The registry of parties takes them for all registries. Each is good once, until its deadline, and only in the order of its
 * signer's nonces.
 */
import type { Provider } from "ethers";
import { z } from "zod";
import type { Address } from "../store/model.js";
import { type Call, makeCall } from "./actions/call.js";
import type { TypedDataSigner } from "./certificates.js";
import { ISignedCalls__factory } from "./contracts/index.js";
import type { Deployment } from "./deployment/deployment.js";
import { addressSchema, bytesSchema, toHex } from "./hex.js";

const nonceSchema = z.string().regex(/^\d{1,78}$/);

const signedCallSchema = z.strictObject({
  target: addressSchema,
  signer: addressSchema,
  call: bytesSchema,
  nonce: nonceSchema,
  /** Last Unix second in which it may be submitted. */
  deadline: z.number().int().nonnegative(),
  signature: bytesSchema,
  /** What its signer says that it does: nothing that is checked. */
  describe: z.string(),
});
export type SignedCall = z.infer<typeof signedCallSchema>;

/** The form in which signed calls are passed on, as JSON: to be submitted one after the other. */
export const signedCallsSchema = z.strictObject({
  chainId: z.number().int().positive(),
  /** The registry of parties. */
  contract: addressSchema,
  calls: z.array(signedCallSchema).min(1),
});
export type SignedCalls = z.infer<typeof signedCallsSchema>;

const types = {
  Call: [
    { name: "target", type: "address" },
    { name: "signer", type: "address" },
    { name: "call", type: "bytes" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

const encoding = ISignedCalls__factory.createInterface();

/** A key and its address: ethers' wallets are such signers. */
export interface CallSigner extends TypedDataSigner {
  readonly address: string;
}

/** @param deadline Last Unix second in which the calls may be submitted. */
export async function signCalls(
  provider: Provider,
  deployment: Deployment,
  signer: CallSigner,
  calls: readonly Call[],
  deadline: number,
): Promise<SignedCalls> {
  const { chainId, contracts } = deployment;
  const domain = { name: "Cadastre Parties", version: "1", chainId, verifyingContract: contracts.parties };
  const address = addressSchema.parse(signer.address.toLowerCase());
  let nonce = await ISignedCalls__factory.connect(contracts.parties, provider).nonce(address);
  const signed: SignedCall[] = [];
  for (const { to: target, data: call, describe } of calls) {
    const signature = await signer.signTypedData(domain, types, {
      target,
      signer: address,
      call,
      nonce,
      deadline,
    });
    const nonceText = nonce.toString();
    signed.push({
      target,
      signer: address,
      call,
      nonce: nonceText,
      deadline,
      signature: toHex(signature),
      describe,
    });
    nonce += 1n;
  }
  return { chainId, contract: contracts.parties, calls: signed };
}

/** Submits a signed call; anyone may send it. */
export function submitSignedCall(deployment: Deployment, signed: SignedCall): Call {
  const { target, signer, call, deadline, signature, describe } = signed;
  return makeCall(deployment.contracts.parties, `${describe}, as signed by ${signer}`, () =>
    encoding.encodeFunctionData("callWithSignature", [target, signer, call, deadline, signature]),
  );
}

/** The contracts whose functions may be called by signature. */
export function takesSignedCalls({ accessManager, contracts }: Deployment, target: Address): boolean {
  return target !== accessManager && target !== contracts.supervision;
}
