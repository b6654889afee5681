/**
 * Headers of blocks, as their hash is made of them (Yellow Paper, 4.3; EIP-1559, 4895, 4844, 4788, 7685, 7928, 7843).
 *
 * Later forks only ever added fields at the end. What is read here stands at the beginning, so that a header is read whole
 * whatever comes behind.
 */
import { bytesHex, type Hex, hexBytes, toHash } from "../../ledger/hex.js";
import { keccak } from "../../ledger/keccak.js";
import type { Hash } from "../../store/model.js";
import { ProofError } from "../errors.js";
import { decodeRlp, encodeRlp, isBytes } from "../rlp.js";

export interface BlockHeader {
  readonly hash: Hash;
  readonly parent: Hash;
  readonly stateRoot: Hash;
  readonly transactionsRoot: Hash;
  readonly receiptsRoot: Hash;
  /** 256 bytes in which whatever logged in the block has left its mark. */
  readonly logsBloom: Uint8Array;
  readonly number: number;
  /** Unix seconds. */
  readonly time: number;
}

/** Fields of a header, in their order: the length of what has one, in bytes, or what else it is. */
const fields = [
  ["parentHash", 32],
  ["sha3Uncles", 32],
  ["miner", 20],
  ["stateRoot", 32],
  ["transactionsRoot", 32],
  ["receiptsRoot", 32],
  ["logsBloom", 256],
  ["difficulty", "number"],
  ["number", "number"],
  ["gasLimit", "number"],
  ["gasUsed", "number"],
  ["timestamp", "number"],
  ["extraData", "bytes"],
  ["mixHash", 32],
  ["nonce", 8],
  ["baseFeePerGas", "number"],
  ["withdrawalsRoot", 32],
  ["blobGasUsed", "number"],
  ["excessBlobGas", "number"],
  ["parentBeaconBlockRoot", 32],
  ["requestsHash", 32],
  ["blockAccessListHash", 32],
  ["slotNumber", "number"],
] as const;
export type HeaderField = (typeof fields)[number][0];

/** Fields of the forks: Frontier, London, Shanghai, Cancun, Prague, and Amsterdam. */
const shapes = [15, 16, 17, 20, 21, 23];

/**
 * Reads a header from its RLP.
 * @throws ProofError `PROOF_HEADER`
 */
export const readHeader = (rlp: Hex): BlockHeader => readHeaderBytes(hexBytes(rlp));

/** The same of bytes. @throws ProofError `PROOF_HEADER` */
export function readHeaderBytes(rlp: Uint8Array): BlockHeader {
  const values = valuesOf(rlp);
  const bytesAt = (name: HeaderField): Uint8Array => {
    const value = values[fields.findIndex(([field]) => field === name)];
    if (value === undefined) throw badHeader(`it has no ${name}`);
    return value;
  };
  const at = (name: HeaderField): Hex => bytesHex(bytesAt(name));
  return {
    hash: toHash(keccak(rlp)),
    parent: toHash(at("parentHash")),
    stateRoot: toHash(at("stateRoot")),
    transactionsRoot: toHash(at("transactionsRoot")),
    receiptsRoot: toHash(at("receiptsRoot")),
    logsBloom: bytesAt("logsBloom"),
    number: smallNumber(at("number")),
    time: smallNumber(at("timestamp")),
  };
}

function valuesOf(bytes: Uint8Array): readonly Uint8Array[] {
  const items = decodeRlp(bytes);
  if (items === null || isBytes(items)) throw badHeader("it is no list in RLP");
  if (!shapes.includes(items.length)) throw badHeader("it has the fields of no fork");
  return items.map((item, position) => {
    const [name, form] = fields[position] ?? [];
    if (!isBytes(item) || form === undefined || !fits(item, form)) throw badHeader(`its ${name} is none`);
    return item;
  });
}

function fits(value: Uint8Array, form: (typeof fields)[number][1]): boolean {
  switch (form) {
    case "bytes":
      return true;
    case "number":
      return value.length <= 32 && value[0] !== 0;
    default:
      return value.length === form;
  }
}

/**
 * A header's RLP from its fields as `eth_getBlockByNumber` names them, as many as are there.
 * @throws ProofError `PROOF_HEADER`
 */
export function encodeHeader(given: Readonly<Partial<Record<HeaderField, Hex>>>): Hex {
  const last = fields.findLastIndex(([name]) => given[name] !== undefined);
  const items = fields.slice(0, last + 1).map(([name, form]) => {
    const hex = given[name];
    if (hex === undefined) throw badHeader(`it has no ${name}`);
    return form === "number" ? numberBytes(hex) : hexBytes(hex);
  });
  return bytesHex(encodeRlp(items));
}

/** A number in as few bytes as it takes. */
function numberBytes(quantity: Hex): Uint8Array {
  const digits = quantity.slice(2).replace(/^0+/, "");
  return hexBytes(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`);
}

function smallNumber(hex: Hex): number {
  const number = hex === "0x" ? 0 : Number(BigInt(hex));
  if (!Number.isSafeInteger(number)) throw badHeader("its number or time is none");
  return number;
}

const badHeader = (why: string): ProofError =>
  new ProofError("PROOF_HEADER", `The header of the block is of no use: ${why}.`, {
    hint: "Give the RLP of a block's header, as hexadecimal digits with 0x in front.",
  });
