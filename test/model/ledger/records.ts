/** Identifier records of the scheme gs1 (docs/contracts.md, "Identifier records"). */
import type { Namespace, Namespaces } from "./namespaces.js";
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";
import { mintedTo, roles, type Token, Tokens } from "./tokens.js";

export type Subject =
  | { readonly kind: "none" }
  | { readonly kind: "twin" | "record"; readonly name: string }
  | { readonly kind: "party"; readonly party: Account };

export interface Content {
  readonly subject: Subject;
  /** JSON, empty for no links. */
  readonly links: string;
}

export type RecordStatus = "active" | "suspended" | "retired";

export interface IdentifierRecord extends Token {
  readonly identifier: string;
  readonly prefixLength: number;
  readonly namespaceEpoch: number;
  readonly locked: boolean;
  /** The batch as whose member it came into being, and its place there. */
  readonly member: { readonly batch: string; readonly index: number } | null;
  status: RecordStatus;
  version: number;
  content: Content;
}

/** What records ask of the rest of the ledger. */
export interface Surroundings {
  /** Who owns a twin; undefined where there is none. */
  ownerOfTwin(name: string): Account | undefined;
  /** Whether a range holds the identifier, of a rule batch or a reserved one. */
  isInRange(identifier: string): boolean;
}

const application = "8004/";
const longestPrefix = 12;

/** The digits at the place of the prefix. */
export const digitsOf = (identifier: string): string =>
  /^\d*/.exec(identifier.slice(application.length))?.[0] ?? "";

export class Records extends Tokens<IdentifierRecord> {
  constructor(
    parties: Parties,
    readonly namespaces: Namespaces,
    readonly around: Surroundings,
  ) {
    super(parties);
  }

  isActive({ status }: IdentifierRecord): boolean {
    return status === "active";
  }

  mayMove({ status, locked }: IdentifierRecord): boolean {
    return status !== "retired" && !locked;
  }

  /** The namespace that issued it. */
  issuerOf({ identifier, prefixLength }: IdentifierRecord): Namespace {
    const namespace = this.namespaces.all.get(digitsOf(identifier).slice(0, prefixLength));
    if (namespace === undefined) throw new Error(`${identifier} was issued by nobody`);
    return namespace;
  }

  isLive(record: IdentifierRecord): boolean {
    const namespace = this.issuerOf(record);
    const answers = this.namespaces.answersFor(namespace, record.namespaceEpoch);
    return record.status === "active" && this.namespaces.isLive(namespace) && answers;
  }

  /** The namespace of so many bytes, where it is the one that may issue the identifier, live or not; else why not. */
  mustBeIssuer(no: Refusals, identifier: string, prefixLength: number): Namespace | undefined {
    const digits = digitsOf(identifier);
    const fits = prefixLength <= Math.min(digits.length, longestPrefix);
    // Whether there is no prefix of that length, or none that anybody could hold, is one.
    no.unless(fits, "PrefixMismatch", "UnknownNamespace");
    const namespace = fits ? this.namespaces.all.get(digits.slice(0, prefixLength)) : undefined;
    no.when(fits && namespace === undefined, "UnknownNamespace");
    if (namespace === undefined) return undefined;
    const stopped = this.namespaces.isLive(namespace) && this.namespaces.isFrozenWithin(namespace);
    no.when(stopped, "ThingIsFrozen");
    no.unless(this.namespaces.isClosest(digits, prefixLength), "NotClosestAncestor");
    no.unless(namespace.mayIssue, "MayNotIssue");
    no.when(namespace.isSealed, "NamespaceIsSealed");
    return namespace;
  }

  register(
    by: Account,
    prefixLength: number,
    entries: readonly { readonly identifier: string; readonly content: Content }[],
    owner: Account,
    locked: boolean,
  ): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    this.parties.mustReceive(no, owner);
    no.when(entries.length === 0, "InvalidCount");
    const seen = new Set<string>();
    const fresh: IdentifierRecord[] = [];
    for (const { identifier, content } of entries) {
      no.when(this.all.has(identifier) || seen.has(identifier), "RecordExists");
      seen.add(identifier);
      no.when(this.around.isInRange(identifier), "IdentifierInRange");
      const namespace = this.mustBeIssuer(no, identifier, prefixLength);
      if (namespace === undefined) continue;
      no.unless(this.namespaces.isLive(namespace), "NamespaceNotLive");
      this.namespaces.mustAct(no, namespace, by, roles.registrar);
      const principal = this.parties.of(namespace.holder).controller;
      no.unless(this.isSubject(identifier, content.subject, principal), "InvalidSubject");
      const namespaceEpoch = namespace.epoch;
      fresh.push(issued({ identifier, prefixLength, namespaceEpoch, locked, member: null, content }, owner));
    }
    if (!no.any) for (const record of fresh) this.all.set(record.identifier, record);
    return no.errors;
  }

  /** Whether the subject is there and the principal controls it. */
  isSubject(identifier: string, subject: Subject, principal: Account | null): boolean {
    if (subject.kind === "none") return true;
    if (principal === null) return false;
    return this.#ownersOf(identifier, subject).some((owner) => this.parties.actsFor(principal, owner));
  }

  #ownersOf(identifier: string, subject: Exclude<Subject, { kind: "none" }>): readonly Account[] {
    if (subject.kind === "party") return [subject.party];
    if (subject.kind === "twin") {
      const owner = this.around.ownerOfTwin(subject.name);
      return owner === undefined ? [] : [owner];
    }
    const record = this.all.get(subject.name);
    const usable = record !== undefined && record.status !== "retired" && subject.name !== identifier;
    return usable ? [record.holder] : [];
  }

  updateContent(by: Account, identifier: string, content: Content): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    const record = this.#answeredFor(no, identifier);
    if (record === undefined) return no.errors;
    this.mustAct(no, record, by, roles.publisher);
    no.when(record.status === "retired", "InvalidRecordStatus");
    const principal = this.parties.of(record.holder).controller;
    no.unless(this.isSubject(identifier, content.subject, principal), "InvalidSubject");
    if (no.any) return no.errors;
    record.content = content;
    record.version += 1;
    return no.errors;
  }

  setStatus(by: Account, identifier: string, status: RecordStatus): Outcome {
    const no = new Refusals();
    const record = this.#answeredFor(no, identifier);
    if (record === undefined) return no.errors;
    this.mustHold(no, record, by);
    no.when(record.status === "retired" || record.status === status, "InvalidRecordStatus");
    if (!no.any) record.status = status;
    return no.errors;
  }

  /** A record whose namespace is live and stands by it. */
  #answeredFor(no: Refusals, identifier: string): IdentifierRecord | undefined {
    const record = this.all.get(identifier);
    no.when(record === undefined, "UnknownRecord");
    if (record === undefined) return undefined;
    const namespace = this.issuerOf(record);
    no.unless(this.namespaces.isLive(namespace), "NamespaceNotLive");
    no.unless(this.namespaces.answersFor(namespace, record.namespaceEpoch), "RecordOfFormerTenure");
    no.when(record.frozen, "ThingIsFrozen");
    return record;
  }
}

type Issue = Pick<
  IdentifierRecord,
  "identifier" | "prefixLength" | "namespaceEpoch" | "locked" | "member" | "content"
>;

export const issued = (issue: Issue, owner: Account): IdentifierRecord => ({
  ...mintedTo(owner),
  ...issue,
  status: "active",
  version: 1,
});
