/** Which lists wait to be indexed, and what it costs to know. */
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { toBatchId, toDigest, toHash, uintWord } from "../../../services/ledger/hex.js";
import { namespaceId, schemeId } from "../../../services/ledger/ids.js";
import { MemberIndex } from "../../../services/manifests/members.js";
import { OpenLists } from "../../../services/manifests/openLists.js";
import type { Address, BatchId } from "../../../services/store/model.js";
import type { StoreView } from "../../../services/store/view.js";
import { LedgerFixture } from "../resolver/ledger.fixture.js";
import { temporaryFolder } from "../store/temporary.fixture.js";

let ledger: LedgerFixture;
let maker: Address;
let issued = 0;

beforeAll(async () => {
  ledger = await LedgerFixture.open();
  maker = ledger.party("Maker");
  ledger.schemes(ledger.party("Root Office"));
  ledger.namespace("gs1", "9506000", maker);
  await ledger.mine();
});
afterAll(() => ledger?.close());

const word = (number: number) => uintWord(BigInt(number));

/** In the block that is mined next. */
function issue(): BatchId {
  issued += 1;
  const batch = toBatchId(word(issued));
  ledger.happened({
    event: "MerkleBatchIssued",
    contract: "batches",
    batch,
    namespace: namespaceId(schemeId("gs1"), "9506000"),
    owner: maker,
    scheme: schemeId("gs1"),
    list: { root: toHash(word(issued)), manifest: toDigest(word(issued)), count: 10n, uri: "" },
    prefixLength: 7,
    namespaceEpoch: 1,
    by: maker,
  });
  return batch;
}

/** A view that counts the lists that are read in it. */
function counted(view: StoreView, count: { lists: number }): StoreView {
  return {
    ...view,
    batch: (id) => {
      count.lists += 1;
      return view.batch(id);
    },
    lists: async (page) => {
      const found = await view.lists(page);
      count.lists += found.items.length;
      return found;
    },
  };
}

it("reads each list once, and of a later block what it brought", async () => {
  for (let number = 0; number < 40; number++) issue();
  await ledger.mine();
  const index = await MemberIndex.open(await temporaryFolder());
  const lists = new OpenLists(index);
  const count = { lists: 0 };
  const look = () => ledger.store.readAsync((view) => lists.look(counted(view, count)));
  const fresh = () => [...lists.all()].filter((list) => lists.isNew(list)).map(({ batch }) => batch.id);
  await look();
  expect(count.lists).toBe(40);
  expect(fresh()).toHaveLength(40);
  for (const list of lists.all()) lists.attended(list);

  ledger.party("Somebody");
  await ledger.mine();
  await look();
  const last = issue();
  await ledger.mine();
  // After it has read all it rests for a while.
  await vi.waitFor(async () => {
    await look();
    expect(fresh()).toEqual([last]);
  });
  expect(count.lists).toBe(41);
  expect([...lists.all()]).toHaveLength(41);
  await index.close();
});

it("knows no list any more that a reorganisation took back", async () => {
  const index = await MemberIndex.open(await temporaryFolder());
  const lists = new OpenLists(index);
  const look = () => ledger.store.readAsync((view) => lists.look(view));
  const head = ledger.store.read((view) => view.checkpoint()?.number ?? 0);
  const ids = () => [...lists.all()].map(({ batch }) => batch.id);
  await look();
  const before = ids();
  const back = issue();
  await ledger.mine({ finalized: head });
  await vi.waitFor(async () => {
    await look();
    expect(ids()).toContain(back);
  });
  await ledger.goBackTo(head);
  ledger.party("Somebody else");
  await ledger.mine();
  await vi.waitFor(async () => {
    await look();
    expect(ids()).not.toContain(back);
  });
  expect(ids().toSorted()).toEqual(before.toSorted());
  await index.close();
});
