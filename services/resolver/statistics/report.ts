/** Statistics of a span, made of the counts by day that the index keeps. */

import type { LedgerScheme } from "../../identifiers/identifier.js";
import { namespaceId } from "../../ledger/ids.js";
import { type Activity, type DayActivity, noActivity, sumOf } from "../../store/activity.js";
import type { SchemeId } from "../../store/model.js";
import type { View } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { schemeIds } from "../resolution/zones.js";
import type { DayAnswers } from "./answerCounts.js";
import { type PeriodKind, periodOf, periodsOf, type Span } from "./period.js";
import { type Answers, noAnswers, type Protocol, sumOfAnswers } from "./protocols.js";
import type { CountsView, ResolutionsView, StatisticsView } from "./schema.js";

/** Of what: all, one scheme, or one namespace. */
export type Part =
  | { readonly kind: "all" }
  | { readonly kind: "scheme"; readonly scheme: LedgerScheme }
  | { readonly kind: "namespace"; readonly scheme: LedgerScheme; readonly prefix: string };

export interface StatisticsQuestion {
  readonly part: Part;
  readonly span: Span;
  readonly by: PeriodKind;
}

/**
 * @param answers What this resolver answered in the span; null where that is not counted.
 * @throws ResolverError RESOLVER_UNKNOWN_NAMESPACE
 */
export async function statisticsOf(
  view: View,
  { part, span, by }: StatisticsQuestion,
  answers: readonly DayAnswers[] | null,
): Promise<Omit<StatisticsView, "asOf">> {
  const whole = await view.wholeActivity();
  const days = await daysOf(view, part, span);
  const all = part.kind === "all";
  const holdersNow = holdersIn([...whole.values()].map((activity) => ({ activity })));
  const ofPart = await wholeOf(view, part, whole);
  const ledger = byPeriod(
    days.filter(({ day }) => day <= span.to),
    by,
  );
  const asked = all && answers !== null ? answersByPeriod(answers, by) : null;
  // Who held something at the end of a period: those of now, without what came later.
  let holders = holdersNow - holdersIn(days.filter(({ day }) => day > span.to));
  const lastFirst = [...periodsOf(span, by)].reverse().map((period) => {
    const done = ledger.get(period) ?? noActivity;
    const atEnd = holders;
    holders -= done.holders ?? 0;
    return {
      period,
      ledger: countsView(done),
      holders: all ? atEnd : null,
      resolutions: asked === null ? null : resolutionsView(asked.get(period)),
    };
  });
  return {
    by,
    from: periodOf(span.from, "day"),
    to: periodOf(span.to, "day"),
    scheme: part.kind === "all" ? null : part.scheme,
    namespace: part.kind === "namespace" ? part.prefix : null,
    periods: lastFirst.reverse(),
    whole: { ledger: countsView(ofPart), holders: all ? holdersNow : null },
    schemes: all ? schemesOf(view, whole) : [],
  };
}

/** From the span's first day to the last that there is: who held something at its end is told by what came later. */
async function daysOf(view: View, part: Part, { from }: Span): Promise<readonly DayActivity[]> {
  switch (part.kind) {
    case "all":
      return view.activitySince(from);
    case "scheme": {
      const days = await view.activitySince(from);
      return days.filter(({ scheme }) => scheme === schemeIds[part.scheme]);
    }
    case "namespace": {
      const id = namespaceId(schemeIds[part.scheme], part.prefix);
      if (view.namespace(id) === null)
        throw new ResolverError(
          "RESOLVER_UNKNOWN_NAMESPACE",
          `Nobody has delegated ${part.prefix} on this ledger.`,
          {
            hint: "Give a prefix as it was delegated.",
          },
        );
      return view.namespaceActivitySince(id, from);
    }
  }
}

async function wholeOf(
  view: View,
  part: Part,
  whole: ReadonlyMap<SchemeId | null, Activity>,
): Promise<Activity> {
  switch (part.kind) {
    case "all":
      return [...whole.values()].reduce(sumOf, noActivity);
    case "scheme":
      return whole.get(schemeIds[part.scheme]) ?? noActivity;
    case "namespace": {
      const days = await view.namespaceActivitySince(namespaceId(schemeIds[part.scheme], part.prefix), 0);
      return days.map(({ activity }) => activity).reduce(sumOf, noActivity);
    }
  }
}

const holdersIn = (done: readonly { readonly activity: Activity }[]): number =>
  done.reduce((sum, { activity }) => sum + (activity.holders ?? 0), 0);

function byPeriod(days: readonly DayActivity[], by: PeriodKind): ReadonlyMap<string, Activity> {
  const periods = new Map<string, Activity>();
  for (const { day, activity } of days) {
    const period = periodOf(day, by);
    periods.set(period, sumOf(periods.get(period) ?? noActivity, activity));
  }
  return periods;
}

function answersByPeriod(
  answers: readonly DayAnswers[],
  by: PeriodKind,
): ReadonlyMap<string, ReadonlyMap<Protocol, Answers>> {
  const periods = new Map<string, Map<Protocol, Answers>>();
  for (const { day, protocol, answers: one } of answers) {
    const period = periodOf(day, by);
    const found = periods.get(period) ?? new Map<Protocol, Answers>();
    periods.set(period, found.set(protocol, sumOfAnswers(found.get(protocol) ?? noAnswers, one)));
  }
  return periods;
}

function schemesOf(view: View, whole: ReadonlyMap<SchemeId | null, Activity>): StatisticsView["schemes"] {
  return [...whole].flatMap(([id, activity]) => {
    const scheme = id === null ? null : view.scheme(id);
    return scheme === null ? [] : [{ scheme: scheme.name, ledger: countsView(activity) }];
  });
}

function resolutionsView(found: ReadonlyMap<Protocol, Answers> | undefined): ResolutionsView {
  const of = (protocol: Protocol): Answers => ({ ...(found?.get(protocol) ?? noAnswers) });
  return {
    gs1: of("gs1"),
    handle: of("handle"),
    did: of("did"),
    aas: of("aas"),
    bid: of("bid"),
    cadastre: of("cadastre"),
  };
}

function countsView(activity: Activity): CountsView {
  const { parties = 0, delegations = 0, records = 0, materialised = 0, sealedRecords = 0 } = activity;
  const { batches = 0, members = "0", twins = 0, grants = 0, transfers = 0 } = activity;
  return {
    ...{ parties, delegations, records, materialised, sealedRecords },
    ...{ batches, members, twins, grants, transfers },
  };
}
