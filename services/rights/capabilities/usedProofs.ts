/** Proofs that one process of a data provider has seen, as long as they could be sent again. */
import type { Claim } from "../requests/signedRequest.js";
import { maxAhead } from "../requests/verify.js";

/** Proofs that are remembered at once; only holders of good capabilities add to them. */
const mostProofs = 100_000;

/** `unknown`: it is as old as the memory, so that it may have been used before, or the memory is full. */
export type ProofUse = "fresh" | "used" | "unknown";

export class UsedProofs {
  readonly #expiries = new Map<string, number>();
  readonly #since: number;

  /** @param since Unix seconds from which on it remembers. */
  constructor(since: number) {
    this.#since = since;
  }

  /**
   * Whether a proof is used for the first time; from then on it is used.
   * @param now Unix seconds, before the claim expires.
   */
  use({ key, nonce, issuedAt, expires }: Claim, now: number): ProofUse {
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
