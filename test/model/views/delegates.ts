import { accounts, delegateTypes } from "../universe.js";
import { delegateTypeWord } from "../words/identity.js";
import { addressOf } from "../words/names.js";
import { type View, values } from "./view.js";

export const delegateViews: readonly View[] = accounts.flatMap((identity) => [
  {
    about: `party ${identity}`,
    contract: "parties",
    call: "changed",
    words: () => [addressOf(identity)],
    expected: ({ parties }) => values(parties.of(identity).changed),
  } satisfies View,
  ...delegateTypes.flatMap((type) =>
    accounts.map(
      (delegate): View => ({
        about: `party ${identity}`,
        contract: "parties",
        call: "validDelegate",
        words: () => [addressOf(identity), delegateTypeWord(type), addressOf(delegate)],
        expected: ({ delegates }) => values(delegates.isValid(identity, type, delegate)),
      }),
    ),
  ),
]);
