/** The resolver's settings: read from the environment, checked, with defaults; `docs/operating.md` has the table. */
import { isIP } from "node:net";
import { z } from "zod";
import type { AnchoringKey } from "../accessLog/thread/messages.js";
import { finalitySchema } from "../index/finality.js";
import type { Finality } from "../index/status.js";
import { gweiSchema } from "../ledger/transactions/feeCeiling.js";
import { audienceOf } from "../rights/requests/signedRequest.js";
import type { Contact } from "./contact.js";
import { mostQuestions } from "./decisions/schema.js";
import { ResolverError } from "./errors.js";
import { feedLimits } from "./feed/feeds.js";
import type { TrustedProxies } from "./http/publicBase.js";
import type { Retention } from "./registrations/jobs.js";
import { defaultMemory } from "./remembered/memory.js";
import type { VaultConfig } from "./vault/open.js";
import type { Targets } from "./webhooks/target.js";
import type { WritingConfig } from "./writing/ledgerWriter.js";

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export interface WebhookConfig {
  /** Folder of their database. */
  readonly location: string;
  readonly targets: Targets;
}

export interface ResolverConfig {
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on. */
  readonly host: string;
  /** Public address without a trailing slash; where not given, the address that is listened on. */
  readonly baseUrl?: string | undefined;
  /** Which proxies' `X-Request-Id` and `X-Forwarded-*` are to be believed. */
  readonly trustProxy: TrustedProxies;
  /** Folder of the index's database. */
  readonly store: string;
  readonly vault: VaultConfig;
  /** Folder of the access log's database. */
  readonly accessLog: string;
  /** Entries of it that one party may cause in an hour. */
  readonly accessLogHourly: number;
  /** When and with what the access log is anchored on the ledger; where not given, it is not. */
  readonly anchoring?: AnchoringKey | undefined;
  /** Folder in which answers are counted. */
  readonly statistics: string;
  /** JSON-RPC endpoint of a node of the chain. */
  readonly rpcUrl: string;
  /** Where the node tells of new blocks by WebSocket; where not given, the follower's own. */
  readonly wsUrl?: string | undefined;
  /** File that says where on the chain the ledger is. */
  readonly deployment: string;
  /** When a block counts as final. */
  readonly finality: Finality;
  /** Milliseconds between two looks at the chain's head; where not given, the follower's own. */
  readonly pollInterval?: number | undefined;
  /** Blocks that the index may be behind and still count as ready. */
  readonly maxLag: number;
  /** File of the key that signs sessions; where not given, one is made at the start. */
  readonly sessionKeyFile?: string | undefined;
  /** File of the key that signs audit reports; where not given, one is made at the start. */
  readonly auditKeyFile?: string | undefined;
  /** Files of the keys that signed credentials before that one, which are known by them as long as they are given. */
  readonly formerKeyFiles: readonly string[];
  /** Threads that answer over HTTP. */
  readonly httpThreads: number;
  /** MiB of answers that are kept at hand, over all threads; 0 keeps none. */
  readonly answerMemory: number;
  /** Feeds that may be open at once, over all threads. */
  readonly maxFeeds: number;
  /** Where webhooks are kept, and where they may lead; where not given, none are sent. */
  readonly webhooks?: WebhookConfig | undefined;
  /** Who runs the resolver, for the GS1 description file; what is not given is left out. */
  readonly contact: Contact;
  /** Contexts that the links here are made for, for the GS1 description file; none where they are not listed. */
  readonly contexts: readonly string[];
  /** Folder of the manifests of batches. */
  readonly manifests: string;
  /** Folder of the registrations that are carried out in the background. */
  readonly registrations: string;
  /** How long those that have ended are kept. */
  readonly retention: Retention;
  /** Blocks under which what is written has to lie until it is no longer looked after; undefined for as many as is usual on the chain. */
  readonly confirmations?: number;
  /** Largest manifest that is kept, in bytes. */
  readonly maxManifestBytes: number;
  /** Public addresses of resolvers that are asked for manifests, without a trailing slash. */
  readonly peers: readonly string[];
  readonly logLevel: (typeof logLevels)[number];
  /** For whom and with what the resolver writes; where not given, it only reads. */
  readonly writing?: WritingConfig | undefined;
}

function httpUrl(text: string): URL | null {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") ? url : null;
}

function isPlainBase(url: URL): boolean {
  return url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}

const integer = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "is not a whole number")
    .transform(Number)
    .pipe(z.number().min(least).max(most));

const baseUrl = z
  .string()
  .refine((text) => {
    const url = httpUrl(text);
    return url !== null && isPlainBase(url);
  }, "is not an http(s) URL without credentials, query and fragment")
  .transform(audienceOf);

const namedSubnets = new Set(["loopback", "linklocal", "uniquelocal"]);

/** An address, a subnet such as `10.0.0.0/8`, or a subnet's name. */
function isSubnet(text: string): boolean {
  if (namedSubnets.has(text)) return true;
  const [, address = "", length = "1"] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(length) >= 1 && Number(length) <= (family === 4 ? 32 : 128);
}

function trustedProxies(text: string): TrustedProxies {
  if (text === "true" || text === "false") return text === "true";
  return /^\d+$/.test(text) ? Number(text) : text.split(",").map((part) => part.trim());
}

const trustProxy = z
  .string()
  .transform(trustedProxies)
  .refine(
    (trusted) => typeof trusted !== "object" || trusted.every(isSubnet),
    "is not one of true, false, a number of proxies, a list of addresses and subnets",
  );

const contexts = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .refine(
    (values) => values.every((value) => /^\S{1,64}$/.test(value)),
    "is not a list of words with commas",
  );

const fileNames = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .refine((names) => names.every((name) => name !== ""), "is not a list of files with commas");

const peers = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .pipe(z.array(baseUrl));

const writingSettings = {
  CADASTRE_WRITE_KEYSTORE: z.string().min(1).optional(),
  CADASTRE_WRITE_PASSWORD_FILE: z.string().min(1).optional(),
  CADASTRE_WRITE_TOKEN_FILE: z.string().min(1).optional(),
  CADASTRE_WRITE_OWNER: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, "is not a BPN or a domain")
    .optional(),
};

const anchoringSettings = {
  CADASTRE_ACCESS_LOG_KEYSTORE: z.string().min(1).optional(),
  CADASTRE_ACCESS_LOG_PASSWORD_FILE: z.string().min(1).optional(),
};

const environment = z.object({
  ...writingSettings,
  ...anchoringSettings,
  CADASTRE_MAX_FEE: gweiSchema.nullable().default(null),
  CADASTRE_ACCESS_LOG: z.string().min(1).optional(),
  CADASTRE_ACCESS_LOG_HOURLY: integer(mostQuestions, 1_000_000_000).default(36_000),
  CADASTRE_ACCESS_LOG_INTERVAL: integer(1, 7 * 86_400).default(3600),
  CADASTRE_STATISTICS: z.string().min(1).optional(),
  CADASTRE_PORT: integer(0, 65_535).default(8080),
  CADASTRE_HOST: z.string().min(1).default("127.0.0.1"),
  CADASTRE_BASE_URL: baseUrl.optional(),
  CADASTRE_TRUST_PROXY: trustProxy.default(false),
  CADASTRE_STORE: z.string().min(1).default(".cadastre/index"),
  CADASTRE_VAULT: z.string().min(1).optional(),
  CADASTRE_VAULT_KEY_FILE: z.string().min(1).optional(),
  CADASTRE_VAULT_KEEP_DAYS: integer(1, 36_500).default(30),
  CADASTRE_RPC_URL: z
    .string()
    .refine((text) => httpUrl(text) !== null, "is not an http(s) URL")
    .default("http://127.0.0.1:8545"),
  CADASTRE_WS_URL: z
    .string()
    .refine((text) => /^wss?:\/\//.test(text) && URL.canParse(text), "is not a ws(s) URL")
    .optional(),
  CADASTRE_DEPLOYMENT: z.string({ error: "is missing" }).min(1),
  CADASTRE_FINALITY: finalitySchema.default({ kind: "tag" }),
  CADASTRE_POLL_INTERVAL: integer(10, 600_000).optional(),
  CADASTRE_MAX_LAG: integer(0, 1_000_000).default(5),
  CADASTRE_SESSION_KEY_FILE: z.string().min(1).optional(),
  CADASTRE_AUDIT_KEY_FILE: z.string().min(1).optional(),
  CADASTRE_FORMER_KEY_FILES: fileNames.optional(),
  CADASTRE_HTTP_THREADS: integer(1, 64).default(1),
  CADASTRE_ANSWER_MEMORY: integer(0, 65_536).default(defaultMemory),
  CADASTRE_MAX_FEEDS: integer(0, 100_000).default(feedLimits.open),
  CADASTRE_WEBHOOKS: z.string().min(1).optional(),
  CADASTRE_WEBHOOK_TARGETS: z.enum(["public", "any"]).default("public"),
  CADASTRE_CONTACT_NAME: z.string().min(1).optional(),
  CADASTRE_CONTACT_EMAIL: z.email("is not an e-mail address").optional(),
  CADASTRE_CONTACT_TELEPHONE: z
    .string()
    .regex(/^\+\d[\d-]{2,20}$/, "is not a number such as +49-30-1234567")
    .optional(),
  CADASTRE_CONTEXTS: contexts.optional(),
  CADASTRE_MANIFESTS: z.string().min(1).optional(),
  CADASTRE_REGISTRATIONS: z.string().min(1).optional(),
  CADASTRE_REGISTRATIONS_DAYS: integer(1, 36_500).default(30),
  CADASTRE_REGISTRATIONS_COUNT: integer(1, 1_000_000).default(1_000),
  CADASTRE_CONFIRMATIONS: integer(0, 10_000).optional(),
  CADASTRE_MAX_MANIFEST_BYTES: integer(1, 999_999_999_999_999).default(1024 ** 3),
  CADASTRE_PEERS: peers.optional(),
  CADASTRE_LOG_LEVEL: z.enum(logLevels).default("info"),
});

/**
 * Reads the settings.
 * @throws ResolverError RESOLVER_INVALID_CONFIG, naming each wrong setting but not its value: a URL may hold a password.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ResolverConfig {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new ResolverError(
      "RESOLVER_INVALID_CONFIG",
      `The configuration is not right: ${wrong.join("; ")}.`,
      {
        hint: "docs/operating.md lists the settings and their forms.",
        details: { settings: parsed.error.issues.map(({ path }) => path.join(".")) },
      },
    );
  }
  const settings = parsed.data;
  const writing = writingOf(settings);
  if (writing !== undefined && settings.CADASTRE_HTTP_THREADS > 1) throw writesFromOneThread();
  // Beside the index, never in it: that one can be thrown away.
  const beside = (what: string): string => `${settings.CADASTRE_STORE.replace(/\/+$/, "")}-${what}`;
  return {
    port: settings.CADASTRE_PORT,
    host: settings.CADASTRE_HOST,
    baseUrl: settings.CADASTRE_BASE_URL,
    trustProxy: settings.CADASTRE_TRUST_PROXY,
    store: settings.CADASTRE_STORE,
    vault: {
      location: settings.CADASTRE_VAULT ?? beside("vault"),
      keyFile: settings.CADASTRE_VAULT_KEY_FILE,
      keepDays: settings.CADASTRE_VAULT_KEEP_DAYS,
    },
    accessLog: settings.CADASTRE_ACCESS_LOG ?? beside("access-log"),
    accessLogHourly: settings.CADASTRE_ACCESS_LOG_HOURLY,
    statistics: settings.CADASTRE_STATISTICS ?? beside("statistics"),
    anchoring: anchoringOf(settings),
    rpcUrl: settings.CADASTRE_RPC_URL,
    wsUrl: settings.CADASTRE_WS_URL,
    deployment: settings.CADASTRE_DEPLOYMENT,
    finality: settings.CADASTRE_FINALITY,
    pollInterval: settings.CADASTRE_POLL_INTERVAL,
    maxLag: settings.CADASTRE_MAX_LAG,
    sessionKeyFile: settings.CADASTRE_SESSION_KEY_FILE,
    auditKeyFile: settings.CADASTRE_AUDIT_KEY_FILE,
    formerKeyFiles: settings.CADASTRE_FORMER_KEY_FILES ?? [],
    httpThreads: settings.CADASTRE_HTTP_THREADS,
    answerMemory: settings.CADASTRE_ANSWER_MEMORY,
    maxFeeds: settings.CADASTRE_MAX_FEEDS,
    webhooks:
      settings.CADASTRE_WEBHOOKS === undefined
        ? undefined
        : { location: settings.CADASTRE_WEBHOOKS, targets: settings.CADASTRE_WEBHOOK_TARGETS },
    contact: {
      name: settings.CADASTRE_CONTACT_NAME,
      email: settings.CADASTRE_CONTACT_EMAIL,
      telephone: settings.CADASTRE_CONTACT_TELEPHONE,
    },
    contexts: settings.CADASTRE_CONTEXTS ?? [],
    manifests: settings.CADASTRE_MANIFESTS ?? beside("manifests"),
    registrations: settings.CADASTRE_REGISTRATIONS ?? beside("registrations"),
    ...(settings.CADASTRE_CONFIRMATIONS !== undefined && {
      confirmations: settings.CADASTRE_CONFIRMATIONS,
    }),
    retention: {
      days: settings.CADASTRE_REGISTRATIONS_DAYS,
      count: settings.CADASTRE_REGISTRATIONS_COUNT,
    },
    maxManifestBytes: settings.CADASTRE_MAX_MANIFEST_BYTES,
    peers: settings.CADASTRE_PEERS ?? [],
    logLevel: settings.CADASTRE_LOG_LEVEL,
    writing: writing && { ...writing, feeCeiling: settings.CADASTRE_MAX_FEE },
  };
}

/** Both of its files or none. */
function anchoringOf(settings: z.infer<typeof environment>): AnchoringKey | undefined {
  const {
    CADASTRE_ACCESS_LOG_KEYSTORE: keystore,
    CADASTRE_ACCESS_LOG_PASSWORD_FILE: passwordFile,
    CADASTRE_ACCESS_LOG_INTERVAL: interval,
    CADASTRE_MAX_FEE: feeCeiling,
  } = settings;
  if (keystore === undefined && passwordFile === undefined) return undefined;
  if (keystore !== undefined && passwordFile !== undefined) {
    return { keystore, passwordFile, interval, feeCeiling };
  }
  const missing =
    keystore === undefined ? "CADASTRE_ACCESS_LOG_KEYSTORE" : "CADASTRE_ACCESS_LOG_PASSWORD_FILE";
  throw new ResolverError(
    "RESOLVER_INVALID_CONFIG",
    `The configuration is not right: ${missing} is missing.`,
    {
      hint: "Anchoring the access log takes a keystore and its password file, or neither: docs/operating.md.",
      details: { settings: [missing] },
    },
  );
}

/** All of its settings or none. */
function writingOf(
  settings: z.infer<z.ZodObject<typeof writingSettings>>,
): Omit<WritingConfig, "feeCeiling"> | undefined {
  const {
    CADASTRE_WRITE_KEYSTORE: keystore,
    CADASTRE_WRITE_PASSWORD_FILE: passwordFile,
    CADASTRE_WRITE_TOKEN_FILE: tokenFile,
    CADASTRE_WRITE_OWNER: owner,
  } = settings;
  if (
    keystore !== undefined &&
    passwordFile !== undefined &&
    tokenFile !== undefined &&
    owner !== undefined
  ) {
    return { keystore, passwordFile, tokenFile, owner };
  }
  const given = new Set(
    Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [name])),
  );
  const names = Object.keys(writingSettings);
  const missing = names.filter((name) => !given.has(name));
  if (missing.length === names.length) return undefined;
  throw new ResolverError(
    "RESOLVER_INVALID_CONFIG",
    `The configuration is not right: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing.`,
    {
      hint: "Writing takes all settings CADASTRE_WRITE_… or none: docs/operating.md.",
      details: { settings: missing },
    },
  );
}

/** Transactions of one key are numbered, and threads would give the same number twice. */
function writesFromOneThread(): ResolverError {
  return new ResolverError(
    "RESOLVER_INVALID_CONFIG",
    "The configuration is not right: CADASTRE_HTTP_THREADS is more than 1, and CADASTRE_WRITE_… turns writing on.",
    {
      hint: "A resolver that writes has one HTTP thread; let others only read.",
      details: { settings: ["CADASTRE_HTTP_THREADS"] },
    },
  );
}
