import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toAddress, zeroAddress } from "../../../services/ledger/hex.js";
import { rightsInForce } from "../../../services/rights/publicView.js";
import type { Address, TwinId } from "../../../services/store/model.js";
import { LedgerFixture } from "../resolver/ledger.fixture.js";

let ledger: LedgerFixture;
let owner: Address;
let buyer: Address;
let partner: Address;
let twin: TwinId;

beforeEach(async () => {
  ledger = await LedgerFixture.open();
  owner = ledger.party("Owner");
  buyer = ledger.party("Buyer");
  partner = ledger.party("Partner");
  twin = ledger.twin("Motor", owner);
});

afterEach(() => ledger.close());

async function inForce(at: number, live = true) {
  await ledger.mine();
  return ledger.store.read((view) => {
    const found = view.twin(twin);
    if (found === null) throw new Error("There is no twin");
    const { epoch } = found;
    return rightsInForce(view, { kind: "twin", id: twin, owner: found.owner, epoch, live }, at);
  });
}

/** An account that is registered nowhere. */
const nobody = toAddress(`0x${"99".repeat(20)}`);

const count = async (at: number, live = true) => (await inForce(at, live)).grants.length;
const grant = (terms: { from?: number; until?: number; scope?: string } = {}) =>
  ledger.grant("twin", twin, { grantor: owner, grantee: partner, ...terms });

describe("a grant", () => {
  it("holds from its first second on, and no longer at its end", async () => {
    grant({ from: 1000, until: 2000 });
    expect(await count(999)).toBe(0);
    expect(await count(1000)).toBe(1);
    expect(await count(1999)).toBe(1);
    expect(await count(2000)).toBe(0);
    expect(await count(2001)).toBe(0);
  });

  it("holds at once and for ever where it has no bounds", async () => {
    grant();
    expect(await count(0)).toBe(1);
    expect(await count(Number.MAX_SAFE_INTEGER)).toBe(1);
  });

  it("holds no longer once it is revoked", async () => {
    ledger.revoke(grant(), twin);
    expect(await count(1)).toBe(0);
  });

  it("dies when the asset changes hands, also when it comes back", async () => {
    grant();
    ledger.transfer("twins", twin, owner, buyer);
    expect(await count(1)).toBe(0);
    ledger.transfer("twins", twin, buyer, owner);
    expect(await count(1)).toBe(0);
  });

  it("that was planted for a later epoch does not hold now", async () => {
    ledger.grant("twin", twin, { grantor: buyer, grantee: partner, epoch: 2 });
    expect(await count(1)).toBe(0);
  });

  it("does not hold for a grantee that is deactivated", async () => {
    grant();
    ledger.controlTo(partner, zeroAddress);
    expect(await count(1)).toBe(0);
  });

  it("does not hold where the asset's owner is deactivated", async () => {
    grant();
    ledger.controlTo(owner, zeroAddress);
    expect(await count(1)).toBe(0);
  });

  it("does not hold where the asset belongs to an account that is no party", async () => {
    ledger.transfer("twins", twin, owner, nobody);
    ledger.grant("twin", twin, { grantor: nobody, grantee: partner, epoch: 2 });
    expect(await count(1)).toBe(0);
  });

  it("that is given anew after a revocation holds once", async () => {
    ledger.revoke(grant(), twin);
    grant();
    expect(await count(1)).toBe(1);
  });

  it("holds for a grantee whose key was changed", async () => {
    grant();
    ledger.controlTo(partner, buyer);
    expect(await count(1)).toBe(1);
  });

  it("does not hold on an asset that is not live", async () => {
    grant();
    expect(await count(1, false)).toBe(0);
  });
});

it("looks at the grants given last, and tells when there are more", async () => {
  for (let index = 0; index < 1000; index++) grant({ scope: `data set ${index}` });
  expect(await inForce(1)).toMatchObject({ complete: true, grants: { length: 1000 } });
  grant({ scope: "the last" });
  const { grants, complete } = await inForce(1);
  expect(complete).toBe(false);
  expect(grants.map(({ scope }) => scope).slice(0, 2)).toEqual(["the last", "data set 999"]);
  expect(grants).toHaveLength(1000);
});

it("is not kept from the grants of the present owner by any number that former ones gave", async () => {
  for (let index = 0; index < 1100; index++) grant({ scope: `data set ${index}` });
  ledger.transfer("twins", twin, owner, buyer);
  ledger.grant("twin", twin, { grantor: buyer, grantee: partner, epoch: 2 });
  expect(await inForce(1)).toMatchObject({ complete: true, grants: { length: 1 } });
});

it("finds exactly the grants whose window contains the moment", async () => {
  const second = fc.integer({ min: 0, max: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(second, second), { maxLength: 8 }), second, async (windows, at) => {
      const fresh = await LedgerFixture.open();
      const holder = fresh.party("Owner");
      const asset = fresh.twin("Motor", holder);
      for (const [index, [from, until]] of windows.entries()) {
        fresh.grant("twin", asset, { grantor: holder, grantee: holder, scope: String(index), from, until });
      }
      await fresh.mine();
      const { grants } = fresh.store.read((view) =>
        rightsInForce(view, { kind: "twin", id: asset, owner: holder, epoch: 1, live: true }, at),
      );
      const expected = windows.flatMap(([from, until], index) =>
        at >= from && (until === 0 || at < until) ? [String(index)] : [],
      );
      expect(grants.map(({ scope }) => scope).sort()).toEqual(expected.sort());
      await fresh.close();
    }),
    { numRuns: 20 },
  );
});
