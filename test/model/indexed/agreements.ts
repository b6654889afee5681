import { actionsOf } from "../../../services/ledger/enums.js";
import { type Agreements, type Offer, textOfProposal } from "../ledger/agreements.js";
import { proposalWord } from "../words/agreements.js";
import { addressOf, digestOrNull } from "../words/names.js";
import { grantWord, termsIdOf } from "../words/rights.js";
import { topic } from "./facts.js";

/** Text of the first proposal of a chain. */
function agreementOf(agreements: Agreements, { name }: Offer): string {
  const previous = name.previous === null ? undefined : agreements.all.get(name.previous);
  return previous === undefined ? textOfProposal(name) : agreementOf(agreements, previous);
}

const proposals = topic<string>({
  kind: "proposal",
  names: ({ agreements }) => agreements.all.keys(),
  model: ({ agreements }, text) => {
    const offer = agreements.all.get(text);
    if (offer === undefined) return null;
    const { name, byGrantee, status, version, grant, acceptance } = offer;
    const { key, extent, amount, previous, expiry, number, assetEpoch } = name;
    return {
      assetEpoch,
      survivesSale: key.survivesSale,
      scope: key.scope,
      terms: termsIdOf(key.terms),
      from: extent.from,
      until: extent.until,
      actions: actionsOf(extent.actions),
      amount: String(amount),
      previous: previous === null ? null : proposalWord(previous),
      agreement: proposalWord(agreementOf(agreements, offer)),
      expiry,
      number,
      byGrantee,
      proposer: addressOf(offer.proposer),
      status,
      version,
      grant: grant === null ? null : grantWord(grant.name),
      acceptance: digestOrNull(acceptance),
    };
  },
  index: ({ view }, text) => {
    const proposal = view.proposal(proposalWord(text));
    if (proposal === null) return null;
    const {
      id: _,
      asset: _asset,
      grantee: _grantee,
      price,
      proposed: _proposed,
      settled: _settled,
      ...said
    } = proposal;
    return { ...said, amount: price.amount };
  },
});

export const agreementTopics = [proposals];
