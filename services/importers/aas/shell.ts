/**
 * Asset Administration Shells, reduced to what an import needs.
 *
 * Source of the structure: IDTA-01001, "AssetAdministrationShell" and "AssetInformation" (versions 3.0 and 3.1).
 */
import type { Reference } from "../../ledger/descriptors/facts.js";
import type { ImportProblem } from "../row.js";

export interface Shell {
  readonly id: string;
  readonly idShort: string | undefined;
  /** English where there is an English one, else the first. */
  readonly displayName: string | undefined;
  readonly assetKind: string | undefined;
  readonly assetType: string | undefined;
  readonly globalAssetId: string | undefined;
  readonly specificAssetIds: readonly SpecificAssetId[];
  /** Those that the shell refers to, in its order. */
  readonly submodels: readonly Submodel[];
}

export interface SpecificAssetId {
  readonly name: string;
  readonly value: string;
  /** Whether it names somebody for whom alone it is meant (`externalSubjectId`). */
  readonly limited: boolean;
}

/** A submodel, as far as a registry tells of it. */
export interface Submodel {
  readonly id: string;
  readonly idShort: string | undefined;
  readonly semanticId: Reference | undefined;
}

/** A shell, or why there is none at its place. */
export type ReadShell = { readonly shell: Shell } | { readonly problem: ImportProblem };

/** The submodels of an environment by id; one that a shell refers to may lie elsewhere. */
export function submodelsOf(
  ids: readonly string[],
  known: ReadonlyMap<string, Submodel>,
): readonly Submodel[] {
  return ids.map((id) => known.get(id) ?? { id, idShort: undefined, semanticId: undefined });
}
