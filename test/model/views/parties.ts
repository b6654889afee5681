import type { Account } from "../ledger/parties.js";
import { accounts } from "../universe.js";
import { addressOf } from "../words/names.js";
import { errors, type View, values } from "./view.js";

const ofParty = (account: Account): readonly View[] => {
  const about = `party ${account}`;
  const words = () => [addressOf(account)];
  return [
    {
      about,
      contract: "parties",
      call: "partyOf",
      words,
      expected: ({ parties }) => {
        const { kind, controller, controlEpoch, frozen } = parties.of(account);
        return values([kind, addressOf(controller), controlEpoch, controller === null, frozen]);
      },
    },
    {
      about,
      contract: "parties",
      call: "identityOwner",
      words,
      expected: ({ parties }) => values(addressOf(parties.of(account).controller)),
    },
    {
      about,
      contract: "parties",
      call: "controllerOf",
      words,
      expected: ({ parties }) => {
        const { controller, controlEpoch, frozen } = parties.of(account);
        if (!parties.isLiving(account)) return errors("NotAParty");
        return frozen ? errors("PartyIsFrozen") : values(addressOf(controller), controlEpoch);
      },
    },
  ];
};

export const partyViews: readonly View[] = accounts.flatMap(ofParty);
