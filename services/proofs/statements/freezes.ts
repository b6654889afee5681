/** What is proven of freezes, and what is not. */
import type { FreezesAnswer } from "../answers/freezes.js";
import { type Statements, statement, timeText } from "./statement.js";

export function freezesStatements({ thing, frozen, offices, freezes }: FreezesAnswer): Statements {
  const name = `The ${thing.kind} ${thing.id}`;
  if (!frozen && offices === 0)
    return { proven: [statement("NOT_FROZEN", `${name} is not frozen, or not there.`)], open: [] };
  return {
    proven: [
      statement("FROZEN", `${name} is frozen, by ${offices} of the offices.`),
      ...freezes.map(({ office, reason, since, order }) =>
        statement(
          "FREEZE",
          `Office ${office} froze it at ${timeText(since)} for ${reason}, by the order of the digest ${order}.`,
        ),
      ),
    ],
    open:
      freezes.length === offices
        ? []
        : [statement("OPEN_OFFICES", `Which the other ${offices - freezes.length} offices are, and why.`)],
  };
}
