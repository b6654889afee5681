import { id } from "ethers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noGrants, withOneMore } from "../../../services/store/grantCounts.js";
import { toSchemeId } from "../../../services/store/hex.js";
import { tables } from "../../../services/store/keys.js";
import type { Asset, RecordEntity, SchemeEntity } from "../../../services/store/model.js";
import type { Store } from "../../../services/store/store.js";
import type { Eventually, Page, PageRequest, StoreView, View } from "../../../services/store/view.js";
import {
  address,
  checkpoint,
  digest,
  grant,
  hash,
  namespace,
  party,
  record,
  recordId,
  schemeId,
  sealedId,
  sealedRecord,
  twin,
  twinId,
  twinVersion,
} from "./model.fixture.js";
import { temporaryStore } from "./temporary.fixture.js";

const assets = {
  twin: { kind: "twin", id: twinId(1) },
  record: { kind: "record", id: recordId(1) },
  sealed: { kind: "sealed", id: sealedId(1) },
} as const satisfies Record<Asset["kind"], Asset>;

async function put(store: Store, records: readonly RecordEntity[], block = 1): Promise<void> {
  const draft = store.draft();
  for (const each of records) draft.put(tables.record, each.id, each);
  await draft.commit(checkpoint(block), { durable: false });
}

const sorted = (ids: readonly string[]): string[] => [...ids].sort();

/** All pages of a list. */
async function all<Item>(
  store: Store,
  list: (view: StoreView, page: PageRequest) => Eventually<Page<Item>>,
  limit: number,
): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await store.readAsync((view) => list(view, { limit, after }));
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return items;
}

describe("lists", () => {
  it("come in pages that together hold each item once, in the order of the ids", async () => {
    const store = await temporaryStore();
    const records = Array.from({ length: 25 }, (_, n) => record(n));
    await put(store, [...records, record(99, { owner: address(2) })]);
    const ids = sorted(records.map((each) => each.id));
    for (const limit of [1, 5, 24, 25, 26]) {
      const found = await all(store, (view, page) => view.recordsOfOwner(address(1), page), limit);
      expect(found.map((each) => each.id)).toEqual(ids);
    }
    expect(await store.readAsync((view) => view.recordsOfOwner(address(3)))).toEqual({
      items: [],
      next: null,
    });
  });

  it("refuse limits and cursors that are none", async () => {
    const store = await temporaryStore();
    for (const page of [
      { limit: 0 },
      { limit: 1_001 },
      { limit: 1.5 },
      { after: "" },
      { after: "zz" },
      { after: "0x" },
    ]) {
      await expect(store.readAsync((view) => view.recordsOfOwner(address(1), page))).rejects.toMatchObject({
        code: "STORE_INVALID_PAGE",
      });
    }
  });

  it("follow a change of owner and of subject, and keep neither under the old one", async () => {
    const store = await temporaryStore();
    await put(store, [record(1, { subject: { kind: "twin", id: twinId(1) } })]);
    await put(store, [record(1, { owner: address(2), subject: { kind: "party", id: address(9) } })], 2);
    const ids = (list: (view: View) => Eventually<Page<RecordEntity>>) =>
      store.readAsync(async (view) => (await list(view)).items.map((each) => each.id));
    expect(await ids((view) => view.recordsOfOwner(address(1)))).toEqual([]);
    expect(await ids((view) => view.recordsOfOwner(address(2)))).toEqual([recordId(1)]);
    expect(await ids((view) => view.recordsOfSubject({ kind: "twin", id: twinId(1) }))).toEqual([]);
    expect(await ids((view) => view.recordsOfSubject({ kind: "party", id: address(9) }))).toEqual([
      recordId(1),
    ]);
  });

  it("find records by the value of their global asset id, whoever claims it", async () => {
    const store = await temporaryStore();
    const value = "urn:uuid:2b5f5c14-7d8a-4f0f-9c53-2f6d3b1d0c11";
    const encoded = "urn%3Auuid%3A2b5f5c14-7d8a-4f0f-9c53-2f6d3b1d0c11";
    const aas = (n: number, identifier: string) => record(n, { scheme: schemeId("aas"), identifier });
    await put(store, [
      aas(1, `BPNL00000003AYRE/globalAssetId/${encoded}`),
      aas(2, `example.com/globalAssetId/${encoded}`),
      aas(3, `example.com/serial/${encoded}`),
      aas(4, `example.com/globalAssetId/${value}`),
      aas(5, `example.com/globalAssetId/${encoded}/more`),
      aas(6, "example.com/globalAssetId/%"),
      aas(7, "example.com/globalAssetId/"),
      aas(8, `example.com/globalAssetId/${encoded.toLowerCase()}`),
      record(9, { identifier: `example.com/globalAssetId/${encoded}` }),
    ]);
    const found = await store.readAsync((view) => view.recordsByAssetId({ name: "globalAssetId", value }));
    expect(found.items.map((each) => each.id)).toEqual(sorted([recordId(1), recordId(2)]));
    expect(
      (await store.readAsync((view) => view.recordsByAssetId({ name: "globalAssetId", value: "" }))).items,
    ).toEqual([]);
  });

  it("find a value with every reserved character by its decoded form", async () => {
    const store = await temporaryStore();
    const value = "https://example.com/ä?x=!'()*#ß-._~";
    const encoded = "https%3A%2F%2Fexample.com%2F%C3%A4%3Fx%3D%21%27%28%29%2A%23%C3%9F-._~";
    await put(store, [record(1, { scheme: schemeId("aas"), identifier: `O/globalAssetId/${encoded}` })]);
    expect(
      (await store.readAsync((view) => view.recordsByAssetId({ name: "globalAssetId", value }))).items,
    ).toHaveLength(1);
    expect(schemeId("aas")).toBe(id("aas"));
  });

  it("find parties, namespaces, twins, versions and grants by what they belong to", async () => {
    const store = await temporaryStore();
    const draft = store.draft();
    const oid: SchemeEntity = { id: schemeId("oid"), name: "oid", rule: "oid" };
    const lei = "lei:529900T8BM49AURSDO55";
    draft.put(tables.scheme, schemeId("oid"), oid);
    draft.put(tables.party, address(1), party(1, { legalId: lei }));
    draft.put(tables.party, address(2), party(2));
    draft.put(tables.namespace, namespace(1).id, namespace(1));
    draft.put(tables.twin, twinId(1), twin(1));
    for (const n of [1, 2])
      draft.put(tables.sealedRecord, sealedId(n), sealedRecord(n, { owner: address(n) }));
    for (const version of [1, 2, 300]) {
      draft.put(tables.twinVersion, { twin: twinId(1), version }, twinVersion(version));
    }
    draft.put(tables.twinByContent, digest(2), twinId(1));
    draft.put(tables.grant, grant(1).id, grant(1));
    draft.put(tables.grant, grant(2).id, grant(2));
    await draft.commit(checkpoint(1), { durable: true });

    await store.readAsync(async (view) => {
      expect((await view.schemes()).items.map(({ name }) => name)).toEqual(["oid"]);
      expect((await view.partiesByLegalId(lei)).items).toEqual([party(1, { legalId: lei })]);
      expect((await view.partiesByLegalId("")).items).toEqual([]);
      expect((await view.namespacesOfHolder(address(1))).items).toEqual([namespace(1)]);
      expect((await view.twinsOfOwner(address(1))).items).toEqual([twin(1)]);
      expect((await view.sealedRecordsOfOwner(address(2))).items).toEqual([
        sealedRecord(2, { owner: address(2) }),
      ]);
      expect(view.sealedRecord(sealedId(1))).toEqual(sealedRecord(1));
      expect((await view.twinVersions(twinId(1))).items.map(({ version }) => version)).toEqual([1, 2, 300]);
      expect((await view.twinVersions(twinId(1), { limit: 2 })).next).not.toBeNull();
      expect(view.twinVersion(twinId(1), 300)).toEqual(twinVersion(300));
      expect(view.twinByContent(digest(2))).toEqual(twin(1));
      expect((await view.grantsOfGrantee({ kind: "party", party: address(2) })).items).toHaveLength(2);
    });
  });

  it("have the grants of an asset in the order in which they were given, and at once those of one holding", async () => {
    const store = await temporaryStore();
    const draft = store.draft();
    const give = (n: number, kind: Asset["kind"], epoch: number, ordinal: number) => {
      const asset = assets[kind];
      draft.put(tables.grant, grant(n).id, grant(n));
      draft.put(tables.grantOfHolding, { ...asset, epoch, ordinal }, grant(n).id);
      draft.put(
        tables.grantCounts,
        asset,
        withOneMore(draft.get(tables.grantCounts, asset) ?? noGrants, epoch),
      );
    };
    give(6, "twin", 1, 0);
    give(4, "twin", 0, 0);
    for (const n of [0, 1, 2]) give(n, "twin", 2, n);
    give(3, "record", 1, 0);
    give(5, "sealed", 1, 0);
    await draft.commit(checkpoint(1), { durable: false });

    const ids = (grants: readonly { id: string }[]) => grants.map((each) => each.id);
    const given = (...numbers: number[]) => numbers.map((n) => grant(n).id);
    for (const limit of [1, 2, 3, 4, 5]) {
      const found = await all(store, (view, page) => view.grantsOfAsset(assets.twin, page), limit);
      expect(ids(found)).toEqual(given(4, 6, 0, 1, 2));
    }
    const held = (kind: Asset["kind"], epoch: number, limit: number) =>
      store.read((view) => {
        const { grants, complete } = view.grantsOfHolding({ ...assets[kind], epoch }, limit);
        return { grants: ids(grants), complete };
      });
    expect(held("twin", 2, 3)).toEqual({ grants: given(2, 1, 0, 4), complete: true });
    expect(held("twin", 2, 2)).toEqual({ grants: given(2, 1, 4), complete: false });
    // Void for ever: a holding came after it.
    expect(held("twin", 1, 10)).toEqual({ grants: given(4), complete: true });
    expect(held("twin", 3, 10)).toEqual({ grants: given(4), complete: true });
    expect(held("record", 1, 10)).toEqual({ grants: given(3), complete: true });
    expect(held("sealed", 1, 10)).toEqual({ grants: given(5), complete: true });
    expect(held("sealed", 2, 10)).toEqual({ grants: [], complete: true });
  });
});

describe("lists that are mostly short", () => {
  const twins = [1, 2];
  const shells = 14;
  const shell = (n: number, of: number | null) =>
    record(n, {
      scheme: toSchemeId(id("aas")),
      identifier: `acme.example/AssetAdministrationShell/shell-${n}`,
      subject: of === null ? { kind: "none" } : { kind: "twin", id: twinId(of) },
    });
  /** Which twin each shell stands for; null for none. */
  type State = readonly (number | null)[];
  const idsOf = (state: State, of: number) =>
    sorted(state.flatMap((twinOf, n) => (twinOf === of ? [recordId(n)] : [])));

  it("hold what they would with an entry for each item, however they grew and shrank, at each block and after an undo", async () => {
    const moves = fc.array(
      fc.record({
        shell: fc.nat({ max: shells - 1 }),
        to: fc.constantFrom(1, 1, 1, 2, null),
        newBlock: fc.boolean(),
      }),
      { minLength: 1, maxLength: 60, size: "max" },
    );
    await fc.assert(
      fc.asyncProperty(moves, fc.integer({ min: 1, max: 5 }), async (history, perRange) => {
        const store = await temporaryStore();
        const states: State[] = [Array.from({ length: shells }, () => null)];
        let draft = store.draft();
        let block = 1;
        const blockEnds = async (last: boolean): Promise<void> => {
          if (!last && block % perRange > 0) return;
          // Nothing is final, so that each range can be undone.
          await draft.commit(checkpoint(block, 0), { durable: false });
          draft = store.draft();
        };
        for (const { shell: n, to, newBlock } of history) {
          if (newBlock && states.length > block) {
            await blockEnds(false);
            block += 1;
          }
          draft.from({ block, transaction: hash(block), by: null });
          draft.put(tables.record, recordId(n), shell(n, to));
          states[block] = (states[block] ?? states[block - 1] ?? []).map((was, m) => (m === n ? to : was));
        }
        await blockEnds(true);
        const check = async (upTo: number): Promise<void> => {
          for (const [number, state] of states.slice(0, upTo + 1).entries()) {
            for (const of of twins) {
              const list = (view: StoreView, page: PageRequest) =>
                (number === upTo ? view : view.at(number)).shellsOfTwin(twinId(of), page);
              expect((await all(store, list, 3)).map((one) => one.id)).toEqual(idsOf(state, of));
            }
          }
        };
        await check(block);
        const last = await store.undoableRanges().next();
        const before = last.done === true ? undefined : last.value.previous?.number;
        if (before === undefined) return;
        await store.undoTo(before);
        await check(before);
      }),
      { numRuns: 25 },
    );
  });
});
