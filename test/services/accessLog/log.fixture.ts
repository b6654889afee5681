/** Access logs of tests, and events for them. */
import { onTestFinished } from "vitest";
import type { AccessEvent } from "../../../services/accessLog/entry.js";
import { type AccessLog, openAccessLog } from "../../../services/accessLog/log.js";
import { accessLogReader } from "../../../services/accessLog/reader.js";
import { toAddress, toGrantId, toHash, toRecordId, uintWord } from "../../../services/ledger/hex.js";
import type { Service } from "../../../services/resolver/service.js";
import { temporaryFolder } from "../store/temporary.fixture.js";

export const party = (number: number) => toAddress(`0x${number.toString(16).padStart(40, "0")}`);
export const word = (number: number) => toHash(uintWord(BigInt(number)));

/** A decision about asset 1 of party 1 for party 2, unless told otherwise. */
export function decision(change: Partial<AccessEvent> = {}): AccessEvent {
  return {
    kind: "decision",
    askedBy: party(2),
    subject: party(2),
    onBehalfOf: null,
    asset: { kind: "record", id: toRecordId(word(1)) },
    owner: party(1),
    scope: null,
    action: "read",
    purpose: null,
    outcome: "permit",
    reason: "GRANT_HOLDS",
    grant: toGrantId(word(7)),
    block: { number: 5, hash: word(5) },
    requestId: "6a204bd8-4f5f-4e4f-8a2e-1d2c3b4a5f60",
    ...change,
  };
}

/** An empty log that is closed and goes when the test ends. */
export async function temporaryLog(): Promise<AccessLog> {
  const log = await openAccessLog(await temporaryFolder());
  onTestFinished(() => log.close());
  return log;
}

/** A log as a resolver's routes have it, in one thread. */
export const serviceLog = (log: AccessLog): Service["accessLog"] => ({
  record: (events) => log.record(events),
  reader: accessLogReader(log),
});
