/** Rows of Catena-X assets: the catenaXId and each local identifier that stands for the asset, under its manufacturer. */
import type { TwinKind } from "../../store/model.js";
import { assetIdentifiers, type ReadIdentifiers } from "../assetIds.js";
import { canonicalJson, sha256 } from "../digest.js";
import { badRow, type ImportRow, problemOf, rowProblem, twinName } from "../row.js";
import { type CatenaXEntry, entriesOf, type PlacedEntry } from "./entry.js";

const manufacturerKey = "manufacturerId";
/** Aspects of a part type rather than of one part. */
const typeAspect = /#(?:PartAsPlanned|PartAsSpecified)$/;

/**
 * The owner's segment of an entry is its manufacturerId; else the partner that the container names; else `owner`; else
 * the manufacturer of the file's other entries, where all have the same one.
 *
 * @throws ImportError `IMPORT_JSON_INVALID`
 */
export function* catenaXRows(document: unknown, owner: string | undefined): Generator<ImportRow> {
  const entries = entriesOf(document);
  const fallback = owner ?? onlyManufacturer(entries);
  for (const [index, { pointer, value, read }] of entries.entries()) {
    const line = index + 1;
    if ("problem" in read) yield badRow(line, pointer, pointer, read.problem);
    else yield entryRow(read.entry, value, fallback, line, pointer);
  }
}

function entryRow(
  entry: CatenaXEntry,
  value: unknown,
  fallback: string | undefined,
  line: number,
  place: string,
): ImportRow {
  const label = twinName(nameOf(entry));
  try {
    const kind: TwinKind = entry.aspects.some((aspect) => typeAspect.test(aspect.type)) ? "type" : "instance";
    const digest = sha256(canonicalJson(value));
    const twin = { digest, kind, name: label, mediaType: "application/json", uri: "" };
    return { line, place, label, twin, ...entryIds(entry, kind, fallback) };
  } catch (error) {
    return badRow(line, place, label, problemOf(error));
  }
}

function nameOf(entry: CatenaXEntry): string {
  const named = entry.aspects.find((aspect) => aspect.nameAtManufacturer?.trim());
  return named?.nameAtManufacturer ?? entry.catenaXId;
}

function entryIds(entry: CatenaXEntry, kind: TwinKind, fallback: string | undefined): ReadIdentifiers {
  const [manufacturer, ...others] = manufacturersOf(entry);
  if (others.length > 0) {
    const all = [manufacturer, ...others].join(", ");
    return { identifiers: [], problems: [rowProblem(`The asset names several manufacturers: ${all}.`)] };
  }
  return assetIdentifiers({
    owner: manufacturer ?? entry.bpnl ?? fallback,
    kind,
    globalAssetId: entry.catenaXId,
    specificAssetIds: entry.aspects.flatMap((aspect) =>
      aspect.localIdentifiers.map(({ key, value }) => ({ name: key, value })),
    ),
  });
}

function manufacturersOf(entry: CatenaXEntry): readonly string[] {
  const named = entry.aspects.flatMap((aspect) =>
    aspect.localIdentifiers.filter(({ key }) => key === manufacturerKey).map(({ value }) => value),
  );
  return [...new Set(named)];
}

function onlyManufacturer(entries: readonly PlacedEntry[]): string | undefined {
  const all = new Set(entries.flatMap(({ read }) => ("entry" in read ? manufacturersOf(read.entry) : [])));
  return all.size === 1 ? [...all][0] : undefined;
}
