/** Proofs that a data provider has seen, as long as they could be sent again: in one process, or in a store that several share. */
import type { Claim } from "../requests/signedRequest.js";
import { maxAhead } from "../requests/verify.js";

/** Proofs that are remembered at once; only holders of good capabilities add to them. */
const mostProofs = 100_000;

/** `unknown`: it is as old as the memory, so that it may have been used before, or the memory is full. */
export type ProofUse = "fresh" | "used" | "unknown";

/**
 * Where several processes of one data provider note the proofs that they have seen, so that none is good at two of them: a database of the
 * provider's that each of them reaches.
 */
export interface ProofStore {
  /**
   * Notes a proof, in one step for all who share the store: of two that come at once with the same one, one alone is first.
   * @param id Text without blanks at its ends, 100 characters or so.
   * @param until Unix seconds; from then on it may be forgotten.
   * @returns whether it was not there yet. Where that cannot be told it throws: the request is then refused.
   */
  add(id: string, until: number): Promise<boolean>;
}

/** What a gate asks of each proof. */
export interface UsedProofs {
  /**
   * Whether a proof is used for the first time; from then on it is used.
   * @param now Unix seconds, before the claim expires.
   */
  use(claim: Claim, now: number): Promise<ProofUse>;
}

/** Those of a store that outlasts the process. */
export const storedProofs = (store: ProofStore): UsedProofs => ({
  async use({ key, nonce, expires }) {
    // For the others, whose clocks may be behind.
    const until = expires + maxAhead;
    const isFirst = await store.add(`${key} ${nonce}`, until).catch(() => null);
    if (isFirst === null) return "unknown";
    return isFirst ? "fresh" : "used";
  },
});

/** Those that one process has seen since it was started. */
export class RememberedProofs implements UsedProofs {
  readonly #expiries = new Map<string, number>();
  readonly #since: number;

  /** @param since Unix seconds from which on it remembers. */
  constructor(since: number) {
    this.#since = since;
  }

  async use({ key, nonce, issuedAt, expires }: Claim, now: number): Promise<ProofUse> {
    // A clock that is ahead may have made, and used, before the start what it dates later.
    if (issuedAt <= this.#since + maxAhead) return "unknown";
    const id = `${key} ${nonce}`;
    if (this.#expiries.has(id)) return "used";
    if (this.#expiries.size >= mostProofs) this.#forget(now);
    if (this.#expiries.size >= mostProofs) return "unknown";
    this.#expiries.set(id, expires);
    return "fresh";
  }

  #forget(now: number): void {
    for (const [id, expires] of this.#expiries) if (expires <= now) this.#expiries.delete(id);
  }
}
