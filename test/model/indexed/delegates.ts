import { accounts } from "../universe.js";
import { addressOf } from "../words/names.js";
import { inOrder, topic } from "./facts.js";

const delegates = topic({
  kind: "delegates",
  names: () => accounts,
  model: (ledger, identity) => ({
    changed: ledger.parties.of(identity).changed,
    keys: ledger.delegates.changesOf(identity),
    valid: inOrder(
      ledger.delegates
        .of(identity)
        .filter(({ validTo }) => validTo > ledger.clock.now)
        .map(({ type, delegate, validTo, number }) => [type, addressOf(delegate), validTo, number].join()),
    ),
  }),
  index: async ({ view, ledger }, identity) => {
    const history = view.didHistory(addressOf(identity));
    const { items } = await view.didStatements(addressOf(identity), { limit: 100 });
    const valid = items.filter(({ validTo }) => validTo > ledger.clock.now);
    return {
      changed: history?.changed.block ?? 0,
      keys: history?.keys ?? 0,
      valid: inOrder(
        valid.map(({ statement, validTo, number }) =>
          statement.kind === "delegate"
            ? [statement.delegateType, statement.delegate, validTo, number].join()
            : statement.name,
        ),
      ),
    };
  },
});

export const delegateTopics = [delegates];
