/** From a request to who asks, at a moment of the index. */
import type { Request } from "express";
import type { SignedClaim } from "../../rights/requests/authorization.js";
import { requestDigest } from "../../rights/requests/signedRequest.js";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import { bodyBytes } from "../http/bodyBytes.js";
import { type Followed, requireFresh } from "../operations/fresh.js";
import type { Moment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { anonymous, type Caller, capacityOf, controlOf, type KnownCaller } from "./caller.js";
import { credentialsOf } from "./credentials.js";
import { checkProof, invalidSignature } from "./proofs.js";
import { sessionOf } from "./sessions.js";

/** What it takes to know who asks. */
export type Knowing = Pick<Service, "access" | "baseUrl"> & Followed;

/** What is asked, in which state of the ledger. */
interface Asked {
  readonly req: Request;
  readonly view: EntityView;
  readonly moment: Moment;
}

/**
 * Who asks. A request without credentials is anonymous; one with credentials that do not hold is refused, never anonymous.
 *
 * A signed request is good once: a handler asks once. Nobody is known while the index stands still: the key may be another's by now, and
 * the right ended.
 *
 * @throws ResolverError RESOLVER_UNREADABLE_CREDENTIALS, RESOLVER_INVALID_SESSION, RESOLVER_NOT_READY, and those of `checkProof`.
 */
export async function callerOf(
  service: Knowing,
  req: Request,
  view: EntityView,
  moment: Moment,
): Promise<Caller> {
  const credentials = credentialsOf(req);
  if (credentials.kind === "none") return anonymous;
  requireFresh(service);
  const asked = { req, view, moment };
  switch (credentials.kind) {
    case "signature":
      return await signerOf(service, asked, credentials.claim);
    case "session":
      return await sessionHolder(service, asked, credentials.token);
  }
}

async function signerOf(
  { access, baseUrl }: Pick<Service, "access" | "baseUrl">,
  { req, view, moment }: Asked,
  claim: SignedClaim,
): Promise<KnownCaller> {
  const body = bodyBytes(req);
  // A body that the resource does not read is no part of what could have been signed.
  if (body === null) throw invalidSignature(baseUrl);
  const { method, url: target } = req;
  const digest = requestDigest({ method, audience: baseUrl, target, body, chainId: moment.chainId }, claim);
  const now = Math.floor(Date.now() / 1000);
  const as = await checkProof(access, view, moment, { ...claim, digest, audience: baseUrl }, now);
  const { party, key } = claim;
  return { kind: "party", party, key, via: "signature", as };
}

async function sessionHolder(
  { access, baseUrl }: Pick<Service, "access" | "baseUrl">,
  { view, moment }: Asked,
  token: string,
): Promise<KnownCaller> {
  const session = await sessionOf(access.sessionKey, baseUrl, token);
  const holds =
    session !== null &&
    session.chainId === moment.chainId &&
    session.controlEpoch === controlOf(view, session);
  if (!holds) {
    throw new ResolverError("RESOLVER_INVALID_SESSION", "The session's token is not good, or no longer.", {
      hint: "Log in anew: POST /v1/login/challenges.",
    });
  }
  const { party, key } = session;
  return { kind: "party", party, key, via: "session", as: capacityOf(view, moment, session) };
}
