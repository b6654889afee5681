import type { GuardianSet } from "../ledger/recovery.js";
import { accounts, possibleParties } from "../universe.js";
import { addressOf } from "../words/names.js";
import { type View, values } from "./view.js";

const setWords = (set: GuardianSet | null) =>
  set === null
    ? [0, 0, 0, 0, []]
    : [set.number, set.threshold, set.delay, set.effectiveFrom, set.guardians.map(addressOf).sort()];

export const recoveryViews: readonly View[] = possibleParties.flatMap((identity) => [
  {
    about: `recovery of ${identity}`,
    contract: "parties",
    call: "guardiansOf",
    words: () => [addressOf(identity)],
    expected: ({ recovery }) =>
      values(setWords(recovery.presentOf(identity)), setWords(recovery.nextOf(identity))),
  } satisfies View,
  ...accounts.map(
    (next): View => ({
      about: `recovery of ${identity}`,
      contract: "parties",
      call: "recoveryOf",
      words: () => [addressOf(identity), addressOf(next)],
      expected: ({ recovery }) => {
        const { approvals, readyAt } = recovery.progressOf(identity, next);
        return values(approvals, readyAt);
      },
    }),
  ),
]);
