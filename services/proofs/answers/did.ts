/** Who speaks for an account's DID (ERC-1056), and how far back its document goes. */
import type { Hex } from "../../ledger/hex.js";
import * as slots from "../../ledger/slots.js";
import type { Address } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { type PartyFacts, partyFacts } from "./party.js";

export interface DidAnswer {
  readonly kind: "did";
  readonly identity: PartyFacts;
  /**
   * Number of the block of the last event of its DID document; 0 for none. Each event names the block of the one before, so
   * that who has those of this block finds all.
   */
  readonly changed: string;
  /** Of those that were asked for, each once. */
  readonly delegates: readonly DelegateFacts[];
}

export interface DelegateFacts {
  readonly type: Hex;
  readonly delegate: Address;
  /** Unix seconds, in digits: the first at which it is none any more; 0 for who never was one. */
  readonly until: string;
  readonly valid: boolean;
}

export function didAnswer(asking: Asking, { identity, delegates }: QuestionOf<"did">): DidAnswer {
  const facts = partyFacts(asking, identity);
  // Each once, in one order.
  const asked = new Map(delegates.map((one) => [`${one.type} ${one.delegate}`, one]));
  const ordered = [...asked].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    kind: "did",
    identity: facts,
    changed: BigInt(asking.read("parties", slots.changed(identity))).toString(),
    delegates: ordered.map(([, one]) => delegateFacts(asking, facts, one)),
  };
}

function delegateFacts(
  { read, at }: Asking,
  { party, controller }: PartyFacts,
  { type, delegate }: QuestionOf<"did">["delegates"][number],
): DelegateFacts {
  const until = BigInt(read("parties", slots.delegate(party, type, delegate)));
  // A deactivated identity has no delegates, whatever was added before.
  return { type, delegate, until: until.toString(), valid: controller !== null && until > BigInt(at) };
}
