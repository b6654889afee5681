import type { Draft } from "../../store/draft.js";
import type { Table } from "../../store/keys.js";
import type { Address, Hash, Provenance } from "../../store/model.js";
import { IndexError } from "../errors.js";

/** Where the log that is projected stands on the chain. */
export interface Place {
  readonly block: number;
  /** Block time, Unix seconds. */
  readonly time: number;
  readonly transaction: Hash;
  /** Position of the log in its block. */
  readonly log: number;
}

export function provenance(place: Place, by: Address): Provenance {
  return { block: place.block, time: place.time, transaction: place.transaction, by };
}

/** A log that cannot follow from the logs before it. */
export function inconsistent(place: Place, why: string, cause?: unknown): IndexError {
  return new IndexError(
    "INDEX_INCONSISTENT",
    `Log ${place.log} of block ${place.block} does not fit the index: ${why}.`,
    {
      hint: "The node left out or invented logs. Delete the store and rebuild the index from a node that you trust.",
      details: { block: place.block, log: place.log, transaction: place.transaction },
      ...(cause === undefined ? {} : { cause }),
    },
  );
}

/**
 * What the log changes.
 * @throws IndexError INDEX_INCONSISTENT where it is not there.
 */
export function known<Id, Value>(
  draft: Draft,
  table: Table<Id, Value>,
  id: Id,
  what: string,
  place: Place,
): Value {
  const value = draft.get(table, id);
  if (value === null)
    throw inconsistent(place, `it changes ${what} ${String(id)}, which was never registered`);
  return value;
}
