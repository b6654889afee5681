import { actionsOf } from "../../ledger/enums.js";
import type {
  AgreementConcluded,
  AgreementEnded,
  ProposalWithdrawn,
  RightProposed,
} from "../../ledger/events/decoders.js";
import { type Hex, toDigest, zeroWord } from "../../ledger/hex.js";
import { asciiOf, assetOf, granteeOf, termsOf } from "../../ledger/rightWords.js";
import type { Draft } from "../../store/draft.js";
import { tables } from "../../store/keys.js";
import type { ProposalId, ProposalStatus } from "../../store/model.js";
import { known, type Place, provenance } from "./place.js";

export function rightProposed(draft: Draft, event: RightProposed, place: Place): void {
  const { key, extent, price, expiry, number } = event.content;
  const before = previousOf(draft, event.content.previous, place);
  draft.put(tables.proposal, event.proposal, {
    id: event.proposal,
    asset: assetOf(key.assetKind, key.asset),
    assetEpoch: event.assetEpoch,
    survivesSale: key.survivesSale,
    scope: extent.scopeName,
    grantee: granteeOf(key.granteeKind, key.grantee),
    terms: termsOf(key.terms),
    actions: actionsOf(extent.actions),
    from: extent.from,
    until: extent.until,
    price: { amount: price.amount.toString(), decimals: price.decimals, currency: asciiOf(price.currency) },
    previous: before?.id ?? null,
    agreement: before?.agreement ?? event.proposal,
    expiry,
    number,
    byGrantee: event.byGrantee,
    proposer: event.proposer,
    status: "open",
    version: 0,
    grant: null,
    acceptance: null,
    proposed: provenance(place, event.by),
    settled: null,
  });
}

export function proposalWithdrawn(draft: Draft, event: ProposalWithdrawn, place: Place): void {
  const proposal = known(draft, tables.proposal, event.proposal, "proposal", place);
  draft.put(tables.proposal, event.proposal, {
    ...proposal,
    status: "withdrawn",
    settled: provenance(place, event.by),
  });
}

export function agreementConcluded(draft: Draft, event: AgreementConcluded, place: Place): void {
  const proposal = known(draft, tables.proposal, event.proposal, "proposal", place);
  leave(draft, event.previous, "amended", place);
  draft.put(tables.proposal, event.proposal, {
    ...proposal,
    status: "in-force",
    version: event.version,
    grant: event.grant,
    acceptance: digestOf(event.acceptance),
    settled: provenance(place, event.by),
  });
}

export function agreementEnded(draft: Draft, event: AgreementEnded, place: Place): void {
  const proposal = known(draft, tables.proposal, event.proposal, "proposal", place);
  leave(draft, event.previous, "ended", place);
  draft.put(tables.proposal, event.proposal, {
    ...proposal,
    status: "ended",
    acceptance: digestOf(event.acceptance),
    settled: provenance(place, event.by),
  });
}

/** What was in force until now is so no more. */
function leave(draft: Draft, id: ProposalId, status: ProposalStatus, place: Place): void {
  const before = previousOf(draft, id, place);
  if (before !== null) draft.put(tables.proposal, id, { ...before, status });
}

const previousOf = (draft: Draft, id: ProposalId, place: Place) =>
  id === zeroWord ? null : known(draft, tables.proposal, id, "proposal", place);

const digestOf = (word: Hex) => (word === zeroWord ? null : toDigest(word));
