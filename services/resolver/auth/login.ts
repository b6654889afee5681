/** Logging in: a challenge, its signature, a session. */
import { hashMessage } from "ethers";
import type { EntityView } from "../../store/view.js";
import { ResolverError } from "../errors.js";
import type { Moment } from "../resolution/moment.js";
import type { Service } from "../service.js";
import { controlOf, type KnownCaller } from "./caller.js";
import { challengeOf } from "./challenge.js";
import { checkProof } from "./proofs.js";
import { sessionToken } from "./sessions.js";

export interface Signed {
  readonly message: string;
  readonly signature: string;
}

export interface NewSession {
  readonly token: string;
  /** Unix seconds. */
  readonly expires: number;
  readonly caller: KnownCaller;
}

/** @throws ResolverError RESOLVER_INVALID_LOGIN, and those of `checkProof`. */
export async function login(
  { access, baseUrl }: Pick<Service, "access" | "baseUrl">,
  { message, signature }: Signed,
  view: EntityView,
  moment: Moment,
): Promise<NewSession> {
  const { chainId } = moment;
  const challenge = challengeOf(access.sessionKey, { audience: baseUrl, chainId }, message);
  if (challenge === null) {
    throw new ResolverError("RESOLVER_INVALID_LOGIN", "The message is not one that this resolver made.", {
      hint: "Ask for one: POST /v1/login/challenges. Send it back as it came.",
    });
  }
  const now = Math.floor(Date.now() / 1000);
  const proof = { ...challenge, digest: hashMessage(message), signature };
  const as = await checkProof(access, view, moment, proof, now);
  const { party, key } = challenge;
  const session = { party, key, chainId, controlEpoch: controlOf(view, challenge) };
  const token = await sessionToken(access.sessionKey, baseUrl, session, now);
  return { ...token, caller: { kind: "party", party, key, via: "session", as } };
}
