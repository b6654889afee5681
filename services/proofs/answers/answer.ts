/** The answer to any question. */
import type { Question } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { type FreezesAnswer, freezesAnswer } from "./freezes.js";
import { type GrantAnswer, grantAnswer } from "./grant.js";
import { type MemberAnswer, memberAnswer } from "./member.js";
import { type PartyAnswer, partyAnswer } from "./party.js";
import { type RecordAnswer, recordAnswer } from "./record.js";
import { type TwinAnswer, twinAnswer } from "./twin.js";

export type Answer = RecordAnswer | MemberAnswer | PartyAnswer | TwinAnswer | GrantAnswer | FreezesAnswer;

/** @throws ProofError where the question contradicts the words, or the words each other. */
export function answerTo(asking: Asking, question: Question): Answer {
  switch (question.kind) {
    case "record":
      return recordAnswer(asking, question);
    case "member":
      return memberAnswer(asking, question);
    case "party":
      return partyAnswer(asking, question);
    case "twin":
      return twinAnswer(asking, question);
    case "grant":
      return grantAnswer(asking, question);
    case "freezes":
      return freezesAnswer(asking, question);
  }
}
