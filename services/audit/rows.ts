/** The facts of a report as rows, for tables and pages. */
import { z } from "zod";
import type { Report, Section } from "./report.js";

export interface Row {
  readonly section: Section;
  readonly block: number | null;
  readonly time: number | null;
  readonly transaction: string | null;
  readonly by: string | null;
  readonly what: string;
  readonly detail: string;
}

const provenance = z.looseObject({
  block: z.number(),
  time: z.number(),
  transaction: z.string(),
  by: z.string().optional(),
});

export function rowsOf(report: Report): readonly Row[] {
  return [
    ...report.owners.map(({ owner, since, transactions, until }) => ({
      ...at("owners", since, transactions),
      what: owner,
      detail: until === null ? "to the end of the period" : `until block ${until.number}`,
    })),
    ...report.changes.map(({ block, transactions, fields }) => ({
      ...at("changes", block, transactions),
      what: fields.map(({ field }) => field).join(" "),
      detail: fields
        .map(({ field, before, after }) => `${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`)
        .join("; "),
    })),
    ...report.rights.map((one) => fact("rights", one, "granted")),
    ...report.agreements.map((one) => fact("agreements", one, "proposed")),
    ...report.freezes.map((one) => fact("freezes", one, "frozen")),
    ...report.versions.map((one) => fact("versions", one, "published")),
    ...accessRows(report),
    ...report.holdings.map(({ kind, id }) => ({ ...nowhere("holdings"), what: `${kind} ${id}`, detail: "" })),
  ];
}

function accessRows({ accesses }: Report): readonly Row[] {
  if (accesses === undefined) return [];
  return [...accesses.proven.map(({ entry }) => entry), ...accesses.pending].map((entry) => ({
    section: "accesses",
    block: entry.block.number,
    time: Math.floor(Date.parse(entry.time) / 1000),
    transaction: null,
    by: entry.askedBy,
    what: `${entry.kind} ${entry.action} ${entry.outcome}`,
    detail: JSON.stringify(entry),
  }));
}

const nowhere = (section: Section) => ({ section, block: null, time: null, transaction: null, by: null });

function at(
  section: Section,
  block: { readonly number: number; readonly time: number },
  transactions: readonly { readonly transaction: string; readonly by: string | null }[],
) {
  const [first] = transactions;
  return {
    section,
    block: block.number,
    time: block.time,
    transaction: transactions.map(({ transaction }) => transaction).join(" ") || null,
    by: first?.by ?? null,
  };
}

/** A fact of the index, which says in one of its fields where it came to be. */
function fact(section: Section, facts: Readonly<Record<string, unknown>>, field: string): Row {
  const made = provenance.safeParse(facts[field]).data;
  const { id, status } = facts;
  return {
    section,
    block: made?.block ?? null,
    time: made?.time ?? null,
    transaction: made?.transaction ?? null,
    by: made?.by ?? null,
    what: [id, status].filter((part) => typeof part === "string").join(" ") || section,
    detail: JSON.stringify(facts),
  };
}
