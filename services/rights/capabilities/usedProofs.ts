/** Proofs that one process of a data provider has seen, as long as they could be sent again. */

/** Proofs that are remembered at once; only holders of good capabilities add to them. */
const mostProofs = 100_000;

export class UsedProofs {
  readonly #expiries = new Map<string, number>();

  /**
   * Whether a proof is used for the first time; none is while the memory is full.
   * @param expires First Unix second at which it is no longer good.
   * @param now Unix seconds.
   */
  use(id: string, expires: number, now: number): boolean {
    if (this.#expiries.has(id)) return false;
    if (this.#expiries.size >= mostProofs) this.#forget(now);
    if (this.#expiries.size >= mostProofs) return false;
    this.#expiries.set(id, expires);
    return true;
  }

  #forget(now: number): void {
    for (const [id, expires] of this.#expiries) if (expires <= now) this.#expiries.delete(id);
  }
}
