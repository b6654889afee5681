/** Whether a party has anchored a digest, and since when. */
import * as slots from "../../ledger/slots.js";
import type { Digest } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { type PartyFacts, partyFacts } from "./party.js";

export interface AnchorAnswer {
  readonly kind: "anchor";
  readonly digest: Digest;
  readonly author: PartyFacts;
  /** Unix seconds of the first time; null where the author has not anchored it. */
  readonly anchoredAt: number | null;
}

export function anchorAnswer(asking: Asking, { kind, digest, author }: QuestionOf<"anchor">): AnchorAnswer {
  const time = Number(BigInt(asking.read("evidence", slots.anchor(digest, author))));
  return { kind, digest, author: partyFacts(asking, author), anchoredAt: time === 0 ? null : time };
}
