/** The ledger's events as the index keeps them, and what tells one from another. */
import type { Address, Hash, KnownBlock, NamespaceId, Thing } from "./model.js";
import type { EventPlace } from "./places.js";

/** What an event did, and whom and what it concerns. */
export interface LoggedEvent {
  /** Its name on the ledger: `IdentifierRegistered`. */
  readonly event: string;
  readonly transaction: Hash;
  readonly things: readonly Thing[];
  /** Owners, holders and grantors of those things, before and after; the parties that it names as such. */
  readonly owners: readonly Address[];
  /** Namespaces that issued the things, or are them. */
  readonly namespaces: readonly NamespaceId[];
  /** To whom a right was granted or offered by name. */
  readonly grantee: Address | null;
}

/** An event in the block that has, or had, it. */
export interface PlacedEvent extends LoggedEvent {
  readonly block: KnownBlock;
  /** Position of its log in the block. */
  readonly log: number;
}

/** An event by its place. */
export interface EventPosition extends EventPlace {
  /** The first 8 bytes of the block's hash, in hex without `0x`. */
  readonly branch: string;
}

/** What a reorganisation took back. */
export interface Replacement {
  /** The last event that stood, of which the index then knew; null for none. */
  readonly standing: EventPosition | null;
}

/** Events that were taken back together. */
export interface UndoneEvents {
  /** The last one first. */
  readonly events: readonly PlacedEvent[];
  /** The last event before those; null for none. */
  readonly standing: EventPosition | null;
}

/** The log as one snapshot has it. */
export interface EventLog {
  /** Events after a place, in their order: at most `limit`, 1 to 1,000. */
  after(place: EventPlace | null, limit: number): Promise<readonly PlacedEvent[]>;
  /** The last event up to the end of a block; null for none. */
  last(upTo: number): Promise<EventPosition | null>;
  /** Whether the event is one of the chain as the index has it. */
  stands(position: EventPosition): boolean;
  /** The event at a place of the chain, or where it was taken back; null where the index never had it. */
  find(position: EventPosition): PlacedEvent | null;
  /** Events up to a place that were taken back with it, at most `limit`; null where the index knows of none. */
  undone(position: EventPosition, limit: number): Promise<UndoneEvents | null>;
}

export const branchOf = (hash: Hash): string => hash.slice(2, 18);

export const positionOf = ({ block, log }: PlacedEvent): EventPosition => ({
  block: block.number,
  log,
  branch: branchOf(block.hash),
});
