import { partyKinds } from "../../../services/store/model.js";
import { accounts } from "../universe.js";
import { addressOf } from "../words/names.js";
import { frozenWord, topic } from "./facts.js";

const parties = topic({
  kind: "party",
  names: () => accounts,
  model: (ledger, account) => {
    const { kind, controller, controlEpoch, frozen } = ledger.parties.of(account);
    return {
      kind: partyKinds[kind - 1] ?? null,
      controller: controller === null ? null : addressOf(controller),
      epoch: controlEpoch,
      frozen: frozenWord(frozen),
    };
  },
  index: ({ view }, account) => {
    const address = addressOf(account);
    const party = view.party(address);
    const control = view.control(address);
    return {
      kind: party?.kind ?? null,
      controller: control === null ? address : control.controller,
      epoch: control?.epoch ?? 0,
      frozen: party?.frozen,
    };
  },
});

export const partyTopics = [parties];
