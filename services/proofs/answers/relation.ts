/** Whether two are bound to each other, by the word of both: the contracts' `relationOf` over words that are proven. */
import { zeroAddress } from "../../ledger/hex.js";
import * as slots from "../../ledger/slots.js";
import { addressWord, holdingWord, relationWord } from "../../ledger/slotWords.js";
import type { Address, RelationSides, TwinId } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { isLiving, type PartyFacts, partyFacts } from "./party.js";

export interface RelationAnswer {
  readonly kind: "relation";
  readonly relation: RelationSides["kind"];
  readonly party: PartyFacts;
  readonly subject: SubjectSide;
  /** Both sides agreed, neither took it back, and both are there. */
  readonly inForce: boolean;
  /** How often it began. */
  readonly epoch: number;
  /** Unix seconds at which it last began; 0 for never. */
  readonly since: number;
  /** While it is not in force: whether that side's word is given and still counts. */
  readonly agreed: { readonly party: boolean; readonly subject: boolean };
  /** Of a membership: the organisation that the member belongs to, of which there is one at most. */
  readonly organisation: Address | null;
}

/** The other side: a party, or a twin with whoever holds it. */
export interface SubjectSide {
  readonly twin: TwinId | null;
  readonly account: PartyFacts;
  /** Holding epoch of the twin; 0 for a party. */
  readonly epoch: number;
}

export function relationAnswer(asking: Asking, { sides }: QuestionOf<"relation">): RelationAnswer {
  const [party, subject] = [partyFacts(asking, sides.party), subjectSide(asking, sides)];
  const bond = bondOf(asking, sides);
  return {
    kind: "relation",
    relation: sides.kind,
    party,
    subject,
    inForce: holds(bond, party, subject),
    epoch: bond.epoch,
    since: bond.since,
    agreed: {
      party: counts(bond.partyConsent, party) && bond.partyConsentEpoch === subject.epoch,
      subject: counts(bond.subjectConsent, subject.account) && bond.consentEpoch === subject.epoch,
    },
    organisation: sides.kind === "membership" ? organisationOf(asking, sides.subject) : null,
  };
}

type Bond = ReturnType<typeof relationWord>;

const bondOf = ({ read }: Asking, sides: RelationSides): Bond =>
  relationWord(read("relations", slots.relation(sides)));

function subjectSide(asking: Asking, sides: RelationSides): SubjectSide {
  if (sides.kind !== "twin") return { twin: null, account: partyFacts(asking, sides.subject), epoch: 0 };
  const { holder, epoch } = holdingWord(asking.read("twins", slots.holding(sides.subject)));
  return { twin: sides.subject, account: partyFacts(asking, holder), epoch };
}

/** A twin that changed hands is no longer bound. */
const holds = (bond: Bond, party: PartyFacts, { account, epoch }: SubjectSide): boolean =>
  bond.begun && isLiving(party) && isLiving(account) && bond.subjectEpoch === epoch;

/** A word is the control epoch under which it was given, plus one: it counts while that lasts. */
const counts = (consent: number, account: PartyFacts): boolean =>
  isLiving(account) && consent === account.controlEpoch + 1;

function organisationOf(asking: Asking, member: Address): Address | null {
  const last = addressWord(asking.read("relations", slots.organisation(member)));
  if (last === zeroAddress) return null;
  const sides = { kind: "membership", party: last, subject: member } as const;
  const isMember = holds(bondOf(asking, sides), partyFacts(asking, last), subjectSide(asking, sides));
  return isMember ? last : null;
}
