import type { Checkpoint } from "../store/model.js";

/** When a block counts as final: by the chain's own `finalized` tag, by its depth below the head, or at once. */
export type Finality =
  | { readonly kind: "tag" }
  | { readonly kind: "depth"; readonly blocks: number }
  | { readonly kind: "immediate" };

/**
 * - `starting`: nothing asked yet.
 * - `syncing`: behind the head, ranges come in.
 * - `following`: at the head, waiting for the next block.
 * - `waiting`: the node cannot serve now (`reason` says why); the store is left as it is and the follower tries again.
 * - `failed`: it ended (`error` says why and what to do); only a new start helps.
 * - `stopped`: it was told to end.
 */
export type FollowerState = "starting" | "syncing" | "following" | "waiting" | "failed" | "stopped";

/** How the follower is. JSON-safe. */
export interface FollowerStatus {
  readonly state: FollowerState;
  /** How far the index is. */
  readonly checkpoint: Checkpoint | null;
  /** The node's head, null while the node has not answered. */
  readonly head: number | null;
  /** Blocks between checkpoint and head; null while one is not known. */
  readonly lag: number | null;
  /** Events of the last seconds, per second. */
  readonly eventsPerSecond: number;
  /** Why it waits, in words. */
  readonly reason: string | null;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}
