/** Shells of an AAS environment in JSON. */
import { z } from "zod";
import { ImportError } from "../errors.js";
import { rowProblem } from "../row.js";
import { type ReadShell, type Submodel, submodelsOf } from "./shell.js";

const text = z.string();
const keysSchema = z.array(z.object({ type: text.min(1), value: text.min(1) })).min(1);
const shellSchema = z.object({
  id: text.min(1),
  idShort: text.optional(),
  displayName: z.array(z.object({ language: text, text })).optional(),
  assetInformation: z.object({
    assetKind: text.optional(),
    assetType: text.optional(),
    globalAssetId: text.optional(),
    specificAssetIds: z
      .array(z.object({ name: text, value: text, externalSubjectId: z.unknown().optional() }))
      .optional(),
  }),
  submodels: z.array(z.object({ keys: keysSchema })).optional(),
});

const submodelSchema = z.object({
  id: text.min(1),
  idShort: text.optional(),
  semanticId: z
    .object({ type: z.enum(["ExternalReference", "ModelReference"]), keys: keysSchema })
    .optional()
    .catch(undefined),
});

const environmentSchema = z.object({
  assetAdministrationShells: z.array(z.unknown()).min(1),
  submodels: z.array(z.unknown()).optional().catch(undefined),
});

/** How shells were named before version 3 of the metamodel. */
const formerSchema = z.object({ identification: z.object({ id: text, idType: text }) });

/**
 * @param value The parsed document.
 * @throws ImportError `IMPORT_JSON_INVALID` for a document without shells, `IMPORT_AAS_VERSION` for one of before version 3.
 */
export function shellsOfJson(value: unknown): readonly ReadShell[] {
  const environment = environmentSchema.safeParse(value);
  if (!environment.success) {
    throw new ImportError("IMPORT_JSON_INVALID", "The environment has no assetAdministrationShells.", {
      hint: "An import needs at least one Asset Administration Shell.",
    });
  }
  const { assetAdministrationShells: shells } = environment.data;
  if (shells.some((shell) => formerSchema.safeParse(shell).success)) throw formerVersion();
  const submodels = new Map((environment.data.submodels ?? []).flatMap(readSubmodel));
  return shells.map((shell) => readShell(shell, submodels));
}

function formerVersion(): ImportError {
  return new ImportError("IMPORT_AAS_VERSION", "The environment is of the AAS metamodel 1 or 2.", {
    hint: "Environments of the AAS metamodel 3.0 and 3.1 can be read: export it anew.",
  });
}

/** A submodel that is malformed is told of by its id alone, where a shell refers to it. */
function readSubmodel(value: unknown): readonly (readonly [string, Submodel])[] {
  const parsed = submodelSchema.safeParse(value);
  if (!parsed.success) return [];
  const { id, idShort, semanticId } = parsed.data;
  return [[id, { id, idShort, semanticId }]];
}

function readShell(value: unknown, known: ReadonlyMap<string, Submodel>): ReadShell {
  const parsed = shellSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: rowProblem(`The shell is not valid: ${issue?.path.join(".")}: ${issue?.message}.`) };
  }
  const { id, idShort, displayName, assetInformation, submodels } = parsed.data;
  const { assetKind, assetType, globalAssetId, specificAssetIds } = assetInformation;
  return {
    shell: {
      id,
      idShort,
      displayName: bestName(displayName ?? []),
      assetKind,
      assetType,
      globalAssetId,
      specificAssetIds: (specificAssetIds ?? []).map(({ name, value: of, externalSubjectId }) => ({
        name,
        value: of,
        limited: externalSubjectId !== undefined,
      })),
      submodels: submodelsOf(
        (submodels ?? []).flatMap(({ keys }) => keys.slice(-1).map(({ value: of }) => of)),
        known,
      ),
    },
  };
}

/** English if there is an English name, else the first one. */
export function bestName(
  names: readonly { readonly language: string; readonly text: string }[],
): string | undefined {
  return (names.find((name) => /^en\b/i.test(name.language)) ?? names[0])?.text;
}
