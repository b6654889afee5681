import { zeroWord } from "../../../services/ledger/hex.js";
import { type Offer, textOfProposal } from "../ledger/agreements.js";
import type { Ledger } from "../ledger/ledger.js";
import { proposalWord } from "../words/agreements.js";
import { grantWord } from "../words/rights.js";
import { type View, values } from "./view.js";

const statuses = ["none", "open", "withdrawn", "in-force", "amended", "ended"] as const;

const ofOffer = ({ name }: Offer): View => {
  const text = textOfProposal(name);
  return {
    about: `rights of ${name.key.asset.kind} ${name.key.asset.name}`,
    contract: "rights",
    call: "proposalOf",
    words: () => [proposalWord(text)],
    expected: ({ agreements }) => {
      const offer = agreements.all.get(text);
      if (offer === undefined) return values([0, false, 0, 0, zeroWord, 0]);
      const { status, byGrantee, controlEpoch, version, grant } = offer;
      const id = grant === null ? zeroWord : grantWord(grant.name);
      return values([statuses.indexOf(status), byGrantee, controlEpoch, version, id, grant?.sequence ?? 0]);
    },
  };
};

const known = new Map<string, View>();

/** Views of all that was ever proposed. */
export function agreementViews(ledger: Ledger): readonly View[] {
  return [...ledger.agreements.all].map(([text, offer]) => {
    const view = known.get(text) ?? ofOffer(offer);
    known.set(text, view);
    return view;
  });
}
