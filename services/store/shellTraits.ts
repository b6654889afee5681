/** What the record of a shell states of the shell's asset in its links, as far as shells are looked for by it. */
import { z } from "zod";
import { type AssetId, assetIdOf, assetNames } from "./assetId.js";
import type { Linkset, RecordEntity } from "./model.js";

/** Link relation whose one target holds in its attributes what a descriptor says; its `href` is the thing itself. */
export const descriptorRelation = "https://admin-shell.io/aas/API/3/1/Descriptor";

export type ShellTrait =
  | { readonly kind: "assetKind" | "assetType"; readonly value: string }
  | { readonly kind: "assetId"; readonly name: string; readonly value: string };

const texts = z.array(z.string()).catch([]);
/** Owners register anything: what is of another form is left out. */
const stated = z.object({
  assetKind: texts,
  assetType: texts,
  specificAssetIds: z.array(z.object({ name: z.string(), value: z.string() })).catch([]),
});

/** The traits of a shell's record; none of any other's. */
export function shellTraits(record: RecordEntity): readonly ShellTrait[] {
  if (assetIdOf(record)?.name !== assetNames.shell) return [];
  const parsed = stated.safeParse(record.linkset[descriptorRelation]?.[0]);
  if (!parsed.success) return [];
  const { assetKind, assetType, specificAssetIds } = parsed.data;
  return [
    ...assetKind.map((value) => ({ kind: "assetKind", value }) as const),
    ...assetType.map((value) => ({ kind: "assetType", value }) as const),
    ...specificAssetIds.map(({ name, value }) => ({ kind: "assetId", name, value }) as const),
  ];
}

/** The asset ids that links state, of whichever record they are. */
export function statedAssetIds(linkset: Linkset): readonly AssetId[] {
  const parsed = stated.safeParse(linkset[descriptorRelation]?.[0]);
  return parsed.success ? parsed.data.specificAssetIds : [];
}
