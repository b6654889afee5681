/** Lets writes of one thing follow one another, so that each sees what the one before it did. */
export class Turns {
  readonly #underWay = new Map<string, Promise<unknown>>();

  /** Begins when the work of the same key before it has ended, however it did. */
  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#underWay.get(key) ?? Promise.resolve()).then(work, work);
    this.#underWay.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#underWay.get(key) === turn) this.#underWay.delete(key);
    }
  }
}
