import type { QuotaConsumed, QuotaOpened, UnitsMoved } from "../../ledger/events/decoders.js";
import { toDigest, tokenWord, toQuotaId, zeroAddress } from "../../ledger/hex.js";
import { asciiOf, assetOf, termsOf } from "../../ledger/rightWords.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Address, QuotaId } from "../../store/model.js";
import { allowanceSpent } from "./approvals.js";
import { known, type Place, provenance } from "./place.js";

const quotaIdOf = (quota: bigint): QuotaId => toQuotaId(tokenWord(quota));

export function quotaOpened(draft: Draft, event: QuotaOpened, place: Place): void {
  const { key, assetEpoch, scopeName } = event;
  const id = quotaIdOf(event.quota);
  draft.put(tables.quota, id, {
    id,
    asset: assetOf(key.assetKind, key.asset),
    assetEpoch,
    scope: scopeName,
    unit: asciiOf(key.unit),
    until: key.until,
    terms: termsOf(key.terms),
    issued: "0",
    consumed: "0",
    uses: 0,
    opened: provenance(place, event.by),
  });
}

/** Units come from nowhere when they are issued, and go there when they are used up. */
export function unitsMoved(draft: Draft, event: UnitsMoved, place: Place): void {
  const id = quotaIdOf(event.id);
  const quota = known(draft, tables.quota, id, "quota", place);
  if (event.sender === zeroAddress) {
    draft.put(tables.quota, id, { ...quota, issued: sum(quota.issued, event.amount) });
  } else {
    change(draft, id, event.sender, -event.amount);
    allowanceSpent(draft, event, place);
  }
  if (event.receiver !== zeroAddress) change(draft, id, event.receiver, event.amount);
}

export function quotaConsumed(draft: Draft, event: QuotaConsumed, place: Place): void {
  const id = quotaIdOf(event.quota);
  const quota = known(draft, tables.quota, id, "quota", place);
  const consumed = sum(quota.consumed, event.amount);
  draft.put(tables.quota, id, { ...quota, consumed, uses: quota.uses + 1 });
  addUsed(draft, event);
  draft.put(
    tables.quotaUse,
    { quota: id, ordinal: quota.uses },
    {
      quota: id,
      holder: event.holder,
      amount: event.amount.toString(),
      evidence: toDigest(event.evidence),
      consumed: provenance(place, event.by),
    },
  );
}

function addUsed(draft: Draft, { quota: id, holder, by, amount }: QuotaConsumed): void {
  const of = { quota: quotaIdOf(id), holder, account: by };
  const before = draft.get(tables.usedUnits, of)?.amount ?? "0";
  draft.put(tables.usedUnits, of, { ...of, amount: sum(before, amount) });
}

function change(draft: Draft, quota: QuotaId, holder: Address, by: bigint): void {
  const before = draft.get(tables.quotaBalance, { quota, holder })?.amount ?? "0";
  draft.put(tables.quotaBalance, { quota, holder }, { quota, holder, amount: sum(before, by) });
}

const sum = (amount: string, by: bigint): string => (BigInt(amount) + by).toString();
