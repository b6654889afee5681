/** Where the vault's rows lie: bytes under names. What they mean, and that nobody else can read them, is the vault's own affair. */

/** One row: its new value, or null to delete it. */
export type RowChange = readonly [name: string, value: Uint8Array | null];

/** A row to be cleared. */
export interface ClearedRow {
  readonly name: string;
  /** As it was read. */
  readonly value: Uint8Array;
  /** Names of rows that go with it. */
  readonly others: readonly string[];
}

/**
 * All that the vault needs of a database. Reads see every write that has returned, of whichever thread or process shares the rows.
 *
 * @throws VaultError VAULT_UNAVAILABLE, from each of them.
 */
export interface Rows {
  get(name: string): Promise<Uint8Array | null>;
  /** Names that begin with `prefix` in order, at most `limit`; only those behind `after`, where it is given. */
  names(prefix: string, limit: number, after?: string): Promise<readonly string[]>;
  /** All or none, on the disk when it returns. */
  write(changes: readonly RowChange[]): Promise<void>;
  /**
   * Takes rows away that are still what they were. No write is lost to it: what is written while it goes on is there after both.
   * @returns how many of them are gone.
   */
  clear(rows: readonly ClearedRow[]): Promise<number>;
  /** Whether the last write went well, of whichever thread. */
  isWritable(): boolean;
  /** Makes them take writes again after one that failed. */
  mend(): Promise<void>;
  close(): Promise<void>;
}
