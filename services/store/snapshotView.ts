import { type Activity, type Day, type DayActivity, noActivity } from "./activity.js";
import { BlockOrder } from "./blockOrder.js";
import { cursorOf, type Database, limitOf, type Snapshot } from "./database.js";
import { eventLog } from "./eventLog.js";
import { countOf } from "./grantCounts.js";
import { grantsOfPlaces } from "./grantPlaces.js";
import {
  toAddress,
  toAttestationId,
  toBatchId,
  toGrantId,
  toGroupId,
  toNamespaceId,
  toProposalId,
  toQuotaId,
  toRecordId,
  toSchemeId,
  toSealedId,
  toStatementKindId,
  toTwinId,
} from "./hex.js";
import { historyOf } from "./history.js";
import {
  batchOfListTail,
  beforeDay,
  dayOfTail,
  familyOf,
  heldPlaceOfTail,
  type Key,
  type KeyRange,
  keyOfTail,
  ranges,
  relatedOfTail,
  schemeOfTail,
  type Table,
  tables,
  tailOf,
  thingOfTail,
} from "./keys.js";
import { blockOfHash, knownBlock } from "./knownBlocks.js";
import { lastsForBlock, noteKey, unnoted } from "./lasting.js";
import type { Address, GrantEntity, RecordEntity, RelationSides, TwinId } from "./model.js";
import { PastReader } from "./pastReader.js";
import type { GivenGrants, GrantPlace, HeldGrant, Holding } from "./places.js";
import { presentReader, type Reader } from "./reader.js";
import type { ShortList, ShortLists } from "./shortLists.js";
import { noStatistics } from "./statistics.js";
import type { Trace } from "./trace.js";
import { decodeValue, rememberedValues } from "./values.js";
import { VersionMemory } from "./versionMemory.js";
import type { Eventually, Page, PageRequest, Past, StoreView, View } from "./view.js";

/** Keys that a list which is read whole takes at once. */
const mostAtOnce = 1_000;

/** The view of one snapshot. It is void once the snapshot is closed. */
export function snapshotView(database: Database, snapshot: Snapshot): StoreView {
  const present = viewOf(presentReader(database, snapshot), null);
  // Of a block from which on nothing that was read has changed, every later one has the same.
  const isPresent = (block: number): boolean =>
    block >= (unnoted(() => present.checkpoint())?.number ?? Number.POSITIVE_INFINITY);
  const versions = new VersionMemory(database, snapshot, rememberedValues);
  const order = new BlockOrder(database, snapshot);
  const past = (block: number, trace?: Trace): View => {
    const reader = new PastReader({ database, snapshot, versions, present }, block, trace);
    return viewOf(reader, reader);
  };
  const { after, last, stands, find, undone } = eventLog(database, snapshot);
  const more: Omit<StoreView, keyof View> = {
    write: database.lastWrite(snapshot),
    events: {
      after: ofBlock(after),
      last: ofBlock(last),
      stands: ofBlock(stands),
      find: ofBlock(find),
      undone: ofBlock(undone),
    },
    origin: ofBlock(() => decodeValue(tables.origin, database.getText(tables.origin.key(), snapshot))),
    at: (block, trace) => (trace === undefined && isPresent(block) ? present : past(block, trace)),
    blockOfHash: ofBlock((hash) => blockOfHash(database, hash, snapshot)),
    block(number) {
      noteKey(tables.block.key(number));
      return knownBlock(database, number, snapshot);
    },
    lastBlock: ofBlock((number) => order.upTo(number)),
    blockAt: ofBlock((second) => order.at(second)),
    historyOf: ofBlock((thing, upTo, page) => historyOf(database, snapshot, thing, upTo, page)),
  };
  // A view has many members: to copy them costs as much as a read.
  return Object.assign(present, more);
}

/** What is asked of the course of blocks, of which each may change the answer. */
function ofBlock<Asked extends readonly unknown[], Answer>(
  ask: (...asked: Asked) => Answer,
): (...asked: Asked) => Answer {
  return (...asked) => {
    lastsForBlock();
    return ask(...asked);
  };
}

/** All that can be asked of one moment, present or past, through a reader. */
function viewOf(reader: Reader, past: Past | null): View {
  const get = <Id, Value>(table: Table<Id, Value>, id: Id): Value | null =>
    reader.value(table, table.key(id));

  /** The value of a key that a list gave. */
  const valueAt = <Id, Value>(table: Table<Id, Value>, key: Key): Value | null => reader.listed(table, key);

  /** A value that hardly anybody else asks for: it is not remembered. */
  const once = <Id, Value>(table: Table<Id, Value>, id: Id): Value | null => valueAt(table, table.key(id));

  async function list<Value>(
    of: KeyRange,
    read: (key: Key) => Value | null,
    request: PageRequest = {},
  ): Promise<Page<Value>> {
    return valuesOf(await reader.page(of, request), read);
  }

  const valuesOf = <Value>({ items, next }: Page<Key>, read: (key: Key) => Value | null): Page<Value> => ({
    items: items.map(read).filter((value) => value !== null),
    next,
  });

  /** The lists of a key that many ask for, or hardly anybody. */
  const lists = (of: KeyRange): ShortLists | null => get(tables.shortLists, of);
  const listsOnce = (of: KeyRange): ShortLists | null => {
    const key = tables.shortLists.key(of);
    if (past !== null || lastLists?.key !== key) lastLists = { key, lists: valueAt(tables.shortLists, key) };
    else noteKey(key);
    return lastLists.lists;
  };

  /** Read last: lists that lie together are asked for one after the other. Of the past, each read tells how long it is so. */
  let lastLists: { readonly key: Key; readonly lists: ShortLists | null } | null = null;

  /**
   * Records of a list that is mostly short.
   * @param many Whether many ask for the same list, so that it and its records are remembered.
   */
  function records(of: KeyRange, many: boolean, request: PageRequest = {}): Eventually<Page<RecordEntity>> {
    const recordAt = (key: Key) => (many ? get : once)(tables.record, toRecordId(`0x${tailOf(key, of)}`));
    const short = shortPage(of, (many ? lists : listsOnce)(of)?.[familyOf(of)], request);
    return short === null ? list(of, recordAt, request) : valuesOf(short, recordAt);
  }

  /** Keys of a list whose tails lie together; null where they do not. */
  function shortPage(of: KeyRange, list: ShortList | undefined, request: PageRequest): Page<Key> | null {
    const limit = limitOf(request);
    const after = cursorOf(request, of);
    if (list === null) return null;
    const rest = (list ?? []).filter((tail) => tail > after);
    const items = rest.slice(0, limit).map((tail) => keyOfTail(of, tail));
    return { items, next: rest.length > limit ? (rest[limit - 1] ?? null) : null };
  }

  /** Values whose ids are the tails of the keys of an index. */
  function indexed<Id, Value>(
    table: Table<Id, Value>,
    of: KeyRange,
    brand: (text: string) => Id,
    page?: PageRequest,
  ): Promise<Page<Value>> {
    return list(of, (key) => get(table, brand(`0x${tailOf(key, of)}`)), page);
  }

  function heldGrant(place: HeldGrant): GrantEntity | null {
    const id = get(tables.grantOfHolding, place);
    return id === null ? null : get(tables.grant, id);
  }

  function lastOfHolding(holding: Holding, count: number, limit: number): readonly GrantEntity[] {
    const found: GrantEntity[] = [];
    for (let ordinal = count - 1; ordinal >= Math.max(0, count - limit); ordinal--) {
      const grant = heldGrant({ ...holding, ordinal });
      if (grant !== null) found.push(grant);
    }
    return found;
  }

  function lastOfPlace(
    place: GrantPlace,
    sublicence: boolean,
    { count, last }: GivenGrants,
    limit: number,
  ): readonly GrantEntity[] {
    const found: GrantEntity[] = [];
    for (let ordinal = count - 1; ordinal >= Math.max(0, count - limit); ordinal--) {
      const id = ordinal === count - 1 ? last : get(tables.grantOfPlace, { place, sublicence, ordinal });
      const grant = id === null ? null : get(tables.grant, id);
      if (grant !== null) found.push(grant);
    }
    return found;
  }

  async function daysSince<Id>(
    table: Table<Id, Activity>,
    of: KeyRange,
    day: Day,
  ): Promise<readonly DayActivity[]> {
    const days: DayActivity[] = [];
    let after: string | null = beforeDay(day, of);
    while (after !== null) {
      const page: Page<Key> = await reader.page(of, { limit: mostAtOnce, after });
      for (const key of page.items) {
        const place = dayOfTail(tailOf(key, of));
        days.push({ ...place, activity: valueAt(table, key) ?? noActivity });
      }
      after = page.next;
    }
    return days;
  }

  return {
    past,
    checkpoint: () => get(tables.checkpoint, undefined),
    fingerprint: () => get(tables.fingerprint, undefined),
    party: (identity) => get(tables.party, identity),
    control: (identity) => get(tables.control, identity),
    didHistory: (identity) => get(tables.didHistory, identity),
    didStatement: (identity, statement) => get(tables.didStatement, { identity, statement }),
    accreditation: (registrar, kindId) => get(tables.accreditation, { registrar, kindId }),
    attestation: (id) => get(tables.attestation, id),
    attestationOfLegalId: (text) => {
      const id = get(tables.attestedLegalId, text);
      return id === null ? null : get(tables.attestation, id);
    },
    relation: (sides) => get(tables.relation, sides),
    guardianship: (identity) => get(tables.guardianship, identity),
    scheme: (id) => get(tables.scheme, id),
    namespace: (id) => get(tables.namespace, id),
    namespaceStatistics: (id) => get(tables.namespaceStatistics, id) ?? noStatistics,
    holderStatistics: (holder) => get(tables.holderStatistics, holder) ?? noStatistics,
    tokensHeld: (holder) => get(tables.tokensHeld, holder) ?? 0,
    certificate: (digest) => get(tables.certificate, digest),
    record: (id) => get(tables.record, id),
    recordOnce: (id) => once(tables.record, id),
    sameAs: (id) => get(tables.sameAs, id),
    sealedRecord: (id) => get(tables.sealedRecord, id),
    batch: (id) => get(tables.batch, id),
    reservation: (id) => get(tables.reservation, id),
    hadRanges: (form) => get(tables.rangedForm, form) !== null,
    takenBlock: (block) => get(tables.numberBlock, block),
    isMemberRevoked: (batch, index) => {
      const bits = get(tables.revokedMembers, { batch, word: index >> 8n });
      return bits !== null && ((BigInt(bits) >> (index & 255n)) & 1n) === 1n;
    },
    twin: (id) => get(tables.twin, id),
    twinVersion: (twin, version) => get(tables.twinVersion, { twin, version }),
    twinByContent: (digest) => {
      const id = get(tables.twinByContent, digest);
      return id === null ? null : get(tables.twin, id);
    },
    approval: (token) => get(tables.approval, token),
    grant: (id) => get(tables.grant, id),
    grantsOfHolding: (holding, limit) => {
      const counts = once(tables.grantCounts, holding);
      // Of most things nothing was ever granted.
      if (counts === null) return { grants: [], complete: true };
      const given = [holding.epoch, 0].map((epoch) => ({ epoch, count: countOf(counts, epoch) }));
      return {
        grants: given.flatMap(({ epoch, count }) => lastOfHolding({ ...holding, epoch }, count, limit)),
        complete: given.every(({ count }) => count <= limit),
      };
    },
    grantsAt: (to, places, limit) => {
      const held = grantsOfPlaces(get, to, places);
      return {
        grants: held.flatMap(({ epoch, scope, given, sublicensed }) => {
          const place = { ...to, epoch, scope };
          return [
            ...lastOfPlace(place, false, given, limit),
            ...lastOfPlace(place, true, sublicensed, limit),
          ];
        }),
        complete: held.every(({ given, sublicensed }) => given.count <= limit && sublicensed.count <= limit),
      };
    },
    terms: (id) => get(tables.terms, id),
    group: (id) => get(tables.group, id),
    isMember: (group, member) => {
      const epoch = get(tables.membership, { group, member })?.epoch ?? 0;
      return epoch !== 0 && epoch === get(tables.group, group)?.epoch;
    },
    proposal: (id) => get(tables.proposal, id),
    quota: (id) => get(tables.quota, id),
    quotaBalance: (quota, holder) => get(tables.quotaBalance, { quota, holder })?.amount ?? "0",
    allowance: (quota, holder, spender) => get(tables.allowance, { quota, holder, spender }),
    usedUnits: (quota, holder, account) => get(tables.usedUnits, { quota, holder, account })?.amount ?? "0",
    office: (number) => get(tables.office, number),
    freezesOf: (thing) => get(tables.freezes, thing)?.freezes ?? [],
    bundle: (digest, author) => get(tables.bundle, { digest, author }),

    activitySince: (day) => daysSince(tables.dayActivity, ranges.dayActivity(), day),
    namespaceActivitySince: (id, day) =>
      daysSince(tables.namespaceActivity, ranges.namespaceActivity(id), day),
    wholeActivity: async () => {
      const of = ranges.wholeActivity();
      const { items } = await reader.page(of, { limit: mostAtOnce });
      return new Map(
        items.map((key) => [schemeOfTail(tailOf(key, of)), valueAt(tables.wholeActivity, key) ?? noActivity]),
      );
    },
    hasRanges: async () => {
      let after: string | null | undefined;
      while (after !== null) {
        const page: Page<Key> = await reader.page(ranges.takenNumbers(), { limit: 16, after });
        if (page.items.length > 0) return true;
        // Of a past moment a page may be empty, and yet not the last.
        after = page.next;
      }
      return false;
    },
    schemes: (page) => indexed(tables.scheme, ranges.schemes(), toSchemeId, page),
    twinVersions: (twin, page) => {
      const of = ranges.twinVersions(twin);
      const version = (key: Key): number => Number.parseInt(tailOf(key, of), 16);
      return list(of, (key) => get(tables.twinVersion, { twin, version: version(key) }), page);
    },
    twinLicences: (twin, page) => {
      const of = ranges.twinLicences(twin);
      const version = (key: Key): number => Number.parseInt(tailOf(key, of), 16);
      return list(of, (key) => get(tables.twinLicence, { twin, version: version(key) }), page);
    },
    twinPermissions: (twin, epoch, page) =>
      list(ranges.twinPermissions(twin, epoch), (key) => valueAt(tables.twinPermission, key), page),
    childrenOf: (id, page) => indexed(tables.twin, ranges.childrenOf(id), toTwinId, page),
    componentsOf: (id, page) => list(ranges.componentsOf(id), (key) => valueAt(tables.component, key), page),
    assembliesOf: (part, page) => {
      const of = ranges.assembliesOf(part);
      const whole = (key: Key): TwinId => toTwinId(`0x${tailOf(key, of)}`);
      return list(of, (key) => get(tables.component, { whole: whole(key), part }), page);
    },
    namespacesOfHolder: (holder, page) =>
      indexed(tables.namespace, ranges.namespacesOfHolder(holder), toNamespaceId, page),
    recordsOfOwner: (owner, page) => indexed(tables.record, ranges.recordsOfOwner(owner), toRecordId, page),
    recordsStating: (id, page) => indexed(tables.record, ranges.recordsStating(id), toRecordId, page),
    sealedRecordsOfOwner: (owner, page) =>
      indexed(tables.sealedRecord, ranges.sealedRecordsOfOwner(owner), toSealedId, page),
    lists: (page) => {
      const of = ranges.lists();
      return list(of, (key) => get(tables.batch, toBatchId(`0x${batchOfListTail(tailOf(key, of))}`)), page);
    },
    listsOfManifest: (manifest, page) =>
      indexed(tables.batch, ranges.listsOfManifest(manifest), toBatchId, page),
    batchesOfOwner: (owner, page) => indexed(tables.batch, ranges.batchesOfOwner(owner), toBatchId, page),
    twinsOfOwner: (owner, page) => indexed(tables.twin, ranges.twinsOfOwner(owner), toTwinId, page),
    operatorsOf: (holder, kind, page) =>
      list(ranges.operatorsOf(holder, kind), (key) => valueAt(tables.operator, key), page),
    tokenRoles: (of, page) => list(ranges.tokenRoles(of), (key) => valueAt(tables.tokenRoles, key), page),
    recordsOfSubject: (subject, page) =>
      indexed(tables.record, ranges.recordsOfSubject(subject), toRecordId, page),
    recordsByAssetId: (id, page) => records(ranges.recordsByAssetId(id), false, page),
    shellsOfTwin: (id, page) => records(ranges.shellsOfTwin(id), true, page),
    shellsByTrait: (trait, page) => records(ranges.shellsByTrait(trait), false, page),
    submodels: (page) => indexed(tables.record, ranges.submodels(), toRecordId, page),
    twins: (kind, page) =>
      indexed(tables.twin, kind === null ? ranges.twins() : ranges.twinsOfKind(kind), toTwinId, page),
    partiesByLegalId: (text, page) => indexed(tables.party, ranges.partiesByLegalId(text), toAddress, page),
    grantsOfAsset: (asset, page) => {
      const of = ranges.grantsOfAsset(asset);
      const place = (key: Key): HeldGrant => ({ ...asset, ...heldPlaceOfTail(tailOf(key, of)) });
      return list(of, (key) => heldGrant(place(key)), page);
    },
    attestationsOfParty: (party, page) =>
      indexed(tables.attestation, ranges.attestationsOfParty(party), toAttestationId, page),
    accreditationsOf: (registrar, page) => {
      const of = ranges.accreditationsOf(registrar);
      const kindOf = (key: Key) => toStatementKindId(`0x${tailOf(key, of)}`);
      return list(of, (key) => get(tables.accreditation, { registrar, kindId: kindOf(key) }), page);
    },
    recoveriesOf: (identity, page) => {
      const of = ranges.recoveriesOf(identity);
      const newController = (key: Key) => toAddress(`0x${tailOf(key, of)}`);
      return list(of, (key) => get(tables.recovery, { identity, newController: newController(key) }), page);
    },
    relationsOfParty: (party, page) => {
      const of = ranges.relationsOfParty(party);
      return list(of, (key) => get(tables.relation, sidesOfParty(party, tailOf(key, of))), page);
    },
    relationsOfSubject: (subject, page) => {
      const of = ranges.relationsOfSubject(subject);
      return list(of, (key) => get(tables.relation, sidesOfSubject(subject, tailOf(key, of))), page);
    },
    didStatements: (identity, page) =>
      list(ranges.didStatements(identity), (key) => valueAt(tables.didStatement, key), page),
    frozenThings: (page) => {
      const of = ranges.frozenThings();
      return list(of, (key) => get(tables.freezes, thingOfTail(tailOf(key, of))), page);
    },
    anchorsOf: (digest, page) => {
      const of = ranges.anchorsOfDigest(digest);
      const author = (key: Key) => toAddress(`0x${tailOf(key, of)}`);
      return list(of, (key) => get(tables.anchor, { digest, author: author(key) }), page);
    },
    grantsOfGrantee: (grantee, page) =>
      indexed(tables.grant, ranges.grantsOfGrantee(grantee), toGrantId, page),
    groupsOfOwner: (owner, page) => indexed(tables.group, ranges.groupsOfOwner(owner), toGroupId, page),
    groupsOfMember: (member, page) => indexed(tables.group, ranges.groupsOfMember(member), toGroupId, page),
    membersOfGroup: (group, page) =>
      list(ranges.membersOfGroup(group), (key) => valueAt(tables.membership, key), page),
    proposalsOfAsset: (asset, page) =>
      indexed(tables.proposal, ranges.proposalsOfAsset(asset), toProposalId, page),
    quotasOfAsset: (asset, page) => indexed(tables.quota, ranges.quotasOfAsset(asset), toQuotaId, page),
    quotasOfHolder: (holder, page) => indexed(tables.quota, ranges.quotasOfHolder(holder), toQuotaId, page),
    balancesOfQuota: (quota, page) =>
      list(ranges.balancesOfQuota(quota), (key) => valueAt(tables.quotaBalance, key), page),
    allowancesOfQuota: (quota, page) =>
      list(ranges.allowancesOfQuota(quota), (key) => valueAt(tables.allowance, key), page),
    usesOfQuota: (quota, page) =>
      list(ranges.usesOfQuota(quota), (key) => valueAt(tables.quotaUse, key), page),
  };
}

function sidesOfParty(party: Address, tail: string): RelationSides {
  const { kind, other } = relatedOfTail(tail);
  return kind === "twin"
    ? { kind, party, subject: toTwinId(`0x${other}`) }
    : { kind, party, subject: toAddress(`0x${other}`) };
}

function sidesOfSubject(subject: RelationSides["subject"], tail: string): RelationSides {
  const { kind, other } = relatedOfTail(tail);
  const party = toAddress(`0x${other}`);
  return kind === "twin"
    ? { kind, party, subject: toTwinId(subject) }
    : { kind, party, subject: toAddress(subject) };
}
