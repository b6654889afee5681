/**
 * The ledger as its documents describe it, in plain maps: what a call is refused for, and what it changes. It knows names
 * where the chain has hashes, and nothing of how the contracts do it.
 */
import { Agreements } from "./agreements.js";
import { Assets } from "./assets.js";
import { Attestations } from "./attestations.js";
import { Batches } from "./batches.js";
import { Certificates } from "./certificates.js";
import type { Clock } from "./clock.js";
import { Composition } from "./composition.js";
import { Delegates } from "./delegates.js";
import { Evidence } from "./evidence.js";
import { Grants } from "./grants.js";
import { Groups } from "./groups.js";
import { Lineage } from "./lineage.js";
import { Namespaces } from "./namespaces.js";
import type { Account } from "./parties.js";
import { Parties } from "./parties.js";
import { Quotas } from "./quotas.js";
import { Records } from "./records.js";
import { Recovery } from "./recovery.js";
import type { Outcome } from "./refusals.js";
import { Relations } from "./relations.js";
import { Schemes } from "./schemes.js";
import { SealedRecords } from "./sealedRecords.js";
import { Supervision, type Thing } from "./supervision.js";
import { TermsBook } from "./terms.js";
import type { Token, TokenKind, Tokens } from "./tokens.js";
import { Twins } from "./twins.js";
import { TwinTerms } from "./twinTerms.js";

/** Contracts that can be paused, as the chain names them. */
export const pausable = [
  "namespaces",
  "identifiers",
  "sealedRecords",
  "batches",
  "twins",
  "rights",
  "quotas",
] as const;
export type Pausable = (typeof pausable)[number];

interface Pause {
  readonly paused: boolean;
  pause(paused: boolean): void;
}

export class Ledger {
  readonly clock: Clock;
  readonly parties: Parties;
  readonly delegates: Delegates;
  readonly recovery: Recovery;
  readonly attestations: Attestations;
  readonly relations: Relations;
  readonly namespaces: Namespaces;
  readonly certificates: Certificates;
  readonly schemes: Schemes;
  readonly records: Records;
  readonly sealedRecords: SealedRecords;
  readonly twins: Twins;
  readonly twinTerms: TwinTerms;
  readonly lineage: Lineage;
  readonly composition: Composition;
  readonly terms = new TermsBook();
  readonly groups: Groups;
  readonly grants: Grants;
  readonly agreements: Agreements;
  readonly quotas: Quotas;
  readonly batches: Batches;
  readonly supervision: Supervision;
  readonly evidence: Evidence;

  /** @param administrator Holds the scheme's root, and has the roles of the administration. */
  constructor(
    clock: Clock,
    parties: readonly Account[],
    readonly administrator: Account,
  ) {
    this.clock = clock;
    this.parties = new Parties(clock);
    for (const party of parties) this.parties.register(party, party, { kind: 1, name: "Party" });
    this.delegates = new Delegates(this.parties, clock);
    this.recovery = new Recovery(this.parties, clock);
    this.attestations = new Attestations(this.parties, clock, administrator);
    this.namespaces = new Namespaces(this.parties, clock, administrator);
    this.certificates = new Certificates(this.namespaces, clock);
    this.schemes = new Schemes(this.namespaces, administrator);
    this.sealedRecords = new SealedRecords(this.parties, this.namespaces);
    this.twins = new Twins(this.parties, clock);
    this.twinTerms = new TwinTerms(this.twins);
    this.lineage = new Lineage(this.twins, this.twinTerms);
    this.composition = new Composition(this.twins, this.twinTerms);
    this.relations = new Relations(this.parties, this.twins, clock);
    this.records = new Records(this.parties, this.namespaces, {
      ownerOfTwin: (name) => this.twins.all.get(name)?.holder,
      isInRange: (identifier) => this.batches.rangeOf(identifier) !== undefined,
    });
    this.batches = new Batches(this.parties, this.namespaces, this.records);
    this.groups = new Groups(this.parties);
    const assets = new Assets(this.twins, this.records, this.sealedRecords);
    this.grants = new Grants(this.parties, clock, assets, this.terms, this.groups);
    this.agreements = new Agreements(this.grants, clock);
    this.quotas = new Quotas(this.parties, clock, assets, this.terms);
    this.supervision = new Supervision(clock, administrator, {
      exists: (thing) => this.#exists(thing),
      setFrozen: (thing, frozen) => this.#setFrozen(thing, frozen),
    });
    this.evidence = new Evidence(this.parties, clock);
  }

  #exists({ kind, name }: Thing): boolean {
    if (kind === "party") return this.parties.of(Number(name)).kind !== 0;
    return kind === "grant" ? this.grants.all.has(name) : this.tokens(kind).all.has(name);
  }

  #setFrozen({ kind, name }: Thing, frozen: boolean): void {
    if (kind === "party") this.parties.of(Number(name)).frozen = frozen;
    else if (kind === "grant") this.grants.freeze(name, frozen);
    else this.tokens(kind).freeze(name, frozen);
  }

  /** `PAUSER` begins and ends pauses: here the administrator. */
  setPaused(by: Account, contract: Pausable, paused: boolean): Outcome {
    if (by !== this.administrator) return ["AccessManagedUnauthorized"];
    this.pauseOf(contract).pause(paused);
    return [];
  }

  pauseOf(contract: Pausable): Pause {
    const { namespaces, records: identifiers, sealedRecords, batches, twins, grants: rights, quotas } = this;
    return { namespaces, identifiers, sealedRecords, batches, twins, rights, quotas }[contract];
  }

  /** The registry of tokens of a kind. */
  tokens(kind: TokenKind): Tokens<Token> {
    switch (kind) {
      case "namespace":
        return this.namespaces;
      case "record":
        return this.records;
      case "sealed":
        return this.sealedRecords;
      case "batch":
        return this.batches;
      case "twin":
        return this.twins;
    }
  }
}
