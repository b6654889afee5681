/** Keys that this process has unlocked: opening one takes half a second, so it is done once. */
import type { Wallet } from "ethers";
import { unlockKey } from "./keystore.js";

export class Keyring {
  readonly #dir: string;
  readonly #unlocked = new Map<string, Promise<Wallet>>();

  /** @param dir Folder of the keystores. */
  constructor(dir: string) {
    this.#dir = dir;
  }

  /**
   * The key's signer. `password` is asked only the first time; a wrong one is forgotten, so that the next call asks again.
   * @throws LedgerError as {@link unlockKey}.
   */
  signer(name: string, password: () => Promise<string>): Promise<Wallet> {
    const known = this.#unlocked.get(name);
    if (known !== undefined) return known;
    const opening = password().then((text) => unlockKey(this.#dir, name, text));
    this.#unlocked.set(name, opening);
    opening.catch(() => this.#unlocked.delete(name));
    return opening;
  }
}
