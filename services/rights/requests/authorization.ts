/** A signed request's proof as the value of the `Authorization` header: `Cadastre-Signature` and base64url of JSON. */
import { decodeBase64, encodeBase64, toUtf8Bytes, toUtf8String } from "ethers";
import { z } from "zod";
import { toAddress } from "../../store/hex.js";
import type { Claim } from "./signedRequest.js";

/** Scheme of the header, for RFC 9110, section 11. */
export const signatureScheme = "Cadastre-Signature";

/** Characters of the token after the scheme; contract accounts' signatures are the long ones. */
export const maxTokenLength = 6_000;

/** Bytes of the signature: those of a contract account with some thirty owners. */
const maxSignatureBytes = 2_048;

export interface SignedClaim extends Claim {
  readonly signature: `0x${string}`;
}

const hex = (form: RegExp) =>
  z
    .string()
    .regex(form)
    .transform((text): `0x${string}` => `0x${text.slice(2)}`);
const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform(toAddress);
const seconds = z.number().int().nonnegative();

/** Members in lower case, none else: one claim has one form. */
const tokenSchema = z.strictObject({
  v: z.literal(1),
  party: address,
  key: address,
  nonce: hex(/^0x[0-9a-f]{32}$/),
  issuedAt: seconds,
  expires: seconds,
  signature: hex(new RegExp(`^0x(?:[0-9a-f]{2}){1,${maxSignatureBytes}}$`)),
});

/** The value of the header. */
export function encodeAuthorization(claim: SignedClaim): string {
  const { party, key, nonce, issuedAt, expires, signature } = claim;
  const json = JSON.stringify({ v: 1, party, key, nonce, issuedAt, expires, signature });
  return `${signatureScheme} ${base64url(toUtf8Bytes(json))}`;
}

/** What a token says; null where it is none. Nothing of it is proven yet. */
export function decodeToken(token: string): SignedClaim | null {
  if (token.length > maxTokenLength || !/^[A-Za-z0-9_-]+$/.test(token)) return null;
  const parsed = tokenSchema.safeParse(jsonIn(token));
  if (!parsed.success) return null;
  const { v: _, ...claim } = parsed.data;
  return claim;
}

function jsonIn(token: string): unknown {
  try {
    const bytes = decodeBase64(token.replaceAll("-", "+").replaceAll("_", "/"));
    // The same bytes written in another way would be another name of one proof.
    return base64url(bytes) === token ? JSON.parse(toUtf8String(bytes)) : null;
  } catch {
    return null;
  }
}

const base64url = (bytes: Uint8Array): string =>
  encodeBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
