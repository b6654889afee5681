/** Who asks, and what only some may. */
import type { ProblemKinds } from "./kind.js";

export const callerProblems = {
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
  RESOLVER_CALLER_UNKNOWN: {
    status: 401,
    title: "Caller unknown",
    explanation:
      "What was asked for is for somebody, and the request has no credentials. Sign it, or log in; without credentials, public " +
      "answers are to be had.",
  },
  RESOLVER_CALLER_UNCHECKED: {
    status: 503,
    title: "Caller cannot be checked",
    explanation:
      "Who asks cannot be checked just now: the resolver has only just started, has as many signed requests to remember as it " +
      "can, or the node, which it asks about contract accounts, does not answer. Sign anew in some seconds.",
  },
  RESOLVER_NOT_ALLOWED: {
    status: 403,
    title: "Not allowed",
    explanation:
      "No right of the caller's that holds lets this be done with the data. `reason` says what the matter is with those that it " +
      "has; it is `no-right` where there is none, and where there is no such asset. The asset's owner gives rights.",
  },
  RESOLVER_NOT_THE_PARTY: {
    status: 403,
    title: "Not that party",
    explanation: "What is asked for is a party's own: sign the request as that party.",
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
} satisfies ProblemKinds;
