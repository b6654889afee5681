/**
 * Asset Administration Shells, reduced to what an import needs, and the rows made of them.
 *
 * Source of the structure: IDTA-01001, "AssetAdministrationShell" and "AssetInformation" (versions 3.0 and 3.1).
 */
import type { Reference } from "../../ledger/descriptors/facts.js";
import type { Digest, TwinKind } from "../../store/model.js";
import { assetIdentifiers } from "../assetIds.js";
import { shellDigest } from "../digest.js";
import { badRow, type ImportProblem, type ImportRow, rowProblem, twinName } from "../row.js";
import { shellIdentifiers } from "./shellIdentifiers.js";

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

export interface ShellSource {
  /** SHA-256 of the file's bytes. */
  readonly digest: Digest;
  readonly mediaType: string;
  /** Owner's segment of the asset ids. */
  readonly owner: string | undefined;
}

/** Rows of all shells of a file. One shell: the file is its content; several: see {@link shellDigest}. */
export function* shellRows(shells: readonly ReadShell[], source: ShellSource): Generator<ImportRow> {
  for (const [index, read] of shells.entries()) {
    const line = index + 1;
    const place = `shell ${line}`;
    if ("problem" in read) {
      yield badRow(line, place, place, read.problem);
      continue;
    }
    const { shell } = read;
    const digest = shells.length === 1 ? source.digest : shellDigest(source.digest, shell.id);
    yield shellRow(shell, { ...source, digest }, line, place);
  }
}

function shellRow(shell: Shell, source: ShellSource, line: number, place: string): ImportRow {
  const label = twinName(shell.idShort ?? shell.displayName ?? shell.id);
  const kind = twinKind(shell.assetKind);
  if (kind === undefined) {
    return badRow(
      line,
      place,
      label,
      rowProblem(
        `The shell "${label}" does not say its assetKind.`,
        "It must be Type, Instance, Role or NotApplicable.",
      ),
    );
  }
  const { owner } = source;
  const { globalAssetId, specificAssetIds } = shell;
  const assets = assetIdentifiers({ owner, kind, globalAssetId, specificAssetIds });
  const own = owner === undefined ? { further: [], problems: [] } : shellIdentifiers(shell, owner, kind);
  const twin = { digest: source.digest, kind, name: label, mediaType: source.mediaType, uri: "" };
  const problems = [...assets.problems, ...own.problems];
  return { line, place, label, twin, identifiers: assets.identifiers, further: own.further, problems };
}

/** A type is a twin of kind type; every other kind of asset is one of a kind. */
function twinKind(assetKind: string | undefined): TwinKind | undefined {
  switch (assetKind) {
    case "Type":
      return "type";
    case "Instance":
    case "Role":
    case "NotApplicable":
      return "instance";
    default:
      return undefined;
  }
}
