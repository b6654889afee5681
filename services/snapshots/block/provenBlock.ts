/**
 * A block with the ledger's logs, as far as its hash commits to them.
 *
 * The hash commits to the header; the header's filter of logs says of a contract for sure that it did not log; where it may have, the
 * header's roots commit to all transactions and all their receipts, and these have all logs. So whoever has the hash of a block, and of
 * each block before it, has been told all of the ledger's logs and none that was not.
 */

import type { LedgerLog } from "../../index/eventsOf.js";
import { bytesHex, type Hex, toHash } from "../../ledger/hex.js";
import { keccak } from "../../ledger/keccak.js";
import { decodeRlp, encodeRlp, type Item, isBytes } from "../../proofs/rlp.js";
import { type BloomMarks, bloomMarks, mayHaveLogged } from "../../proofs/state/bloom.js";
import { type BlockHeader, readHeaderBytes } from "../../proofs/state/header.js";
import { logsOfReceipt } from "../../proofs/state/receipt.js";
import { orderedRoot } from "../../proofs/trie/orderedRoot.js";
import type { Address } from "../../store/model.js";
import { damaged, notProven } from "../errors.js";

/** A block as a snapshot has it: transactions and receipts only where one of the contracts may have logged. */
export interface RawBlock {
  /** RLP. */
  readonly header: Uint8Array;
  /** As they are hashed, and so the receipts. */
  readonly transactions: readonly Uint8Array[];
  readonly receipts: readonly Uint8Array[];
}

export interface ProvenBlock {
  readonly header: BlockHeader;
  /** Logs of the contracts, in their order. */
  readonly logs: readonly LedgerLog[];
}

export const encodeBlock = ({ header, transactions, receipts }: RawBlock): Uint8Array =>
  encodeRlp([header, [...transactions], [...receipts]]);

/** @throws SnapshotError SNAPSHOT_DAMAGED */
export function decodeBlock(bytes: Uint8Array): RawBlock {
  const item = decodeRlp(bytes);
  if (item === null || isBytes(item) || item.length !== 3) throw damaged("a block is none");
  const [header, transactions, receipts] = item;
  if (header === undefined || !isBytes(header)) throw damaged("a block has no header");
  return { header, transactions: textsOf(transactions), receipts: textsOf(receipts) };
}

function textsOf(item: Item | undefined): readonly Uint8Array[] {
  if (item === undefined || isBytes(item)) throw damaged("a block has no list of what is in it");
  return item.map((each) => {
    if (isBytes(each) && each.length > 0) return each;
    throw damaged("something in a block is none");
  });
}

/** The contracts whose logs count. */
export interface Contracts {
  readonly addresses: ReadonlyMap<Hex, Address>;
  readonly marks: readonly BloomMarks[];
}

export function contractsAt(addresses: readonly Address[]): Contracts {
  return {
    addresses: new Map(addresses.map((address) => [address, address])),
    marks: addresses.map(bloomMarks),
  };
}

/** Whether one of the contracts may have logged in a block. */
export const mayConcern = ({ marks }: Contracts, { logsBloom }: BlockHeader): boolean =>
  marks.some((mark) => mayHaveLogged(logsBloom, mark));

/**
 * Checks that all of a block is what its header commits to. Whether the header is the chain's is for the caller to see.
 * @throws SnapshotError SNAPSHOT_NOT_PROVEN; ProofError PROOF_HEADER, PROOF_RECEIPT.
 */
export function proveBlock(raw: RawBlock, contracts: Contracts): ProvenBlock {
  const header = readHeaderBytes(raw.header);
  if (!mayConcern(contracts, header)) return { header, logs: [] };
  if (orderedRoot(raw.transactions) !== header.transactionsRoot)
    throw notProven(header.number, "its transactions are others");
  if (raw.receipts.length !== raw.transactions.length || orderedRoot(raw.receipts) !== header.receiptsRoot)
    throw notProven(header.number, "its receipts are others");
  return { header, logs: [...logsOf(raw, header, contracts)] };
}

function* logsOf(raw: RawBlock, header: BlockHeader, { addresses }: Contracts): Generator<LedgerLog> {
  let logIndex = 0;
  for (const [place, receipt] of raw.receipts.entries()) {
    let transactionHash: LedgerLog["transactionHash"] | null = null;
    for (const log of logsOfReceipt(receipt)) {
      const address = addresses.get(bytesHex(log.address));
      if (address !== undefined) {
        transactionHash ??= toHash(keccak(raw.transactions[place] ?? new Uint8Array()));
        const [topics, data] = [log.topics.map(hexOf), hexOf(log.data)];
        yield { address, topics, data, blockNumber: header.number, transactionHash, logIndex };
      }
      logIndex += 1;
    }
  }
}

const hexOf = (bytes: Uint8Array): Hex =>
  `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`;
