/** Statistics for people: a page without scripts, with a plot of bars for each thing that is counted. */
import { type Markup, markup } from "../http/markup.js";
import { htmlPage } from "../http/page.js";
import type { StatisticsView } from "./schema.js";

const plot = { height: 80, bar: 8, gap: 2 } as const;

/** @param asCsv Address of the same as a table. */
export function statisticsPage(statistics: StatisticsView, asCsv: string): string {
  const { from, to, scheme, namespace, periods, whole, schemes, asOf } = statistics;
  const of = [scheme, namespace].filter(Boolean).join(" ");
  const body = markup`<h1>Statistics</h1>
<p>${of === "" ? "The whole ledger" : of}, ${from} to ${to}, as of block ${asOf.number} (${asOf.finality}). <a href="${asCsv}">As a table</a></p>
${wide("What was done")}<table>
<thead><tr><th scope="col">What</th><th scope="col">Each ${statistics.by}</th><th scope="col">In the period</th><th scope="col">Since the ledger began</th></tr></thead>
<tbody>
${Object.entries(whole.ledger).map(([kind, total]) =>
  row(
    kind,
    periods.map(({ period, ledger }) => [
      period,
      Number(Object.entries(ledger).find(([one]) => one === kind)?.[1] ?? 0),
    ]),
    String(total),
  ),
)}
${holdersRow(statistics)}
${resolutionsRow(statistics)}
</tbody>
</table></div>
${schemes.length === 0 ? null : schemeTable(schemes)}`;
  return htmlPage("Statistics", body.html);
}

/** Begins a part that is scrolled by itself where a screen is narrower, also by keyboard. */
const wide = (label: string): Markup =>
  markup`<div class="wide" role="region" aria-label="${label}" tabindex="0">`;

type Point = readonly [period: string, count: number];

function row(name: string, points: readonly Point[], total: string | null): Markup {
  const sum = points.reduce((all, [, count]) => all + count, 0);
  return markup`<tr><th scope="row">${name}</th><td>${bars(name, points)}</td><td>${sum}</td><td>${total}</td></tr>
`;
}

function holdersRow({ periods, whole }: StatisticsView): Markup | null {
  if (whole.holders === null) return null;
  const points = periods.map(({ period, holders }): Point => [period, holders ?? 0]);
  return markup`<tr><th scope="row">holders at the end</th><td>${bars("holders", points)}</td><td></td><td>${whole.holders}</td></tr>
`;
}

function resolutionsRow({ periods }: StatisticsView): Markup | null {
  if (periods.every(({ resolutions }) => resolutions === null)) return null;
  const points = periods.map(({ period, resolutions }): Point => {
    const all = Object.values(resolutions ?? {}).map(({ answered, unknown }) => answered + unknown);
    return [period, all.reduce((sum, count) => sum + count, 0)];
  });
  return row("resolutions here", points, null);
}

function bars(name: string, points: readonly Point[]): Markup {
  const most = Math.max(1, ...points.map(([, count]) => count));
  const width = points.length * (plot.bar + plot.gap);
  return markup`<svg role="img" aria-label="${name}, at most ${most}" width="${width}" height="${plot.height}" viewBox="0 0 ${width} ${plot.height}">
${points.map(([period, count], place) => {
  const height = Math.round((count / most) * (plot.height - 2));
  return markup`<rect x="${place * (plot.bar + plot.gap)}" y="${plot.height - height}" width="${plot.bar}" height="${height}" fill="currentColor"><title>${period}: ${count}</title></rect>`;
})}
</svg>`;
}

function schemeTable(schemes: StatisticsView["schemes"]): Markup {
  return markup`<h2>By scheme, since the ledger began</h2>
${wide("By scheme")}<table>
<thead><tr><th scope="col">Scheme</th><th scope="col">Delegations</th><th scope="col">Records</th><th scope="col">Sealed</th><th scope="col">Batches</th><th scope="col">Members</th></tr></thead>
<tbody>
${schemes.map(
  ({
    scheme,
    ledger,
  }) => markup`<tr><th scope="row">${scheme}</th><td>${ledger.delegations}</td><td>${ledger.records}</td>
<td>${ledger.sealedRecords}</td><td>${ledger.batches}</td><td>${ledger.members}</td></tr>
`,
)}</tbody>
</table></div>`;
}
