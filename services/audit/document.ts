/**
 * The file of a report: the report, its digest, and the signature of who made it. There is one spelling of it (RFC 8785): not a
 * byte of it can be another one.
 */
import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { base64url, CompactSign, calculateJwkThumbprint, compactVerify, decodeProtectedHeader } from "jose";
import { z } from "zod";
import { canonicalJson, readCanonicalJson } from "../ledger/canonicalJson.js";
import { type Hex, toHex } from "../ledger/hex.js";
import { AuditError } from "./errors.js";
import { format, type Report, reportSchema, version } from "./report.js";

/** What tells its signature from whatever else the key may sign (RFC 8725, section 3.11). */
const typ = "cadastre-audit";
const algorithm = "ES256";
const maxLength = 64 * 1024 * 1024;

const documentSchema = z.strictObject({
  report: z.unknown(),
  /** SHA-256 of the report in its canonical form. */
  digest: z.string(),
  /** JWS without its payload (RFC 7515, appendix F), which is the report in its canonical form. */
  signature: z.string(),
});

const jwkSchema = z.strictObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: z.string(),
  y: z.string(),
});
const headerSchema = z.strictObject({
  alg: z.literal(algorithm),
  typ: z.literal(typ),
  kid: z.string(),
  jwk: jwkSchema,
});

/** Who signs: P-256. */
export interface Signer {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly privateKey: KeyObject;
}

export interface SignedReport {
  readonly text: string;
  readonly digest: Hex;
  readonly kid: string;
}

export interface VerifiedReport {
  readonly report: Report;
  readonly digest: Hex;
  /** Thumbprint of the key that signed it: whose that is, the file cannot tell. */
  readonly kid: string;
}

export async function signReport(report: Report, { kid, privateKey }: Signer): Promise<SignedReport> {
  const payload = new TextEncoder().encode(canonicalText(report));
  const jwk = jwkSchema.parse(createPublicKey(privateKey).export({ format: "jwk" }));
  const jws = await new CompactSign(payload)
    .setProtectedHeader({ alg: algorithm, typ, kid, jwk })
    .sign(privateKey);
  const [header, , mark] = jws.split(".");
  const digest = digestOf(payload);
  return { text: canonicalText({ report, digest, signature: `${header}..${mark}` }), digest, kid };
}

/**
 * Reads a file and sees whether it is as it was signed, without a network.
 * @throws AuditError
 */
export async function verifyReport(text: string): Promise<VerifiedReport> {
  if (text.length > maxLength) throw malformed("it is too long");
  const { report, digest, signature } = readCanonicalJson(text, documentIn, malformed);
  const payload = new TextEncoder().encode(canonicalText(report));
  if (digestOf(payload) !== digest) throw changed("its digest is of something else");
  const kid = await signerOf(payload, signature);
  return { report: reportIn(report), digest: digestOf(payload), kid };
}

function documentIn(json: unknown): z.infer<typeof documentSchema> {
  const document = documentSchema.safeParse(json);
  if (document.success) return document.data;
  throw malformed("it has not the parts of one");
}

/** @throws AuditError AUDIT_CHANGED */
async function signerOf(payload: Uint8Array, signature: string): Promise<string> {
  const [header = "", middle, mark = "", ...more] = signature.split(".");
  try {
    // Spare bits of base64url would let a signature be spelled in several ways.
    const spelledOnce = [header, mark].every((part) => base64url.encode(base64url.decode(part)) === part);
    if (middle !== "" || more.length > 0 || !spelledOnce) throw changed("its signature is none");
    const { kid, jwk } = headerSchema.parse(decodeProtectedHeader(`${header}.${mark}.${mark}`));
    if ((await calculateJwkThumbprint(jwk)) !== kid) throw changed("it names another key than it has");
    const key = createPublicKey({ key: jwk, format: "jwk" });
    await compactVerify(`${header}.${base64url.encode(payload)}.${mark}`, key, { algorithms: [algorithm] });
    return kid;
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    throw changed("its signature is not of it", cause);
  }
}

function reportIn(json: unknown): Report {
  const named = z.object({ format: z.literal(format), version: z.number() }).safeParse(json);
  if (named.success && named.data.version !== version) {
    throw new AuditError("AUDIT_VERSION", `The report is of version ${named.data.version}.`, {
      hint: `This program verifies version ${version}: use a newer one.`,
    });
  }
  const parsed = reportSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw malformed("it is signed, and says what no report says", parsed.error);
}

const digestOf = (payload: Uint8Array): Hex =>
  toHex(`0x${createHash("sha256").update(payload).digest("hex")}`);

function canonicalText(value: unknown): string {
  const text = canonicalJson(value);
  if (text === null) throw malformed("it has no canonical JSON form (RFC 8785)");
  return text;
}

function malformed(why: string, cause?: unknown): AuditError {
  return new AuditError("AUDIT_MALFORMED", `The file is not an audit report: ${why}.`, {
    hint: "Give the JSON file as it was handed out, whole and unchanged.",
    cause,
  });
}

function changed(why: string, cause?: unknown): AuditError {
  return new AuditError("AUDIT_CHANGED", `The report is not what was signed: ${why}.`, {
    hint: "Ask whoever made it for the file as it was.",
    cause,
  });
}
