/**
 * Who else may move what a party holds: approvals and operators of ERC-721 and ERC-6909.
 *
 * The standards' events name no epochs, but the registries store them with what is given. They are those that hold at the event.
 */
import type {
  AllowanceSet,
  Approval,
  ApprovalForAll,
  OperatorSet,
  UnitsMoved,
} from "../../ledger/events/decoders.js";
import { tokenWord, toQuotaId, zeroAddress } from "../../ledger/hex.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { Address, OperatedKind, Placing } from "../../store/model.js";
import { inconsistent, type Place } from "./place.js";
import { epochOf, tokenOf } from "./tokens.js";

/** What `UsageQuotas` stores for an allowance without limit, and for all that is more. */
const unlimited = 2n ** 224n - 1n;

const operated = {
  namespaces: "namespace",
  identifiers: "record",
  sealedRecords: "sealed",
  batches: "batch",
  twins: "twin",
} as const;

const placing = ({ block, time, transaction }: Place): Placing => ({ block, time, transaction });

const controlEpochOf = (draft: Draft, holder: Address): number =>
  draft.get(tables.control, holder)?.epoch ?? 0;

export function tokenApproved(draft: Draft, event: Approval, place: Place): void {
  const token = tokenOf(event.contract, event.tokenId);
  draft.put(tables.approval, token, {
    account: event.approved === zeroAddress ? null : event.approved,
    epoch: epochOf(draft, token, place),
    controlEpoch: controlEpochOf(draft, event.owner),
    given: placing(place),
  });
}

export function allTokensApproved(draft: Draft, event: ApprovalForAll, place: Place): void {
  const { owner, operator, approved } = event;
  setOperator(draft, { kind: operated[event.contract], holder: owner, operator }, approved, place);
}

export function unitOperatorSet(draft: Draft, event: OperatorSet, place: Place): void {
  const { owner, spender, approved } = event;
  setOperator(draft, { kind: "quota", holder: owner, operator: spender }, approved, place);
}

interface Operating {
  readonly kind: OperatedKind;
  readonly holder: Address;
  readonly operator: Address;
}

function setOperator(draft: Draft, of: Operating, approved: boolean, place: Place): void {
  const controlEpoch = controlEpochOf(draft, of.holder);
  draft.put(tables.operator, of, { ...of, approved, controlEpoch, given: placing(place) });
}

export function allowanceSet(draft: Draft, event: AllowanceSet, place: Place): void {
  const { owner: holder, spender, amount } = event;
  const of = { quota: toQuotaId(tokenWord(event.id)), holder, spender };
  draft.put(tables.allowance, of, {
    ...of,
    amount: amount >= unlimited ? null : amount.toString(),
    controlEpoch: controlEpochOf(draft, holder),
    given: placing(place),
  });
}

/** Whoever neither controls the holder nor is its operator spends of its allowance, of which no event tells. */
export function allowanceSpent(draft: Draft, event: UnitsMoved, place: Place): void {
  const { caller, sender: holder, amount } = event;
  const control = draft.get(tables.control, holder);
  const controller = control === null ? holder : control.controller;
  if (caller === controller) return;
  const controlEpoch = control?.epoch ?? 0;
  const operator = draft.get(tables.operator, { kind: "quota", holder, operator: caller });
  if (operator?.approved === true && operator.controlEpoch === controlEpoch) return;

  const of = { quota: toQuotaId(tokenWord(event.id)), holder, spender: caller };
  const given = draft.get(tables.allowance, of);
  if (given === null || given.controlEpoch !== controlEpoch)
    throw inconsistent(place, `${caller} moves units of ${holder} without an allowance`);
  if (given.amount === null) return;
  const left = BigInt(given.amount) - amount;
  if (left < 0n) throw inconsistent(place, `${caller} moves more units of ${holder} than it may`);
  draft.put(tables.allowance, of, { ...given, amount: left.toString() });
}
