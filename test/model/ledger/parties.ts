/** Parties: who is one, and which key acts for it (docs/contracts.md, "Parties and keys"). */
import type { Clock } from "./clock.js";
import { type Outcome, Refusals } from "./refusals.js";

/** An account by its number: a party, a key, or both. */
export type Account = number;

/** What an account is without having done anything: in control of itself. */
interface Identity {
  /** 0 for no party. */
  kind: number;
  /** null once deactivated. */
  controller: Account | null;
  controlEpoch: number;
  frozen: boolean;
  /** Block of the last change of its DID document, 0 for none. */
  changed: number;
}

export interface Profile {
  readonly kind: number;
  readonly name: string;
}

export class Parties {
  readonly #identities = new Map<Account, Identity>();

  constructor(readonly clock: Clock) {}

  of(account: Account): Identity {
    const known = this.#identities.get(account);
    if (known !== undefined) return known;
    const identity = { kind: 0, controller: account, controlEpoch: 0, frozen: false, changed: 0 };
    this.#identities.set(account, identity);
    return identity;
  }

  /** A registered party that is not deactivated. */
  isLiving(account: Account): boolean {
    const { kind, controller } = this.of(account);
    return kind !== 0 && controller !== null;
  }

  /** One that can be given something, and in whose name something can be done. */
  isUsable(account: Account): boolean {
    return this.isLiving(account) && !this.of(account).frozen;
  }

  /** Whether `key` acts for the party now. */
  actsFor(key: Account, party: Account): boolean {
    return this.isUsable(party) && this.of(party).controller === key;
  }

  mustAct(no: Refusals, key: Account, party: Account, error = "NotController"): void {
    if (this.actsFor(key, party)) return;
    no.unless(this.isLiving(party), "NotAParty", error);
    no.when(this.of(party).frozen, "PartyIsFrozen", error);
    no.unless(this.of(party).controller === key, error);
  }

  mustReceive(no: Refusals, party: Account): void {
    no.unless(this.isLiving(party), "NotAParty");
    no.when(this.of(party).frozen, "PartyIsFrozen");
  }

  register(by: Account, account: Account, profile: Profile): Outcome {
    const no = new Refusals();
    const identity = this.of(account);
    no.unless(identity.controller === by, "NotController");
    no.when(identity.kind !== 0, "PartyExists");
    no.when(identity.frozen, "PartyIsFrozen");
    no.when(profile.kind === 0 || profile.name === "", "InvalidProfile");
    if (!no.any) identity.kind = profile.kind;
    return no.errors;
  }

  updateProfile(by: Account, account: Account, profile: Profile): Outcome {
    const no = new Refusals();
    const identity = this.of(account);
    this.mustAct(no, by, account);
    no.when(profile.kind !== identity.kind || profile.name === "", "InvalidProfile");
    return no.errors;
  }

  /** Any account may, also one that is no party. */
  changeOwner(by: Account, account: Account, next: Account | null): Outcome {
    const no = new Refusals();
    const identity = this.of(account);
    no.unless(identity.controller === by, "NotController");
    no.when(identity.frozen, "PartyIsFrozen");
    if (!no.any) this.giveControl(account, next);
    return no.errors;
  }

  giveControl(account: Account, next: Account | null): void {
    const identity = this.of(account);
    identity.controller = next;
    identity.controlEpoch += 1;
    identity.changed = this.clock.block;
  }
}
