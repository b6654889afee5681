/**
 * For whom an owner means a protected asset id: `externalSubjectId` of a specific asset id (IDTA-01001, part 1, metamodel), a reference
 * whose last key names the subject. Only that subject is to see the asset id, besides the owner.
 */
import { z } from "zod";
import type { LinkTarget } from "../store/model.js";
import { descriptorRelation } from "../store/shellTraits.js";
import type { ProtectedLink } from "./protectedLinks.js";

/** In place of a name, that everybody may see it (Catena-X, CX-0002). */
export const publicReadable = "PUBLIC_READABLE";

/** A reference to somebody outside of the shell, who is named by a DID or by a business partner number. */
export const externalReferenceSchema = z.strictObject({
  type: z.literal("ExternalReference"),
  keys: z.array(z.strictObject({ type: z.string().min(1), value: z.string().min(1) })).min(1),
});

const idsSchema = z.looseObject({
  specificAssetIds: z.array(z.looseObject({ externalSubjectId: z.unknown().optional() })).default([]),
});

/** - `none`: none of its asset ids names anybody. - `one`: all name the same. - `mixed`: anything else, which is not to be kept. */
export type LinkSubject =
  | { readonly kind: "none" }
  | { readonly kind: "one"; readonly subject: string }
  | { readonly kind: "mixed" };

/**
 * A link is shown whole or not at all, as its commitment is of all of it. So one that names several subjects would tell each of the
 * others.
 */
export function subjectOfLink(target: LinkTarget): LinkSubject {
  const ids = idsSchema.safeParse(target);
  if (!ids.success) return { kind: "none" };
  const given = ids.data.specificAssetIds.map(({ externalSubjectId }) => externalSubjectId);
  if (given.every((reference) => reference === undefined)) return { kind: "none" };
  const subjects = new Set(given.map(subjectIn));
  const [subject] = subjects;
  return subjects.size === 1 && typeof subject === "string" ? { kind: "one", subject } : { kind: "mixed" };
}

/** Whom a reference that somebody writes names: each of its keys somebody, as Catena-X has it. */
export const subjectsIn = ({ keys }: z.infer<typeof externalReferenceSchema>): readonly string[] => [
  ...new Set(keys.map(({ value }) => value)),
];

/** Whether a link holds nothing but asset ids, all of them for one subject. */
export function isForOneSubject({ rel, target }: ProtectedLink): boolean {
  const { href, ...stated } = target;
  const isOfAssetIds =
    rel === descriptorRelation && href === "" && Object.keys(stated).join() === "specificAssetIds";
  return isOfAssetIds && subjectOfLink(target).kind === "one";
}

function subjectIn(reference: unknown): string | null {
  const parsed = externalReferenceSchema.safeParse(reference);
  return parsed.success ? (parsed.data.keys.at(-1)?.value ?? null) : null;
}

/** @param name A DID, or a business partner number. */
export const referenceTo = (name: string) => ({
  type: "ExternalReference",
  keys: [{ type: "GlobalReference", value: name }],
});
