import { possibleParties } from "../universe.js";
import { addressOf } from "../words/names.js";
import { quotaWord } from "../words/quotas.js";
import { termsIdOf } from "../words/rights.js";
import { topic } from "./facts.js";

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

export const quotaTopics = [quotas];
