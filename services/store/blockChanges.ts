/** What one block changes, of a draft that may span several. */
import type { Activity, ActivitySum } from "./activity.js";
import type { Key, Table } from "./keys.js";
import { DecodedValues } from "./values.js";

export class BlockChanges {
  readonly values = new DecodedValues();
  /** Index entries that the block sets, null for deleted. */
  readonly entries = new Map<Key, string | null>();
  readonly causes = new Map<Key, string>();
  /** What the block adds to counts. */
  readonly counts = new Map<Key, { readonly table: Table<never, Activity>; readonly done: ActivitySum }>();
  /** Keys that never had a value before. */
  readonly born = new Set<Key>();

  /** All as texts, null for deleted. */
  *changes(): Generator<readonly [Key, string | null]> {
    yield* this.values.encoded();
    yield* this.entries;
  }

  clear(): void {
    this.values.clear();
    this.entries.clear();
    this.causes.clear();
    this.counts.clear();
    this.born.clear();
  }
}
