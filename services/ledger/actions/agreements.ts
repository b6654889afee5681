/** Offers and agreements: calls of the data-rights contract. */
import type { Digest, Price, ProposalEntity, ProposalId } from "../../store/model.js";
import { interfaces } from "../contracts.js";
import type { Deployment } from "../deployment/deployment.js";
import { zeroWord } from "../hex.js";
import { type Call, makeCall } from "./call.js";
import { extentWords, type GrantExtent, type GrantKey, granteeText, grantKeyWords } from "./rights.js";

export interface Proposal {
  readonly key: GrantKey;
  /** No actions: the agreement is to end. */
  readonly extent: GrantExtent;
  readonly price: Price;
  /** What it amends; null for an offer. */
  readonly previous: ProposalId | null;
  /** First second at which it can no longer be accepted, 0 for never. */
  readonly expiry: number;
  /** Tells apart proposals that say the same. */
  readonly number: number;
}

/** A proposal as the contract has it. */
export const proposalWords = ({ key, extent, price, previous, expiry, number }: Proposal) => ({
  key: grantKeyWords(key),
  extent: extentWords(key, extent),
  price: {
    amount: BigInt(price.amount),
    decimals: price.decimals,
    currency: `0x${Buffer.from(price.currency, "latin1").toString("hex").padEnd(16, "0")}`,
  },
  previous: previous ?? zeroWord,
  expiry,
  number,
});

/** What was proposed, from what the index has of it. */
export const proposalOf = (entity: ProposalEntity): Proposal => {
  const { asset, scope, grantee, survivesSale, terms, actions, from, until } = entity;
  const { price, previous, expiry, number } = entity;
  return {
    key: { asset, scope, grantee, survivesSale, terms, parent: null },
    extent: { actions, from, until },
    price,
    previous,
    expiry,
    number,
  };
};

const what = ({ key, previous }: Proposal): string =>
  `${previous === null ? "offer" : "amendment"} on ${key.asset.kind} ${key.asset.id} with ${granteeText(key.grantee)}`;

/**
 * Makes an offer, as the asset's owner, or proposes an amendment, as either side.
 * @param assetEpoch Holding epoch of the asset that was read: it says who the owner is.
 */
export function propose({ contracts }: Deployment, proposal: Proposal, assetEpoch: number): Call {
  return makeCall(contracts.rights, `make an ${what(proposal)}`, () =>
    interfaces.rights.encodeFunctionData("propose", [proposalWords(proposal), assetEpoch]),
  );
}

/** Withdraws a proposal; the side that made it has to send it. */
export function withdrawProposal({ contracts }: Deployment, proposal: Proposal): Call {
  return makeCall(contracts.rights, `withdraw the ${what(proposal)}`, () =>
    interfaces.rights.encodeFunctionData("withdrawProposal", [proposalWords(proposal)]),
  );
}

/**
 * Accepts a proposal; the other side has to send it, for a blinded grantee the owner.
 * @param assetEpoch Holding epoch of the asset under which it was made.
 * @param acceptance SHA-256 of a blinded grantee's signature; else null.
 */
export function concludeProposal(
  { contracts }: Deployment,
  proposal: Proposal,
  assetEpoch: number,
  acceptance: Digest | null,
): Call {
  return makeCall(contracts.rights, `accept the ${what(proposal)}`, () =>
    interfaces.rights.encodeFunctionData("conclude", [
      proposalWords(proposal),
      assetEpoch,
      acceptance ?? zeroWord,
    ]),
  );
}
