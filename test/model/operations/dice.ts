/** Choices at random, inclined to what exists and to who may. */
import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import { accounts, possibleParties } from "../universe.js";

/** What gives whole numbers from `min` to `max`, both included. */
interface Source {
  nextInt(min: number, max: number): number;
}

export class Dice {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  below(count: number): number {
    return this.#source.nextInt(0, count - 1);
  }

  /** True `times` out of `outOf`. */
  chance(times: number, outOf: number): boolean {
    return this.below(outOf) < times;
  }

  of<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new RangeError("There is nothing to choose from");
    return chosen;
  }

  /** Mostly one of the first, where there are any. */
  mostly<T>(likely: readonly T[], others: readonly T[]): T {
    return likely.length > 0 && this.chance(9, 10) ? this.of(likely) : this.of(others);
  }

  account(): Account {
    return this.of(accounts);
  }

  party(): Account {
    return this.of(possibleParties);
  }

  /** Mostly a party that can be given something. */
  receiver(ledger: Ledger): Account {
    return this.mostly(
      possibleParties.filter((party) => ledger.parties.isUsable(party)),
      accounts,
    );
  }

  /** Mostly the key that acts for the party; else its own address, whose key may be an old one, or anybody. */
  keyOf(ledger: Ledger, party: Account | undefined): Account {
    if (party === undefined || this.chance(1, 10)) return this.account();
    const controller = ledger.parties.of(party).controller;
    return controller === null || this.chance(1, 20) ? party : controller;
  }

  /** Mostly a name of something that there is. */
  existing(all: ReadonlyMap<string, unknown>, universe: readonly string[]): string {
    return this.mostly([...all.keys()], universe);
  }

  /** Mostly a name of something that there is not yet. */
  fresh(all: ReadonlyMap<string, unknown>, universe: readonly string[]): string {
    return this.mostly(
      universe.filter((name) => !all.has(name)),
      universe,
    );
  }

  /** Mostly a time that is to come soon, sometimes none (0), seldom one that is past. */
  time(ledger: Ledger): number {
    if (this.chance(1, 3)) return 0;
    return ledger.clock.now + this.below(400) - (this.chance(1, 12) ? 400 : 0);
  }
}
