/** The follower in a thread of its own, so that a backfill does not slow the readers. */
import type { Finality, FollowerStatus } from "./status.js";

export interface FollowerOptions {
  readonly rpcUrl: string;
  readonly deployment: FollowedDeployment;
  /** Folder of the store; made where there is none. */
  readonly location: string;
  readonly finality: Finality;
  /** Milliseconds between two looks at the head, 200 where not given. */
  readonly pollInterval?: number;
}

/** The part of a deployment that the index needs. */
export interface FollowedDeployment {
  readonly chainId: number;
  readonly genesis: string;
  /** Block of the first contract. */
  readonly block: number;
  readonly contracts: Readonly<Record<"parties" | "namespaces" | "identifiers" | "twins" | "rights", string>>;
}

export interface Follower {
  status(): FollowerStatus;
  /** Called with every change of the status; returns what ends the calls. */
  onStatus(listener: (status: FollowerStatus) => void): () => void;
  /** Ends the thread after the range under way; safe to call twice. */
  stop(): Promise<void>;
}

/** Starts the thread. What goes wrong in it is told by the status. */
export declare function startFollower(options: FollowerOptions): Follower;
