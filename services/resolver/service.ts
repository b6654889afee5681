/** What the routes answer from. */
import type { Logger } from "pino";
import type { FollowerStatus } from "../index/status.js";
import type { Store } from "../store/store.js";
import type { TrustedProxies } from "./http/publicBase.js";
import type { LedgerWriter } from "./writing/ledgerWriter.js";

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
  readonly logger: Logger;
  /** Writes to the ledger; where left out, the resolver only reads. */
  readonly writer?: LedgerWriter | undefined;
}
