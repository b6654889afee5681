/** Who asks: `/v1/whoami`, logging in, and the keys by which sessions are known. */
import { z } from "zod";
import { ResolverError } from "../errors.js";
import { problemContent } from "../http/problemSchema.js";
import { queryOf } from "../http/query.js";
import type { Route } from "../http/route.js";
import { sendJson } from "../http/send.js";
import { askAtMoment, readAtMoment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { type Presenter, presenter } from "../v1/present.js";
import type { KnownCaller } from "./caller.js";
import { callerOf } from "./callers.js";
import { messageOf, newChallenge, sessionsPath } from "./challenge.js";
import { login } from "./login.js";
import {
  type ChallengeView,
  challengeRequestSchema,
  challengeSchema,
  keysSchema,
  type SessionView,
  sessionRequestSchema,
  sessionSchema,
  type WhoamiView,
  whoamiSchema,
} from "./schema.js";

/** Answers are of one caller: nobody keeps them. */
const noStore = { "cache-control": "no-store" };
const maxBodyBytes = 16 * 1024;

export function authRoutes(service: Service): readonly Route[] {
  return [whoamiRoute(service), challengeRoute(service), sessionRoute(service), keysRoute(service)];
}

function whoamiRoute(service: Service): Route {
  const { store, baseUrl } = service;
  return {
    path: "/v1/whoami",
    operation: whoamiOperation,
    handle: async (req, res) => {
      queryOf(req.url, z.strictObject({}));
      const body = await askAtMoment(store, async (view, moment): Promise<WhoamiView> => {
        const caller = await callerOf(service, req, view, moment);
        const present = presenter(view, moment, baseUrl);
        return {
          caller: caller.kind === "anonymous" ? null : callerView(caller, present),
          audience: baseUrl,
          chainId: moment.chainId,
          asOf: present.asOf(),
        };
      });
      sendJson(req, res, 200, body, noStore);
    },
  };
}

const callerView = ({ party, key, via, as }: KnownCaller, present: Presenter) => ({
  party: present.party(party),
  key,
  via,
  as,
});

function challengeRoute({ store, baseUrl, access }: Service): Route {
  return {
    path: "/v1/login/challenges",
    method: "post",
    maxBodyBytes,
    operation: challengeOperation,
    handle: (req, res) => {
      const { key, party = key } = parsed(challengeRequestSchema, req.body);
      const challenge = readAtMoment(store, (_view, { chainId }) => {
        const now = Math.floor(Date.now() / 1000);
        return newChallenge(access.sessionKey, { key, party, audience: baseUrl, chainId }, now);
      });
      const body: ChallengeView = { message: messageOf(challenge), expires: challenge.expires };
      sendJson(req, res, 200, body, noStore);
    },
  };
}

function sessionRoute(service: Service): Route {
  const { store, baseUrl } = service;
  return {
    path: sessionsPath,
    method: "post",
    maxBodyBytes,
    operation: sessionOperation,
    handle: async (req, res) => {
      const signed = parsed(sessionRequestSchema, req.body);
      const body = await askAtMoment(store, async (view, moment): Promise<SessionView> => {
        const { token, expires, caller } = await login(service, signed, view, moment);
        const present = presenter(view, moment, baseUrl);
        return { token, expires, caller: callerView(caller, present), asOf: present.asOf() };
      });
      sendJson(req, res, 200, body, noStore);
    },
  };
}

function keysRoute({ access }: Service): Route {
  return {
    path: "/.well-known/jwks.json",
    operation: keysOperation,
    handle: (req, res) => {
      sendJson(
        req,
        res,
        200,
        { keys: [access.sessionKey.jwk, access.auditKey.jwk] },
        { "cache-control": "max-age=300" },
      );
    },
  };
}

/** @throws ResolverError RESOLVER_INVALID_BODY */
function parsed<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join(".") || "The body";
  throw new ResolverError(
    "RESOLVER_INVALID_BODY",
    `${place} is not right: ${issue?.message ?? "invalid"}.`.slice(0, 300),
    { hint: "See /docs/ for what this resource takes." },
  );
}

const unproven = problemContent(
  "The credentials do not hold: `code` says why. `WWW-Authenticate` names the schemes.",
);
const frozen = problemContent("The party is frozen.");
const notNow = problemContent("The index is not ready, or the caller cannot be checked now.");

const whoamiOperation: Route["operation"] = {
  tags: ["Callers"],
  summary: "Show who asks",
  description:
    "For whom the resolver takes the caller, at the block that `asOf` names. Credentials are a signed request " +
    "(`Authorization: Cadastre-Signature`) or a session (`Authorization: Bearer`); docs/api.md says how to sign.",
  security: [{}, { signedRequest: [] }, { session: [] }],
  responses: {
    200: { description: "Who asks.", content: { "application/json": { schema: whoamiSchema } } },
    400: problemContent("There are no parameters."),
    401: unproven,
    403: frozen,
    503: notNow,
  },
};

const challengeOperation: Route["operation"] = {
  tags: ["Callers"],
  summary: "Ask for a message to log in with",
  description:
    "A message in the form of EIP-4361 for the account to sign, within five minutes. To ask proves nothing, and nothing is kept.",
  request: { body: { required: true, content: { "application/json": { schema: challengeRequestSchema } } } },
  responses: {
    200: { description: "The message.", content: { "application/json": { schema: challengeSchema } } },
    400: problemContent("Malformed body."),
    413: problemContent("The body is too large."),
    415: problemContent("The body is not JSON."),
    503: problemContent("The index is not ready."),
  },
};

const sessionOperation: Route["operation"] = {
  tags: ["Callers"],
  summary: "Log in with a signed message",
  description:
    "Gives a token that proves who asks for at most fifteen minutes. It ends before, from the next block on, when control of the " +
    "party changes, the party is frozen, or the account no longer acts for it.",
  request: { body: { required: true, content: { "application/json": { schema: sessionRequestSchema } } } },
  responses: {
    200: { description: "The session.", content: { "application/json": { schema: sessionSchema } } },
    400: problemContent("Malformed body."),
    401: unproven,
    403: frozen,
    413: problemContent("The body is too large."),
    415: problemContent("The body is not JSON."),
    503: notNow,
  },
};

const keysOperation: Route["operation"] = {
  tags: ["Callers"],
  summary: "Show the resolver's keys",
  description: "Public keys by which the tokens of its sessions are known, as a JWK Set (RFC 7517).",
  responses: {
    200: { description: "The keys.", content: { "application/json": { schema: keysSchema } } },
  },
};
