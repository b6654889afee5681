/**
 * Registrations that go on after their request was answered. Each has a folder: what came in, how it stands, what became of each item. So
 * they outlive the process: a restart takes up what was not finished.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { isDeepStrictEqual } from "node:util";
import { isAbsence } from "../../errors/absence.js";
import { isDiskFull } from "../../errors/diskFull.js";
import { writeWholeFile } from "../../ledger/wholeFile.js";
import type { Hash, Linkset } from "../../store/model.js";
import { ResolverError } from "../errors.js";
import { received } from "./body.js";
import { type Job, jobSchema } from "./job.js";

export interface NewJob {
  readonly format: Job["format"];
  readonly way: Job["way"];
  readonly links: Linkset;
  /** What the caller names the registration by, so that sending it again makes no second one; null for nothing. */
  readonly key: string | null;
  readonly body: Readable;
  readonly mostBytes: number;
}

interface AddedJob {
  readonly job: Job;
  readonly isNew: boolean;
}

/** How long registrations that have ended are kept. */
export interface Retention {
  /** Since they ended. */
  readonly days: number;
  /** At most; the oldest go first. */
  readonly count: number;
}

/** What a folder's name begins with while its body comes in. */
const incomingMark = "incoming-";
/** What it begins with while it is thrown away. */
const outgoingMark = "outgoing-";
/** File in the folder of a registration that was cancelled. */
const cancelledMark = "cancelled";
const dayMs = 86_400_000;

export class JobFolder {
  readonly #folder: string;
  readonly #retention: Retention;

  private constructor(folder: string, retention: Retention) {
    this.#folder = folder;
    this.#retention = retention;
  }

  static async open(folder: string, retention: Retention): Promise<JobFolder> {
    await mkdir(folder, { recursive: true });
    // Bodies that were not taken in whole when the process ended, of which nobody was told, and what was half thrown away.
    for (const name of await readdir(folder)) {
      if (name.startsWith(incomingMark) || name.startsWith(outgoingMark))
        await rm(join(folder, name), { recursive: true, force: true });
    }
    return new JobFolder(folder, retention);
  }

  /**
   * Throws away what ended too long ago, or is one too many; never what is not finished.
   * @param now Milliseconds since 1970.
   * @returns How many.
   */
  async prune(now: number): Promise<number> {
    const ended = (await this.#all())
      .flatMap(({ id, ended: time }) => (time === null ? [] : [{ id, time: Date.parse(time) }]))
      .sort((one, other) => other.time - one.time);
    const { days, count } = this.#retention;
    const superfluous = ended.filter(({ time }, place) => place >= count || now - time > days * dayMs);
    for (const { id } of superfluous) {
      // Its name goes first: a kill leaves no half registration.
      const outgoing = join(this.#folder, `${outgoingMark}${randomUUID()}`);
      await rename(join(this.#folder, id), outgoing);
      await rm(outgoing, { recursive: true, force: true });
    }
    return superfluous.length;
  }

  /** What is not finished, the oldest first. */
  async unfinished(): Promise<readonly Job[]> {
    const jobs = (await this.#all()).filter(({ ended }) => ended === null);
    return jobs.sort((one, other) => (one.created < other.created ? -1 : 1));
  }

  /** Folders of registrations that cannot be read, as after a downgrade: they stay as they are, and keep no other from going on. */
  async unreadable(): Promise<readonly string[]> {
    const names = await readdir(this.#folder);
    const read = await Promise.allSettled(names.map((name) => this.#read(name)));
    return names.filter((_name, place) => read[place]?.status === "rejected");
  }

  async #all(): Promise<readonly Job[]> {
    const jobs: Job[] = [];
    for (const name of await readdir(this.#folder)) {
      const job = await this.#read(name).catch(() => null);
      if (job !== null) jobs.push(job);
    }
    return jobs;
  }

  /**
   * Takes a body in. Nothing of it counts before all of it is on the disk.
   * @returns Whether the job is new; else it is the one that was sent before.
   * @throws ResolverError RESOLVER_BODY_TOO_LARGE, RESOLVER_INVALID_BODY, RESOLVER_DISK_FULL; RESOLVER_CONFLICT where the key stood for
   * another body.
   */
  async add({ format, way, links, key, body, mostBytes }: NewJob): Promise<AddedJob> {
    const id = key === null ? randomUUID() : createHash("sha256").update(key).digest("hex").slice(0, 32);
    const incoming = join(this.#folder, `${incomingMark}${randomUUID()}`);
    await mkdir(incoming);
    try {
      const digest = await received(body, join(incoming, `input.${format}`), mostBytes);
      const job: Job = {
        id,
        format,
        way,
        links,
        digest,
        created: new Date().toISOString(),
        state: "queued",
        ended: null,
        summary: null,
        awaits: [],
        problem: null,
      };
      const before = await this.#read(id);
      if (before !== null) return sentBefore(before, job);
      await writeWholeFile(join(incoming, "job.json"), JSON.stringify(job));
      return await this.#accept(incoming, job);
    } catch (error) {
      throw isDiskFull(error) ? diskFull(error) : error;
    } finally {
      await rm(incoming, { recursive: true, force: true });
    }
  }

  async #accept(incoming: string, job: Job): Promise<AddedJob> {
    try {
      await rename(incoming, join(this.#folder, job.id));
      return { job, isNew: true };
    } catch (error) {
      // Of two that are sent at once with one key, the other came first.
      const before = await this.#read(job.id);
      if (before === null) throw error;
      return sentBefore(before, job);
    }
  }

  /** @throws ResolverError RESOLVER_UNKNOWN_REGISTRATION */
  async find(id: string): Promise<Job> {
    const job = /^[0-9a-f-]{32,36}$/.test(id) ? await this.#read(id) : null;
    if (job !== null) return job;
    const { days, count } = this.#retention;
    throw new ResolverError(
      "RESOLVER_UNKNOWN_REGISTRATION",
      "There is no registration of that id, or none any more.",
      {
        hint: `Use the id that was answered when it was sent. Registrations are kept for ${days} days after they ended, the last ${count} at most; what they registered stays on the ledger.`,
        details: { keptDays: days, keptCount: count },
      },
    );
  }

  async save(job: Job): Promise<void> {
    await writeWholeFile(join(this.#folder, job.id, "job.json"), JSON.stringify(job));
  }

  /** What has ended, and counts on one of the transactions. */
  async awaiting(hashes: readonly Hash[]): Promise<readonly Job[]> {
    return (await this.#all()).filter(
      ({ ended, awaits }) => ended !== null && hashes.some((hash) => awaits.includes(hash)),
    );
  }

  /** Has one that ended begin anew: what it was said to have come to is not so any more. */
  async beginAnew(job: Job): Promise<Job> {
    const anew: Job = { ...job, state: "queued", ended: null, summary: null, awaits: [], problem: null };
    await this.save(anew);
    await rm(this.resultsOf(job), { force: true });
    return anew;
  }

  /** Notes that no more of it is to be registered; in a file of its own, as whoever carries it out writes the other. */
  async cancel({ id }: Job): Promise<void> {
    await writeWholeFile(join(this.#folder, id, cancelledMark), "");
  }

  async isCancelled({ id }: Job): Promise<boolean> {
    return (await textIn(join(this.#folder, id, cancelledMark))) !== null;
  }

  inputOf({ id, format }: Job): string {
    return join(this.#folder, id, `input.${format}`);
  }

  resultsOf({ id }: Job): string {
    return join(this.#folder, id, "results.jsonl");
  }

  workOf({ id }: Job): string {
    return join(this.#folder, id, "work");
  }

  async #read(name: string): Promise<Job | null> {
    const text = await textIn(join(this.#folder, name, "job.json"));
    return text === null ? null : jobSchema.parse(JSON.parse(text));
  }
}

/** null where there is no such file. One that is there and cannot be read is a fault: as "unknown", a job would be sent again. */
async function textIn(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

const diskFull = (cause: unknown): ResolverError =>
  new ResolverError("RESOLVER_DISK_FULL", "There is no room for the registration.", { cause });

/** @throws ResolverError RESOLVER_CONFLICT */
function sentBefore(before: Job, { digest, way, links }: Job): AddedJob {
  const isSame = before.digest === digest && before.way === way && isDeepStrictEqual(before.links, links);
  if (isSame) return { job: before, isNew: false };
  throw new ResolverError("RESOLVER_CONFLICT", "The Idempotency-Key stands for another registration.", {
    hint: "Use a new key for what was not sent before.",
  });
}
