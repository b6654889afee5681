/** Where a change stands on the chain, and what a freeze does to a thing. */
import type { Address, Hash } from "./ids.js";

/** Where an event stands on the chain. */
export interface Provenance {
  readonly block: number;
  /** Block time. */
  readonly time: number;
  readonly transaction: Hash;
  /** The account that sent the change, as the event names it. */
  readonly by: Address;
}

/**
 * What the supervision can freeze.
 *
 * `frozen` is there while an office holds the thing so, and left out else: its freezes then lie beside it.
 */
export interface Freezable {
  readonly frozen?: true | undefined;
}

/** Where an event stands on the chain that does not name who sent it: one of a token standard. */
export type Placing = Omit<Provenance, "by">;
