/** A resolver over HTTP, on a free port, over a ledger told in events. */
import { Writable } from "node:stream";
import { pino } from "pino";
import type { FollowerStatus } from "../../../services/index/status.js";
import { toHash, zeroWord } from "../../../services/ledger/hex.js";
import { createApp, type ResolverApp } from "../../../services/resolver/app.js";
import { type Access, openAccess, shareAccess } from "../../../services/resolver/auth/access.js";
import type { TrustedProxies } from "../../../services/resolver/http/publicBase.js";
import { listen } from "../../../services/resolver/server.js";
import type { Store } from "../../../services/store/store.js";

export const followingStatus: FollowerStatus = {
  state: "following",
  checkpoint: { number: 9, hash: toHash(zeroWord), time: 1, finalized: 9, head: 9 },
  head: 9,
  lag: 0,
  eventsPerSecond: 0,
  reason: null,
  error: null,
};

export interface TestResolver {
  readonly url: string;
  readonly app: ResolverApp;
  readonly logged: readonly Record<string, unknown>[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export async function startResolver(
  store: Store,
  options: {
    status?: () => FollowerStatus;
    baseUrl?: string;
    trustProxy?: TrustedProxies;
    maxLag?: number;
    access?: Access;
  } = {},
): Promise<TestResolver> {
  const logged: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().split("\n")) if (line !== "") logged.push(JSON.parse(line));
      done();
    },
  });
  const access = options.access ?? (await longStarted());
  let app: ResolverApp | undefined;
  const listening = await listen(0, "127.0.0.1", (url) => {
    app = createApp({
      store,
      baseUrl: options.baseUrl ?? url,
      baseUrlIsConfigured: options.baseUrl !== undefined,
      followerStatus: options.status ?? (() => followingStatus),
      maxLag: options.maxLag ?? 5,
      access,
      trustProxy: options.trustProxy ?? false,
      logger: pino({ base: null }, sink),
    });
    return app.app;
  });
  if (app === undefined) throw new Error("the app was not made");
  return {
    url: listening.url,
    app,
    logged,
    get: (path, headers = {}) => fetch(listening.url + path, { headers, redirect: "manual" }),
    close: () => listening.close(),
  };
}

/** Access of a resolver that has been there for a while, and has no node to ask about contract accounts. */
function longStarted(): Promise<Access> {
  return openAccess(shareAccess(undefined, Math.floor(Date.now() / 1000) - 60), "http://127.0.0.1:9");
}
