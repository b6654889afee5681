/** Shells of an AAS environment in JSON. */
import { z } from "zod";
import { ImportError } from "../errors.js";
import { rowProblem } from "../row.js";
import type { ReadShell } from "./shell.js";

const text = z.string();
const shellSchema = z.object({
  id: text.min(1),
  idShort: text.optional(),
  displayName: z.array(z.object({ language: text, text })).optional(),
  assetInformation: z.object({
    assetKind: text.optional(),
    globalAssetId: text.optional(),
    specificAssetIds: z.array(z.object({ name: text, value: text })).optional(),
  }),
});

const environmentSchema = z.object({ assetAdministrationShells: z.array(z.unknown()).min(1) });

/**
 * @param value The parsed document.
 * @throws ImportError `IMPORT_JSON_INVALID` for a document without shells.
 */
export function shellsOfJson(value: unknown): readonly ReadShell[] {
  const environment = environmentSchema.safeParse(value);
  if (!environment.success) {
    throw new ImportError("IMPORT_JSON_INVALID", "The environment has no assetAdministrationShells.", {
      hint: "An import needs at least one Asset Administration Shell.",
    });
  }
  return environment.data.assetAdministrationShells.map(readShell);
}

function readShell(value: unknown): ReadShell {
  const parsed = shellSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: rowProblem(`The shell is not valid: ${issue?.path.join(".")}: ${issue?.message}.`) };
  }
  const { id, idShort, displayName, assetInformation } = parsed.data;
  return {
    shell: {
      id,
      idShort,
      displayName: bestName(displayName ?? []),
      assetKind: assetInformation.assetKind,
      globalAssetId: assetInformation.globalAssetId,
      specificAssetIds: assetInformation.specificAssetIds ?? [],
    },
  };
}

/** English if there is an English name, else the first one. */
export function bestName(
  names: readonly { readonly language: string; readonly text: string }[],
): string | undefined {
  return (names.find((name) => /^en\b/i.test(name.language)) ?? names[0])?.text;
}
