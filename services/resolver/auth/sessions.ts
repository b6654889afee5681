/** Sessions: short-lived tokens (JWS, ES256) that tell whose a request is, for callers that cannot sign each one. */
import type { KeyObject } from "node:crypto";
import { jwtVerify } from "jose";
import { JOSEError } from "jose/errors";
import { z } from "zod";
import { addressSchema } from "../../ledger/hex.js";
import { signToken } from "../../rights/capabilities/token.js";
import type { Acting } from "./caller.js";
import type { SessionKey } from "./sessionKey.js";

/** Seconds that a session lasts at most; control of the party, a delegate's end and a freeze end it before. */
export const sessionSeconds = 900;

/** Tells a session's token from whatever else the key may sign (RFC 8725, section 3.11). */
const typ = "cadastre-session+jwt";
const algorithm = "ES256";

export interface Session extends Acting {
  readonly chainId: number;
  /** How often control of the party had changed when it began. */
  readonly controlEpoch: number;
}

const payloadSchema = z.object({
  sub: addressSchema,
  key: addressSchema,
  chain: z.number().int(),
  control: z.number().int(),
});

/** @param now Unix seconds. */
export async function sessionToken(
  signing: SessionKey,
  audience: string,
  { party, key, chainId, controlEpoch }: Session,
  now: number,
): Promise<{ readonly token: string; readonly expires: number }> {
  const expires = now + sessionSeconds;
  const claims = { typ, issuer: audience, audience, subject: party, issued: now, expires };
  const token = await signToken(signing, claims, { key, chain: chainId, control: controlEpoch });
  return { token, expires };
}

/** The session of a token; null for one that this resolver did not give, or that is over. */
export async function sessionOf(
  { publicKey }: SessionKey,
  audience: string,
  token: string,
): Promise<Session | null> {
  const payload = payloadSchema.safeParse(await payloadOf(publicKey, audience, token));
  if (!payload.success) return null;
  const { sub, key, chain, control } = payload.data;
  return { party: sub, key, chainId: chain, controlEpoch: control };
}

/** The algorithm is the key's, whatever the token says of it. */
async function payloadOf(publicKey: KeyObject, audience: string, token: string): Promise<unknown> {
  const algorithms = [algorithm];
  const requiredClaims = ["jti", "iat", "exp"];
  try {
    return (
      await jwtVerify(token, publicKey, { algorithms, typ, issuer: audience, audience, requiredClaims })
    ).payload;
  } catch (cause) {
    if (cause instanceof JOSEError) return null;
    throw cause;
  }
}
