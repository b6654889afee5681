/** Lets writes of one thing follow one another, so that each sees what the one before it did. */
export class Turns {
  readonly #underWay = new Map<string, Promise<unknown>>();

  /** Begins when all work on any of the things before it has ended, however it did. */
  async take<Result>(things: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const before = things.flatMap((thing) => this.#underWay.get(thing) ?? []);
    // In one go, so that of two with several things in common one is wholly before the other.
    const turn = Promise.allSettled(before).then(work);
    for (const thing of things) this.#underWay.set(thing, turn);
    try {
      return await turn;
    } finally {
      for (const thing of things) if (this.#underWay.get(thing) === turn) this.#underWay.delete(thing);
    }
  }
}
