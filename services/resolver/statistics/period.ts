/** Periods of statistics: days and months, in UTC. */
import { type Day, dayOf, startOf } from "../../store/activity.js";
import { ResolverError } from "../errors.js";

export const periodKinds = ["day", "month"] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** Most that one answer has. */
export const mostPeriods = 1_100;
/** How many periods there are where nobody says since when. */
const usualPeriods = { day: 30, month: 12 } as const;

export interface Span {
  /** First and last day. */
  readonly from: Day;
  readonly to: Day;
}

/** `2026-03-01`, or `2026-03`. */
export function periodOf(day: Day, by: PeriodKind): string {
  return new Date(startOf(day) * 1000).toISOString().slice(0, by === "day" ? 10 : 7);
}

/**
 * @param now Unix seconds.
 * @throws ResolverError RESOLVER_INVALID_QUERY for a span that is none, or has too many periods.
 */
export function spanOf(from: Day | undefined, to: Day | undefined, by: PeriodKind, now: number): Span {
  const last = Math.min(to ?? dayOf(now), dayOf(now));
  const first = from ?? usualStart(last, by);
  if (first > last)
    throw invalid("The period ends before it begins.", "`from` is a day up to `to`, and not in the future.");
  if (by === "day" && last - first >= mostPeriods)
    throw invalid(`There are more than ${mostPeriods} days in that period.`, "Ask for months: by=month.");
  return { from: first, to: last };
}

function usualStart(last: Day, by: PeriodKind): Day {
  if (by === "day") return Math.max(0, last - usualPeriods.day + 1);
  const end = new Date(startOf(last) * 1000);
  return dayOf(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - usualPeriods.month + 1, 1) / 1000);
}

/** All periods of a span in order, those without anything too. */
export function periodsOf({ from, to }: Span, by: PeriodKind): readonly string[] {
  const periods = new Set<string>();
  for (let day = from; day <= to; day++) periods.add(periodOf(day, by));
  return [...periods];
}

function invalid(message: string, hint: string): ResolverError {
  return new ResolverError("RESOLVER_INVALID_QUERY", message, { hint, details: { parameter: "from" } });
}
