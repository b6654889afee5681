import { assetKindCodes } from "../../../services/ledger/enums.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import { type Quota, type QuotaName, textOfQuota } from "../ledger/quotas.js";
import { accounts, possibleParties } from "../universe.js";
import { addressOf } from "../words/names.js";
import { quotaWord } from "../words/quotas.js";
import { assetWord } from "../words/rights.js";
import { type View, values } from "./view.js";

function ofQuota({ name }: Quota): readonly View[] {
  const text = textOfQuota(name);
  const base = { about: `quota ${text}`, contract: "quotas" } as const;
  const quotaOf = ({ quotas }: Ledger): Quota => {
    const quota = quotas.all.get(text);
    if (quota === undefined) throw new Error("A quota that was opened stays");
    return quota;
  };
  return [
    {
      ...base,
      call: "quotaOf",
      words: () => [quotaWord(name)],
      expected: (ledger) => {
        const { issued, consumed } = quotaOf(ledger);
        const { asset, epoch, until } = name;
        return values([assetKindCodes[asset.kind], assetWord(asset), epoch, until, issued, consumed]);
      },
    },
    {
      ...base,
      call: "totalSupply",
      words: () => [quotaWord(name)],
      expected: (ledger) => values(quotaOf(ledger).issued - quotaOf(ledger).consumed),
    },
    ...possibleParties.map(
      (holder): View => ({
        ...base,
        call: "balanceOf",
        words: () => [addressOf(holder), quotaWord(name)],
        expected: ({ quotas }) => values(quotas.balanceOf(text, holder)),
      }),
    ),
    ...possibleParties.flatMap((holder) => accounts.map((spender) => ofAllowance(name, holder, spender))),
  ];
}

const ofAllowance = (name: QuotaName, holder: Account, spender: Account): View => ({
  about: `allowances of ${textOfQuota(name)}`,
  contract: "quotas",
  call: "allowance",
  words: () => [addressOf(holder), addressOf(spender), quotaWord(name)],
  expected: ({ quotas }) => values(quotas.allowanceOf(holder, spender, textOfQuota(name))),
});

const known = new Map<string, readonly View[]>();

/** Views of all quotas that were opened. */
export function quotaViews(ledger: Ledger): readonly View[] {
  return [...ledger.quotas.all].flatMap(([text, quota]) => {
    const views = known.get(text) ?? ofQuota(quota);
    known.set(text, views);
    return views;
  });
}

export const unitViews: readonly View[] = possibleParties.flatMap((holder) =>
  accounts.map((operator) => ({
    about: `units of ${holder}`,
    contract: "quotas",
    call: "isOperator",
    words: () => [addressOf(holder), addressOf(operator)],
    expected: ({ quotas }) => values(quotas.isOperator(holder, operator)),
  })),
);
