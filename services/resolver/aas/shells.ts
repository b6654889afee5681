/**
 * Shells and submodels as the ledger has them: a shell is a record that stands for a twin, a submodel one that stands for
 * the record of its shell. A twin without a shell of its own answers under its DID.
 */
import { shellFacts, submodelFacts } from "../../ledger/descriptors/decode.js";
import type { ShellFacts, SubmodelFacts } from "../../ledger/descriptors/facts.js";
import { assetIdOf, assetNames } from "../../store/assetId.js";
import { toTwinId } from "../../store/hex.js";
import type { RecordEntity, TwinEntity } from "../../store/model.js";
import { hostedDid } from "../resolution/dids.js";
import type { Sight } from "../visibility/sight.js";
import { done, each, settled, type Work } from "../waiting/work.js";
import { isShown, isVisible } from "./visibility.js";

export interface Shell {
  readonly id: string;
  readonly twin: TwinEntity;
  /** null where it answers under its twin's DID. */
  readonly record: RecordEntity | null;
  readonly facts: ShellFacts;
}

export interface Submodel {
  readonly id: string;
  readonly record: RecordEntity;
  /** The twin of its shell; null where it stands for no shell. */
  readonly twin: TwinEntity | null;
  readonly facts: SubmodelFacts;
}

/** Records that one answer goes through for one id or one twin. */
const maxRecords = 100;

/** The shell that a record is, if it is one that may be seen. */
export function shellOf({ view, moment }: Sight, record: RecordEntity): Shell | null {
  const named = assetIdOf(record);
  if (named?.name !== assetNames.shell || record.subject.kind !== "twin") return null;
  const twin = view.twin(record.subject.id);
  if (twin === null || !isShown(twin) || !isVisible(view, "aas", record, moment.at)) return null;
  return { id: named.value, twin, record, facts: shellFacts(record.linkset) };
}

/** The submodel that a record is, if it is one that may be seen. */
export function submodelOf(sight: Sight, record: RecordEntity): Submodel | null {
  const named = assetIdOf(record);
  if (named?.name !== assetNames.submodel || !isVisible(sight.view, "aas", record, sight.moment.at))
    return null;
  const facts = submodelFacts(record.linkset);
  if (record.subject.kind !== "record") return { id: named.value, record, twin: null, facts };
  const above = sight.view.record(record.subject.id);
  const shell = above === null ? null : shellOf(sight, above);
  // With its shell it goes, too.
  return shell === null ? null : { id: named.value, record, twin: shell.twin, facts };
}

/** Of all records that claim an id the first that was registered: a later claim takes nothing away. */
function firstRegistered<Claim extends { readonly record: RecordEntity | null }>(
  claims: readonly Claim[],
): Claim | null {
  const order = ({ record }: Claim): string =>
    `${String(record?.registered.block ?? 0).padStart(16, "0")} ${record?.id}`;
  return claims.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))[0] ?? null;
}

function* claimsOf(sight: Sight, name: string, value: string): Work<readonly RecordEntity[]> {
  const { items } = yield* settled(sight.view.recordsByAssetId({ name, value }, { limit: maxRecords }));
  return items;
}

export async function findShell(sight: Sight, id: string): Promise<Shell | null> {
  return (await done(registeredShell(sight, id))) ?? (await shellOfDid(sight, id));
}

function* registeredShell(sight: Sight, id: string): Work<Shell | null> {
  const claims = yield* claimsOf(sight, assetNames.shell, id);
  return firstRegistered(claims.flatMap((record) => shellOf(sight, record) ?? []));
}

async function shellOfDid(sight: Sight, id: string): Promise<Shell | null> {
  const [word = ""] = /0x[0-9a-f]{64}$/.exec(id) ?? [];
  if (word === "" || id !== hostedDid(sight.baseUrl, { kind: "twin", id: toTwinId(word) })) return null;
  const twin = sight.view.twin(toTwinId(word));
  if (twin === null) return null;
  return (await done(shellsOfTwin(sight, twin))).find((shell) => shell.id === id) ?? null;
}

export async function findSubmodel(sight: Sight, id: string): Promise<Submodel | null> {
  return firstRegistered(await submodelClaims(sight, id));
}

/** Within a shell, claims of others do not count. */
export async function findSubmodelOf(sight: Sight, shell: Shell, id: string): Promise<Submodel | null> {
  const claims = await submodelClaims(sight, id);
  const isOfShell = ({ subject }: RecordEntity): boolean =>
    subject.kind === "record" && subject.id === shell.record?.id;
  return firstRegistered(claims.filter(({ record }) => isOfShell(record)));
}

async function submodelClaims(sight: Sight, id: string): Promise<readonly Submodel[]> {
  const claims = await done(claimsOf(sight, assetNames.submodel, id));
  return claims.flatMap((record) => submodelOf(sight, record) ?? []);
}

/** The shell of a record, where no earlier record has its id. */
export function* ownShell(sight: Sight, record: RecordEntity): Work<Shell | null> {
  const shell = shellOf(sight, record);
  if (shell === null) return null;
  const first = yield* registeredShell(sight, shell.id);
  return first?.record?.id === record.id ? shell : null;
}

/** The submodel of a record, where no earlier record has its id. */
export async function ownSubmodel(sight: Sight, record: RecordEntity): Promise<Submodel | null> {
  const submodel = submodelOf(sight, record);
  if (submodel === null) return null;
  const first = await findSubmodel(sight, submodel.id);
  return first?.record.id === record.id ? submodel : null;
}

/**
 * The shells of a twin, by the order of their records. Where it has none of its own it answers under its DID, unless its
 * owner had one and took it down.
 */
export function* shellsOfTwin(sight: Sight, twin: TwinEntity): Work<readonly Shell[]> {
  if (!isShown(twin)) return [];
  const { items } = yield* settled(sight.view.shellsOfTwin(twin.id, { limit: maxRecords }));
  const own = yield* each(items, (record) => ownShell(sight, record));
  const shells = own.filter((shell) => shell !== null);
  if (shells.length > 0) return shells;
  const isTakenDown = items.length > 0 && items.every((record) => shellOf(sight, record) === null);
  if (isTakenDown) return [];
  return [{ id: hostedDid(sight.baseUrl, { kind: "twin", id: twin.id }), twin, record: null, facts: {} }];
}

/** The shell with what its record says to this caller alone. */
export async function seenShell({ disclosures }: Sight, shell: Shell): Promise<Shell> {
  if (shell.record === null) return shell;
  const seen = await disclosures.seen(shell.record);
  return seen === shell.record ? shell : { ...shell, facts: shellFacts(seen.linkset) };
}

/** The submodel with what its record says to this caller alone. */
export async function seenSubmodel({ disclosures }: Sight, submodel: Submodel): Promise<Submodel> {
  const seen = await disclosures.seen(submodel.record);
  return seen === submodel.record ? submodel : { ...submodel, facts: submodelFacts(seen.linkset) };
}
