/** Shells, written: which records a descriptor means, and what brings the ledger to them. */
import type { LedgerIdentifier } from "../../../identifiers/identifier.js";
import { aasIdentifier } from "../../../identifiers/index.js";
import { assetIdentifiers, identifiesAsset } from "../../../importers/assetIds.js";
import { canonicalJson, sha256 } from "../../../importers/digest.js";
import { twinName } from "../../../importers/row.js";
import { shellLinks, submodelLinks } from "../../../ledger/descriptors/encode.js";
import type { ShellFacts } from "../../../ledger/descriptors/facts.js";
import { recordId, schemeId } from "../../../ledger/ids.js";
import { assetNames } from "../../../store/assetId.js";
import type { RecordEntity, TwinId, TwinKind } from "../../../store/model.js";
import { ResolverError } from "../../errors.js";
import type { ShellDescriptor, SpecificAssetId } from "../schema.js";
import type { Shell } from "../shells.js";
import { openDescriptor, partedIds } from "./partedIds.js";
import { nothingToDo, type Plan, type Write } from "./plan.js";
import { aasIdentifierOf, conflict, type WantedRecord } from "./plannedRecord.js";
import { assetRecords, checkOwner, submodelRecords } from "./present.js";

/** Creates a shell, or replaces all that is said of it. */
export async function planShell(write: Write, given: ShellDescriptor, present: Shell | null): Promise<Plan> {
  const { sight, writer, records } = write;
  checkIsOurs(write, present);
  const ids = partedIds(sight, given.specificAssetIds ?? []);
  // The ledger has a digest of what becomes a twin: a short secret in it could be guessed.
  const descriptor = openDescriptor(given, ids);
  const kind: TwinKind = descriptor.assetKind === "Type" ? "type" : "instance";
  if (present !== null && present.twin.kind !== kind) throw conflict("The kind of the asset cannot change.");
  const assets = wantedAssets(write, kind, descriptor);
  const identifier = shellIdentifier(write, descriptor.id, present);
  const known = present?.twin.id ?? twinOf(write, kind, assets);
  const { id: twin, mint } =
    known === null ? await records.planTwin(newTwin(descriptor, kind)) : { id: known, mint: null };
  const subject = { kind: "twin", id: twin } as const;
  const shell = recordId(schemeId("aas"), identifier.canonical);
  const wanted = [
    ...assets.map((asset) => ({ identifier: asset, subject, links: {} })),
    { identifier, subject, links: shellLinks(factsOf(descriptor, kind)), meant: ids.meant },
  ];
  const parts = (descriptor.submodelDescriptors ?? []).map((one) => ({
    identifier: submodelIdentifier(write, one.id),
    subject: { kind: "record", id: shell } as const,
    links: submodelLinks(one),
  }));
  const unwanted = [
    ...without(await assetRecords(sight, twin, writer.party), wanted),
    ...without(await submodelRecords(sight, shell, writer.party), parts),
  ];
  return {
    twin,
    mint,
    records: await records.plan(sight.view, wanted),
    parts: await records.plan(sight.view, parts),
    unwanted,
  };
}

/** Replaces the asset ids of a shell, and nothing else. */
export async function planAssetIds(
  write: Write,
  shell: Shell,
  ids: readonly SpecificAssetId[],
): Promise<Plan> {
  const { sight, writer, records } = write;
  checkIsOurs(write, shell);
  const { kind, id: twin } = shell.twin;
  const { open, meant } = partedIds(sight, ids);
  const globalAssetId = open.find(({ name }) => name === assetNames.globalAssetId)?.value;
  const specificAssetIds = open.filter(({ name }) => name !== assetNames.globalAssetId);
  const assets = wantedAssets(write, kind, { globalAssetId, specificAssetIds });
  const stated = specificAssetIds.filter(({ name }) => !identifiesAsset(name, kind));
  const subject = { kind: "twin", id: twin } as const;
  const wanted: WantedRecord[] = assets.map((identifier) => ({ identifier, subject, links: {} }));
  if (shell.record !== null || stated.length > 0 || meant.length > 0) {
    const links = shellLinks({ ...shell.facts, specificAssetIds: stated });
    wanted.push({ identifier: shellIdentifier(write, shell.id, shell), subject, links, meant });
  }
  const unwanted = without(await assetRecords(sight, twin, writer.party), wanted);
  return { ...nothingToDo, twin, records: await records.plan(sight.view, wanted), unwanted };
}

/** Takes a shell down. Its asset ids stay: they are the asset's, and may be on its type plate. */
export function planShellRemoval(write: Write, shell: Shell): Plan {
  checkIsOurs(write, shell);
  if (shell.record === null) {
    throw conflict("A twin answers under its DID for as long as it is not withdrawn: cadastre twin state.");
  }
  return { ...nothingToDo, twin: shell.twin.id, unwanted: [shell.record] };
}

export function checkIsOurs({ writer }: Write, shell: Shell | null): void {
  if (shell !== null) checkOwner((shell.record ?? shell.twin).owner, writer.party);
}

type AssetIds = Pick<ShellDescriptor, "globalAssetId" | "specificAssetIds">;

/** The identifiers that stand for the asset. */
function wantedAssets({ writer }: Write, kind: TwinKind, { globalAssetId, specificAssetIds = [] }: AssetIds) {
  const { identifiers, problems } = assetIdentifiers({
    owner: writer.owner,
    kind,
    globalAssetId,
    specificAssetIds,
  });
  const [problem] = problems;
  if (problem === undefined) return identifiers;
  throw new ResolverError("RESOLVER_INVALID_BODY", problem.message);
}

/** The twin that the party's own records of these identifiers stand for already. */
function twinOf(
  { sight: { view }, writer }: Write,
  kind: TwinKind,
  assets: ReturnType<typeof wantedAssets>,
): TwinId | null {
  const twins = new Set<TwinId>();
  for (const { scheme, canonical } of assets) {
    const record = view.record(recordId(schemeId(scheme), canonical));
    if (record?.subject.kind === "twin" && record.owner === writer.party) twins.add(record.subject.id);
  }
  const [twin, other] = twins;
  if (other !== undefined) throw conflict("Its asset ids stand for several assets already.");
  if (twin === undefined) return null;
  if (view.twin(twin)?.kind !== kind) throw conflict("Its asset is of another kind already.");
  return twin;
}

function newTwin(descriptor: ShellDescriptor, kind: TwinKind) {
  const digest = sha256(canonicalJson(descriptor));
  const name = twinName(descriptor.idShort ?? descriptor.id);
  return { digest, kind, name, mediaType: "application/json", uri: "" };
}

/** That of the record it has; a new one lies in the namespace of the asset ids. */
export function shellIdentifier({ writer }: Write, id: string, present: Shell | null): LedgerIdentifier {
  const record = present?.record ?? null;
  return record === null ? aasIdentifier(writer.owner, assetNames.shell, id) : aasIdentifierOf(record);
}

export function submodelIdentifier({ writer }: Write, id: string): LedgerIdentifier {
  return aasIdentifier(writer.owner, assetNames.submodel, id);
}

function factsOf(descriptor: ShellDescriptor, kind: TwinKind): ShellFacts {
  const { assetKind, specificAssetIds = [] } = descriptor;
  return {
    ...descriptor,
    assetKind: assetKind === "Role" || assetKind === "NotApplicable" ? assetKind : undefined,
    specificAssetIds: specificAssetIds.filter(({ name }) => !identifiesAsset(name, kind)),
  };
}

/** Those of the records that are active, and not among the wanted. */
function without(records: readonly RecordEntity[], wanted: readonly WantedRecord[]): readonly RecordEntity[] {
  const names = new Set<string>(wanted.map(({ identifier }) => identifier.canonical));
  return records.filter(({ identifier, status }) => status === "active" && !names.has(identifier));
}
