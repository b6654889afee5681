import { type AiPattern, aiNumber, aiNumberLimit, aiPattern } from "./aiNumber.js";
import { type Charset, charsets } from "./charsets.js";
import { checks } from "./checks.js";
import type { Check } from "./fault.js";
import { type ApplicationIdentifierRow, attributeRows, keyRows } from "./table.js";

/** A part of an AI's value. Only the last part that is there may vary in length. */
export interface Component {
  readonly charset: Charset;
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  readonly checks: readonly Check[];
}

/** What the GS1 General Specifications say of one application identifier. */
export interface ApplicationIdentifier {
  readonly ai: string;
  readonly number: number;
  readonly components: readonly Component[];
  /** Of digits alone. */
  readonly numeric: boolean;
  /** Its length follows from its first two digits; such elements come first in an element string. */
  readonly fixedLength: boolean;
  /** May stand in a Digital Link's query. */
  readonly attribute: boolean;
  /** Sequences of qualifiers it may be followed by in a Digital Link's path; undefined where it is no primary key. */
  readonly qualifiers: readonly (readonly string[])[] | undefined;
  /** Of each list, one group of AIs must be there too. */
  readonly requires: readonly (readonly (readonly AiPattern[])[])[];
  /** AIs that must not be there. */
  readonly excludes: readonly AiPattern[];
}

const table: readonly ApplicationIdentifier[] = [...keyRows, ...attributeRows].flatMap(expand);

/** The table's entries by their numbers. */
const byNumber: readonly (ApplicationIdentifier | undefined)[] = numbered(table);

const lengths: ReadonlyMap<string, number> = new Map(table.map(({ ai }) => [ai.slice(0, 2), ai.length]));

/** Length of the AIs that begin with two digits; all that share them have the same. Undefined where there is none. */
export function lengthOfAi(firstTwoDigits: string): number | undefined {
  return lengths.get(firstTwoDigits);
}

export function applicationIdentifier(ai: string): ApplicationIdentifier | undefined {
  return byNumber[aiNumber(ai)];
}

/** The same for one that stands in a text. */
export function applicationIdentifierAt(
  text: string,
  from: number,
  to: number,
): ApplicationIdentifier | undefined {
  return byNumber[aiNumber(text, from, to)];
}

/** All AIs that are known, in the table's order. */
export function applicationIdentifiers(): readonly ApplicationIdentifier[] {
  return table;
}

/** Whether GS1 could yet assign an AI: two to four digits, of no other length than its assigned neighbours. */
export function couldBeAssigned(ai: string): boolean {
  const length = lengthOfAi(ai.slice(0, 2));
  return /^[0-9]{2,4}$/.test(ai) && (length === undefined || length === ai.length);
}

/** What may be said of an AI that GS1 has not assigned: up to 90 characters of set 82. */
export function unassigned(ai: string): ApplicationIdentifier {
  return entry(ai, { format: "X1-90" });
}

function numbered(entries: readonly ApplicationIdentifier[]): (ApplicationIdentifier | undefined)[] {
  const all = new Array<ApplicationIdentifier | undefined>(aiNumberLimit).fill(undefined);
  for (const entry of entries) all[entry.number] = entry;
  return all;
}

function expand(row: ApplicationIdentifierRow): ApplicationIdentifier[] {
  const [first = "", last = first] = row.ai.split("-");
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) =>
    entry(String(Number(first) + index).padStart(first.length, "0"), row),
  );
}

function entry(ai: string, row: Omit<ApplicationIdentifierRow, "ai">): ApplicationIdentifier {
  const components = row.format.split(" ").map(component);
  return {
    ai,
    number: aiNumber(ai),
    components,
    numeric: components.every(({ charset }) => charset.numeric),
    fixedLength: row.fixedLength ?? false,
    attribute: row.attribute ?? true,
    qualifiers: row.qualifiers?.map((sequence) => sequence.split(" ").filter((ai) => ai !== "")),
    requires: (row.requires ?? []).map((groups) =>
      groups.split(" ").map((group) => group.split("+").map(aiPattern)),
    ),
    excludes: row.excludes?.split(" ").map(aiPattern) ?? [],
  };
}

function component(text: string): Component {
  const [, set = "", low, high, optional, names = ""] =
    /^([A-Z])([0-9]+)(?:-([0-9]+))?(\??)(?::(.+))?$/.exec(text) ?? [];
  return {
    charset: named(charsets, set, text),
    min: Number(low),
    max: Number(high ?? low),
    optional: optional === "?",
    checks: names === "" ? [] : names.split(",").map((name) => named(checks, name, text)),
  };
}

/** What the table calls by a name; a name that is not there is a fault of the table, and shows when it is loaded. */
function named<T>(map: ReadonlyMap<string, T>, name: string, format: string): T {
  const found = map.get(name);
  if (found === undefined) throw new TypeError(`the table's format ${format} names the unknown ${name}`);
  return found;
}
