/** Statistics as a table, a line a period, for spreadsheets (RFC 4180). */
import { protocols } from "./protocols.js";
import type { StatisticsView } from "./schema.js";

export function csvOf({ periods }: StatisticsView): string {
  const kinds = Object.keys(periods[0]?.ledger ?? {});
  const header = [
    "period",
    ...kinds,
    "holders",
    ...protocols.flatMap((one) => [`${one} answered`, `${one} unknown`]),
  ];
  const rows = periods.map(({ period, ledger, holders, resolutions }) =>
    [
      period,
      ...Object.values(ledger),
      holders,
      ...protocols.flatMap((one) => [resolutions?.[one].answered, resolutions?.[one].unknown]),
    ].map((value) => value ?? ""),
  );
  return [header, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}
