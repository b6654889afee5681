/** Anchors the log at intervals, and holds it against the ledger at the start and before each anchor. */
import { setTimeout as sleep } from "node:timers/promises";
import { CadastreError } from "../../errors/cadastreError.js";
import { AccessLogError, isUnsound } from "../errors.js";
import type { AccessLog } from "../log.js";
import type { LogNote } from "../thread/messages.js";
import type { AnchorReads, Anchors } from "./evidence.js";
import { anchorLog, compareLog } from "./round.js";

export interface Schedule {
  /** Seconds between two rounds. */
  readonly interval: number;
  readonly chainId: number;
  /** Public address of the resolver. */
  readonly baseUrl: string;
}

/** Whom it tells, and what ends it. */
export interface Ends {
  readonly note: (note: LogNote) => void;
  readonly signal: AbortSignal;
}

/** Seconds until a ledger that could not be reached is tried again. */
const patience = 60;

/** Holds a log that is not anchored, or no longer, against the ledger once. */
export async function compareOnce(
  log: AccessLog,
  open: () => Promise<AnchorReads>,
  { note, signal }: Ends,
): Promise<void> {
  while (!signal.aborted) {
    try {
      return await compareLog(log, await open(), null);
    } catch (raised) {
      note(failed(raised));
      if (log.isCondemned || isUnsound(raised)) return;
    }
    await sleep(patience * 1000, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * Goes on until `signal` ends it or the log turns out not to be sound. A node that cannot be reached, or a transaction that fails, is
 * noted and tried again in the next round.
 * @param open Connects to the ledger.
 */
export async function keepAnchoring(
  log: AccessLog,
  open: () => Promise<Anchors>,
  { interval, ...place }: Schedule,
  { note, signal }: Ends,
): Promise<void> {
  let anchors: Anchors | null = null;
  for (let round = 0; !signal.aborted; round++) {
    try {
      anchors ??= await open();
      await compareLog(log, anchors, anchors.author);
      const checkpoint = round === 0 ? null : await anchorLog(log, anchors, place);
      if (checkpoint !== null) note(anchored(checkpoint));
    } catch (raised) {
      note(failed(raised));
      if (log.isCondemned || isUnsound(raised)) return;
    }
    await sleep(interval * 1000, undefined, { signal }).catch(() => undefined);
  }
}

const anchored = ({ size, root }: { size: number; root: string }): LogNote => ({
  level: "info",
  message: "access log anchored",
  details: { size, root },
});

function failed(raised: unknown): LogNote {
  const known = raised instanceof CadastreError;
  const code = known ? raised.code : undefined;
  const hint = known ? raised.hint : undefined;
  const message = raised instanceof Error ? raised.message : String(raised);
  return raised instanceof AccessLogError
    ? { level: "error", message, details: { code, hint, ...raised.details } }
    : {
        level: "warn",
        message: `the access log could not be held against the ledger or anchored: ${message}`,
        details: { code, hint },
      };
}
