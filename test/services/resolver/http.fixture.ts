/** A resolver over HTTP, on a free port, over a ledger told in events. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { pino } from "pino";
import { openAccessLog } from "../../../services/accessLog/log.js";
import type { FollowerStatus } from "../../../services/index/status.js";
import { toHash, zeroWord } from "../../../services/ledger/hex.js";
import type { ManifestFolder } from "../../../services/manifests/folder.js";
import { createApp, type ResolverApp } from "../../../services/resolver/app.js";
import {
  type Access,
  openAccess,
  type SharedAccess,
  shareAccess,
} from "../../../services/resolver/auth/access.js";
import type { Contact } from "../../../services/resolver/contact.js";
import type { IssuerKeys } from "../../../services/resolver/credentials/issuer.js";
import { type Feeds, openFeeds } from "../../../services/resolver/feed/feeds.js";
import type { TrustedProxies } from "../../../services/resolver/http/publicBase.js";
import { nodeProver, type Prover } from "../../../services/resolver/proofs/prover.js";
import type { Registrar } from "../../../services/resolver/registrations/registrar.js";
import { listen } from "../../../services/resolver/server.js";
import type { Service } from "../../../services/resolver/service.js";
import { openConfiguredVault } from "../../../services/resolver/vault/open.js";
import type { LedgerWriter } from "../../../services/resolver/writing/ledgerWriter.js";
import type { Store } from "../../../services/store/store.js";
import type { Vault } from "../../../services/vault/vault.js";
import { serviceLog } from "../accessLog/log.fixture.js";

export const followingStatus: FollowerStatus = {
  state: "following",
  checkpoint: { number: 9, hash: toHash(zeroWord), time: 1, finalized: 9, head: 9 },
  head: 9,
  lag: 0,
  eventsPerSecond: 0,
  reason: null,
  error: null,
};

/** Where nothing listens. */
const noNode = "http://127.0.0.1:9";

export interface TestResolver {
  readonly url: string;
  readonly app: ResolverApp;
  readonly vault: Vault;
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
    contact?: Contact;
    contexts?: readonly string[];
    manifests?: ManifestFolder;
    writer?: LedgerWriter;
    registrar?: Registrar;
    access?: Access;
    issuerKeys?: IssuerKeys;
    accessLog?: Service["accessLog"];
    prover?: Prover;
    feeds?: Feeds;
    /** MiB of answers that it keeps at hand. */
    answerMemory?: number;
    /** One that stays open. */
    vault?: Vault;
  } = {},
): Promise<TestResolver> {
  const logged: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().split("\n")) if (line !== "") logged.push(JSON.parse(line));
      done();
    },
  });
  const vaultFolder = await mkdtemp(join(tmpdir(), "cadastre-vault-"));
  const ownVault = await openConfiguredVault({ location: vaultFolder }, "told in events");
  const vault = options.vault ?? ownVault;
  const access = options.access ?? (await accessTo(nowhere));
  const own = await ownAccessLog();
  const feeds = options.feeds ?? openFeeds(store);
  let app: ResolverApp | undefined;
  const listening = await listen(0, "127.0.0.1", (url) => {
    app = createApp({
      store,
      vault,
      baseUrl: options.baseUrl ?? url,
      baseUrlIsConfigured: options.baseUrl !== undefined,
      followerStatus: options.status ?? (() => followingStatus),
      maxLag: options.maxLag ?? 5,
      access,
      issuerKeys: options.issuerKeys,
      accessLog: options.accessLog ?? serviceLog(own.log),
      trustProxy: options.trustProxy ?? false,
      contact: options.contact ?? {},
      contexts: options.contexts ?? [],
      logger: pino({ base: null }, sink),
      manifests: options.manifests,
      writer: options.writer,
      registrar: options.registrar,
      feeds,
      prover: options.prover ?? nodeProver(noNode),
      answerMemory: options.answerMemory,
    });
    return app;
  });
  if (app === undefined) throw new Error("the app was not made");
  return {
    url: listening.url,
    app,
    vault,
    logged,
    get: (path, headers = {}) => fetch(listening.url + path, { headers, redirect: "manual" }),
    close: async () => {
      feeds.close();
      await listening.close();
      await own.remove();
      await ownVault.close();
      await rm(vaultFolder, { recursive: true, force: true });
    },
  };
}

/** An access log that goes when the resolver does. */
export async function ownAccessLog() {
  const folder = await mkdtemp(join(tmpdir(), "cadastre-access-log-"));
  const log = await openAccessLog(folder);
  return {
    log,
    remove: async () => {
      await log.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where no node listens. */
const nowhere = "http://127.0.0.1:9";

/** What a resolver that has been there for a while has to know its callers by. */
export const sharedAccess = (): SharedAccess => shareAccess({}, Math.floor(Date.now() / 1000) - 60);

/** @param rpcUrl Node that is asked about contract accounts. */
export const accessTo = (rpcUrl: string, shared = sharedAccess()): Promise<Access> =>
  openAccess(shared, rpcUrl);
