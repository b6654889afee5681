/**
 * What a run remembers of each of many things, by a name and as a text: the last some thousands in memory, what came before in a database on the
 * disk. To look one up never waits, so that the order of a file's rows decides.
 */
import { rm } from "node:fs/promises";
import { ClassicLevel } from "classic-level";

const usualMost = 20_000;

export class Overflow {
  readonly #folder: string | null;
  readonly #most: number;
  #recent = new Map<string, string>();
  /** On their way to the disk. */
  #leaving: ReadonlyMap<string, string> = new Map();
  #level: ClassicLevel | null = null;
  #written: Promise<void> = Promise.resolve();
  #isWriting = false;

  /**
   * @param folder Of this alone; it is emptied at the first use, and removed at the end. null: all of it stays in memory.
   * @param most Texts that stay in memory.
   */
  constructor(folder: string | null, most = usualMost) {
    this.#folder = folder;
    this.#most = most;
  }

  get(name: string): string | undefined {
    return this.#recent.get(name) ?? this.#leaving.get(name) ?? this.#level?.getSync(name);
  }

  set(name: string, text: string): void {
    this.#recent.set(name, text);
    if (this.#folder === null || this.#recent.size < this.#most || this.#isWriting) return;
    this.#leaving = this.#recent;
    this.#recent = new Map();
    this.#isWriting = true;
    this.#written = this.#write(this.#folder, this.#leaving).then(() => {
      this.#isWriting = false;
      this.#leaving = new Map();
    });
    this.#written.catch(() => undefined);
  }

  /** Waits for the disk. @throws what it says where it takes no more. */
  async settled(): Promise<void> {
    await this.#written;
  }

  /** Ends it; nothing is remembered any more. */
  async close(): Promise<void> {
    await this.#written.catch(() => undefined);
    await this.#level?.close();
    this.#level = null;
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }

  async #write(folder: string, texts: ReadonlyMap<string, string>): Promise<void> {
    this.#level ??= await openedAnew(folder);
    const batch = this.#level.batch();
    for (const [name, text] of texts) batch.put(name, text);
    await batch.write();
  }
}

async function openedAnew(folder: string): Promise<ClassicLevel> {
  await rm(folder, { recursive: true, force: true });
  const level = new ClassicLevel(folder);
  await level.open();
  return level;
}
