/** What is proven of a party's guardians, and what is not. */
import type { GuardianSet, GuardiansAnswer } from "../answers/guardians.js";
import { partyStatements } from "./parties.js";
import { type Statements, statement, timeText } from "./statement.js";

export function guardiansStatements({ party, present, next }: GuardiansAnswer): Statements {
  return {
    proven: [
      present === null
        ? statement("GUARDIANS_NONE", `Nobody may recover ${party.party}.`)
        : statement("GUARDIANS", `${setText(present)} may recover ${party.party}.`),
      ...(next === null
        ? []
        : [statement("GUARDIANS_NEXT", `From ${timeText(next.effectiveFrom)} on, ${setText(next)} may.`)]),
      ...partyStatements(party),
    ],
    open: [statement("OPEN_RECOVERIES", "Whether any of them has agreed to a recovery.")],
  };
}

const setText = ({ guardians, threshold, delay }: GuardianSet): string =>
  `${threshold} of ${guardians.join(", ")}, ${delay} seconds after they agreed,`;
