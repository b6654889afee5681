/**
 * The data chain integrity of Catena-X: a part's `DataIntegrity` aspect holds, for each aspect of its children, the hash of the payload
 * and the signature of whoever issued it. Hash: SHA3-256 of the compact payload, in hexadecimal. Signature: RSA (PKCS #1 v1.5) with
 * SHA-256 over the bytes of that hash.
 */
import { createHash, type KeyObject, verify } from "node:crypto";
import { z } from "zod";
import { compactText, parseKeepingNumbers } from "./payload.js";

/** Why a reference holds or not. */
export type IntegrityVerdict =
  | "holds"
  | "part-missing"
  | "aspect-missing"
  | "payload-changed"
  | "signature-wrong";

export interface IntegrityFinding {
  /** Part whose integrity aspect says so. */
  readonly part: string;
  readonly child: string;
  /** Semantic model of the child's aspect. */
  readonly aspect: string;
  readonly verdict: IntegrityVerdict;
}

export interface IntegritySet {
  /** Hashes of the integrity aspects themselves, on which all else hangs: 32 bytes with 0x in front. */
  readonly roots: readonly `0x${string}`[];
  readonly findings: readonly IntegrityFinding[];
}

const referenceSchema = z.object({
  semanticModelUrn: z.string(),
  hash: z.string().regex(/^[0-9a-fA-F]{64}$/),
  signature: z.string().regex(/^(?:[0-9a-fA-F]{2})+$/),
});
const aspectSchema = z.object({
  childParts: z.array(z.object({ catenaXId: z.string(), references: z.array(referenceSchema) })),
});
const partSchema = z.looseObject({ catenaXId: z.string() });
type Part = z.output<typeof partSchema>;

const isIntegrityAspect = (name: string): boolean => name.endsWith("#DataIntegrity");

/**
 * Checks a set of parts with their aspects, as Catena-X test data and its tools have them.
 * @param key Of whoever signed; null where signatures are not to be checked.
 * @returns null for a text that is no such set, or has no integrity aspect.
 */
export function checkIntegrity(text: string, key: KeyObject | null): IntegritySet | null {
  const parts = partsIn(parseKeepingNumbers(text));
  const byId = new Map(parts.map((part) => [part.catenaXId, part]));
  const roots: `0x${string}`[] = [];
  const findings: IntegrityFinding[] = [];
  for (const part of parts) {
    for (const payload of payloadsOf(part)) {
      const aspect = aspectSchema.safeParse(payload);
      if (!aspect.success) return null;
      roots.push(`0x${hashOf(payload).toString("hex")}`);
      for (const { catenaXId: child, references } of aspect.data.childParts) {
        for (const reference of references) {
          const verdict = verdictOf(byId.get(child), reference, key);
          findings.push({ part: part.catenaXId, child, aspect: reference.semanticModelUrn, verdict });
        }
      }
    }
  }
  return roots.length === 0 ? null : { roots, findings };
}

/** A container's list of parts, or a list alone. */
function partsIn(value: unknown): readonly Part[] {
  const lists = Array.isArray(value)
    ? [value]
    : Object.values(z.record(z.string(), z.unknown()).safeParse(value).data ?? {});
  return lists.flatMap((list) => z.array(partSchema).safeParse(list).data ?? []);
}

const payloadsOf = (part: Part): readonly unknown[] =>
  Object.entries(part).flatMap(([name, payloads]) =>
    isIntegrityAspect(name) && Array.isArray(payloads) ? payloads : [],
  );

function verdictOf(
  child: Part | undefined,
  { semanticModelUrn, hash, signature }: z.output<typeof referenceSchema>,
  key: KeyObject | null,
): IntegrityVerdict {
  if (child === undefined) return "part-missing";
  const payloads = child[semanticModelUrn];
  if (!Array.isArray(payloads) || payloads.length === 0) return "aspect-missing";
  const digest = hashOf(payloads[0]);
  if (digest.toString("hex") !== hash.toLowerCase()) return "payload-changed";
  if (key === null) return "holds";
  return verify("sha256", digest, key, Buffer.from(signature, "hex")) ? "holds" : "signature-wrong";
}

const hashOf = (payload: unknown): Buffer => createHash("sha3-256").update(compactText(payload)).digest();
