/** What one range of blocks changes in the store, as those who change it see it. */
import type { Activity } from "./activity.js";
import type { WriteOptions } from "./database.js";
import type { LoggedEvent } from "./events.js";
import type { LosingTable, Table } from "./keys.js";
import type { Address, Checkpoint, Hash, KnownBlock } from "./model.js";
import type { EventPlace } from "./places.js";

/** What changes the store. */
export interface Cause {
  readonly block: number;
  readonly transaction: Hash;
  /** The account that sent it; null where the event does not tell. */
  readonly by: Address | null;
}

/** The store as the events of a range see and change it. */
export interface Draft {
  /** The value as the draft has it, null where there is none. */
  get<Id, Value>(table: Table<Id, Value>, id: Id): Value | null;
  /**
   * Looks up values that will be asked for, many at once and beside what else there is to do: one by one, a look-up of what was written
   * last takes as long as what is done with it.
   */
  foresee<Id, Value>(table: Table<Id, Value>, ids: readonly Id[]): Promise<void>;
  /** Says what the next changes come from. Blocks come in order; what comes from none is of the range's last block. */
  from(cause: Cause): void;
  /** Sets a value and brings its index entries in line with it. */
  put<Id, Value>(table: Table<Id, Value>, id: Id, value: Value): void;
  /** Adds to a count; what one block adds to it is written once. A count is not to be asked for while its block is under way. */
  count<Id>(table: Table<Id, Activity>, id: Id, done: Activity): void;
  /**
   * Adds an event to the log of the ledger's events. They come in their order, all of a block in one draft: nothing is looked up.
   */
  note(place: EventPlace, event: LoggedEvent): void;
  /** Removes a value and its index entries; nothing happens where there is none. */
  delete<Id, Value>(table: LosingTable<Id, Value>, id: Id): void;
  /**
   * Writes everything at once, with the checkpoint of the range's end, by which readers know that something is new. The draft is
   * used up.
   * @param blocks those of the range in which something happened, in their order.
   */
  commit(
    checkpoint: Checkpoint,
    options: WriteOptions & { readonly blocks?: Iterable<KnownBlock> },
  ): Promise<void>;
}
