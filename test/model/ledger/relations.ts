/** What parties belong together, and with which twins (docs/parties.md, "Relations"; IPartyRelations). */
import type { Clock } from "./clock.js";
import type { Account, Parties } from "./parties.js";
import { type Outcome, Refusals } from "./refusals.js";
import type { Twin, Twins } from "./twins.js";

export type RelationKey =
  | { readonly kind: "membership" | "agent"; readonly party: Account; readonly subject: Account }
  | { readonly kind: "twin"; readonly party: Account; readonly subject: string };

type Side = "party" | "subject";

/** A side's word: it counts under the control, and the twin's holding, under which it was given. */
interface Word {
  readonly controlEpoch: number;
  readonly subjectEpoch: number;
}

export interface Relation {
  readonly key: RelationKey;
  begun: boolean;
  epoch: number;
  subjectEpoch: number;
  since: number;
  readonly words: Map<Side, Word>;
}

const organisation = 1;
const software = 4;

export const textOfRelation = ({ kind, party, subject }: RelationKey): string =>
  JSON.stringify({ kind, party, subject });

export class Relations {
  readonly all = new Map<string, Relation>();

  constructor(
    readonly parties: Parties,
    readonly twins: Twins,
    readonly clock: Clock,
  ) {}

  of(key: RelationKey): Relation | undefined {
    return this.all.get(textOfRelation(key));
  }

  #twinOf(key: RelationKey): Twin | undefined {
    return key.kind === "twin" ? this.twins.all.get(key.subject) : undefined;
  }

  /** Who speaks for a side. */
  partyOf(key: RelationKey, side: Side): Account | undefined {
    if (side === "party") return key.party;
    return key.kind === "twin" ? this.#twinOf(key)?.holder : key.subject;
  }

  #wordNow(key: RelationKey, side: Side): Word {
    const speaker = this.partyOf(key, side);
    const controlEpoch = speaker === undefined ? 0 : this.parties.of(speaker).controlEpoch;
    return { controlEpoch, subjectEpoch: this.#twinOf(key)?.epoch ?? 0 };
  }

  /** Whether a side has agreed, and who controlled it then still does. */
  hasAgreed(key: RelationKey, side: Side): boolean {
    const word = this.of(key)?.words.get(side);
    const now = this.#wordNow(key, side);
    return word?.controlEpoch === now.controlEpoch && word.subjectEpoch === now.subjectEpoch;
  }

  isInForce(key: RelationKey): boolean {
    const relation = this.of(key);
    if (relation?.begun !== true) return false;
    if (!this.parties.isLiving(key.party)) return false;
    if (key.kind !== "twin") return this.parties.isLiving(key.subject);
    return relation.subjectEpoch === this.#twinOf(key)?.epoch;
  }

  /** The membership of a party, where it has one. */
  membershipOf(member: Account): Relation | undefined {
    return [...this.all.values()].find(
      ({ key }) => key.kind === "membership" && key.subject === member && this.isInForce(key),
    );
  }

  #sidesOf(by: Account, key: RelationKey): readonly Side[] {
    return (["party", "subject"] as const).filter((side) => {
      const speaker = this.partyOf(key, side);
      return speaker !== undefined && this.parties.actsFor(by, speaker);
    });
  }

  agree(by: Account, key: RelationKey): Outcome {
    const no = new Refusals();
    this.#mustFit(no, key);
    const sides = this.#sidesOf(by, key);
    no.when(sides.length === 0, "NotASide", "NotAParty", "PartyIsFrozen");
    const fresh = sides.filter((side) => !this.hasAgreed(key, side));
    no.when(this.isInForce(key) || (sides.length > 0 && fresh.length === 0), "RelationAgreed");
    const agreed = (["party", "subject"] as const).every(
      (side) => fresh.includes(side) || this.hasAgreed(key, side),
    );
    const elsewhere = key.kind === "membership" ? this.membershipOf(key.subject) : undefined;
    no.when(agreed && elsewhere !== undefined && elsewhere !== this.of(key), "MemberElsewhere");
    if (no.any) return no.errors;
    const relation = this.#kept(key);
    if (agreed) this.#begin(relation);
    else for (const side of fresh) relation.words.set(side, this.#wordNow(key, side));
    return no.errors;
  }

  #kept(key: RelationKey): Relation {
    const text = textOfRelation(key);
    const kept = this.all.get(text);
    if (kept !== undefined) return kept;
    const relation = { key, begun: false, epoch: 0, subjectEpoch: 0, since: 0, words: new Map() };
    this.all.set(text, relation);
    return relation;
  }

  #begin(relation: Relation): void {
    relation.begun = true;
    relation.epoch += 1;
    relation.subjectEpoch = this.#twinOf(relation.key)?.epoch ?? 0;
    relation.since = this.clock.now;
    relation.words.clear();
  }

  /** The sides are of the kinds that the relation takes. */
  #mustFit(no: Refusals, key: RelationKey): void {
    const party = this.parties.of(key.party).kind;
    this.#mustTakePart(no, key.party);
    if (key.kind === "twin") {
      const twin = this.#twinOf(key);
      no.when(twin === undefined, "InvalidRelation", "UnknownTwin");
      if (twin !== undefined) this.#mustTakePart(no, twin.holder);
      return;
    }
    const subject = this.parties.of(key.subject).kind;
    this.#mustTakePart(no, key.subject);
    const fits =
      key.kind === "membership"
        ? party === organisation && subject !== organisation
        : party !== software && subject === software;
    no.unless(fits, "InvalidRelation");
  }

  #mustTakePart(no: Refusals, party: Account): void {
    no.unless(this.parties.isLiving(party), "InvalidRelation", "NotAParty");
    no.when(this.parties.of(party).frozen, "PartyIsFrozen");
  }

  /** Ends it for both, or takes back what the caller's sides agreed to: also what counted no longer. */
  end(by: Account, key: RelationKey): Outcome {
    const no = new Refusals();
    const sides = this.#sidesOf(by, key);
    no.when(sides.length === 0, "NotASide", "NotAParty", "PartyIsFrozen", "InvalidRelation");
    const relation = this.of(key);
    const begun = relation?.begun === true;
    no.unless(begun || sides.some((side) => relation?.words.has(side)), "NoRelation");
    if (no.any || relation === undefined) return no.errors;
    relation.begun = false;
    for (const side of begun ? (["party", "subject"] as const) : sides) relation.words.delete(side);
    return no.errors;
  }
}
