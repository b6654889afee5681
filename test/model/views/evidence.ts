import { zeroWord } from "../../../services/ledger/hex.js";
import { digests, possibleParties } from "../universe.js";
import { addressOf, digestOf, digestWord } from "../words/names.js";
import { type View, values } from "./view.js";

export const evidenceViews: readonly View[] = possibleParties.flatMap((author) =>
  digests.flatMap((digest): readonly View[] => [
    {
      about: `anchors of ${author}`,
      contract: "evidence",
      call: "anchorOf",
      words: () => [digestOf(digest), addressOf(author)],
      expected: ({ evidence }) => values(evidence.anchorOf(digest, author)),
    },
    {
      about: `anchors of ${author}`,
      contract: "evidence",
      call: "bundleOf",
      words: () => [digestOf(digest), addressOf(author)],
      expected: ({ evidence }) => {
        const bundle = evidence.bundleOf(digest, author);
        if (bundle === undefined) return values([0, 0, zeroWord, zeroWord]);
        const { anchoredAt, count, supersedes, supersededBy } = bundle;
        return values([anchoredAt, count, digestWord(supersedes), digestWord(supersededBy)]);
      },
    },
  ]),
);
