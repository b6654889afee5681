/** Batches of identifiers and reserved ranges (docs/contracts.md, "Batches"). */
import type { Namespace, Namespaces } from "./namespaces.js";
import type { Account, Parties } from "./parties.js";
import { type Content, digitsOf, issued, type Records } from "./records.js";
import { type Outcome, Refusals } from "./refusals.js";
import { mintedTo, roles, type Token, Tokens } from "./tokens.js";

/** Identifiers of a stem and a number of three digits. */
export interface Range {
  readonly stem: string;
  readonly first: number;
  readonly last: number;
}

export const width = 3;

/** Identifiers in a list, some with the content that is promised. */
export interface List {
  readonly name: string;
  readonly members: readonly { readonly identifier: string; readonly content: Content | null }[];
}

export type BatchBody =
  | { readonly kind: "rule"; readonly range: Range }
  | { readonly kind: "merkle"; readonly prefix: string; readonly list: List };

export interface Batch extends Token {
  readonly body: BatchBody;
  readonly prefixLength: number;
  readonly namespaceEpoch: number;
  revoked: boolean;
  readonly revokedMembers: Set<number>;
}

export type MemberStatus = "none" | "live" | "suspended" | "revoked" | "recorded";

export interface Membership {
  readonly status: MemberStatus;
  readonly owner: Account;
  readonly index: number;
  readonly frozen: boolean;
  readonly namespace: Namespace;
  readonly prefixLength: number;
  readonly namespaceEpoch: number;
}

export const rangeText = ({ stem, first, last }: Range): string => `${stem}{${first}..${last}}`;

/** Name of a batch: of its range, or of its namespace and list. */
export const batchText = (body: BatchBody): string =>
  body.kind === "rule" ? rangeText(body.range) : `${body.list.name} of "${body.prefix}"`;

/** What a range is taken for. */
interface Taken {
  readonly range: Range;
  readonly use: "reserved" | "batch";
  readonly prefixLength: number;
}

export class Batches extends Tokens<Batch> {
  /** By the text of the range. */
  readonly taken = new Map<string, Taken>();

  constructor(
    parties: Parties,
    readonly namespaces: Namespaces,
    readonly records: Records,
  ) {
    super(parties);
  }

  isActive({ revoked }: Batch): boolean {
    return !revoked;
  }

  mayMove({ revoked }: Batch): boolean {
    return !revoked;
  }

  /** The range that holds the identifier. */
  rangeOf(identifier: string): Taken | undefined {
    return [...this.taken.values()].find(({ range }) => numberIn(range, identifier) !== null);
  }

  issueRule(by: Account, prefixLength: number, range: Range, owner: Account): Outcome {
    const no = new Refusals();
    const body: BatchBody = { kind: "rule", range };
    no.when(this.paused, "RegistryIsPaused");
    this.parties.mustReceive(no, owner);
    no.when(this.all.has(batchText(body)), "BatchExists");
    const namespace = this.#mustTake(no, by, prefixLength, range);
    if (no.any || namespace === undefined) return no.errors;
    this.taken.set(rangeText(range), { range, use: "batch", prefixLength });
    this.#issue(body, namespace, owner);
    return no.errors;
  }

  #issue(body: BatchBody, namespace: Namespace, owner: Account): void {
    this.all.set(batchText(body), {
      ...mintedTo(owner),
      body,
      prefixLength: namespace.prefix.length,
      namespaceEpoch: namespace.epoch,
      revoked: false,
      revokedMembers: new Set(),
    });
  }

  reserve(by: Account, prefixLength: number, range: Range): Outcome {
    const no = new Refusals();
    this.#mustTake(no, by, prefixLength, range);
    if (!no.any) this.taken.set(rangeText(range), { range, use: "reserved", prefixLength });
    return no.errors;
  }

  /** The namespace that may issue there, whose holder the caller acts for, where nothing of the range is taken. */
  #mustTake(no: Refusals, by: Account, prefixLength: number, range: Range): Namespace | undefined {
    const { stem, first, last } = range;
    no.when(first > last || last >= 10 ** width, "InvalidRange");
    const overlaps = [...this.taken.values()].some(
      ({ range: other }) => other.stem === stem && other.first <= last && first <= other.last,
    );
    no.when(overlaps, "RangeTaken");
    const namespace = this.records.mustBeIssuer(no, stem, prefixLength);
    if (namespace !== undefined) this.#mustIssueUnder(no, by, namespace);
    return namespace;
  }

  #mustIssueUnder(no: Refusals, by: Account, namespace: Namespace): void {
    no.when(this.namespaces.isFrozenWithin(namespace), "ThingIsFrozen");
    this.#mustBeRegistrar(no, by, namespace);
  }

  #mustBeRegistrar(no: Refusals, by: Account, namespace: Namespace): void {
    no.unless(this.namespaces.isLive(namespace), "NamespaceNotLive");
    this.namespaces.mustAct(no, namespace, by, roles.registrar);
  }

  release(by: Account, prefixLength: number, range: Range): Outcome {
    const no = new Refusals();
    const taken = this.taken.get(rangeText(range));
    no.when(taken === undefined, "NotReserved", "InvalidRange");
    const digits = digitsOf(range.stem);
    const namespace =
      prefixLength <= digits.length ? this.namespaces.all.get(digits.slice(0, prefixLength)) : undefined;
    no.when(namespace === undefined, "UnknownNamespace", "PrefixMismatch");
    if (taken === undefined || namespace === undefined) return no.errors;
    this.#mustBeRegistrar(no, by, namespace);
    // To free a range issues nothing: a freeze above the one that took it does not bar that.
    const frozen =
      namespace.prefix.length === taken.prefixLength
        ? namespace.frozen
        : this.namespaces.isFrozenWithin(namespace);
    no.when(frozen, "ThingIsFrozen");
    if (taken.use === "reserved") this.#mustHaveReserved(no, taken, namespace, digits);
    else this.#mustBeOfFormerTenure(no, taken, namespace, digits);
    if (!no.any) this.taken.delete(rangeText(range));
    return no.errors;
  }

  /** Who made the reservation, or, once that has lapsed, the shorter one that may issue there now. */
  #mustHaveReserved(no: Refusals, taken: Taken, namespace: Namespace, digits: string): void {
    if (namespace.prefix.length === taken.prefixLength) return;
    const maker = this.namespaces.all.get(digits.slice(0, taken.prefixLength));
    const over = maker !== undefined && this.namespaces.hasLapsed(maker);
    const shorter = namespace.prefix.length < taken.prefixLength;
    no.unless(over && shorter, "NotReserved", "NotClosestAncestor", "NotHolder");
    no.unless(this.namespaces.isClosest(digits, namespace.prefix.length), "NotClosestAncestor");
  }

  #mustBeOfFormerTenure(no: Refusals, taken: Taken, namespace: Namespace, digits: string): void {
    const batch = this.all.get(rangeText(taken.range));
    const issuer = this.namespaces.all.get(digits.slice(0, taken.prefixLength));
    if (batch === undefined || issuer === undefined) throw new Error("A range is a batch's that there is");
    const answers = this.namespaces.answersFor(issuer, batch.namespaceEpoch);
    no.when(answers || namespace !== issuer, "RangeIsIssued", "NotReserved");
    no.when(batch.frozen, "ThingIsFrozen");
  }

  issueMerkle(by: Account, prefix: string, list: List, owner: Account): Outcome {
    const no = new Refusals();
    const body: BatchBody = { kind: "merkle", prefix, list };
    no.when(this.paused, "RegistryIsPaused");
    this.parties.mustReceive(no, owner);
    no.when(this.all.has(batchText(body)), "BatchExists");
    const namespace = this.namespaces.all.get(prefix);
    no.when(namespace === undefined, "UnknownNamespace");
    if (namespace === undefined) return no.errors;
    no.unless(namespace.mayIssue, "MayNotIssue");
    no.when(namespace.isSealed, "NamespaceIsSealed");
    this.#mustIssueUnder(no, by, namespace);
    if (!no.any) this.#issue(body, namespace, owner);
    return no.errors;
  }

  revokeMembers(by: Account, name: string, first: number, last: number): Outcome {
    const no = new Refusals();
    const batch = this.#mustChange(no, by, name);
    no.when(first > last, "InvalidMembers");
    if (no.any || batch === undefined) return no.errors;
    for (let index = first; index <= last; index++) batch.revokedMembers.add(index);
    return no.errors;
  }

  revoke(by: Account, name: string): Outcome {
    const no = new Refusals();
    const batch = this.#mustChange(no, by, name);
    if (!no.any && batch !== undefined) batch.revoked = true;
    return no.errors;
  }

  #mustChange(no: Refusals, by: Account, name: string): Batch | undefined {
    const batch = this.all.get(name);
    no.when(batch === undefined, "UnknownBatch");
    if (batch === undefined) return undefined;
    no.when(batch.revoked, "BatchIsRevoked");
    no.when(batch.frozen, "ThingIsFrozen");
    this.mustHold(no, batch, by);
    return batch;
  }

  /** What an identifier is in a batch, apart from any record of its own; undefined for no member. */
  membershipOf(name: string, identifier: string): Membership | undefined {
    const batch = this.all.get(name);
    const index = batch === undefined ? null : this.#indexIn(batch, identifier);
    if (batch === undefined || index === null) return undefined;
    const namespace = this.namespaces.all.get(digitsOf(identifier).slice(0, batch.prefixLength));
    if (namespace === undefined) throw new Error("A batch was issued under a namespace");
    const { prefixLength, namespaceEpoch, holder: owner } = batch;
    const live = this.namespaces.isLive(namespace);
    const counts = live && this.namespaces.answersFor(namespace, namespaceEpoch);
    const ended = batch.revoked || batch.revokedMembers.has(index);
    return {
      status: ended ? "revoked" : counts ? "live" : "suspended",
      owner,
      index,
      frozen:
        batch.frozen || (batch.body.kind === "merkle" && live && this.namespaces.isFrozenWithin(namespace)),
      namespace,
      prefixLength,
      namespaceEpoch,
    };
  }

  /** A released range has no members, nor has a list where its namespace may not issue, another one may, or a range is taken. */
  #indexIn({ body, prefixLength }: Batch, identifier: string): number | null {
    if (body.kind === "rule") {
      const released = this.taken.get(rangeText(body.range))?.use !== "batch";
      const number = numberIn(body.range, identifier);
      return released || number === null ? null : number - body.range.first;
    }
    const index = body.list.members.findIndex((member) => member.identifier === identifier);
    const digits = digitsOf(identifier);
    const closest = digits.startsWith(body.prefix) && this.namespaces.isClosest(digits, prefixLength);
    const issues = closest && this.namespaces.all.get(body.prefix)?.mayIssue;
    return index < 0 || !issues || this.rangeOf(identifier) !== undefined ? null : index;
  }

  materialise(by: Account, name: string, identifier: string, content: Content, owner: Account): Outcome {
    const no = new Refusals();
    no.when(this.records.paused, "RegistryIsPaused");
    this.parties.mustReceive(no, owner);
    no.when(this.records.all.has(identifier), "RecordExists", "NotMaterialisable");
    const batch = this.all.get(name);
    const member = this.membershipOf(name, identifier);
    no.unless(member?.status === "live", "NotMaterialisable", "UnknownBatch");
    if (batch === undefined || member === undefined) return no.errors;
    this.mustAct(no, batch, by, roles.registrar);
    no.when(member.frozen, "ThingIsFrozen");
    const promised = batch.body.kind === "merkle" ? batch.body.list.members[member.index]?.content : null;
    no.unless(promised == null || isSame(promised, content), "ContentMismatch");
    const principal = this.parties.of(batch.holder).controller;
    no.unless(this.records.isSubject(identifier, content.subject, principal), "InvalidSubject");
    if (no.any) return no.errors;
    const { prefixLength, namespaceEpoch } = batch;
    const origin = { batch: name, index: member.index };
    const issue = { identifier, prefixLength, namespaceEpoch, locked: false, member: origin, content };
    this.records.all.set(identifier, issued(issue, owner));
    return no.errors;
  }
}

const isSame = (one: Content, other: Content): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The number of an identifier in a range, null where it is not in it. */
export function numberIn({ stem, first, last }: Range, identifier: string): number | null {
  const digits = identifier.startsWith(stem) ? identifier.slice(stem.length) : "";
  if (!new RegExp(`^\\d{${width}}$`).test(digits)) return null;
  const number = Number(digits);
  return number >= first && number <= last ? number : null;
}
