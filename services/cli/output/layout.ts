/** Text layouts: facts with their names, tables. */
import { styled } from "./output.js";
import { safe } from "./safe.js";

export type Fact = readonly [name: string, value: string | number | null | undefined];

/** Lines of `name  value`, names aligned; facts without a value are left out. */
export function facts(entries: readonly Fact[]): string {
  const shown = entries.filter(([, value]) => value !== null && value !== undefined && value !== "");
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown
    .map(([name, value]) => `${styled("dim", name.padEnd(width))}  ${safe(String(value))}`)
    .join("\n");
}

/** A table with a header, columns as wide as their widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) =>
    rows.reduce((most, row) => Math.max(most, safe(row[column] ?? "").length), name.length),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => safe(cell).padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [styled("bold", line(header)), ...rows.map(line)].join("\n");
}

export function utcTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
