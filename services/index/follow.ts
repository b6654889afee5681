/**
 * The follower: brings the ledger's logs into the store, range by range, and goes back where the chain did.
 *
 * It only ever writes what one atomic commit can hold: after a kill at any moment the store is at a checkpoint, and the
 * follower goes on from there. What it cannot explain it does not write.
 */

import { rangeSizer } from "../ledger/chain/rangeSizer.js";
import { RpcClient } from "../ledger/chain/rpc.js";
import { asksForLess, isTooLarge } from "../ledger/chain/tooLarge.js";
import type { Checkpoint } from "../store/model.js";
import type { Store } from "../store/store.js";
import { type Fetched, fetchedAhead } from "./ahead.js";
import { workBeside } from "./beside.js";
import { type BlockRange, fetchRange, type RangeRequest } from "./blocks.js";
import { badAnswer, finalizedBlock, type Header, readHeader } from "./chain.js";
import { contractsByAddress, type FollowedDeployment } from "./deployment.js";
import { commonAncestor, explainLag } from "./divergence.js";
import { IndexError } from "./errors.js";
import { isPassing, isWantOfRoom } from "./faults.js";
import { type HeadAlarm, headAlarm } from "./headAlarm.js";
import { claimStore, identifyChain } from "./identity.js";
import { type Progress, trackProgress } from "./progress.js";
import { showing } from "./showing.js";
import type { Finality, FollowerStatus } from "./status.js";
import { backOff, pause } from "./waiting.js";
import { writeRange } from "./writeRange.js";

export interface FollowOptions {
  readonly rpcUrl: string;
  readonly deployment: FollowedDeployment;
  readonly store: Store;
  readonly finality: Finality;
  /** Milliseconds between two looks at the head; where not given 200 for a node on this machine, else 1,000. */
  readonly pollInterval?: number;
  /** Where the node tells of new blocks by WebSocket; where not given the RPC's own address for a node on this machine, else nowhere. */
  readonly wsUrl?: string;
  /** Ends the follower after the range under way. */
  readonly signal: AbortSignal;
  readonly onStatus: (status: FollowerStatus) => void;
}

/** What an answer may take in JSON: one block cannot be asked for in parts. */
const maxAnswerBytes = 64 * 1024 * 1024;
/** What a range of several blocks may, before it is asked for in halves: a node may come to full blocks after many empty ones. */
const maxRangeBytes = 16 * 1024 * 1024;
/** Milliseconds for which the head need not be looked at anew while ranges come in. */
const headInterval = 1_000;
/** Tries of a range whose logs do not fit the index, before that counts as the index's own fault. */
const inconsistentTries = 3;

/**
 * Follows until the signal fires.
 * @throws what only a new start can help: IndexError (other than INDEX_BAD_ANSWER), StoreError (other than STORE_DISK_FULL). The status told
 * it before.
 */
export async function follow(options: FollowOptions): Promise<void> {
  const progress = trackProgress(showing(options.store, options.onStatus));
  try {
    await new Follower(options, progress).run();
    progress.update({ state: "stopped" });
  } catch (raised) {
    progress.failed(raised);
    throw raised;
  }
}

class Follower {
  readonly #options: FollowOptions;
  readonly #progress: Progress;
  readonly #rpc: RpcClient;
  /** For ranges of several blocks. */
  readonly #rangeRpc: RpcClient;
  readonly #contracts: ReturnType<typeof contractsByAddress>;
  readonly #pollInterval: number;
  readonly #alarm: HeadAlarm;
  readonly #sizer = rangeSizer();
  readonly #delays = backOff();
  readonly #ahead = fetchedAhead();
  #head: { readonly header: Header; readonly at: number } | null = null;
  /** Whether the store was seen to, since the last write that failed: where it stands, and whose it is. */
  #claimed = false;
  /** Whether the node has shown, since the last fault, that it is on the right chain. */
  #identified = false;
  #inconsistencies = 0;

  constructor(options: FollowOptions, progress: Progress) {
    const { rpcUrl, signal, deployment } = options;
    this.#options = options;
    this.#progress = progress;
    this.#rpc = new RpcClient(rpcUrl, { signal, maxBytes: maxAnswerBytes });
    this.#rangeRpc = new RpcClient(rpcUrl, { signal, maxBytes: maxRangeBytes });
    this.#contracts = contractsByAddress(deployment);
    this.#pollInterval = options.pollInterval ?? (isLocal(rpcUrl) ? 200 : 1_000);
    this.#alarm = headAlarm(
      options.wsUrl ?? (isLocal(rpcUrl) ? rpcUrl.replace(/^http/, "ws") : null),
      signal,
    );
  }

  async run(): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#step();
      } catch (raised) {
        this.#ahead.drop();
        if (!signal.aborted) await this.#recover(raised);
      }
    }
  }

  /** Waits if the fault may pass, else throws it on. */
  async #recover(raised: unknown): Promise<void> {
    const inconsistent = raised instanceof IndexError && raised.code === "INDEX_INCONSISTENT";
    if (inconsistent) this.#inconsistencies += 1;
    const again = inconsistent ? this.#inconsistencies < inconsistentTries : isPassing(raised);
    if (!again || !(raised instanceof Error)) throw raised;
    this.#identified = false;
    if (isWantOfRoom(raised)) this.#claimed = false;
    this.#progress.update({ state: "waiting", reason: reasonOf(raised) });
    await pause(this.#delays.next(), this.#options.signal);
  }

  async #claim(): Promise<void> {
    const { store, deployment } = this.#options;
    await store.mend();
    await claimStore(store, deployment);
    this.#progress.update({ checkpoint: store.read((view) => view.checkpoint()) });
    this.#claimed = true;
  }

  /** Looks at the head once and takes at most one range in, or goes back once. */
  async #step(): Promise<void> {
    if (!this.#claimed) await this.#claim();
    if (!this.#identified) {
      const reason = await identifyChain(this.#rpc, this.#options.deployment);
      if (reason !== null) return await this.#wait(reason);
      this.#identified = true;
    }
    const { checkpoint } = this.#progress.status;
    const head = await this.#lookAtHead(checkpoint);
    if (checkpoint === null) return await this.#advance(null, head);
    if (head.number > checkpoint.number) return await this.#advance(checkpoint, head);
    if (head.number < checkpoint.number) {
      this.#identified = false;
      return await this.#wait(await explainLag(this.#rpc, this.#options.store, checkpoint, head));
    }
    if (head.hash !== checkpoint.hash) return await this.#goBack(checkpoint);
    this.#progress.update({ state: "following" });
    this.#delays.reset();
    await this.#alarm.wait(this.#pollInterval);
  }

  /** Where the next range is there already, what was seen a moment ago will do: what is of blocks that are gone shows when it is taken. */
  async #lookAtHead(checkpoint: Checkpoint | null): Promise<Header> {
    const seen = this.#head;
    const isRecent = seen !== null && performance.now() - seen.at < headInterval;
    if (isRecent && this.#ahead.isKeptFor(checkpoint)) return seen.header;
    const at = performance.now();
    const header = await readHeader(this.#rpc, "latest");
    this.#head = { header, at };
    this.#progress.update({ head: header.number });
    return header;
  }

  async #wait(reason: string): Promise<void> {
    this.#progress.update({ state: "waiting", reason });
    await pause(this.#delays.next(), this.#options.signal);
  }

  async #advance(checkpoint: Checkpoint | null, head: Header): Promise<void> {
    const final = await finalizedBlock(this.#rpc, this.#options.finality, head.number);
    const finalized = Math.max(final, checkpoint?.finalized ?? 0);
    if (this.#progress.status.state !== "following") this.#progress.update({ state: "syncing" });
    const ahead = this.#ahead.take(checkpoint);
    const range = await (ahead ?? this.#fetchAfter(checkpoint, finalized, head));
    if (range === "too large") return;
    // What was fetched ahead may be of blocks that are gone since: the next step looks anew.
    if (ahead !== undefined && (range === null || range.to.number > head.number)) return;
    if (range === null) return checkpoint === null ? undefined : await this.#goBack(checkpoint);
    const alone = this.#sizer.isOverfull(range.bytes, 0);
    const isBehind = range.to.number < head.number;
    const work = workBeside();
    if (isBehind) {
      this.#progress.update({ state: "syncing" });
      if (!alone) this.#ahead.keep(range.to, this.#fetchAfter(range.to, finalized, head));
    }
    await this.#write(range, finalized, head);
    if (isBehind) await work.rest(this.#options.signal);
  }

  /** Fetches the range that follows a block; the ledger's first one where there is none. */
  #fetchAfter(previous: RangeRequest["previous"], finalized: number, head: Header): Promise<Fetched> {
    const from = previous === null ? this.#options.deployment.block : previous.number + 1;
    // The first block comes alone: its hash is what the chain is known by after a reset.
    const to = previous === null ? from : this.#sizer.end(from, finalized, head.number);
    const addresses = [...this.#contracts.keys()];
    return this.#fetch({ addresses, from, to, previous, head, everyHeader: to > finalized });
  }

  async #fetch(request: RangeRequest): Promise<Fetched> {
    const blocks = request.to - request.from + 1;
    try {
      const range = await fetchRange(blocks > 1 ? this.#rangeRpc : this.#rpc, request);
      if (range !== null) this.#sizer.fetched(blocks, range.bytes, 0);
      return range;
    } catch (raised) {
      if (blocks > 1 && asksForLess(raised)) this.#sizer.refused(blocks);
      if (blocks > 1 && isTooLarge(raised)) return "too large";
      throw raised;
    }
  }

  async #write(range: BlockRange, finalized: number, { number: head }: Header): Promise<void> {
    const { store } = this.#options;
    const { to } = range;
    const contracts = this.#contracts;
    await writeRange({ store, contracts, parts: range.parts(), to, finalized, head }, this.#progress.wrote);
    this.#delays.reset();
    this.#inconsistencies = 0;
  }

  async #goBack(checkpoint: Checkpoint): Promise<void> {
    const { store, deployment } = this.#options;
    const reason = await identifyChain(this.#rpc, deployment);
    if (reason !== null) return await this.#wait(reason);
    const ancestor = await commonAncestor(this.#rpc, store, checkpoint);
    if (ancestor === checkpoint.number) throw badAnswer("it has blocks of two chains at once");
    await store.undoTo(ancestor);
    this.#progress.update({ state: "syncing", checkpoint: store.read((view) => view.checkpoint()) });
  }
}

/** With what to do where only the operator can help. */
const reasonOf = (raised: Error): string =>
  isWantOfRoom(raised) && raised.hint !== undefined ? `${raised.message} ${raised.hint}` : raised.message;

function isLocal(rpcUrl: string): boolean {
  const host = URL.canParse(rpcUrl) ? new URL(rpcUrl).hostname : "";
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}
