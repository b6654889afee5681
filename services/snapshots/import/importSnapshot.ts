/**
 * Makes an index from a snapshot.
 *
 * Nothing that the file says is believed. The chain's node is asked for one hash, that of the last block; from there every block is the
 * parent of the next, and each is shown to hold just the logs that it has (`provenBlock.ts`). The index is then made of these logs by the
 * follower's own projections, so it is the one that the follower would have made.
 */
import { finalizedBlock, findHeader, readHeader } from "../../index/chain.js";
import type { FollowedDeployment } from "../../index/deployment.js";
import { claimStore, identifyChain } from "../../index/identity.js";
import type { Finality } from "../../index/status.js";
import type { Rpc } from "../../ledger/chain/rpc.js";
import { ManifestError } from "../../manifests/errors.js";
import type { ManifestFiles } from "../../manifests/files.js";
import { ProofError } from "../../proofs/errors.js";
import type { Hash, KnownBlock } from "../../store/model.js";
import type { Store } from "../../store/store.js";
import {
  type Contracts,
  contractsAt,
  decodeBlock,
  type ProvenBlock,
  proveBlock,
} from "../block/provenBlock.js";
import { damaged, fileError, notProven, SnapshotError } from "../errors.js";
import type { Entry } from "../format/entry.js";
import { decodeListPart } from "../format/listPart.js";
import { checkLedger, decodePreamble, type Preamble } from "../format/preamble.js";
import { openSnapshot } from "./file.js";
import { ListTaker } from "./lists.js";
import { RangeWriter } from "./rangeWriter.js";
import { openTarget } from "./target.js";

export interface ImportOptions {
  readonly rpc: Rpc;
  readonly deployment: FollowedDeployment;
  readonly file: string;
  /** Folder of the index; there is none yet, or it is empty. */
  readonly location: string;
  /** Opens where the lists of batches are kept, once there is one; where not given, those in the file are left out. */
  readonly lists?: (() => Promise<ManifestFiles>) | undefined;
  readonly finality: Finality;
  /** Told how far it is, in bytes of the file. */
  readonly onProgress: (done: number, total: number) => void;
}

export interface ImportResult {
  readonly block: { readonly number: number; readonly hash: Hash };
  readonly blocks: number;
  readonly logs: number;
  readonly lists: number;
}

/**
 * The index is in its place as a whole, or nothing is.
 * @throws SnapshotError; IndexError and LedgerError of the node; StoreError.
 */
export async function importSnapshot(options: ImportOptions): Promise<ImportResult> {
  const { file, location, onProgress } = options;
  const snapshot = await openSnapshot(file);
  const entries = snapshot.entries((read) => onProgress(read, snapshot.size));
  try {
    const preamble = await firstOf(entries);
    checkLedger(preamble, options.deployment);
    await checkChain(options, preamble);
    const target = await openTarget(location);
    try {
      const result = await take(options, preamble, entries, target.store);
      // The chain may have changed meanwhile.
      await checkChain(options, preamble);
      await target.accept();
      onProgress(snapshot.size, snapshot.size);
      return result;
    } catch (raised) {
      await target.discard();
      throw fileError(raised, location);
    }
  } finally {
    await entries.return(undefined);
  }
}

async function firstOf(entries: AsyncGenerator<Entry>): Promise<Preamble> {
  const { value } = await entries.next();
  if (value?.kind !== "preamble") throw damaged("it does not say what it is of");
  return decodePreamble(value.bytes);
}

/** @throws SnapshotError SNAPSHOT_NOT_CANONICAL; IndexError. */
async function checkChain({ rpc, deployment }: ImportOptions, { last }: Preamble): Promise<void> {
  const reason = await identifyChain(rpc, deployment);
  const found = reason === null ? await findHeader(rpc, last.number) : null;
  if (found?.hash === last.hash) return;
  throw new SnapshotError(
    "SNAPSHOT_NOT_CANONICAL",
    found === null
      ? `The node does not have block ${last.number}, the snapshot's last one.${reason === null ? "" : ` ${reason}`}`
      : `The node's block ${last.number} is another one than the snapshot's: ${found.hash}, not ${last.hash}.`,
    {
      hint:
        found === null
          ? "Wait for the node to catch up, or take an older snapshot."
          : "Take a snapshot of this chain, up to a block that is final.",
      details: { block: last.number, expected: last.hash, found: found?.hash ?? null },
    },
  );
}

async function take(
  { rpc, deployment, finality, lists }: ImportOptions,
  { first, last }: Preamble,
  entries: AsyncGenerator<Entry>,
  store: Store,
): Promise<ImportResult> {
  const head = await readHeader(rpc, "latest");
  const finalized = await finalizedBlock(rpc, finality, head.number);
  await claimStore(store, deployment);
  const writer = new RangeWriter({ store, deployment, finalized, head: head.number });
  const chain = new BlockChain(first, contractsAt(Object.values(deployment.contracts)));
  const taker = new ListTaker(store, lists);
  for await (const { kind, bytes } of entries) {
    if (kind === "block") {
      if (chain.tip?.number === last.number) throw damaged("it has a block too many");
      const block = chain.next(bytes);
      await writer.add(block);
      if (block.header.number === last.number) await endOfChain(writer, block.header, last.hash);
    } else if (kind === "listPart" && chain.tip?.number === last.number) {
      await listPart(taker, bytes);
    } else throw damaged("something in it is out of place");
  }
  if (chain.tip?.number !== last.number) throw damaged("blocks are missing at its end");
  return { block: last, blocks: last.number - first + 1, logs: chain.logs, lists: taker.end() };
}

/** From here on all blocks are known to be the chain's, as the last one's hash is. */
async function endOfChain(writer: RangeWriter, tip: KnownBlock, hash: Hash): Promise<void> {
  if (tip.hash !== hash) throw notProven(tip.number, "its hash is another one");
  await writer.end({ number: tip.number, hash, time: tip.time });
}

async function listPart(taker: ListTaker, bytes: Buffer): Promise<void> {
  try {
    await taker.take(decodeListPart(bytes));
  } catch (cause) {
    if (cause instanceof ManifestError && cause.code !== "MANIFEST_TOO_LARGE")
      throw damaged(`a list in it is another one: ${cause.message}`, cause);
    throw cause;
  }
}

/** Blocks in their order, each the parent of the next. */
class BlockChain {
  readonly #contracts: Contracts;
  #next: number;
  tip: KnownBlock | null = null;
  logs = 0;

  constructor(first: number, contracts: Contracts) {
    this.#next = first;
    this.#contracts = contracts;
  }

  /** @throws SnapshotError SNAPSHOT_NOT_PROVEN, SNAPSHOT_DAMAGED */
  next(bytes: Buffer): ProvenBlock {
    const number = this.#next;
    const block = this.#prove(bytes, number);
    const { header } = block;
    if (header.number !== number) throw notProven(number, `it is block ${header.number}`);
    if (this.tip !== null && header.parent !== this.tip.hash)
      throw notProven(number, "it does not follow on the block before");
    this.#next += 1;
    this.tip = header;
    this.logs += block.logs.length;
    return block;
  }

  #prove(bytes: Buffer, number: number): ProvenBlock {
    try {
      return proveBlock(decodeBlock(bytes), this.#contracts);
    } catch (cause) {
      if (cause instanceof ProofError) throw notProven(number, cause.message, cause);
      throw cause;
    }
  }
}
