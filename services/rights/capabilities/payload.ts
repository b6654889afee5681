/** A capability as claims of a JWT (RFC 7519), with those of RFC 8693 (`act`) and RFC 7800 (`cnf`). */
import { z } from "zod";
import { toDigest } from "../../ledger/hex.js";
import { toAddress, toGrantId, toQuotaId, toRecordId, toSealedId, toTwinId } from "../../store/hex.js";
import { grantActions } from "../../store/model.js";
import { meterView } from "../metering/meter.js";
import type { Capability } from "./capability.js";

const word = z.string().regex(/^0x[0-9a-f]{64}$/);
const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform(toAddress);
/** More digits than a JSON number holds. */
const units = z
  .string()
  .regex(/^\d{1,39}$/)
  .transform(BigInt);

const payloadSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: address,
  act: z.strictObject({ sub: address }).optional(),
  cnf: z.strictObject({ kid: address }),
  chain: z.number().int(),
  asset: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("twin"), id: word.transform(toTwinId) }),
    z.strictObject({ kind: z.literal("record"), id: word.transform(toRecordId) }),
    z.strictObject({ kind: z.literal("sealed"), id: word.transform(toSealedId) }),
  ]),
  scope: z.string(),
  actions: z.array(z.enum(grantActions)).min(1),
  purpose: z.string().optional(),
  grant: word.transform(toGrantId).optional(),
  policies: z.array(word.transform(toDigest)).optional(),
  meter: z
    .strictObject({
      registry: address,
      quota: word.transform(toQuotaId),
      host: address,
      settled: units,
      left: units,
    })
    .optional(),
  block: z.number().int().nonnegative(),
});

/** The claims that are Cadastre's own; issuer, audience, subject and times are those of every JWT. */
export function payloadOf(capability: Capability) {
  const { party, actor, key, chainId, asset, scope, actions, purpose, grant, meter, policies, block } =
    capability;
  return {
    ...(actor === party ? {} : { act: { sub: actor } }),
    cnf: { kid: key },
    chain: chainId,
    asset,
    scope,
    actions,
    ...(purpose === null ? {} : { purpose }),
    ...(grant === null ? {} : { grant }),
    ...(meter === null ? {} : { meter: meterView(meter) }),
    ...(policies.length === 0 ? {} : { policies }),
    block,
  };
}

/** What claims say; null where they are no capability's. */
export function capabilityIn(payload: unknown): Capability | null {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) return null;
  const { iss, aud, sub, act, cnf, chain, asset, scope, actions, purpose, grant, meter, policies, block } =
    parsed.data;
  return {
    issuer: iss,
    audience: aud,
    party: sub,
    actor: act?.sub ?? sub,
    key: cnf.kid,
    chainId: chain,
    asset,
    scope,
    actions,
    purpose: purpose ?? null,
    grant: grant ?? null,
    meter: meter ?? null,
    policies: policies ?? [],
    block,
  };
}
