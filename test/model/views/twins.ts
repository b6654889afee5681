import { twinKindCode, twinStateCode } from "../../../services/ledger/enums.js";
import { zeroWord } from "../../../services/ledger/hex.js";
import type { Account } from "../ledger/parties.js";
import { contents, possibleParties } from "../universe.js";
import { addressOf, digestOf, twinWord } from "../words/names.js";
import { commitmentWord } from "../words/twins.js";
import { type View, values } from "./view.js";

const none = [addressOf(null), 0, 0, 0, 0, zeroWord];

const ofTwin = (name: string): readonly View[] => [
  {
    about: `twin ${name}`,
    contract: "twins",
    call: "twinOf",
    words: () => [twinWord(name)],
    expected: ({ twins }) => {
      const twin = twins.all.get(name);
      if (twin === undefined) return values(none);
      const { holder, epoch, kind, state, versions } = twin;
      const last = versions.at(-1) ?? name;
      return values([
        addressOf(holder),
        epoch,
        twinKindCode(kind),
        twinStateCode(state),
        versions.length,
        digestOf(last),
      ]);
    },
  },
  {
    about: `twin ${name}`,
    contract: "twins",
    call: "authorOf",
    words: () => [twinWord(name)],
    expected: ({ twins }) => values(addressOf(twins.all.get(name)?.author ?? null)),
  },
  {
    about: `content ${name}`,
    contract: "twins",
    call: "twinByContent",
    words: () => [digestOf(name)],
    expected: ({ twins }) => {
      const twin = twins.byContent(name);
      return values(twin === undefined ? zeroWord : twinWord(twin));
    },
  },
];

/** What a market is asked to pay, rounded up. */
const ofRoyalty = (name: string, price: number): View => ({
  about: `twin ${name}`,
  contract: "twins",
  call: "royaltyInfo",
  words: () => [twinWord(name), price],
  expected: ({ twins, parties }) => {
    const twin = twins.all.get(name);
    if (twin === undefined || twin.royalty.basisPoints === 0) return values(addressOf(null), 0);
    const { basisPoints, receiver } = twin.royalty;
    if (receiver === "registry") throw new Error("The registry is paid nothing");
    const paid = receiver ?? parties.of(twin.author).controller;
    return values(addressOf(paid), Math.ceil((price * basisPoints) / 10_000));
  },
});

const ofCommitment = (party: Account, content: string): View => ({
  about: `commitments of ${party}`,
  contract: "twins",
  call: "commitmentOf",
  words: (place) => [addressOf(party), commitmentWord(place, party, content)],
  expected: ({ twins }) => {
    const commitment = twins.commitmentOf(party, content);
    return commitment === undefined ? values(0, 0) : values(commitment.block, commitment.time);
  },
});

export const twinViews: readonly View[] = [
  ...contents.flatMap(ofTwin),
  ...contents.flatMap((name) => [1, 9_999].map((price) => ofRoyalty(name, price))),
  ...possibleParties.flatMap((party) => contents.map((content) => ofCommitment(party, content))),
];
