/** Which transactions made a version of a thing, as text in its row. */
import { toAddress, toHash } from "./hex.js";
import type { Address, Hash } from "./model.js";

/** A transaction that had a part in a change. */
export interface ChangeCause {
  readonly transaction: Hash;
  /** The account that sent it; null where its event does not tell. */
  readonly by: Address | null;
}

/** Adds a cause to those of the same block. One transaction may have several events: the first that names its sender counts. */
export function addCause(causes: string | undefined, { transaction, by }: ChangeCause): string {
  const added = by === null ? transaction : `${transaction} ${by}`;
  if (causes === undefined) return added;
  const last = causes.slice(causes.lastIndexOf(",") + 1);
  if (!last.startsWith(transaction)) return `${causes},${added}`;
  return last.length === transaction.length ? causes.slice(0, -last.length) + added : causes;
}

export function readCauses(causes: string): readonly ChangeCause[] {
  if (causes === "") return [];
  return causes.split(",").map((cause) => {
    const [transaction = "", by] = cause.split(" ");
    return { transaction: toHash(transaction), by: by === undefined ? null : toAddress(by) };
  });
}
