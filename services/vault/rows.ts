/** Where the vault's rows lie: bytes under names. What they mean, and that nobody else can read them, is the vault's own affair. */

/** One row: its new value, or null to delete it. */
export type RowChange = readonly [name: string, value: Uint8Array | null];

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
  close(): Promise<void>;
}
