/**
 * Delegation certificates: what the holder of a prefix signs so that somebody else delegates in its name (EIP-712).
 *
 * The domain holds chain and contract, the certificate the epochs under which it was signed: it is good for one use, here,
 * while the same party holds the parent with the same key.
 */
import { TypedDataEncoder } from "ethers";
import { z } from "zod";
import type { Address, Digest, NamespaceTerms } from "../store/model.js";
import type { Deployment } from "./deployment/deployment.js";
import { addressSchema, type Hex, hashSchema, toDigest, toHex } from "./hex.js";
import { schemeId } from "./ids.js";

export interface DelegationCertificate {
  /** Name of the scheme. */
  readonly scheme: string;
  readonly prefix: string;
  /** Bytes of the parent's prefix. */
  readonly parentLength: number;
  /** Who gets the prefix. */
  readonly holder: Address;
  readonly terms: NamespaceTerms;
  /** Holding epoch of the parent. */
  readonly parentEpoch: number;
  /** Control epoch of the parent's holder. */
  readonly controlEpoch: number;
  /** Holding epoch of the namespace, 0 where there is none yet. */
  readonly epoch: number;
  /** Last Unix second in which it may be submitted. */
  readonly deadline: number;
  /** 32 bytes: tells two otherwise equal certificates apart. */
  readonly salt: Hex;
}

export interface SignedCertificate {
  readonly chainId: number;
  /** The namespace registry. */
  readonly contract: Address;
  readonly certificate: DelegationCertificate;
  /** What is signed. */
  readonly digest: Digest;
  readonly signature: Hex;
}

/** ethers' wallets are such signers. */
export interface TypedDataSigner {
  signTypedData(
    domain: Record<string, unknown>,
    types: Record<string, { name: string; type: string }[]>,
    value: Record<string, unknown>,
  ): Promise<string>;
}

const uint = (bits: number) =>
  z
    .number()
    .int()
    .nonnegative()
    .max(2 ** bits - 1);

const certificateSchema = z.strictObject({
  scheme: z.string(),
  prefix: z.string(),
  parentLength: uint(8),
  holder: addressSchema,
  terms: z.strictObject({ expiry: uint(32), levels: uint(8), mayIssue: z.boolean() }),
  parentEpoch: uint(32),
  controlEpoch: uint(32),
  epoch: uint(32),
  deadline: uint(40),
  salt: hashSchema,
});

/** The form in which a signed certificate is passed on, as JSON. */
export const signedCertificateSchema = z.strictObject({
  chainId: z.number().int().positive(),
  contract: addressSchema,
  certificate: certificateSchema,
  digest: hashSchema.transform(toDigest),
  signature: z
    .string()
    .regex(/^0x(?:[0-9a-fA-F]{2})*$/)
    .transform(toHex),
});

const types = {
  DelegationCertificate: [
    { name: "scheme", type: "bytes32" },
    { name: "parentLength", type: "uint8" },
    { name: "prefix", type: "string" },
    { name: "holder", type: "address" },
    { name: "terms", type: "DelegationTerms" },
    { name: "parentEpoch", type: "uint32" },
    { name: "controlEpoch", type: "uint32" },
    { name: "epoch", type: "uint32" },
    { name: "deadline", type: "uint40" },
    { name: "salt", type: "bytes32" },
  ],
  DelegationTerms: [
    { name: "expiry", type: "uint32" },
    { name: "levels", type: "uint8" },
    { name: "mayIssue", type: "bool" },
  ],
};

const domainOf = ({ chainId, contracts }: Pick<Deployment, "chainId" | "contracts">) => ({
  name: "Cadastre Namespaces",
  version: "1",
  chainId,
  verifyingContract: contracts.namespaces,
});

const messageOf = (certificate: DelegationCertificate) => ({
  ...certificate,
  scheme: schemeId(certificate.scheme),
});

/** What is signed, and under which the ledger notes that a certificate was used or cancelled. */
export function certificateDigest(
  place: Pick<Deployment, "chainId" | "contracts">,
  certificate: DelegationCertificate,
): Digest {
  return toDigest(TypedDataEncoder.hash(domainOf(place), types, messageOf(certificate)));
}

export async function signCertificate(
  deployment: Deployment,
  certificate: DelegationCertificate,
  signer: TypedDataSigner,
): Promise<SignedCertificate> {
  const signature = await signer.signTypedData(domainOf(deployment), types, messageOf(certificate));
  return {
    chainId: deployment.chainId,
    contract: deployment.contracts.namespaces,
    certificate,
    digest: certificateDigest(deployment, certificate),
    signature: toHex(signature),
  };
}
