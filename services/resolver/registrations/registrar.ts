/** Carries registrations out, one after the other, with the resolver's key. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { forget } from "../../importers/registration/prepare.js";
import type { IssuedList } from "../../importers/registration/publishing.js";
import { type Phase, registerFile } from "../../importers/registration/registerFile.js";
import { openLineFile } from "../../importers/run/lineFile.js";
import { otherList } from "../../manifests/errors.js";
import type { ManifestFolder } from "../../manifests/folder.js";
import type { Hash } from "../../store/model.js";
import type { Store } from "../../store/store.js";
import type { LedgerWriter } from "../writing/ledgerWriter.js";
import { indexed } from "../writing/outcome.js";
import { type Job, jobSummarySchema } from "./job.js";
import type { JobFolder } from "./jobs.js";
import { knowledgeIn } from "./knowledge.js";
import { isPassing, problemOf } from "./problems.js";

export interface Progress {
  readonly phase: Phase;
  readonly done: number;
  readonly total: number | null;
}

/** What the chain took back and can take place no more, since the start. */
export interface Losses {
  readonly transactions: number;
  /** Shells and submodels that were written over the AAS interfaces by them, which nobody sends again by himself. */
  readonly aasWrites: number;
}

export interface RegistrarParts {
  readonly jobs: JobFolder;
  readonly writer: LedgerWriter;
  readonly manifests: ManifestFolder;
  readonly store: Store;
  readonly logger: Logger;
}

const lookMs = 100;
/** How long after a node that is away, an account that cannot pay, fees that are too high, or a full disk a registration is taken up again. */
const retryMs = 10_000;
/** How often it is looked after transactions that are not deep enough in the chain yet. */
const watchMs = 2_000;
/** How often it is seen to what is kept too long, beside the end of each registration. */
const pruneMs = 3_600_000;

/** What is being carried out. */
interface Current {
  readonly id: string;
  readonly abort: AbortController;
  progress: Progress | null;
  /** Whether the chain lost something for good since it began: then what was told of its rows may not be so. */
  hasLost: boolean;
  /** Until it is written down how it ended, and what that counts on; null before it ends. */
  ending: Promise<void> | null;
}

export class Registrar {
  readonly #parts: RegistrarParts;
  readonly #stopping = new AbortController();
  readonly #queue: Job[] = [];
  #current: Current | null = null;
  #losses: Losses = { transactions: 0, aasWrites: 0 };
  /** What waits for something that passes, until it is through. */
  #waiting: { readonly id: string; readonly problem: Job["problem"] } | null = null;
  #wake: () => void = () => undefined;
  readonly #ended: Promise<void>;
  readonly #pruning: NodeJS.Timeout;

  private constructor(parts: RegistrarParts, unfinished: readonly Job[]) {
    this.#parts = parts;
    this.#queue.push(...unfinished);
    parts.writer.confirmations.tellLost((hashes) => this.#lose(hashes));
    this.#ended = Promise.all([this.#run(), this.#watch()]).then(() => undefined);
    this.#pruning = setInterval(() => void this.#prune(), pruneMs).unref();
  }

  /** Takes up what was not finished. */
  static async open(parts: RegistrarParts): Promise<Registrar> {
    const { jobs, logger } = parts;
    await jobs.prune(Date.now());
    for (const registration of await jobs.unreadable())
      logger.error({ registration }, "registration cannot be read: restore its folder, or remove it");
    return new Registrar(parts, await jobs.unfinished());
  }

  get jobs(): JobFolder {
    return this.#parts.jobs;
  }

  get losses(): Losses {
    return this.#losses;
  }

  add(job: Job): void {
    this.#queue.push(job);
    this.#wake();
  }

  progressOf(id: string): Progress | null {
    return this.#current?.id === id ? this.#current.progress : null;
  }

  /** What keeps a registration from going on for the time being; null for nothing. */
  waitsFor(id: string): Job["problem"] {
    return this.#waiting?.id === id ? this.#waiting.problem : null;
  }

  /**
   * Ends it after what is under way, also where the process is killed before; what is registered stays.
   * @returns How it stands then.
   */
  async cancel(job: Job): Promise<Job> {
    if (job.ended !== null) return job;
    await this.#parts.jobs.cancel(job);
    if (this.#current?.id === job.id) this.#current.abort.abort();
    const place = this.#queue.findIndex(({ id }) => id === job.id);
    if (place < 0) return job;
    // Nobody is at it: it need not wait for those before it.
    this.#queue.splice(place, 1);
    return await this.#end({ ...job, state: "cancelled" });
  }

  /** Ends the work after what is under way; what is left is taken up by the next start. */
  async close(): Promise<void> {
    this.#stopping.abort();
    clearInterval(this.#pruning);
    this.#current?.abort.abort();
    this.#wake();
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const job = this.#queue.shift();
      if (job === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      } else await this.#carryOut(job).catch((error: unknown) => this.#leave(job, error));
    }
  }

  /**
   * Sees to what an earlier run left, and to what a reorganisation takes back, also of registrations that have ended: with one nonce it takes
   * place once at most.
   */
  async #watch(): Promise<void> {
    const { writer, logger } = this.#parts;
    const { signal } = this.#stopping;
    const senders = [writer.sender];
    let fault: unknown = null;
    while (!signal.aborted) {
      try {
        const { resent } = await writer.confirmations.confirmed({ senders, signal });
        if (resent > 0) logger.warn({ resent }, "transactions that the chain took back were sent again");
        fault = null;
      } catch (error) {
        const code = error instanceof Error && "code" in error ? error.code : String(error);
        if (code !== fault) logger.warn({ err: error }, "transactions cannot be looked after");
        fault = code;
      }
      await sleep(watchMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** What counted on transactions that take place no more is gone through again: what is there stays, and the rest is registered anew. */
  async #lose(hashes: readonly Hash[]): Promise<void> {
    const { jobs, writer, logger } = this.#parts;
    const current = this.#current;
    if (current !== null) {
      if (current.ending === null) current.hasLost = true;
      else await current.ending;
    }
    const concerned = await jobs.awaiting(hashes);
    const registrations = concerned.map(({ id }) => id);
    logger.error({ transactions: hashes, registrations }, "what the chain took back can take place no more");
    for (const job of concerned) this.add(await jobs.beginAnew(job));
    // Last of all, as what fails before is told once more.
    const written = writer.written.take(hashes);
    const { transactions, aasWrites } = this.#losses;
    this.#losses = { transactions: transactions + 1, aasWrites: aasWrites + written.length };
    if (written.length > 0)
      logger.error({ transactions: hashes, written }, "what was written over the AAS interfaces is lost");
  }

  /** What becomes of it cannot be written down: the next start takes it up. */
  #leave({ id }: Job, error: unknown): void {
    this.#parts.logger.error({ err: error, registration: id }, "registration cannot be noted");
  }

  async #carryOut(job: Job): Promise<void> {
    const { jobs } = this.#parts;
    const abort = new AbortController();
    const current: Current = { id: job.id, abort, progress: null, hasLost: false, ending: null };
    this.#current = current;
    if (this.#waiting?.id !== job.id) this.#waiting = null;
    try {
      if (await jobs.isCancelled(job)) abort.abort();
      await jobs.save({ ...job, state: "running" });
      const summary = await this.#register(job, abort.signal);
      // The resolver stops.
      if (summary.stopped && !(await jobs.isCancelled(job))) return;
      const state = summary.stopped ? "cancelled" : "done";
      this.#waiting = null;
      await this.#end({ ...job, state, summary: jobSummarySchema.parse(summary) });
    } catch (error) {
      if (isPassing(error)) await this.#wait(job, error);
      else await this.#fail(job, error);
    } finally {
      this.#current = null;
    }
  }

  /** Takes it up again later, by the next start where the resolver stops. */
  async #wait(job: Job, error: unknown): Promise<void> {
    const { jobs, logger } = this.#parts;
    if (await jobs.isCancelled(job)) {
      await this.#end({ ...job, state: "cancelled" });
      return;
    }
    logger.warn({ err: error, registration: job.id }, "registration waits");
    this.#queue.unshift(job);
    this.#waiting = { id: job.id, problem: problemOf(error) };
    await sleep(retryMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  async #fail(job: Job, error: unknown): Promise<void> {
    this.#parts.logger.error({ err: error, registration: job.id }, "registration failed");
    await this.#end({ ...job, state: "failed", problem: problemOf(error) });
  }

  async #register(job: Job, signal: AbortSignal) {
    const { jobs, writer, manifests, store } = this.#parts;
    // What was issued by now, also by others.
    await indexed(store, await writer.ledger.provider.getBlockNumber());
    const knowledge = knowledgeIn(store, manifests.index);
    const results = await openLineFile(jobs.resultsOf(job));
    try {
      return await registerFile({
        file: jobs.inputOf(job),
        reading: { format: job.format, owner: writer.owner },
        way: job.way,
        links: job.links,
        ledger: writer.ledger,
        sender: writer.sender,
        journal: writer.confirmations,
        party: writer.party,
        folder: jobs.workOf(job),
        knowledge,
        signal,
        publishing: {
          mostBytes: async () => manifests.files.maxBytes,
          publish: (list) => this.#publish(list, signal),
        },
        onResult: (result) => results.write(JSON.stringify(result)),
        eachMember: true,
        onProgress: (phase, done, total) => {
          if (this.#current !== null) this.#current.progress = { phase, done, total };
        },
      });
    } finally {
      await results.close();
    }
  }

  async #end(job: Job): Promise<Job> {
    const { jobs, writer } = this.#parts;
    const current = this.#current?.id === job.id ? this.#current : null;
    if (current?.hasLost === true) {
      const anew = await jobs.beginAnew(job);
      this.add(anew);
      return anew;
    }
    const awaits = [...writer.confirmations.unconfirmed];
    const ended = { ...job, ended: new Date().toISOString(), awaits };
    const saved = jobs.save(ended);
    if (current !== null) current.ending = saved.catch(() => undefined);
    await saved;
    await forget(jobs.workOf(job));
    await this.#prune();
    return ended;
  }

  async #prune(): Promise<void> {
    const { jobs, logger } = this.#parts;
    try {
      const pruned = await jobs.prune(Date.now());
      if (pruned > 0) logger.info({ pruned }, "ended registrations were thrown away");
    } catch (error) {
      logger.error({ err: error }, "ended registrations could not be thrown away");
    }
  }

  /**
   * Takes a list over into the resolver's own, and waits until its members resolve.
   * @throws ManifestError MANIFEST_OTHER_LIST where the resolver does not take it for the batch's, MANIFEST_DISK_FULL
   */
  async #publish({ batch, manifest, file }: IssuedList, signal: AbortSignal): Promise<void> {
    const { files, index } = this.#parts.manifests;
    await files.adopt(manifest, file);
    for (; !signal.aborted; await sleep(lookMs)) {
      const state = index.batch(batch)?.state;
      if (state === "indexed") return;
      if (state === "refused") throw otherList(batch, manifest, "The resolver's log says why.");
    }
  }
}
