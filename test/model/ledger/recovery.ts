/** How control comes back when a key is lost (docs/parties.md, "Recovery"; IPartyRecovery). */
import type { Clock } from "./clock.js";
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";

export interface GuardianSet {
  readonly number: number;
  readonly guardians: readonly Account[];
  readonly threshold: number;
  /** Seconds. */
  readonly delay: number;
  readonly effectiveFrom: number;
}

/** The guardians that a controller named. */
interface Guardianship {
  readonly controlEpoch: number;
  /** Those that count until the others do. */
  readonly previous: GuardianSet | null;
  readonly last: GuardianSet | null;
}

/** What guardians agreed to: void under another control, set or round. */
interface Approvals {
  readonly under: string;
  readonly guardians: ReadonlySet<Account>;
  readonly readyAt: number;
}

const mostGuardians = 7;
const hour = 3_600;
const year = 365 * 24 * hour;

export class Recovery {
  readonly #guardianships = new Map<Account, Guardianship>();
  readonly #numbers = new Map<Account, number>();
  readonly #rounds = new Map<Account, number>();
  readonly #approvals = new Map<string, Approvals>();

  constructor(
    readonly parties: Parties,
    readonly clock: Clock,
  ) {}

  #of(identity: Account): Guardianship {
    const { controlEpoch } = this.parties.of(identity);
    const known = this.#guardianships.get(identity);
    return known?.controlEpoch === controlEpoch ? known : { controlEpoch, previous: null, last: null };
  }

  /** The guardians that count now. */
  presentOf(identity: Account): GuardianSet | null {
    const { previous, last } = this.#of(identity);
    return last === null || last.effectiveFrom <= this.clock.now ? last : previous;
  }

  /** Those that will. */
  nextOf(identity: Account): GuardianSet | null {
    const { last } = this.#of(identity);
    return last !== null && last.effectiveFrom > this.clock.now ? last : null;
  }

  roundOf(identity: Account): number {
    return this.#rounds.get(identity) ?? 0;
  }

  #approvalsOf(identity: Account, next: Account): Approvals {
    const { controlEpoch } = this.parties.of(identity);
    const number = this.presentOf(identity)?.number;
    const under = `${controlEpoch} ${number} ${this.roundOf(identity)}`;
    const known = this.#approvals.get(`${identity} ${next}`);
    return known?.under === under ? known : { under, guardians: new Set(), readyAt: 0 };
  }

  progressOf(identity: Account, next: Account): { readonly approvals: number; readonly readyAt: number } {
    const { guardians, readyAt } = this.#approvalsOf(identity, next);
    return { approvals: guardians.size, readyAt };
  }

  nameGuardians(
    by: Account,
    identity: Account,
    guardians: readonly Account[],
    threshold: number,
    delay: number,
  ): Outcome {
    const no = new Refusals();
    this.parties.mustAct(no, by, identity);
    no.when(guardians.length > mostGuardians || guardians.includes(identity), "InvalidGuardians");
    no.unless(new Set(guardians).size === guardians.length, "InvalidGuardians");
    const fits = threshold >= 1 && threshold <= guardians.length && delay >= hour && delay <= year;
    no.unless(guardians.length === 0 ? threshold === 0 && delay === 0 : fits, "InvalidGuardians");
    if (no.any) return no.errors;
    const present = this.presentOf(identity);
    const number = (this.#numbers.get(identity) ?? 0) + 1;
    this.#numbers.set(identity, number);
    const effectiveFrom = this.clock.now + (present?.delay ?? 0);
    const last = { number, guardians, threshold, delay, effectiveFrom };
    const { controlEpoch } = this.parties.of(identity);
    this.#guardianships.set(identity, { controlEpoch, previous: present, last });
    return no.errors;
  }

  approve(by: Account, identity: Account, guardian: Account, next: Account | null): Outcome {
    const no = new Refusals();
    const present = this.#mustBeGuardian(no, by, identity, guardian);
    // To take an approval back is always possible, as it takes power away; that the party itself is frozen bars the recovery alone.
    no.when(this.parties.of(guardian).frozen, "PartyIsFrozen");
    no.when(next === null, "InvalidController");
    if (next === null) return no.errors;
    const { under, guardians, readyAt } = this.#approvalsOf(identity, next);
    no.when(guardians.has(guardian), "ApprovedAlready");
    if (no.any || present === null) return no.errors;
    const agreed = new Set([...guardians, guardian]);
    const reached = agreed.size === present.threshold ? this.clock.now + present.delay : readyAt;
    this.#approvals.set(`${identity} ${next}`, { under, guardians: agreed, readyAt: reached });
    return no.errors;
  }

  withdrawApproval(by: Account, identity: Account, guardian: Account, next: Account): Outcome {
    const no = new Refusals();
    const present = this.#mustBeGuardian(no, by, identity, guardian);
    const { under, guardians, readyAt } = this.#approvalsOf(identity, next);
    no.unless(guardians.has(guardian), "NotApproved");
    if (no.any || present === null) return no.errors;
    const agreed = new Set([...guardians].filter((each) => each !== guardian));
    const left = agreed.size < present.threshold ? 0 : readyAt;
    this.#approvals.set(`${identity} ${next}`, { under, guardians: agreed, readyAt: left });
    return no.errors;
  }

  /** A guardian is an account; its present controller acts for it. */
  #mustBeGuardian(no: Refusals, by: Account, identity: Account, guardian: Account): GuardianSet | null {
    no.unless(this.parties.of(guardian).controller === by, "NotController");
    const present = this.presentOf(identity);
    no.unless(present?.guardians.includes(guardian) === true, "NotGuardian");
    return present;
  }

  /** Any account may, also one that is no party, or frozen: it protects what is. */
  cancel(by: Account, identity: Account): Outcome {
    const no = new Refusals();
    no.unless(this.parties.of(identity).controller === by, "NotController");
    if (!no.any) this.#rounds.set(identity, this.roundOf(identity) + 1);
    return no.errors;
  }

  execute(identity: Account, next: Account): Outcome {
    const no = new Refusals();
    this.parties.mustReceive(no, identity);
    const { readyAt } = this.#approvalsOf(identity, next);
    no.when(readyAt === 0, "RecoveryNotApproved");
    no.when(readyAt > this.clock.now, "RecoveryNotReady");
    if (!no.any) this.parties.giveControl(identity, next);
    return no.errors;
  }
}
