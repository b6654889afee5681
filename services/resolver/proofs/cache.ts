/** Proofs that were made, those used last: one of a block stays true for ever. */

export class ProofCache<Proof extends { readonly text: string }> {
  readonly #kept = new Map<string, Proof>();
  #length = 0;

  /** @param most Characters of all proofs together. */
  constructor(readonly most: number) {}

  get(key: string): Proof | undefined {
    const proof = this.#kept.get(key);
    if (proof === undefined) return undefined;
    // A map keeps the order in which keys came: what is used goes to the end.
    this.#kept.delete(key);
    this.#kept.set(key, proof);
    return proof;
  }

  set(key: string, proof: Proof): void {
    this.#kept.set(key, proof);
    this.#length += proof.text.length;
    for (const [oldest, { text }] of this.#kept) {
      if (this.#length <= this.most) return;
      this.#kept.delete(oldest);
      this.#length -= text.length;
    }
  }
}
