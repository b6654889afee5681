/** Who controls an account. */
import { zeroAddress } from "../../ledger/hex.js";
import * as slots from "../../ledger/slots.js";
import { partyWord } from "../../ledger/slotWords.js";
import type { Address, PartyKind } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";

export interface PartyFacts {
  readonly party: Address;
  /** null for an account that is not registered as a party. */
  readonly registered: PartyKind | null;
  /** null once it is deactivated. */
  readonly controller: Address | null;
  /** How often control changed. */
  readonly controlEpoch: number;
  readonly frozen: boolean;
}

export interface PartyAnswer extends PartyFacts {
  readonly kind: "party";
}

export const partyAnswer = (asking: Asking, { party }: QuestionOf<"party">): PartyAnswer => ({
  kind: "party",
  ...partyFacts(asking, party),
});

export function partyFacts({ read }: Asking, party: Address): PartyFacts {
  const { kind, controller, controlEpoch, deactivated, frozen } = partyWord(
    read("parties", slots.party(party)),
  );
  const controls = controller === zeroAddress ? party : controller;
  return { party, registered: kind, controller: deactivated ? null : controls, controlEpoch, frozen };
}

/** Whether somebody acts for it. */
export const isLiving = ({ registered, controller }: PartyFacts): boolean =>
  registered !== null && controller !== null;
