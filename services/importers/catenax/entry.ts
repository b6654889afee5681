/**
 * Catena-X assets in the two forms in which test and import data come:
 * `{"assets":[{assetMetaInfo:{catenaXId}, submodels:[{aspectType, payload}]}]}` (Trace-X) and the container
 * `https://catenax.io/schema/TestDataContainer/1.0.0`, whose entries carry their aspects as members.
 */
import { z } from "zod";
import { ImportError } from "../errors.js";
import { type ImportProblem, rowProblem } from "../row.js";

export const containerMember = "https://catenax.io/schema/TestDataContainer/1.0.0";

export interface Aspect {
  /** SAMM or BAMM URN. */
  readonly type: string;
  readonly localIdentifiers: readonly { readonly key: string; readonly value: string }[];
  readonly nameAtManufacturer: string | undefined;
}

export interface CatenaXEntry {
  readonly catenaXId: string;
  /** The business partner that the container names for the entry. */
  readonly bpnl: string | undefined;
  readonly aspects: readonly Aspect[];
}

export interface PlacedEntry {
  /** JSON pointer. */
  readonly pointer: string;
  /** The entry as it was parsed: its canonical form is the content. */
  readonly value: unknown;
  readonly read: { readonly entry: CatenaXEntry } | { readonly problem: ImportProblem };
}

const payloadSchema = z.object({
  localIdentifiers: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
  partTypeInformation: z.object({ nameAtManufacturer: z.string().optional() }).optional(),
});

const assetSchema = z.object({
  assetMetaInfo: z.object({ catenaXId: z.string().min(1) }),
  submodels: z.array(z.object({ aspectType: z.string(), payload: payloadSchema })),
});

const containedSchema = z
  .object({ catenaXId: z.string().min(1), bpnl: z.string().optional() })
  .catchall(z.array(payloadSchema));

const assetsFile = z.object({ assets: z.array(z.unknown()) });
const containerFile = z.object({ [containerMember]: z.array(z.unknown()) });

/** Whether a parsed document is in one of the two forms. */
export function isCatenaX(document: unknown): boolean {
  return assetsFile.safeParse(document).success || containerFile.safeParse(document).success;
}

/** @throws ImportError `IMPORT_JSON_INVALID` for a document in neither form. */
export function entriesOf(document: unknown): readonly PlacedEntry[] {
  const assets = assetsFile.safeParse(document);
  if (assets.success) {
    return assets.data.assets.map((value, index) => placed(value, `/assets/${index}`, readAsset(value)));
  }
  const container = containerFile.safeParse(document);
  if (!container.success) {
    throw new ImportError("IMPORT_JSON_INVALID", "The document holds no Catena-X assets.", {
      hint: `It needs an array named "assets" or "${containerMember}".`,
    });
  }
  const pointer = `/${containerMember.replaceAll("/", "~1")}`;
  return (container.data[containerMember] ?? []).map((value, index) =>
    placed(value, `${pointer}/${index}`, readContained(value)),
  );
}

const placed = (value: unknown, pointer: string, read: PlacedEntry["read"]): PlacedEntry => ({
  value,
  pointer,
  read,
});

function readAsset(value: unknown): PlacedEntry["read"] {
  const parsed = assetSchema.safeParse(value);
  if (!parsed.success) return invalid(parsed.error);
  const { assetMetaInfo, submodels } = parsed.data;
  const aspects = submodels.map(({ aspectType, payload }) => aspect(aspectType, payload));
  return { entry: { catenaXId: assetMetaInfo.catenaXId, bpnl: undefined, aspects } };
}

function readContained(value: unknown): PlacedEntry["read"] {
  const parsed = containedSchema.safeParse(value);
  if (!parsed.success) return invalid(parsed.error);
  const { catenaXId, bpnl, ...members } = parsed.data;
  const aspects = Object.entries(members).flatMap(([type, payloads]) =>
    payloads.map((payload) => aspect(type, payload)),
  );
  return { entry: { catenaXId, bpnl, aspects } };
}

function aspect(type: string, payload: z.infer<typeof payloadSchema>): Aspect {
  return {
    type,
    localIdentifiers: payload.localIdentifiers ?? [],
    nameAtManufacturer: payload.partTypeInformation?.nameAtManufacturer,
  };
}

function invalid(error: z.ZodError): { problem: ImportProblem } {
  const [issue] = error.issues;
  return { problem: rowProblem(`The asset is not valid: ${issue?.path.join(".")}: ${issue?.message}.`) };
}
