/**
 * What a host keeps of a holder's use, and shows for what it takes: the last statement with the capability in which the resolver
 * says that the key that signed acts for the holder. SHA-256 of its bytes (RFC 8785) is the evidence on the ledger.
 */
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import { addressSchema, hashSchema, toDigest, toHex, toQuotaId } from "../../ledger/hex.js";
import type { Digest } from "../../store/model.js";
import { mostUnits, type SignedTotal, type UsageStatement } from "./statement.js";

export interface UsageDocument {
  readonly statement: UsageStatement;
  readonly signature: SignedTotal["signature"];
  /** Capability (JWS) that came with it. */
  readonly capability: string;
}

const documentSchema = z.strictObject({
  type: z.literal("cadastre-usage"),
  statement: z.strictObject({
    chainId: z.number().int().positive(),
    registry: addressSchema,
    quota: hashSchema.transform(toQuotaId),
    holder: addressSchema,
    host: addressSchema,
    total: z
      .string()
      .regex(/^[1-9][0-9]{0,38}$/)
      .transform(BigInt)
      .refine((total) => total <= mostUnits),
  }),
  signature: z
    .string()
    .regex(/^0x[0-9a-f]{130}$/)
    .transform(toHex),
  capability: z.string().regex(/^[A-Za-z0-9._-]{1,4096}$/),
});

export function usageText({ statement, signature, capability }: UsageDocument): string {
  const shown = { ...statement, total: statement.total.toString() };
  const text = canonicalize({ type: "cadastre-usage", statement: shown, signature, capability });
  if (text === undefined) throw new TypeError("A usage document is a JSON object.");
  return text;
}

/** What a document says; null where it is none, or not in its one form. Nothing of it is proven yet. */
export function usageIn(text: string): UsageDocument | null {
  const parsed = documentSchema.safeParse(jsonIn(text));
  if (!parsed.success) return null;
  return usageText(parsed.data) === text ? parsed.data : null;
}

/** Its digest on the ledger. */
export const usageDigest = (text: string): Digest =>
  toDigest(`0x${createHash("sha256").update(text).digest("hex")}`);

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
