/** Who else acts for an account in its DID document (ERC-1056; docs/parties.md, "DID documents"). */
import type { Clock } from "./clock.js";
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

export type DelegateType = "veriKey" | "sigAuth";

export interface Delegation {
  readonly identity: Account;
  readonly type: DelegateType;
  readonly delegate: Account;
  readonly validTo: number;
  /** Which change of a delegate of the account made it. */
  readonly number: number;
}

export class Delegates {
  readonly #all = new Map<string, Delegation>();
  readonly #changes = new Map<Account, number>();

  constructor(
    readonly parties: Parties,
    readonly clock: Clock,
  ) {}

  /** What an account said last of each of its delegates. */
  of(identity: Account): readonly Delegation[] {
    return [...this.#all.values()].filter((each) => each.identity === identity);
  }

  /** How often delegates of the account changed. */
  changesOf(identity: Account): number {
    return this.#changes.get(identity) ?? 0;
  }

  isValid(identity: Account, type: DelegateType, delegate: Account): boolean {
    const said = this.#all.get(`${identity} ${type} ${delegate}`);
    return (
      this.parties.of(identity).controller !== null && said !== undefined && this.clock.now < said.validTo
    );
  }

  add(by: Account, identity: Account, type: DelegateType, delegate: Account, seconds: number): Outcome {
    const no = new Refusals();
    no.unless(this.parties.of(identity).controller === by, "NotController");
    no.when(this.parties.of(identity).frozen, "PartyIsFrozen");
    if (!no.any) this.#say(identity, type, delegate, this.clock.now + seconds);
    return no.errors;
  }

  /** Also of a party that is frozen: it takes a key away. */
  revoke(by: Account, identity: Account, type: DelegateType, delegate: Account): Outcome {
    const no = new Refusals();
    no.unless(this.parties.of(identity).controller === by, "NotController");
    if (!no.any) this.#say(identity, type, delegate, this.clock.now);
    return no.errors;
  }

  #say(identity: Account, type: DelegateType, delegate: Account, validTo: number): void {
    const number = this.changesOf(identity) + 1;
    this.#changes.set(identity, number);
    this.#all.set(`${identity} ${type} ${delegate}`, { identity, type, delegate, validTo, number });
    this.parties.of(identity).changed = this.clock.block;
  }
}
