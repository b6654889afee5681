/** Whether a party has anchored a bundle of digests, and when. */
import { toDigest, zeroWord } from "../../ledger/hex.js";
import * as slots from "../../ledger/slots.js";
import { bundleWord } from "../../ledger/slotWords.js";
import type { Digest } from "../../store/model.js";
import type { QuestionOf } from "../document/questions.js";
import type { Asking } from "./asking.js";
import { type PartyFacts, partyFacts } from "./party.js";

export interface BundleFacts {
  /** Unix seconds. */
  readonly anchoredAt: number;
  /** Digests that the author says that it holds. */
  readonly count: number;
  /** The bundle of the author that it takes the place of; null for none. */
  readonly supersedes: Digest | null;
  /** The one that took its place; null while none did. */
  readonly supersededBy: Digest | null;
}

export interface BundleAnswer {
  readonly kind: "bundle";
  /** Root of its tree. */
  readonly root: Digest;
  readonly author: PartyFacts;
  /** null where the author has not anchored it. */
  readonly bundle: BundleFacts | null;
}

export function bundleAnswer(asking: Asking, { kind, root, author }: QuestionOf<"bundle">): BundleAnswer {
  const slot = slots.bundle(root, author);
  const { anchoredAt, count } = bundleWord(asking.read("evidence", slot));
  const beside = (place: number): Digest | null => {
    const word = asking.read("evidence", slots.wordAfter(slot, place));
    return word === zeroWord ? null : toDigest(word);
  };
  const bundle = { anchoredAt, count, supersedes: beside(1), supersededBy: beside(2) };
  return { kind, root, author: partyFacts(asking, author), bundle: anchoredAt === 0 ? null : bundle };
}
