/**
 * Shells by the ids of their assets.
 *
 * An asset id is an identifier with a record of its own, which stands for a twin, or one that many assets share and that the
 * shell's record states. Both are found by an index.
 */
import { IdentifierError } from "../../identifiers/errors.js";
import type { LedgerIdentifier, LedgerScheme } from "../../identifiers/identifier.js";
import { assetValue, isLedgerIdentifier, isLedgerScheme, parseIdentifier } from "../../identifiers/index.js";
import { recordId, schemeId } from "../../ledger/ids.js";
import { assetNames } from "../../store/assetId.js";
import type { RecordEntity, TwinEntity, TwinId } from "../../store/model.js";
import type { Page } from "../../store/view.js";
import type { Stating } from "../visibility/disclosures.js";
import type { Sight } from "../visibility/sight.js";
import { each, settled, type Work } from "../waiting/work.js";
import type { SpecificAssetId } from "./schema.js";
import { ownShell, type Shell, shellsOfTwin } from "./shells.js";
import { isVisible } from "./visibility.js";

/** Claims of one asset id that a search goes through; each costs its claimant a namespace and a registration. */
const maxClaims = 1_000;

type PageOf = { readonly limit: number; readonly after: string | undefined };

/** One asset id that is searched by, and the twins for which an identifier stands that is the same. */
interface Criterion {
  readonly id: SpecificAssetId;
  readonly twins: ReadonlyMap<TwinId, TwinEntity>;
  /** Of those, what the caller is told of each that not everybody is: who finds nothing in the end is told nothing. */
  readonly secrets: ReadonlyMap<TwinId, readonly Stating[]>;
}

/** A page of the shells whose assets have all of the ids; of all shells where none is given. */
export function* searchShells(
  sight: Sight,
  ids: readonly SpecificAssetId[],
  page: PageOf,
): Work<Page<Shell>> {
  const criteria = yield* each(ids, (id) => criterion(sight, id));
  const [first] = criteria;
  if (first === undefined) return yield* shellsOfTwins(sight, page);
  // Where an id is stated by no shell, all that have it are at hand.
  const driver = criteria.length === 1 ? first : ((yield* firstUnstated(sight, criteria)) ?? first);
  const { items, next } = yield* shellsWith(sight, driver, page);
  const found = items.filter((shell) => criteria.every((one) => meets(shell, one)));
  yield* tell(
    found,
    criteria.filter(({ secrets }) => secrets.size > 0),
  );
  return { items: found, next };
}

/** Says in the access log what the caller is told of shells that not everybody is. */
function* tell(shells: readonly Shell[], criteria: readonly Criterion[]): Work<void> {
  if (criteria.length === 0) return;
  const told = new Set(shells.flatMap((shell) => criteria.flatMap((one) => secretsIn(shell, one))));
  yield* settled(Promise.all([...told].map((one) => one.tell())));
}

/** All shells, twin by twin. */
function* shellsOfTwins(sight: Sight, page: PageOf): Work<Page<Shell>> {
  const { items, next } = yield* settled(sight.view.twins(null, page));
  return { items: (yield* each(items, (twin) => shellsOfTwin(sight, twin))).flat(), next };
}

function* criterion(sight: Sight, id: SpecificAssetId): Work<Criterion> {
  const { view, moment } = sight;
  const twins = new Map<TwinId, TwinEntity>();
  const secrets = new Map<TwinId, readonly Stating[]>();
  // Ids of shells and submodels are no asset ids.
  if (id.name === assetNames.shell || id.name === assetNames.submodel) return { id, twins, secrets };
  const add = (scheme: LedgerScheme, record: RecordEntity | null): void => {
    if (record === null || record.subject.kind !== "twin" || !isVisible(view, scheme, record, moment.at))
      return;
    const twin = view.twin(record.subject.id);
    if (twin !== null) twins.set(twin.id, twin);
  };
  for (const value of new Set([id.value, assetValue(id.value)])) {
    const claims = yield* settled(view.recordsByAssetId({ name: id.name, value }, { limit: maxClaims }));
    for (const record of claims.items) add("aas", record);
  }
  const identifier = ledgerIdentifierOf(id);
  if (identifier !== null) {
    const record = view.record(recordId(schemeId(identifier.scheme), identifier.canonical));
    add(identifier.scheme, record);
  }
  for (const { twin, stating } of yield* statedInSecret(sight, id)) {
    const isOpen = twins.has(twin.id) && !secrets.has(twin.id);
    if (!isOpen) secrets.set(twin.id, [...(secrets.get(twin.id) ?? []), stating]);
    twins.set(twin.id, twin);
  }
  return { id, twins, secrets };
}

/** A twin whose shell states an asset id in a protected link. */
interface SecretTwin {
  readonly twin: TwinEntity;
  readonly stating: Stating;
}

/** Twins whose shells state the asset id in a protected link that the caller may see. */
function* statedInSecret(
  { view, moment, disclosures }: Sight,
  id: SpecificAssetId,
): Work<readonly SecretTwin[]> {
  const found = yield* settled(disclosures.recordsStating(id));
  return found.flatMap((stating) => {
    const { record } = stating;
    if (record.subject.kind !== "twin" || !isVisible(view, "aas", record, moment.at)) return [];
    const twin = view.twin(record.subject.id);
    return twin === null ? [] : [{ twin, stating }];
  });
}

/** An identifier that an authority issued: named by its scheme, or written as a global asset id. */
function ledgerIdentifierOf({ name, value }: SpecificAssetId): LedgerIdentifier | null {
  const isGlobal = name === assetNames.globalAssetId;
  if (!isGlobal && !isLedgerScheme(name)) return null;
  try {
    const identifier = parseIdentifier(value, isGlobal ? {} : { scheme: name });
    return isLedgerIdentifier(identifier) ? identifier : null;
  } catch (error) {
    if (error instanceof IdentifierError) return null;
    throw error;
  }
}

function* firstUnstated({ view }: Sight, criteria: readonly Criterion[]): Work<Criterion | undefined> {
  for (const one of criteria) {
    const { items } = yield* settled(view.shellsByTrait({ kind: "assetId", ...one.id }, { limit: 1 }));
    if (items.length === 0) return one;
  }
  return undefined;
}

/** The first page has the shells of the twins, and each page those that state the id. */
function* shellsWith(sight: Sight, { id, twins }: Criterion, page: PageOf): Work<Page<Shell>> {
  const { items, next } = yield* settled(sight.view.shellsByTrait({ kind: "assetId", ...id }, page));
  const stating = yield* each(items, (record) => ownShell(sight, record));
  const further = stating.filter((shell) => shell !== null).filter((shell) => !twins.has(shell.twin.id));
  if (page.after !== undefined) return { items: further, next };
  const shells: Shell[] = [];
  for (const known of yield* each([...twins.values()], (twin) => shellsOfTwin(sight, twin)))
    shells.push(...known);
  return { items: [...shells, ...further], next };
}

const meets = (shell: Shell, one: Criterion): boolean => one.twins.has(shell.twin.id) || isOpenly(shell, one);

function isOpenly({ facts }: Shell, { id }: Criterion): boolean {
  const stated = facts.specificAssetIds ?? [];
  return stated.some(({ name, value }) => name === id.name && value === id.value);
}

const secretsIn = (shell: Shell, one: Criterion): readonly Stating[] =>
  isOpenly(shell, one) ? [] : (one.secrets.get(shell.twin.id) ?? []);
