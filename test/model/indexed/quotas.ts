import { accounts, possibleParties } from "../universe.js";
import { addressOf } from "../words/names.js";
import { quotaWord } from "../words/quotas.js";
import { termsIdOf } from "../words/rights.js";
import { inOrder, topic } from "./facts.js";

const quotas = topic<string>({
  kind: "quota",
  names: (ledger) => ledger.quotas.all.keys(),
  model: (ledger, text) => {
    const quota = ledger.quotas.all.get(text);
    if (quota === undefined) return null;
    const { epoch, scope, unit, until, terms } = quota.name;
    return {
      assetEpoch: epoch,
      scope,
      unit,
      until,
      terms: termsIdOf(terms),
      issued: String(quota.issued),
      consumed: String(quota.consumed),
      balances: possibleParties.map((holder) => String(quota.balances.get(holder) ?? 0)),
    };
  },
  index: ({ view, ledger }, text) => {
    const name = ledger.quotas.all.get(text)?.name;
    const quota = name === undefined ? null : view.quota(quotaWord(name));
    if (quota === null) return null;
    const { id, assetEpoch, scope, unit, until, terms, issued, consumed } = quota;
    const balances = possibleParties.map((holder) => view.quotaBalance(id, addressOf(holder)));
    return { assetEpoch, scope, unit, until, terms, issued, consumed, balances };
  },
});

/** Who may use how many of whose units. */
const allowances = topic<string>({
  kind: "allowances",
  names: (ledger) => ledger.quotas.all.keys(),
  model: ({ quotas }, text) =>
    inOrder(
      possibleParties.flatMap((holder) =>
        accounts
          .map((spender) => ({ spender, amount: quotas.allowanceOf(holder, spender, text) }))
          .filter(({ amount }) => amount > 0)
          .map(({ spender, amount }) => `${addressOf(holder)} ${addressOf(spender)} ${amount}`),
      ),
    ),
  index: async ({ view, ledger }, text) => {
    const name = ledger.quotas.all.get(text)?.name;
    if (name === undefined) return [];
    const { items } = await view.allowancesOfQuota(quotaWord(name), { limit: 1000 });
    return inOrder(
      items
        .filter(({ holder, amount, controlEpoch }) => {
          const present = view.control(holder)?.epoch ?? 0;
          return amount !== "0" && controlEpoch === present;
        })
        .map(({ holder, spender, amount }) => `${holder} ${spender} ${amount}`),
    );
  },
});

export const quotaTopics = [quotas, allowances];
