/** Asset ids as they are written, parted into what everybody may see and what is meant for somebody (`externalSubjectId`). */
import { publicReadable, referenceTo, subjectsIn } from "../../../ledger/externalSubject.js";
import { linkTargetSchema } from "../../../ledger/linkset.js";
import type { ProtectedLink } from "../../../ledger/protectedLinks.js";
import { type AssetId, assetNames } from "../../../store/assetId.js";
import { descriptorRelation } from "../../../store/shellTraits.js";
import { ResolverError } from "../../errors.js";
import type { Sight } from "../../visibility/sight.js";
import { isNameOfParty } from "../../visibility/subjects.js";
import type { ShellDescriptor, SpecificAssetId } from "../schema.js";

export interface PartedIds {
  readonly open: readonly AssetId[];
  /** One protected link for each whom some are meant for: nobody is shown who else is named. */
  readonly meant: readonly ProtectedLink[];
}

/**
 * An id without `externalSubjectId`, or with `PUBLIC_READABLE` among its names, is open. Any other is for each party that the
 * reference's keys name.
 * @throws ResolverError RESOLVER_UNKNOWN_SUBJECT, RESOLVER_INVALID_BODY
 */
export function partedIds(sight: Sight, ids: readonly SpecificAssetId[]): PartedIds {
  const open: AssetId[] = [];
  const meant = new Map<string, AssetId[]>();
  for (const [position, { name, value, externalSubjectId }] of ids.entries()) {
    const subjects = externalSubjectId === undefined ? [] : subjectsIn(externalSubjectId);
    if (subjects.length === 0 || subjects.includes(publicReadable)) {
      open.push({ name, value });
      continue;
    }
    if (reserved.has(name)) throw notForOne(name, position);
    for (const subject of subjects) {
      if (!isNameOfParty(sight.view, sight.moment, subject)) throw unknownSubject(subject, position);
      meant.set(subject, [...(meant.get(subject) ?? []), { name, value }]);
    }
  }
  return { open, meant: [...meant].map(([subject, those]) => linkFor(subject, those)) };
}

/** The descriptor as everybody may see it; the same one where nobody is named. */
export function openDescriptor(
  descriptor: ShellDescriptor,
  { open }: Pick<PartedIds, "open">,
): ShellDescriptor {
  const { specificAssetIds, ...rest } = descriptor;
  if (specificAssetIds?.every(({ externalSubjectId }) => externalSubjectId === undefined) ?? true)
    return descriptor;
  return open.length === 0 ? rest : { ...rest, specificAssetIds: [...open] };
}

/** What these names mean is of the shell itself. */
const reserved: ReadonlySet<string> = new Set(Object.values(assetNames));

function linkFor(subject: string, ids: readonly AssetId[]): ProtectedLink {
  const specificAssetIds = ids.map((id) => ({ ...id, externalSubjectId: referenceTo(subject) }));
  return {
    rel: descriptorRelation,
    target: linkTargetSchema.parse({ href: "", specificAssetIds }),
    scope: "",
  };
}

function unknownSubject(subject: string, position: number): ResolverError {
  return new ResolverError(
    "RESOLVER_UNKNOWN_SUBJECT",
    `Asset id ${position + 1} is for "${subject.slice(0, 100)}", who is no party of this ledger.`,
    {
      hint:
        "Name a registered party by its DID (did:ethr), or by a business partner number that an accredited registrar attests to it; " +
        `"${publicReadable}" is everybody.`,
    },
  );
}

function notForOne(name: string, position: number): ResolverError {
  return new ResolverError("RESOLVER_INVALID_BODY", `Asset id ${position + 1}, ${name}, is for everybody.`, {
    hint: "Send it without externalSubjectId.",
  });
}
