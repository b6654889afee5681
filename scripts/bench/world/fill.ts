import { type Key, schemaVersion, tables } from "../../../services/store/keys.js";
import { openStore } from "../../../services/store/store.js";
import {
  block,
  fingerprint,
  grant,
  gs1Prefix,
  handleOf,
  handlePrefix,
  namespaces,
  parties,
  product,
  productLinks,
  pumpLinks,
  record,
  schemes,
  serialOf,
  twin,
} from "./entities.js";

/** Records of one commit: as many as a range of a backfill brings. */
const perCommit = 5_000;

/**
 * Makes a store with `records` records, half of them GS1 serial numbers and half handles, through the follower's own
 * drafts.
 * @returns keys of all records, in the order of their numbers.
 */
export async function fillStore(location: string, records: number): Promise<readonly Key[]> {
  const store = await openStore(location, { createIfMissing: true });
  await store.claim({ ...fingerprint, schema: schemaVersion });
  const keys: Key[] = [];
  let draft = store.draft();
  for (const entity of schemes) draft.put(tables.scheme, entity.id, entity);
  for (const entity of parties) draft.put(tables.party, entity.identity, entity);
  for (const entity of namespaces) draft.put(tables.namespace, entity.id, entity);
  draft.put(tables.twin, twin.id, twin);
  draft.put(tables.grant, grant.id, grant);
  const level = record("gs1", gs1Prefix, product, productLinks);
  draft.put(tables.record, level.id, level);
  for (let number = 0; number < records; number += 1) {
    const pump = Math.floor(number / 2);
    const entity =
      number % 2 === 0
        ? record("gs1", gs1Prefix, serialOf(pump), pumpLinks(pump))
        : record("handle", handlePrefix, handleOf(pump), pumpLinks(pump));
    draft.put(tables.record, entity.id, entity);
    keys.push(tables.record.key(entity.id));
    if (keys.length % perCommit === 0 || number === records - 1) {
      const { number: at } = block;
      await draft.commit({ ...block, finalized: at, head: at }, { durable: false });
      draft = store.draft();
    }
  }
  await store.close();
  return keys;
}
