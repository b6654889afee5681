/** What is known of identifiers before the first batch, when only records are looked for, and once there is a range. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { namespaceId, ruleBatchId, schemeId } from "../../../services/ledger/ids.js";
import { knowing } from "../../../services/resolver/resolution/known.js";
import type { Address } from "../../../services/store/model.js";
import { genesisTime, LedgerFixture, ledgerIdentifier } from "./ledger.fixture.js";

let ledger: LedgerFixture;
let root: Address;

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  root = ledger.party("Root Office");
  ledger.schemes(root);
});

afterEach(() => ledger.close());

async function known(...texts: readonly string[]) {
  await ledger.mine();
  return ledger.store.readAsync(async (view) => {
    const of = await knowing(view, undefined, genesisTime);
    return texts.map((text) => of(ledgerIdentifier(text)));
  });
}

describe("what is known of an identifier", () => {
  it("is its record, on a ledger without batches and ranges too", async () => {
    ledger.register("88.101.42/part-1", { owner: root, prefix: "" });
    expect(await known("88.101.42/part-1", "88.101.42/part-2")).toEqual([{ kind: "record" }, null]);
  });

  it("is the range that is kept free, though no batch was ever issued", async () => {
    reserved();
    const free = { kind: "reserved", range: ruleBatchId(range) };
    expect(await known("88.101.42/part-15", "88.101.42/part-20")).toEqual([free, null]);
  });

  it("is no range of another form, and none that was released", async () => {
    reserved();
    const others = ["88.101.42/part-015", "88.101.42/part-15a", "88.101.42/piece-15", "88.101.42/part"];
    expect(await known(...others)).toEqual(others.map(() => null));
    ledger.happened({ event: "RangeReleased", contract: "batches", range: ruleBatchId(range), by: root });
    expect(await known("88.101.42/part-15")).toEqual([null]);
    reserved();
    expect(await known("88.101.42/part-15")).toEqual([{ kind: "reserved", range: ruleBatchId(range) }]);
  });
});

const range = {
  scheme: schemeId("handle"),
  stem: "88.101.42/part-",
  tail: "",
  first: "10",
  last: "19",
};

function reserved(): void {
  ledger.happened({
    event: "RangeReserved",
    contract: "batches",
    range: ruleBatchId(range),
    namespace: namespaceId(range.scheme, ""),
    extent: { ...range, width: 2, first: 10n, last: 19n },
    prefixLength: 0,
    by: root,
  });
}
