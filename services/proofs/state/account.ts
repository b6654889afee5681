/** Accounts and their storage in the state of a block (EIP-1186). */
import { bytesHex, type Hex, hexBytes, uintWord, zeroWord } from "../../ledger/hex.js";
import { keccak, keccakBytes, wordBytes } from "../../ledger/keccak.js";
import type { Address, Hash } from "../../store/model.js";
import { badTrie } from "../errors.js";
import { isBytes } from "../rlp.js";
import { lookUp, type OpenNode } from "../trie/lookUp.js";
import { decodeItem } from "../trie/node.js";
import { nodeList } from "../trie/nodes.js";

/** What a state says of an account. */
export interface AccountState {
  readonly nonce: bigint;
  /** In wei. */
  readonly balance: bigint;
  readonly storageRoot: Hex;
  readonly codeHash: Hex;
}

/** Root of the trie that holds nothing: the hash of RLP's empty text. */
export const emptyRoot: Hex = keccak(Uint8Array.of(0x80));
/** Hash of the code of an account without code. */
export const emptyCode: Hex = keccak();

/** null where there is no such account. @throws ProofError `PROOF_TRIE`, and what `open` throws. */
export function accountIn(stateRoot: Hex, address: Address, open: OpenNode): AccountState | null {
  const value = lookUp(rootOf(stateRoot), keccakBytes(hexBytes(address)), open);
  return value === null ? null : accountOf(value);
}

/** The word in a slot, zeros where there is none. @throws ProofError `PROOF_TRIE`, and what `open` throws. */
export function wordIn(storageRoot: Hex, slot: Hex, open: OpenNode): Hex {
  const value = lookUp(rootOf(storageRoot), keccakBytes(wordBytes(slot)), open);
  if (value === null) return zeroWord;
  const number = decodeItem(value);
  if (!isBytes(number)) throw badTrie("a slot holds no number");
  // The protocol keeps no zeros; anvil keeps those of slots that were read. They say the same as a slot that is not there.
  return uintWord(numberOf(number, 32));
}

/**
 * Checks an account's proof as `eth_getProof` gives it.
 * @returns null where the account is not there, which is proven then.
 * @throws ProofError `PROOF_TRIE`, `PROOF_INCOMPLETE`, `PROOF_SUPERFLUOUS`
 */
export function verifyAccount(
  stateRoot: Hash | Hex,
  address: Address,
  proof: readonly Hex[],
): AccountState | null {
  const nodes = nodeList(proof);
  const account = accountIn(stateRoot, address, nodes.open);
  nodes.end();
  return account;
}

/**
 * Checks a slot's proof as `eth_getProof` gives it.
 * @returns The word; zeros where the slot is empty, which is proven then.
 * @throws ProofError `PROOF_TRIE`, `PROOF_INCOMPLETE`, `PROOF_SUPERFLUOUS`
 */
export function verifyStorage(storageRoot: Hex, slot: Hex, proof: readonly Hex[]): Hex {
  const nodes = nodeList(proof);
  const word = wordIn(storageRoot, slot, nodes.open);
  nodes.end();
  return word;
}

const rootOf = (root: Hex): Uint8Array | null => (root === emptyRoot ? null : hexBytes(root));

function accountOf(value: Uint8Array): AccountState {
  const item = decodeItem(value);
  if (isBytes(item) || item.length !== 4) throw badTrie("an account does not have four fields");
  const [nonce, balance, storageRoot, codeHash] = item.map((field) => {
    if (!isBytes(field)) throw badTrie("a field of an account is a list");
    return field;
  });
  if (nonce === undefined || balance === undefined || storageRoot?.length !== 32 || codeHash?.length !== 32)
    throw badTrie("an account's hashes are none");
  return {
    nonce: numberOf(nonce, 8),
    balance: numberOf(balance, 32),
    storageRoot: bytesHex(storageRoot),
    codeHash: bytesHex(codeHash),
  };
}

/** An unsigned number in as few bytes as it takes. */
function numberOf(bytes: Uint8Array, most: number): bigint {
  if (bytes.length > most || bytes[0] === 0) throw badTrie("a number is not written as numbers are");
  return bytes.length === 0 ? 0n : BigInt(bytesHex(bytes));
}
