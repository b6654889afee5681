/** Offices, and what they hold frozen (docs/contracts.md, "Supervision"). */
import type { Clock } from "./clock.js";
import type { Account } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

export const thingKinds = ["party", "namespace", "record", "sealed", "twin", "batch", "grant"] as const;

/** Something that can be frozen, by its name in the model. */
export interface Thing {
  readonly kind: (typeof thingKinds)[number];
  readonly name: string;
}

export type Mandate = "all" | "jurisdiction" | "scheme";

interface Office {
  mandate: Mandate;
  readonly members: Set<Account>;
}

/** One office's freeze of one thing. */
export interface Freeze {
  readonly thing: Thing;
  readonly office: number;
  readonly reason: number;
  readonly since: number;
}

/** What the supervision asks of the registries. */
export interface Freezables {
  exists(thing: Thing): boolean;
  setFrozen(thing: Thing, frozen: boolean): void;
}

export const thingText = ({ kind, name }: Thing): string => `${kind} ${name}`;

export class Supervision {
  readonly offices = new Map<number, Office>();
  readonly #freezes = new Map<string, Map<number, Freeze>>();

  constructor(
    readonly clock: Clock,
    readonly administrator: Account,
    readonly things: Freezables,
  ) {}

  /** The freezes of a thing that are in force, by office, in the order in which they came. */
  freezesOf(thing: Thing): ReadonlyMap<number, Freeze> {
    return this.#freezes.get(thingText(thing)) ?? new Map();
  }

  all(): readonly Freeze[] {
    return [...this.#freezes.values()].flatMap((freezes) => [...freezes.values()]);
  }

  accredit(by: Account, office: number, mandate: Mandate): Outcome {
    if (by !== this.administrator) return ["AccessManagedUnauthorized"];
    this.offices.set(office, { mandate, members: this.#membersOf(office) });
    return [];
  }

  readonly #members = new Map<number, Set<Account>>();

  /** Members are made in the access manager, before the office is accredited or after. */
  #membersOf(office: number): Set<Account> {
    const members = this.#members.get(office) ?? new Set();
    this.#members.set(office, members);
    return members;
  }

  setMember(by: Account, office: number, account: Account, member: boolean): Outcome {
    if (by !== this.administrator) return ["AccessManagerUnauthorizedAccount"];
    if (member) this.#membersOf(office).add(account);
    else this.#membersOf(office).delete(account);
    return [];
  }

  isMember(office: number, account: Account): boolean {
    return this.#membersOf(office).has(account);
  }

  freeze(by: Account, office: number, thing: Thing, reason: number): Outcome {
    const no = new Refusals();
    const accredited = this.offices.get(office);
    no.when(accredited === undefined, "UnknownOffice");
    no.unless(this.isMember(office, by), "NotOfTheOffice");
    no.when(reason === 0, "NoOrder");
    const named = ["namespace", "record", "sealed"].includes(thing.kind);
    no.when(accredited?.mandate === "scheme" && !named, "OutOfScope");
    no.when(this.freezesOf(thing).has(office), "FrozenAlready");
    no.unless(this.things.exists(thing), "UnknownThing");
    if (no.any) return no.errors;
    const freezes = new Map(this.freezesOf(thing));
    freezes.set(office, { thing, office, reason, since: this.clock.now });
    this.#freezes.set(thingText(thing), freezes);
    this.things.setFrozen(thing, true);
    return no.errors;
  }

  /** Members of the office, or of the role above it: the administrator's. */
  unfreeze(by: Account, office: number, thing: Thing, reason: number): Outcome {
    const no = new Refusals();
    no.unless(this.offices.has(office), "UnknownOffice", "NotFrozen");
    no.unless(this.isMember(office, by) || by === this.administrator, "NotOfTheOffice");
    no.when(reason === 0, "NoOrder");
    no.unless(this.freezesOf(thing).has(office), "NotFrozen");
    if (no.any) return no.errors;
    const freezes = new Map(this.freezesOf(thing));
    freezes.delete(office);
    this.#freezes.set(thingText(thing), freezes);
    this.things.setFrozen(thing, freezes.size > 0);
    return no.errors;
  }
}
