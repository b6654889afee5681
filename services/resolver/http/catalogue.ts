/**
 * What each problem means to a caller of the HTTP interface: its status, its title and its page under `/problems/`.
 *
 * A problem's `type` is `/problems/` and its code in kebab case, relative to the resolver that answers (RFC 9457,
 * section 3.1.1).
 */
import type { ResolverCode } from "../errors.js";

export interface ProblemKind {
  readonly status: number;
  /** Short, the same for every occurrence (RFC 9457, section 3.1.3). */
  readonly title: string;
  /** What it means and what to do, for the page. */
  readonly explanation: string;
}

const resolverProblems: Readonly<Record<ResolverCode, ProblemKind>> = {
  RESOLVER_INVALID_CONFIG: {
    status: 500,
    title: "Invalid configuration",
    explanation: "The resolver was started with a setting it cannot use. It never serves in this state.",
  },
  RESOLVER_PORT_IN_USE: {
    status: 500,
    title: "Port in use",
    explanation: "Another program listens on the configured port. It never serves in this state.",
  },
  RESOLVER_LISTEN_FAILED: {
    status: 500,
    title: "Cannot listen",
    explanation: "The configured host or port cannot be listened on. It never serves in this state.",
  },
  RESOLVER_MALFORMED_URL: {
    status: 400,
    title: "Malformed URL",
    explanation:
      "The request's URL holds a percent sign without two hexadecimal digits, or bytes that are not UTF-8. Encode the " +
      "identifier as by RFC 3986 before it goes into the URL.",
  },
  RESOLVER_INVALID_QUERY: {
    status: 400,
    title: "Invalid query",
    explanation:
      "A query parameter is missing, repeated, unknown, or out of its range. Unknown parameters are refused rather " +
      "than ignored, so that a misspelt one never changes what an answer seems to say.",
  },
  RESOLVER_INVALID_ADDRESS: {
    status: 400,
    title: "Invalid address",
    explanation: "A party is named by the address of its account: 0x and 40 hexadecimal digits.",
  },
  RESOLVER_INVALID_NAMESPACE: {
    status: 400,
    title: "Invalid namespace",
    explanation: "A namespace is named by one of the ledger's schemes and a canonical prefix of it.",
  },
  RESOLVER_INVALID_CERTIFICATE: {
    status: 400,
    title: "Invalid certificate",
    explanation:
      "A delegation certificate is named by the digest that was signed: 0x and 64 hexadecimal digits.",
  },
  RESOLVER_INVALID_TOKEN: {
    status: 400,
    title: "Invalid token",
    explanation:
      "A namespace, a record (sealed or not), a batch or a twin is named by its kind and its id: 0x and 64 hexadecimal digits.",
  },
  RESOLVER_INVALID_BATCH: {
    status: 400,
    title: "Invalid batch id",
    explanation: "A batch is named by its id: 0x and 64 hexadecimal digits.",
  },
  RESOLVER_INVALID_SEALED_RECORD: {
    status: 400,
    title: "Invalid id of a sealed record",
    explanation:
      "A sealed record is named by its id: 0x and 64 hexadecimal digits. Its identifier is not asked for here: whoever is asked " +
      "learns it.",
  },
  RESOLVER_ANSWER_FULL: {
    status: 413,
    title: "Answer full",
    explanation:
      "Of many identifiers in one request, those before this one have filled the answer. Ask for this one again, with those " +
      "that follow it; the first of a request is always answered.",
  },
  RESOLVER_INVALID_AAS_ID: {
    status: 400,
    title: "Invalid id of a shell, a submodel or an asset",
    explanation:
      "Ids of shells and submodels stand in paths, and asset ids in query strings, in base64url of their UTF-8 text, with or " +
      "without padding.",
  },
  RESOLVER_INVALID_BODY: {
    status: 400,
    title: "Invalid body",
    explanation:
      "The request's body is missing, is not JSON, or is not of the structure that the resource takes.",
  },
  RESOLVER_UNKNOWN_SUBJECT: {
    status: 400,
    title: "Unknown subject",
    explanation:
      "An asset id is meant for somebody (`externalSubjectId`) who is no party of the ledger, by a DID or by a business partner number that a " +
      "registrar attests. Nobody could ever be shown it, so it is refused.",
  },
  RESOLVER_UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: "Unsupported media type",
    explanation: "Bodies are read as plain JSON in UTF-8, with Content-Type: application/json.",
  },
  RESOLVER_UNREADABLE_CREDENTIALS: {
    status: 401,
    title: "Unreadable credentials",
    explanation:
      "The request has more than one Authorization header, or one that is neither a signed request (Cadastre-Signature) " +
      "nor a session (Bearer). Without the header the caller is anonymous.",
  },
  RESOLVER_OUTSIDE_VALIDITY: {
    status: 401,
    title: "Outside its validity",
    explanation:
      "The signed request is from the future, has expired, or is valid for longer than five minutes. Set the clock, and sign anew.",
  },
  RESOLVER_INVALID_SIGNATURE: {
    status: 401,
    title: "Invalid signature",
    explanation:
      "The signature is not that of the named key over this request as it came: its method, address, query and body, for " +
      "this resolver and chain. The problem's audience member is the address to sign for.",
  },
  RESOLVER_INVALID_SESSION: {
    status: 401,
    title: "Invalid session",
    explanation:
      "The session token is not one of this resolver, has expired, or control of the party has changed since. Log in anew.",
  },
  RESOLVER_INVALID_LOGIN: {
    status: 401,
    title: "Invalid login",
    explanation:
      "The message is not one that this resolver made within the last five minutes. Ask for a challenge, and send its message " +
      "back as it came.",
  },
  RESOLVER_KEY_NOT_AUTHORISED: {
    status: 401,
    title: "Key not authorised",
    explanation:
      "The key is, at the block that the problem names, neither the party's controller nor a delegate of it for " +
      "authentication (sigAuth), or the party is not registered or has given itself up.",
  },
  RESOLVER_REPLAYED: {
    status: 401,
    title: "Used already",
    explanation: "A signed request and a challenge are each good once. Sign anew, with another nonce.",
  },
  RESOLVER_PARTY_FROZEN: {
    status: 403,
    title: "Party frozen",
    explanation: "The key is the party's, but a regulator holds the party frozen: /v1/freezes tells which.",
  },
  RESOLVER_SIGNATURE_REQUIRED: {
    status: 401,
    title: "Signature required",
    explanation:
      "The resource takes requests that a key of the party has signed (`Authorization: Cadastre-Signature`), as what is sent " +
      "must be the party's own word. A session is not enough.",
  },
  RESOLVER_NOT_COMMITTED: {
    status: 409,
    title: "Not committed",
    explanation:
      "The ledger has no commitment of what was sent, at the block that `asOf` names. Publish the commitment first, and send it " +
      "again once the index has read it.",
  },
  RESOLVER_TOO_MANY_OPENINGS: {
    status: 409,
    title: "Too many openings",
    explanation:
      "The resolver keeps whom 4,096 blinded grants to one party on one asset are for. Take back those that are over; what is no longer " +
      "needed as evidence is better kept by the two sides themselves.",
  },
  RESOLVER_CALLER_UNKNOWN: {
    status: 401,
    title: "Caller unknown",
    explanation:
      "What was asked for is for somebody, and the request has no credentials. Sign it, or log in; without credentials, public " +
      "answers are to be had.",
  },
  RESOLVER_NOT_ALLOWED: {
    status: 403,
    title: "Not allowed",
    explanation:
      "No right of the caller's that holds lets this be done with the data. `reason` says what the matter is with those that it " +
      "has; it is `no-right` where there is none, and where there is no such asset. The asset's owner gives rights.",
  },
  RESOLVER_CALLER_UNCHECKED: {
    status: 503,
    title: "Caller cannot be checked",
    explanation:
      "Who asks cannot be checked just now: the resolver has only just started, has as many signed requests to remember as it " +
      "can, or the node, which it asks about contract accounts, does not answer. Sign anew in some seconds.",
  },
  RESOLVER_UNKNOWN_ROUTE: {
    status: 404,
    title: "No such resource",
    explanation: "Nothing is served at this path. /openapi.json lists everything that is.",
  },
  RESOLVER_METHOD_NOT_ALLOWED: {
    status: 405,
    title: "Method not allowed",
    explanation: "The Allow header names the methods that are. Changes are transactions on the ledger.",
  },
  RESOLVER_BODY_TOO_LARGE: {
    status: 413,
    title: "Body too large",
    explanation: "The request's body is larger than the resource takes; most take none at all.",
  },
  RESOLVER_UNKNOWN_IDENTIFIER: {
    status: 404,
    title: "Unknown identifier",
    explanation:
      "The identifier is well formed, but nobody has registered it with the namespace that has authority over it. " +
      "The problem's authority member says who could.",
  },
  RESOLVER_UNKNOWN_TWIN: {
    status: 404,
    title: "Unknown twin",
    explanation:
      "The ledger has no twin model with this id, as far as the index has read. An id is the keccak256 of the SHA-256 of " +
      "the content that the twin was minted with.",
  },
  RESOLVER_UNKNOWN_SHELL: {
    status: 404,
    title: "Unknown shell",
    explanation:
      "No Asset Administration Shell of that id is registered and active, as far as the index has read. A twin without a shell " +
      "of its own answers under its DID.",
  },
  RESOLVER_UNKNOWN_SUBMODEL: {
    status: 404,
    title: "Unknown submodel",
    explanation: "No submodel of that id is registered and active there, as far as the index has read.",
  },
  RESOLVER_UNKNOWN_TOKEN: {
    status: 404,
    title: "Unknown token",
    explanation: "The ledger has no namespace, record or twin with this id, as far as the index has read.",
  },
  RESOLVER_UNKNOWN_BATCH: {
    status: 404,
    title: "Unknown batch",
    explanation:
      "Nobody has issued a batch of that id up to the block that `asOf` names. Whether a single identifier is one of a " +
      "batch, `/v1/resolve` tells for ranges of numbers.",
  },
  RESOLVER_UNKNOWN_MANIFEST: {
    status: 404,
    title: "Unknown manifest",
    explanation:
      "This resolver does not have the manifest, or no batch on the ledger names it: a manifest is taken in once its batch " +
      "is issued and the index has read that. Its hash is the SHA-256 of the file.",
  },
  RESOLVER_UNKNOWN_REGISTRATION: {
    status: 404,
    title: "Unknown registration",
    explanation: "No registration has the id. It is the one that was answered when the file was sent.",
  },
  RESOLVER_INVALID_MANIFEST: {
    status: 422,
    title: "Not the manifest",
    explanation:
      "What was sent does not have the SHA-256 that the path names, or its length is not what was announced. It was thrown " +
      "away: send the file again, just as it was registered.",
  },
  RESOLVER_MANIFEST_OUT_OF_STEP: {
    status: 409,
    title: "Part out of step",
    explanation:
      "A manifest comes in part by part, in order. `received` says how many bytes there are: go on from there.",
  },
  RESOLVER_DISK_FULL: {
    status: 507,
    title: "Disk full",
    explanation:
      "The resolver has no room for what was sent. Nothing is lost: send it again once the operator has made room.",
  },
  RESOLVER_UNKNOWN_SEALED_RECORD: {
    status: 404,
    title: "Unknown sealed record",
    explanation: "Nobody has registered a sealed record of that id up to the block that `asOf` names.",
  },
  RESOLVER_UNKNOWN_THING: {
    status: 404,
    title: "Unknown thing",
    explanation:
      "The ledger has no asset, group or quota with this id, as far as the index has read. The id is well formed.",
  },
  RESOLVER_UNKNOWN_PARTY: {
    status: 404,
    title: "Unknown party",
    explanation: "The address is well formed, but no party is registered with it.",
  },
  RESOLVER_UNKNOWN_EVIDENCE: {
    status: 404,
    title: "Unknown evidence",
    explanation:
      "No party has anchored this digest on the ledger. A document of a bundle is anchored by the bundle's root: its own " +
      "digest is then not known here.",
  },
  RESOLVER_UNKNOWN_NAMESPACE: {
    status: 404,
    title: "Unknown namespace",
    explanation: "The prefix is well formed, but was never delegated.",
  },
  RESOLVER_UNKNOWN_CERTIFICATE: {
    status: 404,
    title: "Unknown certificate",
    explanation:
      "No certificate of that digest was used or cancelled. One that nobody submitted yet is not on the ledger.",
  },
  RESOLVER_EVENT_AHEAD: {
    status: 503,
    title: "Event not indexed yet",
    explanation:
      "The reader has an event, or names a block, that is later than the last block that this index has read. Another replica " +
      "may be ahead of it: try again shortly.",
  },
  RESOLVER_EVENT_FORGOTTEN: {
    status: 410,
    title: "No such event",
    explanation:
      "The id is of an event that is not on the chain, and that this index never saw: one of another ledger, or of a branch " +
      "that was replaced while another index followed it. Begin anew after a block whose events you have.",
  },
  RESOLVER_TOO_MANY_FEEDS: {
    status: 503,
    title: "Too many feeds",
    explanation: "As many feeds as may be open at once are open. Try again later, or ask another replica.",
  },
  RESOLVER_NOT_THE_PARTY: {
    status: 403,
    title: "Not that party",
    explanation: "What is asked for is a party's own: sign the request as that party.",
  },
  RESOLVER_CREDENTIALS_OFF: {
    status: 403,
    title: "No credentials",
    explanation:
      "This resolver issues no credentials: it has no key that outlasts a restart, so nobody could verify them later. Its " +
      "operator gives it one. What the ledger says is to be had with a proof all the same.",
  },
  RESOLVER_NOT_IN_FORCE: {
    status: 409,
    title: "Not in force",
    explanation:
      "A credential is of what holds when it is issued: what was retired, withdrawn, revoked or has ended gets none, and what is frozen " +
      "or suspended none until that is lifted. `reason` says which it is.",
  },
  RESOLVER_WEBHOOKS_OFF: {
    status: 403,
    title: "No webhooks",
    explanation:
      "This resolver sends no webhooks: its operator has not turned them on. The feed tells the same events.",
  },
  RESOLVER_UNKNOWN_WEBHOOK: {
    status: 404,
    title: "Unknown webhook",
    explanation: "The calling party has no webhook, or none of its deliveries, by that name.",
  },
  RESOLVER_INVALID_TARGET: {
    status: 400,
    title: "Not an address to send to",
    explanation:
      "Messages are sent over https to public addresses, without credentials or a fragment in them. Addresses of private " +
      "networks are refused, also where a name leads to one.",
  },
  RESOLVER_TOO_MANY_WEBHOOKS: {
    status: 409,
    title: "Too many webhooks",
    explanation:
      "The party, or the resolver, has as many webhooks as there may be. Remove one that is not needed.",
  },
  RESOLVER_MOMENT_AHEAD: {
    status: 404,
    title: "Moment not indexed yet",
    explanation:
      "`at` names a block, or a time, that is later than the last block that the index has read: what there will be is not " +
      "known. Ask without `at` for the present.",
  },
  RESOLVER_MOMENT_BEFORE_LEDGER: {
    status: 404,
    title: "Moment before the ledger",
    explanation: "`at` names a block, or a time, before the block in which the ledger was deployed.",
  },
  RESOLVER_UNKNOWN_BLOCK: {
    status: 404,
    title: "Unknown block",
    explanation:
      "`at` names a block by a hash that the index does not know. The chain may have replaced that block, or nothing of the " +
      "ledger changed in it: of those the index keeps no hash. Ask for the block by its number.",
  },
  RESOLVER_WRITING_OFF: {
    status: 403,
    title: "Writing is off",
    explanation:
      "This resolver only reads. Its operator can let it write to the ledger for one party; anybody else writes with a key of " +
      "their own, by the command line.",
  },
  RESOLVER_UNAUTHORISED: {
    status: 401,
    title: "Token needed",
    explanation:
      "Whoever writes presents the token that the resolver's operator gave out, as a bearer token.",
  },
  RESOLVER_NOT_OURS: {
    status: 403,
    title: "Somebody else's",
    explanation:
      "The party for which this resolver writes neither owns what would be changed, nor holds the namespace that it would be " +
      "registered under.",
  },
  RESOLVER_UNKNOWN_BULK: {
    status: 404,
    title: "Unknown bulk operation",
    explanation:
      "There is no bulk operation of that handle. Results are kept for an hour, the last hundred of them, and not across a " +
      "restart. Read what is registered, or send the same again: what is on the ledger already stays as it is.",
  },
  RESOLVER_BULK_BUSY: {
    status: 503,
    title: "Too many bulk operations",
    explanation: "As many bulk operations as are carried out at once are under way. Try again shortly.",
  },
  RESOLVER_CONFLICT: {
    status: 409,
    title: "Conflict",
    explanation: "The ledger says something else already, or does not allow the change.",
  },
  RESOLVER_WRITE_PENDING: {
    status: 202,
    title: "Not read back yet",
    explanation:
      "The change was sent to the ledger, and the index does not have it yet. Read it in a while; sending it again does no harm.",
  },
  RESOLVER_LEDGER_UNAVAILABLE: {
    status: 503,
    title: "Ledger unavailable",
    explanation:
      "The change could not be sent to the ledger. The request id finds the reason in the operator's log.",
  },
  RESOLVER_NODE_UNAVAILABLE: {
    status: 503,
    title: "Node unavailable",
    explanation:
      "Proofs are made with a node of the chain, which cannot be reached now or answers with an error. Try again shortly.",
  },
  RESOLVER_NODE_UNABLE: {
    status: 501,
    title: "No proofs here",
    explanation:
      "The resolver's node does not have eth_getProof. Ask another resolver, or make the proof over a node of your own: " +
      "cadastre prove.",
  },
  RESOLVER_NODE_OUT_OF_STEP: {
    status: 503,
    title: "Node out of step",
    explanation:
      "The resolver's node does not have the block that its index has: it is behind, or on another branch of the chain. Try " +
      "again shortly.",
  },
  RESOLVER_NODE_WRONG: {
    status: 502,
    title: "Node wrong",
    explanation:
      "What the resolver's node gave proves nothing, so nothing was handed out. The block may have been replaced meanwhile; " +
      "where it stays so, the node is defective, or its chain hashes headers in its own way.",
  },
  RESOLVER_STATE_PRUNED: {
    status: 404,
    title: "State no longer kept",
    explanation:
      "The resolver's node no longer has the state of that block: most nodes keep that of some hundred blocks. Ask for a newer " +
      "block, or a resolver with an archive node.",
  },
  RESOLVER_PROOF_TIMEOUT: {
    status: 503,
    title: "Proof not made in time",
    explanation: "The resolver's node was too slow. Try again shortly.",
  },
  RESOLVER_PROOFS_BUSY: {
    status: 503,
    title: "Too many proofs at once",
    explanation: "As many proofs as may be made at once are being made. Try again shortly.",
  },
  RESOLVER_INDEX_REFUTED: {
    status: 500,
    title: "Index refuted",
    explanation:
      "The state of the ledger was proven, and is not what the resolver's index says. Do not rely on this resolver: its operator " +
      "should build the index anew.",
  },
  RESOLVER_MEMBERSHIP_REFUTED: {
    status: 400,
    title: "Membership not shown",
    explanation:
      "The path does not lead from the identifier to the batch. Take place, content and path from the batch's manifest.",
  },
  RESOLVER_NOT_LIVE: {
    status: 404,
    title: "Identifier not live",
    explanation:
      "The identifier is registered, but its record or the namespace above it is suspended, so nothing is served for " +
      "it. /v1/resolve shows the record and its status.",
  },
  RESOLVER_UNKNOWN_ENTRY: {
    status: 404,
    title: "No such entry",
    explanation:
      "The access log has no entry of that number, or none that concerns the caller: itself, or what it owned then.",
  },
  RESOLVER_UNKNOWN_CHECKPOINT: {
    status: 404,
    title: "No such checkpoint",
    explanation:
      "No checkpoint of the access log was made at that size. /v1/access-log names the newest that is anchored.",
  },
  RESOLVER_NOT_ANCHORED: {
    status: 409,
    title: "Not anchored yet",
    explanation:
      "The entry is in the access log, and no checkpoint that covers it is on the ledger yet. Ask again after the next " +
      "one, which the operator's schedule brings; where none is configured, it never comes.",
  },
  RESOLVER_RETIRED: {
    status: 410,
    title: "Identifier retired",
    explanation:
      "The identifier's record was ended for ever by its owner, and will not be used again. /v1/resolve shows what it " +
      "was.",
  },
  RESOLVER_NO_LINK: {
    status: 404,
    title: "No link",
    explanation: "The identifier is registered, but its owner has attached no link that can be followed.",
  },
  RESOLVER_UNKNOWN_LINK_TYPE: {
    status: 404,
    title: "No link of that type",
    explanation:
      "The identifier has no link of the requested type, at its own level or above. Ask for linkType=linkset to see " +
      "which there are.",
  },
  RESOLVER_UNKNOWN_PROBLEM: {
    status: 404,
    title: "No such problem",
    explanation: "There is no problem type of that name.",
  },
  RESOLVER_NOT_READY: {
    status: 503,
    title: "Not ready",
    explanation:
      "The index has not read anything from the chain yet. /readyz says how far it is; try again shortly.",
  },
  RESOLVER_INTERNAL: {
    status: 500,
    title: "Internal error",
    explanation: "Something failed that should not have. The request id finds it in the operator's log.",
  },
};

/** Codes of other layers that can reach a caller, by the folder's prefix. */
const foreignProblems: readonly (readonly [prefix: string, kind: ProblemKind])[] = [
  [
    "IDENTIFIER_",
    {
      status: 400,
      title: "Malformed identifier",
      explanation:
        "The text is not an identifier of any scheme that is known here, or breaks its scheme's rules. The problem's " +
        "detail says which, and its position where.",
    },
  ],
  [
    "VAULT_",
    {
      status: 503,
      title: "Vault unavailable",
      explanation:
        "What owners have entrusted to the resolver cannot be read or written now. The request id finds the reason in the " +
        "operator's log. What is public is not affected.",
    },
  ],
  [
    "ACCESS_LOG_ALLOWANCE_USED",
    {
      status: 429,
      title: "Too much for the access log",
      explanation:
        "What is decided for a party and shown to it is logged, and a party may have only so many entries an hour. Ask again after " +
        "`retryAfter` seconds, or about less at once. Whoever needs more asks the resolver's operator (CADASTRE_ACCESS_LOG_HOURLY).",
    },
  ],
  [
    "ACCESS_LOG_",
    {
      status: 503,
      title: "Access log unavailable",
      explanation:
        "The resolver cannot write or read its log of decisions, and decides nothing that it could not log. The request " +
        "id finds the reason in the operator's log.",
    },
  ],
  [
    "STORE_",
    {
      status: 503,
      title: "Index unavailable",
      explanation:
        "The resolver's index cannot be read. The request id finds the reason in the operator's log.",
    },
  ],
];

function isResolverCode(code: string): code is ResolverCode {
  return Object.hasOwn(resolverProblems, code);
}

/** The kind of a code, or undefined for one that no caller should see. */
export function problemKind(code: string): ProblemKind | undefined {
  if (isResolverCode(code)) return resolverProblems[code];
  return foreignProblems.find(([prefix]) => code.startsWith(prefix))?.[1];
}

/** `RESOLVER_NO_LINK` → `/problems/resolver-no-link`. */
export function problemType(code: string): string {
  return `/problems/${code.toLowerCase().replaceAll("_", "-")}`;
}

/** The code behind a page's name, or undefined where the name is not in kebab case. */
export function codeOfPage(name: string): string | undefined {
  return /^[a-z]+(-[a-z0-9]+)+$/.test(name) ? name.toUpperCase().replaceAll("-", "_") : undefined;
}
