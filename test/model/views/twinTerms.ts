import { twinUseCode } from "../../../services/ledger/enums.js";
import { zeroWord } from "../../../services/ledger/hex.js";
import type { Account } from "../ledger/parties.js";
import type { TwinUse } from "../ledger/twinTerms.js";
import { contents, possibleParties } from "../universe.js";
import { addressOf, digestWord, twinWord } from "../words/names.js";
import { type View, values } from "./view.js";

const ofTwin = (name: string): readonly View[] => {
  const base = { about: `twin ${name}`, contract: "twinTerms" } as const;
  return [
    {
      ...base,
      call: "authorsOf",
      words: () => [twinWord(name)],
      expected: ({ twinTerms }) =>
        values(twinTerms.authorsOf(name).map(({ party, share }) => [addressOf(party), share])),
    },
    {
      ...base,
      call: "licenceOf",
      words: () => [twinWord(name)],
      expected: ({ twinTerms }) =>
        values(twinTerms.licencesOf(name).length, digestWord(twinTerms.licenceOf(name))),
    },
    ...[0, 1, 2, 3].map(
      (version): View => ({
        ...base,
        call: "licenceAt",
        words: () => [twinWord(name), version],
        expected: ({ twinTerms }) => {
          const licence = version === 0 ? null : twinTerms.licencesOf(name)[version - 1];
          return values(licence === undefined ? zeroWord : digestWord(licence));
        },
      }),
    ),
    ...[null, ...possibleParties].flatMap((party) => [
      ofUse(name, "derive", party),
      ofUse(name, "compose", party),
    ]),
  ];
};

const ofUse = (name: string, use: TwinUse, party: Account | null): View => ({
  about: `twin ${name}`,
  contract: "twinTerms",
  call: "isUsePermitted",
  words: () => [twinWord(name), twinUseCode(use), addressOf(party)],
  expected: ({ twinTerms }) => values(twinTerms.isPermitted(name, use, party)),
});

export const twinTermsViews: readonly View[] = contents.flatMap(ofTwin);
