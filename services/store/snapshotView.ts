import type { Database, Snapshot } from "./database.js";
import { toAddress, toGrantId, toNamespaceId, toRecordId, toSchemeId, toTwinId } from "./hex.js";
import { type Key, type KeyRange, ranges, type Table, tables, tailOf } from "./keys.js";
import { decodeValue } from "./values.js";
import type { Page, PageRequest, View } from "./view.js";

/** The view of one snapshot. It is void once the snapshot is closed. */
export function snapshotView(database: Database, snapshot: Snapshot): View {
  const get = <Id, Value>(table: Table<Id, Value>, id: Id): Value | null =>
    decodeValue(table, database.getText(table.key(id), snapshot));

  async function list<Id, Value>(
    table: Table<Id, Value>,
    of: KeyRange,
    idOf: (key: Key) => Id,
    request: PageRequest = {},
  ): Promise<Page<Value>> {
    const { items, next } = await database.page(of, request, snapshot);
    const values = items.map((key) => get(table, idOf(key)));
    return { items: values.filter((value) => value !== null), next };
  }

  /** An id of the tail of an index key. */
  const by =
    <Id>(of: KeyRange, brand: (text: string) => Id) =>
    (key: Key): Id =>
      brand(`0x${tailOf(key, of)}`);

  function indexed<Id, Value>(
    table: Table<Id, Value>,
    of: KeyRange,
    brand: (text: string) => Id,
    page?: PageRequest,
  ) {
    return list(table, of, by(of, brand), page);
  }

  return {
    checkpoint: () => get(tables.checkpoint, undefined),
    fingerprint: () => get(tables.fingerprint, undefined),
    party: (identity) => get(tables.party, identity),
    scheme: (id) => get(tables.scheme, id),
    namespace: (id) => get(tables.namespace, id),
    record: (id) => get(tables.record, id),
    twin: (id) => get(tables.twin, id),
    twinVersion: (twin, version) => get(tables.twinVersion, { twin, version }),
    twinByContent: (digest) => {
      const id = get(tables.twinByContent, digest);
      return id === null ? null : get(tables.twin, id);
    },
    grant: (id) => get(tables.grant, id),

    schemes: (page) => indexed(tables.scheme, ranges.schemes(), toSchemeId, page),
    twinVersions: (twin, page) => {
      const of = ranges.twinVersions(twin);
      return list(
        tables.twinVersion,
        of,
        (key) => ({ twin, version: Number.parseInt(tailOf(key, of), 16) }),
        page,
      );
    },
    namespacesOfHolder: (holder, page) =>
      indexed(tables.namespace, ranges.namespacesOfHolder(holder), toNamespaceId, page),
    recordsOfOwner: (owner, page) => indexed(tables.record, ranges.recordsOfOwner(owner), toRecordId, page),
    twinsOfOwner: (owner, page) => indexed(tables.twin, ranges.twinsOfOwner(owner), toTwinId, page),
    recordsOfSubject: (subject, page) =>
      indexed(tables.record, ranges.recordsOfSubject(subject), toRecordId, page),
    recordsByAssetValue: (value, page) =>
      indexed(tables.record, ranges.recordsByAssetValue(value), toRecordId, page),
    partiesByLegalId: (text, page) => indexed(tables.party, ranges.partiesByLegalId(text), toAddress, page),
    grantsOfAsset: (kind, id, page) => indexed(tables.grant, ranges.grantsOfAsset(kind, id), toGrantId, page),
    grantsOfGrantee: (grantee, page) =>
      indexed(tables.grant, ranges.grantsOfGrantee(grantee), toGrantId, page),
  };
}
