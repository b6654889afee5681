/**
 * Namespaces of the scheme gs1 (docs/contracts.md, "Namespaces"): who may issue identifiers under which prefix. A prefix is
 * one to twelve digits and may be cut at any; the root's is empty.
 */
import { type Clock, isOver } from "./clock.js";
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";
import { mintedTo, roles, type Token, Tokens } from "./tokens.js";

export interface Terms {
  /** 0 for none. */
  readonly expiry: number;
  readonly levels: number;
  readonly mayIssue: boolean;
}

export interface Namespace extends Token {
  readonly prefix: string;
  parentLength: number;
  /** Length of the prefix of the ancestor that suspended it; null while it is active. */
  suspendedBy: number | null;
  emancipated: boolean;
  /** It issues sealed records only. */
  isSealed: boolean;
  expiry: number;
  levels: number;
  mayIssue: boolean;
  /** Epoch with which its present tenure began, 0 for the first. */
  tenure: number;
  /** The parent's tenure when it delegated this one. */
  parentTenure: number;
  /** It answers for what was issued from this epoch on. */
  answersSince: number;
}

/** What is delegated to whom, on which terms. */
export interface Delegation {
  readonly parentLength: number;
  readonly prefix: string;
  readonly holder: Account;
  readonly terms: Terms;
}

export type Standing = "none" | "live" | "suspended" | "lapsed";

const mostLevels = 16;
export const unlimited: Terms = { expiry: 0, levels: mostLevels, mayIssue: true };

export class Namespaces extends Tokens<Namespace> {
  constructor(
    parties: Parties,
    readonly clock: Clock,
    rootHolder: Account,
  ) {
    super(parties);
    this.all.set("", this.#fresh("", 0, rootHolder, unlimited, 0));
  }

  #fresh(
    prefix: string,
    parentLength: number,
    holder: Account,
    terms: Terms,
    parentTenure: number,
  ): Namespace {
    return {
      ...mintedTo(holder),
      prefix,
      parentLength,
      suspendedBy: null,
      emancipated: false,
      isSealed: false,
      ...terms,
      tenure: 0,
      parentTenure,
      answersSince: 0,
    };
  }

  isActive(namespace: Namespace): boolean {
    return namespace.suspendedBy === null && !this.#isExpired(namespace);
  }

  mayMove(namespace: Namespace): boolean {
    return this.isActive(namespace);
  }

  parentOf({ prefix, parentLength }: Namespace): Namespace | undefined {
    return prefix === "" ? undefined : this.all.get(prefix.slice(0, parentLength));
  }

  /** Itself and all on which it depends, from below. */
  #dependence(namespace: Namespace): readonly Namespace[] {
    const parent = namespace.emancipated ? undefined : this.parentOf(namespace);
    return parent === undefined ? [namespace] : [namespace, ...this.#dependence(parent)];
  }

  #isExpired(namespace: Namespace): boolean {
    return !namespace.emancipated && isOver(namespace.expiry, this.clock);
  }

  isVoid(namespace: Namespace): boolean {
    const parent = this.parentOf(namespace);
    return !namespace.emancipated && parent !== undefined && parent.tenure !== namespace.parentTenure;
  }

  hasLapsed(namespace: Namespace): boolean {
    return this.#dependence(namespace).some((each) => this.#isExpired(each) || this.isVoid(each));
  }

  isLive(namespace: Namespace): boolean {
    return (
      !this.hasLapsed(namespace) && this.#dependence(namespace).every((each) => each.suspendedBy === null)
    );
  }

  isFrozenWithin(namespace: Namespace): boolean {
    return this.#dependence(namespace).some((each) => each.frozen);
  }

  standingOf(prefix: string): Standing {
    const namespace = this.all.get(prefix);
    if (namespace === undefined) return "none";
    if (this.hasLapsed(namespace)) return "lapsed";
    return this.isLive(namespace) ? "live" : "suspended";
  }

  /** Whether it stands by what was issued in that epoch. */
  answersFor(namespace: Namespace, epoch: number): boolean {
    return epoch >= namespace.answersSince;
  }

  /** Namespaces of shorter prefixes that have not lapsed, the longest first. */
  #above(prefix: string): readonly Namespace[] {
    return Array.from({ length: prefix.length }, (_, n) =>
      this.all.get(prefix.slice(0, prefix.length - 1 - n)),
    )
      .filter((each) => each !== undefined)
      .filter((each) => !this.hasLapsed(each));
  }

  /** The longest prefix of the digits that is delegated and has not lapsed. */
  closest(digits: string): Namespace | undefined {
    return this.#above(`${digits}-`)[0];
  }

  /**
   * Whether a namespace bars the holder of so many bytes of its prefix from using that: it has not lapsed, is frozen, or is
   * suspended by an ancestor of that holder's.
   */
  #bars(namespace: Namespace, length: number): boolean {
    const suspended = namespace.suspendedBy !== null && namespace.suspendedBy < length;
    return !this.hasLapsed(namespace) || namespace.frozen || suspended;
  }

  /** Whether the holder of so many of the digits may use the others: no longer prefix among them is another's. */
  isClosest(digits: string, length: number): boolean {
    return !this.#between(digits, length).some((namespace) => this.#bars(namespace, length));
  }

  /** Namespaces with a longer prefix of the digits than so many of them. */
  #between(digits: string, length: number): readonly Namespace[] {
    return [...this.all.values()].filter(({ prefix }) => prefix.length > length && digits.startsWith(prefix));
  }

  delegate(by: Account, delegation: Delegation): Outcome {
    const no = new Refusals();
    const { prefix, parentLength } = delegation;
    if (parentLength >= prefix.length) return ["InvalidPrefix"];
    const parent = this.all.get(prefix.slice(0, parentLength));
    if (parent === undefined) return ["UnknownNamespace", ...this.#refusedFirst(delegation)];
    this.mustDelegate(no, parent, delegation);
    this.mustAct(no, parent, by, roles.delegator);
    if (!no.any) this.delegateNow(parent, delegation);
    return no.errors;
  }

  /** What does not depend on the parent. */
  #refusedFirst({ holder, terms }: Delegation): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    this.parties.mustReceive(no, holder);
    no.when(isOver(terms.expiry, this.clock), "InvalidExpiry");
    return no.errors;
  }

  /** Whether the parent can delegate it, whoever asks for that. */
  mustDelegate(no: Refusals, parent: Namespace, delegation: Delegation): void {
    const { prefix, parentLength } = delegation;
    const first = this.#refusedFirst(delegation);
    no.when(first.length > 0, ...first);
    no.unless(this.isLive(parent), "NamespaceNotLive");
    no.when(this.isFrozenWithin(parent), "ThingIsFrozen");
    no.unless(this.isClosest(prefix.slice(0, -1), parentLength), "NotClosestAncestor");
    no.when(parent.levels === 0, "TooDeep");
    const former = this.all.get(prefix);
    // Suspended by one above the one that delegates, or frozen, a lapsed prefix stays closed.
    const closed = former !== undefined && this.#bars(former, parentLength);
    no.when(closed, "NamespaceExists", "NamespaceNotLive", "ThingIsFrozen");
    // What a frozen party had stays with it, also after its expiry.
    no.when(former !== undefined && this.parties.of(former.holder).frozen, "PartyIsFrozen");
  }

  delegateNow(parent: Namespace, { prefix, parentLength, holder, terms }: Delegation): void {
    const former = this.all.get(prefix);
    const held = { ...terms, levels: Math.min(terms.levels, parent.levels - 1) };
    const fresh = this.#fresh(prefix, parentLength, holder, held, parent.tenure);
    if (former !== undefined) {
      fresh.epoch = former.epoch + 1;
      fresh.tenure = fresh.epoch;
      fresh.answersSince = fresh.epoch;
    }
    this.all.set(prefix, fresh);
  }

  /** One way, within the tenure. */
  seal(by: Account, prefix: string): Outcome {
    const no = new Refusals();
    const namespace = this.all.get(prefix);
    if (namespace === undefined) return ["UnknownNamespace"];
    this.mustHold(no, namespace, by);
    no.when(this.isFrozenWithin(namespace), "ThingIsFrozen");
    no.unless(this.isLive(namespace), "NamespaceNotLive");
    no.unless(namespace.mayIssue, "MayNotIssue");
    no.when(namespace.isSealed, "NamespaceIsSealed");
    if (!no.any) namespace.isSealed = true;
    return no.errors;
  }

  renew(by: Account, prefix: string, expiry: number): Outcome {
    const no = new Refusals();
    const namespace = this.all.get(prefix);
    if (namespace === undefined) return ["UnknownNamespace"];
    const parent = this.parentOf(namespace);
    if (parent === undefined) return ["UnknownNamespace", "NotAnAncestor", "InvalidExpiry", "InvalidPrefix"];
    this.#mustHavePower(no, by, parent, namespace, roles.delegator);
    no.when(namespace.emancipated, "NamespaceIsEmancipated");
    no.when(this.isVoid(namespace), "NamespaceVoid");
    const later = namespace.expiry !== 0 && (expiry === 0 || expiry > namespace.expiry);
    no.unless(later && !isOver(expiry, this.clock), "InvalidExpiry");
    const back = this.#between(prefix.slice(0, -1), parent.prefix.length).every((each) =>
      this.hasLapsed(each),
    );
    no.unless(!this.#isExpired(namespace) || back, "NotClosestAncestor");
    if (!no.any) namespace.expiry = expiry;
    return no.errors;
  }

  surrender(by: Account, prefix: string): Outcome {
    const no = new Refusals();
    const namespace = this.all.get(prefix);
    if (namespace === undefined) return ["UnknownNamespace"];
    no.when(prefix === "", "UnknownNamespace", "NotAnAncestor", "InvalidPrefix");
    this.mustHold(no, namespace, by);
    no.when(namespace.frozen, "ThingIsFrozen");
    no.when(this.#isExpired(namespace), "NamespaceNotLive");
    if (no.any) return no.errors;
    namespace.expiry = this.clock.now;
    namespace.emancipated = false;
    return no.errors;
  }

  emancipate(by: Account, prefix: string): Outcome {
    const no = new Refusals();
    const namespace = this.all.get(prefix);
    if (namespace === undefined) return ["UnknownNamespace"];
    const parent = this.parentOf(namespace);
    if (parent === undefined)
      return ["UnknownNamespace", "NotAnAncestor", "InvalidPrefix", "MayNotEmancipate"];
    this.#mustHavePower(no, by, parent, namespace, 0);
    no.when(namespace.emancipated, "NamespaceIsEmancipated");
    no.unless(this.isLive(namespace), "NamespaceNotLive", "NamespaceVoid");
    no.unless(parent.prefix === "" || parent.emancipated, "MayNotEmancipate");
    if (no.any) return no.errors;
    namespace.emancipated = true;
    namespace.expiry = 0;
    return no.errors;
  }

  adopt(by: Account, prefix: string, since: number): Outcome {
    const no = new Refusals();
    const namespace = this.all.get(prefix);
    if (namespace === undefined) return ["UnknownNamespace"];
    no.when(this.paused, "RegistryIsPaused");
    this.mustHold(no, namespace, by);
    no.when(this.isFrozenWithin(namespace), "ThingIsFrozen");
    no.unless(this.isLive(namespace), "NamespaceNotLive");
    no.when(since === 0 || since >= namespace.answersSince, "NothingToAdopt");
    if (!no.any) namespace.answersSince = since;
    return no.errors;
  }

  suspend(by: Account, prefix: string, ancestorLength: number): Outcome {
    const no = new Refusals();
    const namespace = this.all.get(prefix);
    if (namespace === undefined) return ["UnknownNamespace"];
    const ancestor = this.#ancestor(namespace, ancestorLength);
    no.when(this.#isOutOfReach(namespace, ancestorLength), "NamespaceIsEmancipated");
    if (ancestor === undefined)
      return ["NotAnAncestor", "UnknownNamespace", "NamespaceNotLive", ...no.errors];
    this.#mustHavePower(no, by, ancestor, namespace, 0);
    no.unless(this.#powers(namespace).includes(ancestor), "NamespaceIsEmancipated");
    no.when(
      namespace.suspendedBy !== null && namespace.suspendedBy <= ancestorLength,
      "NotAnAncestor",
      "NamespaceNotLive",
    );
    if (!no.any) namespace.suspendedBy = ancestorLength;
    return no.errors;
  }

  reinstate(by: Account, prefix: string, ancestorLength: number): Outcome {
    const no = new Refusals();
    const namespace = this.all.get(prefix);
    if (namespace === undefined) return ["UnknownNamespace"];
    no.when(namespace.suspendedBy === null, "NamespaceIsLive");
    no.when(this.#isOutOfReach(namespace, ancestorLength), "NamespaceIsEmancipated");
    const ancestor = this.#ancestor(namespace, ancestorLength);
    if (ancestor === undefined)
      return ["NotAnAncestor", "UnknownNamespace", "NamespaceNotLive", ...no.errors];
    this.#mustHavePower(no, by, ancestor, namespace, 0);
    const powers = this.#powers(namespace);
    // The last one is the closest that is emancipated, or the root.
    const lifts = ancestorLength <= (namespace.suspendedBy ?? 0) || powers.at(-1) === ancestor;
    no.unless(lifts, "NotAnAncestor");
    no.unless(powers.includes(ancestor), "NamespaceIsEmancipated");
    if (!no.any) namespace.suspendedBy = null;
    return no.errors;
  }

  /**
   * Those above that have power over it: its parent and those on which that depends; where it has lapsed, the closest one
   * above that has not, and those on which that depends.
   */
  #powers(namespace: Namespace): readonly Namespace[] {
    if (namespace.emancipated) return [];
    const first = this.hasLapsed(namespace) ? this.#above(namespace.prefix)[0] : this.parentOf(namespace);
    return first === undefined ? [] : this.#dependence(first);
  }

  /** Whether it, or one of those with power over it beneath that length, is emancipated. */
  #isOutOfReach(namespace: Namespace, ancestorLength: number): boolean {
    const between = this.#powers(namespace).filter(({ prefix }) => prefix.length > ancestorLength);
    return [namespace, ...between].some(({ emancipated }) => emancipated);
  }

  /** The ancestor with a prefix of that length, with power over the namespace or without. */
  #ancestor(namespace: Namespace, length: number): Namespace | undefined {
    const powers = this.#powers(namespace);
    let above = powers.length === 0 ? this.parentOf(namespace) : powers[0];
    while (above !== undefined && above.prefix.length !== length) above = this.parentOf(above);
    return above;
  }

  /** Power of a live namespace's holder over what lies beneath it. */
  #mustHavePower(no: Refusals, by: Account, ancestor: Namespace, namespace: Namespace, role: number): void {
    no.unless(this.isLive(ancestor), "NamespaceNotLive");
    no.when(this.isFrozenWithin(ancestor) || namespace.frozen, "ThingIsFrozen");
    this.mustAct(no, ancestor, by, role);
  }
}
