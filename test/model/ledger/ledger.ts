/**
 * The ledger as its documents describe it, in plain maps: what a call is refused for, and what it changes. It knows names
 * where the chain has hashes, and nothing of how the contracts do it.
 */
import { Assets } from "./assets.js";
import type { Clock } from "./clock.js";
import { Grants } from "./grants.js";
import { Groups } from "./groups.js";
import { Namespaces } from "./namespaces.js";
import type { Account } from "./parties.js";
import { Parties } from "./parties.js";
import { Records } from "./records.js";
import { TermsBook } from "./terms.js";
import { Twins } from "./twins.js";

export class Ledger {
  readonly clock: Clock;
  readonly parties: Parties;
  readonly namespaces: Namespaces;
  readonly records: Records;
  readonly twins: Twins;
  readonly terms = new TermsBook();
  readonly groups: Groups;
  readonly grants: Grants;

  /** @param rootHolder Party that holds the scheme's root. */
  constructor(clock: Clock, parties: readonly Account[], rootHolder: Account) {
    this.clock = clock;
    this.parties = new Parties(clock);
    for (const party of parties) this.parties.register(party, party, { kind: 1, name: "Party" });
    this.namespaces = new Namespaces(this.parties, clock, rootHolder);
    this.twins = new Twins(this.parties, clock);
    this.records = new Records(this.parties, this.namespaces, {
      ownerOfTwin: (name) => this.twins.all.get(name)?.holder,
      isInRange: () => false,
    });
    this.groups = new Groups(this.parties);
    const assets = new Assets(this.twins, this.records);
    this.grants = new Grants(this.parties, clock, assets, this.terms, this.groups);
  }
}
