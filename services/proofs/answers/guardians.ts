/** Who may give control of a party to a new key where the old one is lost. */
import * as slots from "../../ledger/slots.js";
import { addressWord, guardianshipWord, guardiansWord } from "../../ledger/slotWords.js";
import type { Address } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { type PartyFacts, partyFacts } from "./party.js";

export interface GuardianSet {
  readonly guardians: readonly Address[];
  /** How many of them have to agree. */
  readonly threshold: number;
  /** Seconds between their agreement and the recovery. */
  readonly delay: number;
  /** Unix second from which on the set counts. */
  readonly effectiveFrom: number;
}

export interface GuardiansAnswer {
  readonly kind: "guardians";
  readonly party: PartyFacts;
  /** Those who count; null for none. */
  readonly present: GuardianSet | null;
  /** Those who will; null where no other set is under way, or one without guardians. */
  readonly next: GuardianSet | null;
}

export function guardiansAnswer(
  asking: Asking,
  { kind, party: identity }: QuestionOf<"guardians">,
): GuardiansAnswer {
  const party = partyFacts(asking, identity);
  const { last } = guardianshipWord(asking.read("parties", slots.guardianship(identity)));
  const set = setOf(asking, identity, last);
  // A set is of the controller who named it.
  if (last === 0 || set.controlEpoch !== party.controlEpoch)
    return { kind, party, present: null, next: null };
  const inForce = asking.at < set.effectiveFrom ? set.previous : last;
  const present = membersOf(asking, identity, inForce);
  return { kind, party, present, next: inForce === last ? null : membersOf(asking, identity, last) };
}

const setOf = ({ read }: Asking, identity: Address, number: number) =>
  guardiansWord(read("parties", slots.guardians(identity, number)));

function membersOf(asking: Asking, identity: Address, number: number): GuardianSet | null {
  if (number === 0) return null;
  const { threshold, delay, effectiveFrom } = setOf(asking, identity, number);
  const count = asking.read("parties", slots.wordAfter(slots.guardians(identity, number), 1));
  const guardians = Array.from({ length: Number(BigInt(count)) }, (_, position) =>
    addressWord(asking.read("parties", slots.guardian(identity, number, position))),
  );
  return guardians.length === 0 ? null : { guardians, threshold, delay, effectiveFrom };
}
