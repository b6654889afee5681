/** Offers and amendments. */

import { AbiCoder, getBytes } from "ethers";
import { toProposalId, zeroWord } from "../../../services/ledger/hex.js";
import { keccak } from "../../../services/ledger/keccak.js";
import type * as store from "../../../services/store/model.js";
import { contracts } from "../contracts.js";
import { type Proposal, proposalOfText } from "../ledger/agreements.js";
import { textWord } from "./names.js";
import { extentWords, grantKeyWords } from "./rights.js";

export const proposalWords = ({ key, extent, amount, previous, expiry, number }: Proposal) => ({
  key: grantKeyWords(key),
  extent: extentWords(extent, key.scope),
  price: { amount, decimals: 2, currency: textWord("EUR", 8) },
  previous: previous === null ? zeroWord : proposalWord(previous),
  expiry,
  number,
});

/** Id of a proposal: the hash of what is proposed, and of the holding that was read. */
export function proposalWord(text: string): store.ProposalId {
  const { assetEpoch, ...proposal } = proposalOfText(text);
  const inputs = contracts.rights.getFunction("propose")?.inputs ?? [];
  const words = AbiCoder.defaultAbiCoder().encode(inputs, [proposalWords(proposal), assetEpoch]);
  return toProposalId(keccak(getBytes(words)));
}
