/** The moment that an answer is of, as it names it. */
import { lastsForBlock, namesBlock, unnoted } from "../../store/lasting.js";
import type { Checkpoint } from "../../store/model.js";
import type { Moment } from "../resolution/moment.js";
import type { AsOfView } from "./schema.js";

/** All that an answer says of the block where it names it: the rest of it does not hang on that. */
export function asOfMoment(moment: Moment): AsOfView {
  const { past, at } = moment;
  const checkpoint = unnoted(() => moment.checkpoint);
  if (past === null) {
    namesBlock();
    return asOfPresent(checkpoint);
  }
  lastsForBlock();
  const { number, hash, time } = checkpoint;
  const finality = past.settled ? "final" : "provisional";
  return { number, hash, time, finality, past: { block: past.block, judged: at } };
}

export function asOfPresent({ number, hash, time, finalized }: Checkpoint): AsOfView {
  return { number, hash, time, finality: number <= finalized ? "final" : "provisional" };
}
