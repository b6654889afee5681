/** What the vault keeps under a commitment of the ledger, row by row: to see what is kept for nothing. */
import type { Digest, GrantId, RecordId, SealedId } from "../store/model.js";
import type { BlindedEntry, ContentEntry, LinkEntry } from "./entries.js";
import type { ClearedRow } from "./rows.js";

interface Row {
  /** Unix seconds at which it was put there; 0 where that was not noted. */
  readonly since: number;
  /** As it lies there, with what it is found by. */
  readonly row: ClearedRow;
}

export type Kept = Row &
  (
    | {
        readonly kind: "link";
        readonly record: RecordId;
        readonly commitment: Digest;
        readonly entry: LinkEntry;
      }
    | { readonly kind: "content"; readonly sealed: SealedId; readonly entry: ContentEntry }
    | { readonly kind: "blinded"; readonly grant: GrantId; readonly entry: BlindedEntry }
  );

export interface KeptPage {
  /** Without rows that are not what was written. */
  readonly items: readonly Kept[];
  /** Where the next page begins; null behind the last. */
  readonly next: string | null;
}
