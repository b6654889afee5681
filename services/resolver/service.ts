/** What the routes answer from. */
import type { Logger } from "pino";
import type { AccessRecorder } from "../accessLog/log.js";
import type { AccessLogReader } from "../accessLog/reader.js";
import type { FollowerStatus } from "../index/status.js";
import type { ManifestFolder } from "../manifests/folder.js";
import type { Store } from "../store/store.js";
import type { Vault } from "../vault/vault.js";
import type { Access } from "./auth/access.js";
import type { Contact } from "./contact.js";
import type { IssuerKeys } from "./credentials/issuer.js";
import type { Feeds } from "./feed/feeds.js";
import type { TrustedProxies } from "./http/publicBase.js";
import type { Prover } from "./proofs/prover.js";
import type { Registrar } from "./registrations/registrar.js";
import type { AnswerCounts } from "./statistics/answerCounts.js";
import type { RequestMetrics } from "./threads/requestMetrics.js";
import type { Webhooks } from "./webhooks/webhooks.js";
import type { LedgerWriter } from "./writing/ledgerWriter.js";

export interface Service {
  readonly store: Store;
  /** What is not derived from the chain. */
  readonly vault: Vault;
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
  /** Who runs the resolver; what is not given is left out. */
  readonly contact?: Contact | undefined;
  /** Contexts that the links here are made for. */
  readonly contexts?: readonly string[] | undefined;
  /** Where every decision and disclosure is logged before its answer goes out, and read by whom it concerns. */
  readonly accessLog: AccessRecorder & { readonly reader: AccessLogReader };
  /** By what callers prove who they are. */
  readonly access: Access;
  /** By which credentials are issued and known; where left out, none are. */
  readonly issuerKeys?: IssuerKeys | undefined;
  /** Feeds that this thread has open. */
  readonly feeds: Feeds;
  /** What parties have sent to them; where left out, nothing is sent. */
  readonly webhooks?: Webhooks | undefined;
  /** MiB of answers that this thread keeps at hand; the usual where left out. */
  readonly answerMemory?: number | undefined;
  readonly logger: Logger;
  /** What is measured of requests; where not given, by this app alone. */
  readonly metrics?: RequestMetrics | undefined;
  /** How many resolutions were answered; where left out, nobody counts. */
  readonly answerCounts?: AnswerCounts | undefined;
  /** Makes proofs of answers, with the chain's node. */
  readonly prover: Prover;
  /** The lists of batches; where left out, their members resolve by a proof alone. */
  readonly manifests?: ManifestFolder | undefined;
  /** Registers files in the background; where left out, the resolver only reads. */
  readonly registrar?: Registrar | undefined;
  /** Writes to the ledger; where left out, the resolver only reads. */
  readonly writer?: LedgerWriter | undefined;
}
