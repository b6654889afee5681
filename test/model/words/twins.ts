/** Contents of twins, and what is due for them. */
import { contentLeaf } from "../../../services/ledger/commitment.js";
import { type Hex, zeroWord } from "../../../services/ledger/hex.js";
import type { Account } from "../ledger/parties.js";
import type { Royalty } from "../ledger/twins.js";
import { addressOf, digestOf, type Place } from "./names.js";

/** The commitment of a party to one content: its leaf is the root. */
export const commitmentWord = (place: Place, party: Account, content: string): Hex =>
  contentLeaf(place, addressOf(party), digestOf(content), zeroWord);

export const opening = { salt: zeroWord, proof: [] };

export const royaltyWords = (place: Place, { basisPoints, receiver }: Royalty) => ({
  basisPoints,
  receiver: receiver === "registry" ? place.contracts.twins : addressOf(receiver),
});
