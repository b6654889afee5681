/**
 * Transactions as bytes, signed. ethers writes one out as hex several times over and hashes it in JavaScript: with the entries of a hundred
 * identifiers that takes longer than all else that is done to send it.
 */
import { RLP } from "@ethereumjs/rlp";
import type { Address, Hash } from "../../store/model.js";
import { type Hex, hexBytes, toHash, toHex } from "../hex.js";
import { keccak } from "../keccak.js";

export interface SignableTransaction {
  readonly type: 0 | 2;
  readonly chainId: number;
  readonly nonce: number;
  /** null creates a contract. */
  readonly to: Address | null;
  readonly data: Hex;
  readonly gasLimit: number;
  readonly gasPrice?: bigint;
  readonly maxFeePerGas?: bigint;
  readonly maxPriorityFeePerGas?: bigint;
}

export interface SignedTransaction {
  readonly hash: Hash;
  readonly raw: Hex;
  readonly nonce: number;
}

/** A key that signs a digest. */
export interface DigestSigner {
  sign(digest: string): { readonly r: string; readonly s: string; readonly yParity: 0 | 1 };
}

type Field = number | bigint | Uint8Array | never[];

export function signedByHand(key: DigestSigner, transaction: SignableTransaction): SignedTransaction {
  const { type, chainId, nonce } = transaction;
  const fields = type === 0 ? legacyFields(transaction) : feeMarketFields(transaction);
  // EIP-155: what is signed of a transaction without a type has the chain in place of a signature.
  const digest = keccak(...written(type, type === 0 ? [...fields, chainId, 0, 0] : fields));
  const { r, s, yParity } = key.sign(digest);
  const parity = type === 0 ? chainId * 2 + 35 + yParity : yParity;
  const bytes = Buffer.concat(written(type, [...fields, parity, BigInt(r), BigInt(s)]));
  return { raw: toHex(`0x${bytes.toString("hex")}`), hash: toHash(keccak(bytes)), nonce };
}

const written = (type: 0 | 2, fields: readonly Field[]): readonly Uint8Array[] =>
  type === 0 ? [RLP.encode([...fields])] : [Uint8Array.of(type), RLP.encode([...fields])];

function legacyFields({ nonce, gasPrice = 0n, gasLimit, ...rest }: SignableTransaction): readonly Field[] {
  return [nonce, gasPrice, gasLimit, ...payload(rest)];
}

function feeMarketFields(transaction: SignableTransaction): readonly Field[] {
  const { chainId, nonce, maxPriorityFeePerGas = 0n, maxFeePerGas = 0n, gasLimit, ...rest } = transaction;
  return [chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gasLimit, ...payload(rest), noAccessList];
}

/** Receiver, value and data. */
const payload = ({ to, data }: Pick<SignableTransaction, "to" | "data">): readonly Field[] => [
  to === null ? nothing : hexBytes(to),
  0,
  hexBytes(data),
];

const nothing = new Uint8Array();
const noAccessList: never[] = [];
