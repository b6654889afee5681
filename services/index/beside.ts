/** A follower that is behind works half of the time while much is asked of its process: the node and the database work with it. */
import { asked } from "../store/demand.js";
import { pause } from "./waiting.js";

/** Questions a second from which on that is much: fewer leave the processors time enough. */
const much = 1_000;
/** Milliseconds that it rests at most: a range may take long for other reasons. */
const longestRest = 2_000;

/** Times a piece of work from the moment it is called. */
export function workBeside(): { rest(signal: AbortSignal): Promise<void> } {
  const [start, before] = [performance.now(), asked()];
  return {
    /** Rests as long as the work took, if much was asked meanwhile. */
    async rest(signal) {
      const took = performance.now() - start;
      // The count may have begun anew at its end.
      const questions = (asked() - before) >>> 0;
      if (questions * 1_000 > much * took) await pause(Math.min(took, longestRest), signal);
    },
  };
}
