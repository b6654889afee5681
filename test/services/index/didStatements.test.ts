import { encodeBytes32String } from "ethers";
import { describe, expect, it } from "vitest";
import { project } from "../../../services/index/project.js";
import type { LedgerEvent } from "../../../services/ledger/events/decodeLog.js";
import { toHex, zeroAddress } from "../../../services/ledger/hex.js";
import type { Store } from "../../../services/store/store.js";
import { address, checkpoint, hash } from "../store/model.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";

const identity = address(1);
const time = 1_700_000_000;
const later = BigInt(time + 100);
const text = (value: string) => toHex(encodeBytes32String(value));

const delegate = (type: string, to: number, validTo = later): LedgerEvent => ({
  event: "DIDDelegateChanged",
  contract: "parties",
  identity,
  delegateType: text(type),
  delegate: address(to),
  validTo,
  previousChange: 0n,
});
const attribute = (name: string, value: string, validTo = later): LedgerEvent => ({
  event: "DIDAttributeChanged",
  contract: "parties",
  identity,
  name: text(name),
  value: toHex(`0x${Buffer.from(value).toString("hex")}`),
  validTo,
  previousChange: 0n,
});

/** A store in which the events happened, each in a block of its own from block 1 on. */
async function projected(...events: readonly LedgerEvent[]): Promise<Store> {
  const store = await temporaryStore();
  const draft = store.draft();
  for (const [index, event] of events.entries()) {
    project(draft, event, { block: index + 1, time: time + index, transaction: hash(index), log: 0 });
  }
  await draft.commit(checkpoint(events.length), { durable: false });
  return store;
}

/** Number and what is stated, by number. */
async function stated(store: Store) {
  const { items } = await store.readAsync((view) => view.didStatements(identity));
  return items
    .map(({ statement, number, validTo }) => [
      number,
      statement.kind === "delegate" ? statement.delegateType : statement.name,
      validTo,
    ])
    .sort(([a], [b]) => Number(a) - Number(b));
}

describe("the statements of an account", () => {
  it("are numbered: keys and delegates together, services by themselves", async () => {
    const store = await projected(
      delegate("veriKey", 2),
      attribute("did/svc/Hub", "https://example.com"),
      attribute("did/pub/Ed25519/veriKey/hex", "key"),
      attribute("did/svc/Other", "https://example.com"),
    );
    expect(await stated(store)).toEqual(
      expect.arrayContaining([
        [1, "veriKey", time + 100],
        [1, "did/svc/Hub", time + 100],
        [2, "did/pub/Ed25519/veriKey/hex", time + 100],
        [2, "did/svc/Other", time + 100],
      ]),
    );
    expect(store.read((view) => view.didHistory(identity))).toEqual({
      identity,
      keys: 2,
      services: 2,
      changed: { block: 4, time: time + 3 },
    });
  });

  it("go when they are taken back, and their ends are counted", async () => {
    const store = await projected(
      delegate("veriKey", 2),
      delegate("veriKey", 2, BigInt(time + 1)),
      attribute("did/svc/Hub", "https://example.com"),
      attribute("did/svc/Hub", "https://example.com", 0n),
      delegate("sigAuth", 3),
    );
    expect(await stated(store)).toEqual([[3, "sigAuth", time + 100]]);
  });

  it("are the last word on each: made again, they have the later number and end", async () => {
    const store = await projected(delegate("veriKey", 2), delegate("veriKey", 2, later + 5n));
    expect(await stated(store)).toEqual([[2, "veriKey", time + 105]]);
  });

  it("differ by type, name and value", async () => {
    const store = await projected(
      delegate("veriKey", 2),
      delegate("sigAuth", 2),
      attribute("did/svc/Hub", "https://a.example"),
      attribute("did/svc/Hub", "https://b.example"),
    );
    expect(await stated(store)).toHaveLength(4);
  });

  it("hold for ever where they end beyond what a number holds", async () => {
    const store = await projected(delegate("veriKey", 2, 2n ** 255n));
    expect(await stated(store)).toEqual([[1, "veriKey", Number.MAX_SAFE_INTEGER]]);
  });

  it("are none where no document could show them", async () => {
    const unreadable: LedgerEvent = {
      event: "DIDAttributeChanged",
      contract: "parties",
      identity,
      name: `0x${"ff".repeat(32)}`,
      value: "0x",
      validTo: later,
      previousChange: 0n,
    };
    const store = await projected(attribute("something/else", "x"), unreadable);
    expect(await stated(store)).toEqual([]);
    expect(store.read((view) => view.didHistory(identity))).toMatchObject({
      keys: 0,
      changed: { block: 1 },
    });
  });

  it("are those of their account alone, and a change of control is a change of its document too", async () => {
    const store = await projected(delegate("veriKey", 2), {
      event: "DIDOwnerChanged",
      contract: "parties",
      identity: address(9),
      owner: zeroAddress,
      previousChange: 0n,
    });
    expect(store.read((view) => view.didHistory(address(9)))).toEqual({
      identity: address(9),
      keys: 0,
      services: 0,
      changed: { block: 2, time: time + 1 },
    });
    expect(await store.readAsync((view) => view.didStatements(address(9)))).toEqual({
      items: [],
      next: null,
    });
  });
});
