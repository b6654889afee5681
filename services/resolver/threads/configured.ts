import type { Store } from "../../store/store.js";
import { createApp } from "../app.js";
import type { ResolverConfig } from "../config.js";
import { type Feeds, feedLimits, openFeeds } from "../feed/feeds.js";
import { nodeProver } from "../proofs/prover.js";
import type { Served } from "../server.js";
import type { Service } from "../service.js";
import { openWebhookDatabase } from "../webhooks/database.js";
import type { Webhooks } from "../webhooks/webhooks.js";

/** What a thread has of its own. */
export type ThreadParts = Pick<
  Service,
  | "store"
  | "vault"
  | "accessLog"
  | "manifests"
  | "followerStatus"
  | "logger"
  | "metrics"
  | "writer"
  | "registrar"
  | "access"
  | "feeds"
  | "webhooks"
  | "issuerKeys"
  | "answerCounts"
>;

/** The app by the settings: the same in every thread. */
export function configuredApp(config: ResolverConfig, baseUrl: string, parts: ThreadParts): Served {
  const { maxLag, trustProxy, contact, contexts } = config;
  const answerMemory = config.answerMemory / config.httpThreads;
  const baseUrlIsConfigured = config.baseUrl !== undefined;
  const prover = nodeProver(config.rpcUrl);
  const own = { prover, baseUrl, baseUrlIsConfigured, maxLag, trustProxy, contact, contexts, answerMemory };
  return createApp({ ...parts, ...own });
}

/** Those of one thread: its share of what all may have open. */
export function configuredFeeds({ maxFeeds, httpThreads }: ResolverConfig, store: Store): Feeds {
  return openFeeds(store, { ...feedLimits, open: Math.ceil(maxFeeds / httpThreads) });
}

/** undefined where none are sent. @throws ResolverError RESOLVER_INVALID_CONFIG */
export async function configuredWebhooks({ webhooks }: ResolverConfig): Promise<Webhooks | undefined> {
  if (webhooks === undefined) return undefined;
  const { location, targets } = webhooks;
  return { database: await openWebhookDatabase(location), targets };
}
