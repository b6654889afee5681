/** Work that goes on after its request was answered, and what came of it: in memory, bounded in number and time. */
import { randomUUID } from "node:crypto";
import { ResolverError } from "../../errors.js";
import { encodedText } from "../ids.js";

/** Jobs that are under way at once. */
export const maxRunning = 8;
/** Results that are kept; the oldest goes first. */
export const maxResults = 100;
/** How long a result is kept, in milliseconds. */
export const resultLifetimeMs = 3_600_000;

export type Job<Result> =
  | { readonly state: "running" }
  | { readonly state: "ended"; readonly result: Result; readonly ended: number };

export class Jobs<Result> {
  /** By handle; those that have ended are in the order of their ends, behind which none is that ended before. */
  readonly #jobs = new Map<string, Job<Result>>();

  /**
   * @param work Never fails: a failure is a result, too.
   * @returns The handle, as it stands in paths: base64url.
   * @throws ResolverError RESOLVER_BULK_BUSY
   */
  start(work: () => Promise<Result>): string {
    const running = [...this.#jobs.values()].filter(({ state }) => state === "running").length;
    if (running >= maxRunning) {
      throw new ResolverError("RESOLVER_BULK_BUSY", `${running} bulk operations are under way.`, {
        hint: "Try again shortly.",
      });
    }
    const handle = encodedText(randomUUID());
    this.#jobs.set(handle, { state: "running" });
    void work().then((result) => this.#end(handle, result));
    return handle;
  }

  /** @throws ResolverError RESOLVER_UNKNOWN_BULK */
  find(handle: string): Job<Result> {
    this.#forget();
    const job = this.#jobs.get(handle);
    if (job !== undefined) return job;
    throw new ResolverError("RESOLVER_UNKNOWN_BULK", "There is no bulk operation of that handle.", {
      hint:
        "Results are kept for an hour, and not across a restart. Read what is registered, or send the same again: " +
        "what is on the ledger already stays as it is.",
    });
  }

  #end(handle: string, result: Result): void {
    this.#jobs.delete(handle);
    this.#jobs.set(handle, { state: "ended", result, ended: Date.now() });
    this.#forget();
  }

  #forget(): void {
    const ended = [...this.#jobs].flatMap(([handle, job]) =>
      job.state === "ended" ? [{ handle, at: job.ended }] : [],
    );
    const spare = ended.length - maxResults;
    for (const [position, { handle, at }] of ended.entries()) {
      if (position < spare || Date.now() - at >= resultLifetimeMs) this.#jobs.delete(handle);
    }
  }
}
