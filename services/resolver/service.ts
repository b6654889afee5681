/** What the routes answer from. */
import type { Logger } from "pino";
import type { FollowerStatus } from "../index/status.js";
import type { Store } from "../store/store.js";

export interface Service {
  readonly store: Store;
  /** Public address of this resolver without a trailing slash: every linkset's anchor begins with it. */
  readonly baseUrl: string;
  /** How the follower is now. */
  readonly followerStatus: () => FollowerStatus;
  /** Blocks that the index may be behind and still count as ready. */
  readonly maxLag: number;
  /** A proxy in front sets `X-Request-Id`, and is to be believed. */
  readonly trustProxy: boolean;
  readonly logger: Logger;
}
