/** Whose a twin is, and which content is its last. */
import { toDigest } from "../../ledger/hex.js";
import * as slots from "../../ledger/slots.js";
import { twinWord } from "../../ledger/slotWords.js";
import type { Digest, TwinId, TwinKind, TwinState } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { type PartyFacts, partyFacts } from "./party.js";

export interface TwinFacts {
  readonly owner: PartyFacts;
  readonly epoch: number;
  readonly kind: TwinKind;
  readonly state: TwinState | null;
  /** Versions that were published. */
  readonly version: number;
  readonly frozen: boolean;
  /** SHA-256 of the last version's content. */
  readonly contentDigest: Digest;
}

export interface TwinAnswer {
  readonly kind: "twin";
  readonly id: TwinId;
  /** null where there is no such twin. */
  readonly twin: TwinFacts | null;
}

export const twinAnswer = (asking: Asking, { twin: id }: QuestionOf<"twin">): TwinAnswer => ({
  kind: "twin",
  id,
  twin: twinFacts(asking, id),
});

/** null where there is no such twin. */
export function twinFacts(asking: Asking, id: TwinId): TwinFacts | null {
  const { kind, holder, epoch, state, version, frozen } = twinWord(asking.read("twins", slots.holding(id)));
  if (kind === null) return null;
  const contentDigest = toDigest(asking.read("twins", slots.holdingDigest(id)));
  return { owner: partyFacts(asking, holder), epoch, kind, state, version, frozen, contentDigest };
}
