/** What the routes answer from. */
import type { Logger } from "pino";
import type { FollowerStatus } from "../index/status.js";
import type { Store } from "../store/store.js";
import type { Access } from "./auth/access.js";
import type { TrustedProxies } from "./http/publicBase.js";
import type { RequestMetrics } from "./threads/requestMetrics.js";

export interface Service {
  readonly store: Store;
  /** Public address of this resolver without a trailing slash: every linkset's anchor begins with it. */
  readonly baseUrl: string;
  /** Whether it was set, rather than taken from where the resolver listens: then no proxy can say otherwise. */
  readonly baseUrlIsConfigured?: boolean | undefined;
  /** How the follower is now. */
  readonly followerStatus: () => FollowerStatus;
  /** Blocks that the index may be behind and still count as ready. */
  readonly maxLag: number;
  /** Which proxies' `X-Request-Id` and `X-Forwarded-*` are to be believed. */
  readonly trustProxy: TrustedProxies;
  /** By what callers prove who they are. */
  readonly access: Access;
  readonly logger: Logger;
  /** What is measured of requests; where not given, by this app alone. */
  readonly metrics?: RequestMetrics | undefined;
}
