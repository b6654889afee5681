import type { CheckName } from "./checks.js";
import { type ApplicationIdentifierRow, attributeRows, keyRows } from "./table.js";

/** Character sets of GS1: digits, set 82, set 39 and base64url. */
export type Charset = "N" | "X" | "Y" | "Z";

/** A part of an AI's value. Only the last part that is there may vary in length. */
export interface Component {
  readonly charset: Charset;
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  readonly checks: readonly CheckName[];
}

/** What the GS1 General Specifications say of one application identifier. */
export interface ApplicationIdentifier {
  readonly ai: string;
  readonly components: readonly Component[];
  /** Its length follows from its first two digits; such elements come first in an element string. */
  readonly fixedLength: boolean;
  /** May stand in a Digital Link's query. */
  readonly attribute: boolean;
  /** Sequences of qualifiers it may be followed by in a Digital Link's path; undefined where it is no primary key. */
  readonly qualifiers: readonly (readonly string[])[] | undefined;
  /** Of each list, one group of AIs (patterns with `n` for a digit) must be there too. */
  readonly requires: readonly (readonly (readonly string[])[])[];
  /** AIs (patterns) that must not be there. */
  readonly excludes: readonly string[];
}

const table: ReadonlyMap<string, ApplicationIdentifier> = new Map(
  [...keyRows, ...attributeRows].flatMap(expand).map((entry) => [entry.ai, entry]),
);

/** Length of the AIs that begin with two digits; all that share them have the same. */
const lengths: ReadonlyMap<string, number> = new Map(
  [...table.keys()].map((ai) => [ai.slice(0, 2), ai.length]),
);

export function applicationIdentifier(ai: string): ApplicationIdentifier | undefined {
  return table.get(ai);
}

/** All AIs that are known, in the table's order. */
export function applicationIdentifiers(): readonly ApplicationIdentifier[] {
  return [...table.values()];
}

/** Whether GS1 could yet assign an AI: two to four digits, of no other length than its assigned neighbours. */
export function couldBeAssigned(ai: string): boolean {
  const length = lengths.get(ai.slice(0, 2));
  return /^[0-9]{2,4}$/.test(ai) && (length === undefined || length === ai.length);
}

/** Whether an AI fits a pattern such as `31nn`. */
export function fitsPattern(ai: string, pattern: string): boolean {
  return (
    ai.length === pattern.length && [...pattern].every((part, index) => part === "n" || part === ai[index])
  );
}

function expand(row: ApplicationIdentifierRow): ApplicationIdentifier[] {
  const [first = "", last = first] = row.ai.split("-");
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => ({
    ai: String(Number(first) + index).padStart(first.length, "0"),
    components: row.format.split(" ").map(component),
    fixedLength: row.fixedLength ?? false,
    attribute: row.attribute ?? true,
    qualifiers: row.qualifiers?.map((sequence) => sequence.split(" ").filter((ai) => ai !== "")),
    requires: (row.requires ?? []).map((groups) => groups.split(" ").map((group) => group.split("+"))),
    excludes: row.excludes?.split(" ") ?? [],
  }));
}

function component(text: string): Component {
  const match = /^([NXYZ])([0-9]+)(-[0-9]+)?(\??)(?::(.+))?$/.exec(text);
  const [, charset = "X", low = "0", high, optional, checks = ""] = match ?? [];
  return {
    charset: charset as Charset,
    min: Number(low),
    max: high === undefined ? Number(low) : Number(high.slice(1)),
    optional: optional === "?",
    checks: checks === "" ? [] : (checks.split(",") as CheckName[]),
  };
}
