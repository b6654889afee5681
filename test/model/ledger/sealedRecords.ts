/** Records of sealed namespaces (docs/contracts.md, "Sealed records"): by the namespace and what is sealed. */
import type { Namespace, Namespaces } from "./namespaces.js";
import type { Account, Parties } from "./parties.js";
import { digitsOf, type RecordStatus } from "./records.js";
import { type Outcome, Refusals } from "./refusals.js";
import { mintedTo, roles, type Token, Tokens } from "./tokens.js";

/** What a record is called: only who is told the identifier knows more than its seal. */
export interface SealedName {
  readonly prefix: string;
  /** Empty for a seal of nothing. */
  readonly identifier: string;
}

export interface SealedEntry {
  readonly identifier: string;
  /** Name of the content that is committed to, null for none. */
  readonly content: string | null;
}

export interface SealedRecord extends Token {
  readonly name: SealedName;
  readonly namespaceEpoch: number;
  readonly locked: boolean;
  status: RecordStatus;
  version: number;
  content: string | null;
}

export const sealedText = ({ prefix, identifier }: SealedName): string => `${prefix}#${identifier}`;

export function sealedOfText(text: string): SealedName {
  const [prefix = "", identifier = ""] = text.split("#");
  return { prefix, identifier };
}

export class SealedRecords extends Tokens<SealedRecord> {
  constructor(
    parties: Parties,
    readonly namespaces: Namespaces,
  ) {
    super(parties);
  }

  isActive({ status }: SealedRecord): boolean {
    return status === "active";
  }

  mayMove({ status, locked }: SealedRecord): boolean {
    return status !== "retired" && !locked;
  }

  #issuerOf({ name }: SealedRecord): Namespace {
    const namespace = this.namespaces.all.get(name.prefix);
    if (namespace === undefined) throw new Error(`${sealedText(name)} was issued by nobody`);
    return namespace;
  }

  isLive(record: SealedRecord): boolean {
    const namespace = this.#issuerOf(record);
    const answers = this.namespaces.answersFor(namespace, record.namespaceEpoch);
    return record.status === "active" && this.namespaces.isLive(namespace) && answers;
  }

  /** Whether the record is of that identifier, and that carries the prefix of the namespace. */
  isOf({ name }: SealedRecord, identifier: string): boolean {
    return name.identifier === identifier && digitsOf(identifier).startsWith(name.prefix);
  }

  register(
    by: Account,
    prefix: string,
    entries: readonly SealedEntry[],
    owner: Account,
    locked: boolean,
  ): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    this.parties.mustReceive(no, owner);
    no.when(entries.length === 0, "InvalidSealCount");
    const namespace = this.#mustIssue(no, by, prefix);
    const names = entries.map(({ identifier }) => ({ prefix, identifier }));
    no.when(
      names.some(({ identifier }) => identifier === ""),
      "InvalidSeal",
    );
    const texts = names.map(sealedText);
    const twice = new Set(texts).size !== texts.length || texts.some((text) => this.all.has(text));
    no.when(twice, "SealedRecordExists");
    if (no.any || namespace === undefined) return no.errors;
    for (const { identifier, content } of entries) {
      const name = { prefix, identifier };
      const made = { name, namespaceEpoch: namespace.epoch, locked, content };
      this.all.set(sealedText(name), { ...mintedTo(owner), ...made, status: "active", version: 1 });
    }
    return no.errors;
  }

  #mustIssue(no: Refusals, by: Account, prefix: string): Namespace | undefined {
    const namespace = this.namespaces.all.get(prefix);
    no.when(namespace === undefined, "UnknownNamespace");
    if (namespace === undefined) return undefined;
    no.unless(this.namespaces.isLive(namespace), "NamespaceNotLive");
    no.unless(namespace.mayIssue, "MayNotIssue");
    no.unless(namespace.isSealed, "NamespaceNotSealed");
    no.when(this.namespaces.isFrozenWithin(namespace), "ThingIsFrozen");
    this.namespaces.mustAct(no, namespace, by, roles.registrar);
    return namespace;
  }

  updateContent(by: Account, name: SealedName, content: string | null): Outcome {
    const no = new Refusals();
    no.when(this.paused, "RegistryIsPaused");
    const record = this.#answeredFor(no, name);
    if (record === undefined) return no.errors;
    this.mustAct(no, record, by, roles.publisher);
    no.when(record.status === "retired", "InvalidSealedStatus");
    if (no.any) return no.errors;
    record.content = content;
    record.version += 1;
    return no.errors;
  }

  setStatus(by: Account, name: SealedName, status: RecordStatus): Outcome {
    const no = new Refusals();
    const record = this.#answeredFor(no, name);
    if (record === undefined) return no.errors;
    this.mustHold(no, record, by);
    no.when(record.status === "retired" || record.status === status, "InvalidSealedStatus");
    if (!no.any) record.status = status;
    return no.errors;
  }

  /** A record whose namespace is live and stands by it. */
  #answeredFor(no: Refusals, name: SealedName): SealedRecord | undefined {
    const record = this.all.get(sealedText(name));
    no.when(record === undefined, "UnknownSealedRecord", "UnknownNamespace");
    if (record === undefined) return undefined;
    const namespace = this.#issuerOf(record);
    no.unless(this.namespaces.isLive(namespace), "NamespaceNotLive");
    no.unless(this.namespaces.answersFor(namespace, record.namespaceEpoch), "SealedInFormerTenure");
    no.when(record.frozen, "ThingIsFrozen");
    return record;
  }
}
