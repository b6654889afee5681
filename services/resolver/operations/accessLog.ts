/** How the access log stands, for its operator. */
import { AccessLogError } from "../../accessLog/errors.js";
import type { AccessLogReader, LogStanding } from "../../accessLog/reader.js";

/** Null where the log cannot be read: then nothing is decided either, and the resolver's own log says why. */
export async function standingOf(reader: AccessLogReader): Promise<LogStanding | null> {
  try {
    return await reader.standing();
  } catch (raised) {
    if (raised instanceof AccessLogError) return null;
    throw raised;
  }
}

/** Age of the oldest entry that the ledger does not vouch for yet, in seconds; 0 where there is none. */
export function unanchoredSeconds({ oldestUnanchored }: LogStanding): number {
  return oldestUnanchored === null ? 0 : Math.max(0, Math.round((Date.now() - oldestUnanchored) / 1000));
}
