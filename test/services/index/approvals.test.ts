/** Approvals and allowances from logs that no chain can have, and from those at their limits. */
import { describe, expect, it } from "vitest";
import { project } from "../../../services/index/project.js";
import type { LedgerEvent } from "../../../services/ledger/events/decodeLog.js";
import { tokenWord, toQuotaId, toTermsId, zeroAddress, zeroWord } from "../../../services/ledger/hex.js";
import type { Draft } from "../../../services/store/draft.js";
import { tables } from "../../../services/store/keys.js";
import type { Address } from "../../../services/store/model.js";
import { address, hash, twinId } from "../store/model.fixture.js";
import { temporaryStore } from "../store/temporary.fixture.js";

const place = { block: 12, time: 1_700_000_012, transaction: hash(12), log: 3 };
const holder = address(1);
const spender = address(2);
const unlimited = 2n ** 224n - 1n;
const unit = `0x63616c6c${"0".repeat(56)}` as const;
const quotaKey = {
  ...{ assetKind: 1, asset: twinId(1), survivesSale: true, scope: zeroWord },
  ...{ unit, until: 0, terms: toTermsId(zeroWord) },
} as const;
const opened: LedgerEvent = {
  ...{ event: "QuotaOpened", contract: "quotas", quota: 5n, asset: twinId(1), key: quotaKey },
  ...{ assetEpoch: 0, scopeName: "", by: holder },
};
const moved = (caller: Address, sender: Address, amount: bigint): LedgerEvent => ({
  ...{ event: "UnitsMoved", contract: "quotas", caller, sender, receiver: address(3), id: 5n, amount },
});
const allowed = (amount: bigint): LedgerEvent => ({
  ...{ event: "AllowanceSet", contract: "quotas", owner: holder, spender, id: 5n, amount },
});
const controlled = (owner: Address): LedgerEvent => ({
  ...{ event: "DIDOwnerChanged", contract: "parties", identity: holder, owner, previousChange: 0n },
});
const issued = moved(holder, zeroAddress, 100n);

async function drafted(...events: readonly LedgerEvent[]): Promise<Draft> {
  const store = await temporaryStore();
  const draft = store.draft();
  for (const event of [opened, issued, ...events]) project(draft, event, place);
  return draft;
}
const left = (draft: Draft) =>
  draft.get(tables.allowance, { quota: toQuotaId(tokenWord(5n)), holder, spender })?.amount;

describe("an allowance", () => {
  it.each([
    ["never given", [moved(spender, holder, 1n)]],
    ["for less", [allowed(4n), moved(spender, holder, 5n)]],
    ["spent", [allowed(4n), moved(spender, holder, 4n), moved(spender, holder, 1n)]],
    ["of a former key", [allowed(4n), controlled(address(9)), moved(spender, holder, 1n)]],
    ["of somebody who was the key", [controlled(address(9)), moved(holder, holder, 1n)]],
  ])("that was %s covers no units", async (_, events) => {
    await expect(drafted(...events)).rejects.toMatchObject({ code: "INDEX_INCONSISTENT" });
  });

  it.each([
    [unlimited, null],
    [unlimited + 1n, null],
    [unlimited - 1n, (unlimited - 8n).toString()],
  ])("of %d has %s units left after seven, as the contract counts", async (amount, expected) => {
    expect(left(await drafted(allowed(amount), moved(spender, holder, 7n)))).toBe(expected);
  });

  it("is not spent by the present key of its holder", async () => {
    const draft = await drafted(allowed(4n), controlled(spender), moved(spender, holder, 50n));
    expect(left(draft)).toBe("4");
  });
});

it("an approval is of a token that there is", async () => {
  const approved: LedgerEvent = {
    ...{ event: "Approval", contract: "twins", owner: holder, approved: spender, tokenId: 1n },
  };
  await expect(drafted(approved)).rejects.toMatchObject({ code: "INDEX_INCONSISTENT" });
});
