/** What the index keeps of statements that two records are of the same thing. */
import { describe, expect, it } from "vitest";
import { project } from "../../../services/index/project.js";
import type { LedgerEvent } from "../../../services/ledger/events/decodeLog.js";
import { toNamespaceId, toRecordId, zeroAddress, zeroWord } from "../../../services/ledger/hex.js";
import { recordId as idOf } from "../../../services/ledger/ids.js";
import { sameAs } from "../../../services/ledger/sameAs.js";
import type { Draft } from "../../../services/store/draft.js";
import { tables } from "../../../services/store/keys.js";
import type { Store } from "../../../services/store/store.js";
import { address, checkpoint, digest, hash, namespaceId, schemeId } from "../store/model.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";

const place = { block: 12, time: 1_700_000_012, transaction: hash(12), log: 3 };
const oid = schemeId("oid");
const record = idOf(oid, "1.3.1");
const stated = (n: number) => idOf(oid, `1.3.${n}`);

const beginning: readonly LedgerEvent[] = [
  {
    event: "NamespaceDelegated",
    contract: "namespaces",
    namespace: namespaceId(0),
    parent: toNamespaceId(zeroWord),
    holder: address(1),
    scheme: oid,
    prefix: "",
    parentLength: 0,
    epoch: 1,
    terms: { expiry: 0, levels: 16, mayIssue: true },
    by: address(1),
  },
  {
    event: "IdentifierRegistered",
    contract: "identifiers",
    record,
    namespace: namespaceId(0),
    owner: address(1),
    scheme: oid,
    prefixLength: 0,
    identifier: "1.3.1",
    namespaceEpoch: 1,
    by: address(1),
  },
];
const updated = (linkset: unknown): LedgerEvent => ({
  event: "RecordContentUpdated",
  contract: "identifiers",
  record,
  version: 1,
  subjectKind: 0,
  subject: zeroWord,
  linkset: `0x${Buffer.from(typeof linkset === "string" ? linkset : JSON.stringify(linkset)).toString("hex")}`,
  digest: digest(1),
  by: address(1),
});
const stating = (...numbers: readonly number[]) =>
  updated({ [sameAs]: numbers.map((n) => ({ href: `urn:oid:1.3.${n}` })) });
const moved = (from: number, to: number): LedgerEvent => ({
  event: "Transfer",
  contract: "identifiers",
  from: from === 0 ? zeroAddress : address(from),
  to: address(to),
  tokenId: BigInt(record),
});

function begun(store: Store): Draft {
  const draft = store.draft();
  for (const event of [...beginning, moved(0, 1)]) project(draft, event, place);
  return draft;
}

describe("statements that records are of the same thing", () => {
  it("are kept with the holding epoch in which they were made, and stay behind when the record moves", async () => {
    const draft = begun(await temporaryStore());
    project(draft, stating(2, 3), place);
    const kept = { record, epoch: 1, stated: [stated(2), stated(3)] };
    expect(draft.get(tables.sameAs, record)).toEqual(kept);
    project(draft, moved(1, 2), place);
    expect(draft.get(tables.record, record)?.epoch).toBe(2);
    expect(draft.get(tables.sameAs, record)).toEqual(kept);
    project(draft, stating(2), place);
    expect(draft.get(tables.sameAs, record)).toEqual({ record, epoch: 2, stated: [stated(2)] });
  });

  it("never say that a record is the same as itself", async () => {
    const draft = begun(await temporaryStore());
    project(draft, stating(1, 2), place);
    expect(draft.get(tables.sameAs, record)?.stated).toEqual([stated(2)]);
    project(draft, stating(1), place);
    expect(draft.get(tables.sameAs, record)).toBeNull();
  });

  it.each([
    ["other links", updated({ describedby: [{ href: "urn:oid:1.3.2" }] })],
    ["no links", updated("")],
    ["bytes that are no linkset", updated("{")],
    ["targets of no identifier", updated({ [sameAs]: [{ href: "https://example.com/" }] })],
  ])("end with the linkset that made them, when there are %s instead", async (_, event) => {
    const draft = begun(await temporaryStore());
    project(draft, stating(2), place);
    project(draft, event, place);
    expect(draft.get(tables.sameAs, record)).toBeNull();
  });

  it("are found from either side, and no longer once they are taken back", async () => {
    const store = await temporaryStore();
    const draft = begun(store);
    project(draft, stating(2, 3), place);
    await draft.commit(checkpoint(12, 12), { durable: false });
    const stating2 = () =>
      store.readAsync(async (view) => (await view.recordsStating(stated(2))).items.map(({ id }) => id));
    expect(store.read((view) => view.sameAs(record)?.stated)).toEqual([stated(2), stated(3)]);
    expect(await stating2()).toEqual([toRecordId(record)]);
    const next = store.draft();
    project(next, stating(3), place);
    await next.commit(checkpoint(13, 13), { durable: false });
    expect(await stating2()).toEqual([]);
    expect(store.read((view) => view.sameAs(stated(3)))).toBeNull();
  });

  it("come back when the range that took them back is undone", async () => {
    const store = await temporaryStore();
    const draft = begun(store);
    project(draft, stating(2), place);
    await draft.commit(checkpoint(12, 12), { durable: false });
    const replaced = store.draft();
    project(replaced, stating(3), place);
    await replaced.commit(checkpoint(13, 12), { durable: false });
    await store.undoTo(12);
    expect(store.read((view) => view.sameAs(record)?.stated)).toEqual([stated(2)]);
    const counts = [stated(2), stated(3)].map((id) =>
      store.readAsync(async (view) => (await view.recordsStating(id)).items.length),
    );
    expect(await Promise.all(counts)).toEqual([1, 0]);
  });
});
