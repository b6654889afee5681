/** What a program has opened, and the one way in which it ends: the last opened first, once, whoever asks for it. */
export class Lifetime {
  readonly #closers: (() => Promise<unknown>)[] = [];
  #ended: Promise<void> | undefined;

  /** Whether the end has begun. */
  get ending(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * Takes over what was just opened. Where the end has begun meanwhile it is closed at once.
   * @throws ProgramEnds in that case: there is no use in opening more.
   */
  async opened(close: () => Promise<unknown>): Promise<void> {
    if (this.#ended === undefined) {
      this.#closers.push(close);
      return;
    }
    await close();
    throw new ProgramEnds();
  }

  /** Closes everything, also what is behind something that does not close. Later calls get the same promise. */
  end(): Promise<void> {
    this.#ended ??= this.#close();
    return this.#ended;
  }

  /** Ends at Ctrl-C and at a polite kill; `onEnd` is called as it begins. */
  endOnSignals(onEnd: () => void, onFailure: (error: unknown) => void): void {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (!this.ending) onEnd();
        this.end().catch(onFailure);
      });
    }
  }

  async #close(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.#closers.reverse()) {
      await close().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** Raised in what is still under way while the program ends. */
export class ProgramEnds extends Error {
  constructor() {
    super("The program ends.");
  }
}
