/** What was done on the ledger, counted by day (UTC, of the block's time): kept as it happens, so that nobody has to count again. */
import type { NamespaceId, SchemeId } from "./model.js";

/**
 * - `delegations`: of prefixes, of lapsed ones anew, and the roots of schemes.
 * - `records`: identifiers registered one by one, those that were members of batches before among them.
 * - `materialised`: those that were. `transfers`: changes of hands, of any token.
 */
export const activityKinds = [
  "parties",
  "delegations",
  "records",
  "materialised",
  "sealedRecords",
  "batches",
  "twins",
  "grants",
  "transfers",
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** What is zero is left out. */
export interface Activity extends Readonly<Partial<Record<ActivityKind, number>>> {
  /** Members of the batches that were issued, in decimal digits: they may be more than a JSON number holds. */
  readonly members?: string;
  /** By how many more parties hold something than before; negative for fewer. */
  readonly holders?: number;
}

export const noActivity: Activity = {};

const numberKinds = [...activityKinds, "holders"] as const;

/** A sum under way, in which zeros may stand. */
export type ActivitySum = { -readonly [Kind in keyof Activity]: Activity[Kind] };

/** Adds to a sum in place: each event of the ledger adds to several. */
export function addTo(sum: ActivitySum, done: Activity): void {
  for (const kind of numberKinds) {
    const count = done[kind];
    if (count !== undefined) sum[kind] = (sum[kind] ?? 0) + count;
  }
  if (done.members !== undefined)
    sum.members = (BigInt(sum.members ?? "0") + BigInt(done.members)).toString();
}

export function sumOf(one: Activity, other: Activity): Activity {
  const sum: ActivitySum = {};
  for (const kind of numberKinds) {
    const count = (one[kind] ?? 0) + (other[kind] ?? 0);
    if (count !== 0) sum[kind] = count;
  }
  if (one.members === undefined && other.members === undefined) return sum;
  const members = BigInt(one.members ?? "0") + BigInt(other.members ?? "0");
  return members === 0n ? sum : { ...sum, members: members.toString() };
}

/** Days since 1970-01-01. */
export type Day = number;

/** @param time Unix seconds. */
export const dayOf = (time: number): Day => Math.floor(time / 86_400);

/** First second of a day. */
export const startOf = (day: Day): number => day * 86_400;

/** What something was counted under: a scheme; null for what is of none. */
export interface ActivityPlace {
  readonly day: Day;
  readonly scheme: SchemeId | null;
}

export interface NamespaceActivityPlace {
  readonly day: Day;
  readonly namespace: NamespaceId;
}

/** What was done in a day. */
export interface DayActivity extends ActivityPlace {
  readonly activity: Activity;
}
