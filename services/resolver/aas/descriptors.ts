/** Shells and submodels as descriptors (IDTA-01002, "AssetAdministrationShellDescriptor" and "SubmodelDescriptor"). */
import type { DescriptorFacts, ShellFacts } from "../../ledger/descriptors/facts.js";
import { assetIdOf, assetNames } from "../../store/assetId.js";
import type { RecordEntity, TwinEntity } from "../../store/model.js";
import { identifierOf } from "../resolution/identifierOf.js";
import type { Sight } from "../visibility/sight.js";
import type { ShellDescriptor, SpecificAssetId, SubmodelDescriptor } from "./schema.js";
import { type Shell, type Submodel, seenShell, seenSubmodel, submodelOf } from "./shells.js";
import { isVisible } from "./visibility.js";

/** Identifiers of a twin, and submodels of a shell, that one descriptor names; lists of their own name all. */
const maxNamed = 100;

export async function shellDescriptor(sight: Sight, known: Shell): Promise<ShellDescriptor> {
  const shell = await seenShell(sight, known);
  const { id, twin, facts } = shell;
  const { globalAssetId, specificAssetIds } = await assetIdsOf(sight, shell, maxNamed);
  const submodels = await submodelsOf(sight, shell, { limit: maxNamed });
  return withoutUndefined({
    id,
    ...common(facts),
    idShort: facts.idShort ?? idShortOf(twin),
    assetKind: assetKindOf(shell),
    assetType: facts.assetType,
    globalAssetId,
    specificAssetIds: orNone(specificAssetIds),
    endpoints: orNone(facts.endpoints),
    submodelDescriptors: await submodelDescriptors(sight, submodels.items),
  });
}

export const submodelDescriptors = (
  sight: Sight,
  submodels: readonly Submodel[],
): Promise<SubmodelDescriptor[]> =>
  Promise.all(submodels.map((submodel) => submodelDescriptor(sight, submodel)));

export async function submodelDescriptor(sight: Sight, submodel: Submodel): Promise<SubmodelDescriptor> {
  const { baseUrl } = sight;
  const { id, facts, record, twin } = await seenSubmodel(sight, submodel);
  return withoutUndefined({
    id,
    ...common(facts),
    semanticId: facts.semanticId,
    supplementalSemanticIds: orNone(facts.supplementalSemanticIds),
    endpoints: orNone(facts.endpoints) ?? [ownEndpoint(baseUrl, record, twin)],
  });
}

/** A descriptor has one endpoint at least. Where its owner named none, it is what this resolver tells of the thing. */
function ownEndpoint(baseUrl: string, record: RecordEntity, twin: TwinEntity | null) {
  const folder = twin === null ? `records/${record.id}/did.json` : `v1/twins/${twin.id}`;
  return {
    interface: twin === null ? "DID-1.0" : "CADASTRE-TWIN-1.0",
    protocolInformation: { href: `${baseUrl}/${folder}`, endpointProtocol: "HTTP" },
  };
}

export function assetKindOf({ twin, facts }: Shell): ShellDescriptor["assetKind"] {
  if (twin.kind === "type") return "Type";
  return facts.assetKind === "Role" || facts.assetKind === "NotApplicable" ? facts.assetKind : "Instance";
}

export interface AssetIds {
  readonly globalAssetId: string | undefined;
  readonly specificAssetIds: readonly SpecificAssetId[];
}

/** The asset's ids: the identifiers that stand for the twin, and those that the shell states. Each can be searched by. */
export async function assetIdsOf(sight: Sight, shell: Shell, limit: number): Promise<AssetIds> {
  const { twin, facts } = await seenShell(sight, shell);
  const { items } = await sight.view.recordsOfSubject({ kind: "twin", id: twin.id }, { limit });
  const ids = items
    .toSorted((a, b) => a.registered.block - b.registered.block)
    .flatMap((record) => assetIdOfRecord(sight, record) ?? []);
  const global = ids.find(({ name }) => name === assetNames.globalAssetId)?.value;
  const specific = new Map(
    [...ids, ...(facts.specificAssetIds ?? []).map(asShown)]
      .filter(({ name }) => !reserved.has(name))
      .map((id) => [JSON.stringify([id.name, id.value, id.externalSubjectId]), id]),
  );
  return { globalAssetId: global, specificAssetIds: [...specific.values()] };
}

const asShown = ({
  name,
  value,
  externalSubjectId,
}: NonNullable<ShellFacts["specificAssetIds"]>[number]) => ({
  name,
  value,
  ...(externalSubjectId?.type === "ExternalReference"
    ? { externalSubjectId: { type: externalSubjectId.type, keys: [...externalSubjectId.keys] } }
    : {}),
});

/** No names of specific asset ids. */
const reserved: ReadonlySet<string> = new Set(Object.values(assetNames));

/** Identifiers of other schemes have the scheme for their name. */
function assetIdOfRecord({ view, moment }: Sight, record: RecordEntity): SpecificAssetId | null {
  const named = assetIdOf(record);
  if (named !== null) return isVisible(view, "aas", record, moment.at) ? named : null;
  const identifier = identifierOf(view, record);
  if (identifier === null || identifier.scheme === "aas") return null;
  if (!isVisible(view, identifier.scheme, record, moment.at)) return null;
  return { name: identifier.scheme, value: identifier.canonical };
}

/** A page of a shell's submodels; entries that may not be seen are left out. */
export async function submodelsOf(
  sight: Sight,
  { record }: Shell,
  page: { readonly limit: number; readonly after?: string | undefined },
) {
  if (record === null) return { items: [], next: null };
  const { items, next } = await sight.view.recordsOfSubject({ kind: "record", id: record.id }, page);
  return { items: items.flatMap((one) => submodelOf(sight, one) ?? []), next };
}

function common({ idShort, displayName, description, administration }: DescriptorFacts) {
  return {
    idShort,
    displayName,
    description,
    administration: administration === undefined ? undefined : withoutUndefined(administration),
  };
}

/** The twin's name, where it has the form of an idShort. */
function idShortOf({ name }: TwinEntity): string | undefined {
  return /^[a-zA-Z][a-zA-Z0-9_-]*[a-zA-Z0-9_]$/.test(name) && name.length <= 128 ? name : undefined;
}

function orNone<Item>(items: readonly Item[] | undefined): readonly Item[] | undefined {
  return items === undefined || items.length === 0 ? undefined : items;
}

/** JSON leaves them out anyway; here they are gone from the value that is compared, too. */
function withoutUndefined<Value extends object>(value: Value): Value {
  for (const name in value) if (value[name] === undefined) delete value[name];
  return value;
}
