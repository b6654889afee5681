/** The rows that are made of Asset Administration Shells. */
import type { Digest, TwinKind } from "../../store/model.js";
import { assetIdentifiers } from "../assetIds.js";
import { shellDigest } from "../digest.js";
import { badRow, type ImportRow, rowProblem, twinName } from "../row.js";
import type { ReadShell, Shell } from "./shell.js";
import { shellIdentifiers } from "./shellIdentifiers.js";

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
