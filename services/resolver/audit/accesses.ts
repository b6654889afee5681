/** What the access log has of a thing in a period, for who asks: others see none of it. */

import { checkpointBundle } from "../../accessLog/checkpoint.js";
import type { AccessEntry } from "../../accessLog/entry.js";
import type { AnchoredCheckpoint, LoggedEntry } from "../../accessLog/reader.js";
import type { Period } from "../../audit/gather.js";
import type { Accesses } from "../../audit/report.js";
import type { Question } from "../../proofs/index.js";
import type { Address, KnownBlock, Thing } from "../../store/model.js";
import type { Caller } from "../auth/caller.js";
import type { Service } from "../service.js";

export interface FoundAccesses {
  readonly accesses: Omit<Accesses, "anchored" | "unanchored">;
  /** There are more than are listed. */
  readonly truncated: boolean;
  /** That the checkpoint is anchored; null where no entry is under one, or it was not by that block. */
  readonly question: Question | null;
}

const pageSize = 100;
const most = 5_000;

/** null where the log has nothing of the kind for the caller. */
export async function accessesOf(
  { accessLog: { reader } }: Service,
  caller: Caller,
  thing: Thing,
  { period, asOf }: { readonly period: Period; readonly asOf: KnownBlock },
): Promise<FoundAccesses | null> {
  const reading = caller.kind === "anonymous" ? null : readingOf(caller.party, thing);
  if (reading === null) return null;
  const { entries, truncated } = await entriesIn(reader, reading, period);
  const anchored = await reader.anchored();
  const isCovered = ({ entry }: LoggedEntry): boolean =>
    anchored !== null && entry.sequence < anchored.checkpoint.size;
  const proven =
    anchored === null
      ? []
      : await Promise.all(entries.filter(isCovered).map((one) => reader.prove(one, anchored)));
  const pending: AccessEntry[] = entries.filter((one) => !isCovered(one)).map(({ entry }) => entry);
  // Of a block before the anchoring, the ledger shows that it had none yet.
  const isShown = anchored !== null && proven.length > 0 && anchored.anchor.time <= asOf.time;
  const question = isShown ? anchoring(anchored) : null;
  return { accesses: { party: reading.party, proven, pending }, truncated, question };
}

type Reader = Service["accessLog"]["reader"];
type Reading = Parameters<Reader["page"]>[0];

/** Entries are of assets; of a party, those that concern it are its own to see. */
function readingOf(party: Address, thing: Thing): Reading | null {
  switch (thing.kind) {
    case "record":
    case "sealed":
    case "twin":
      return { party, asset: { kind: thing.kind, id: thing.id } };
    case "party":
      return thing.id === party ? { party, asset: null } : null;
    default:
      return null;
  }
}

async function entriesIn(
  reader: Reader,
  reading: Reading,
  { from, to }: Period,
): Promise<{ readonly entries: readonly LoggedEntry[]; readonly truncated: boolean }> {
  const entries: LoggedEntry[] = [];
  let after: number | null = null;
  do {
    const { items, next }: Awaited<ReturnType<Reader["page"]>> = await reader.page(reading, {
      after,
      limit: pageSize,
    });
    for (const one of items) {
      const time = Math.floor(Date.parse(one.entry.time) / 1000);
      // None after it is older.
      if (time > to) return { entries, truncated: false };
      if (time >= from) entries.push(one);
    }
    after = next;
  } while (after !== null && entries.length < most);
  return { entries, truncated: after !== null };
}

const anchoring = ({ checkpoint, anchor }: AnchoredCheckpoint): Question => ({
  kind: "bundle",
  root: checkpointBundle(checkpoint),
  author: anchor.author,
});
