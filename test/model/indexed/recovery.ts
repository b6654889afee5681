import type { GuardianshipEntity } from "../../../services/store/model.js";
import type { GuardianSet } from "../ledger/recovery.js";
import { accounts, possibleParties } from "../universe.js";
import { addressOf } from "../words/names.js";
import { inOrder, topic } from "./facts.js";

const setOf = (set: GuardianSet | null) =>
  set === null ? null : { ...set, guardians: set.guardians.map(addressOf).sort() };

/** The guardians that count now, and those that will, of what the index has. */
function standingOf({ last, previous }: GuardianshipEntity, now: number) {
  const waits = last !== null && last.effectiveFrom > now;
  return { present: waits ? previous : last, next: waits ? last : null };
}

const guardians = topic({
  kind: "guardians",
  names: () => possibleParties,
  model: ({ recovery }, party) => ({
    present: setOf(recovery.presentOf(party)),
    next: setOf(recovery.nextOf(party)),
    round: recovery.roundOf(party),
  }),
  index: ({ view, ledger }, party) => {
    const guardianship = view.guardianship(addressOf(party));
    if (guardianship === null) return { present: null, next: null, round: 0 };
    const { round } = guardianship;
    const epoch = view.control(addressOf(party))?.epoch ?? 0;
    if (guardianship.controlEpoch !== epoch) return { present: null, next: null, round };
    return { ...standingOf(guardianship, ledger.clock.now), round };
  },
});

const recoveries = topic({
  kind: "recoveries",
  names: () => possibleParties,
  model: ({ recovery }, party) =>
    inOrder(
      accounts
        .map((next) => ({ next, ...recovery.progressOf(party, next) }))
        .filter(({ approvals }) => approvals > 0)
        .map(({ next, approvals, readyAt }) => [addressOf(next), approvals, readyAt].join()),
    ),
  index: async ({ view, ledger }, party) => {
    const guardianship = view.guardianship(addressOf(party));
    const epoch = view.control(addressOf(party))?.epoch ?? 0;
    if (guardianship === null || guardianship.controlEpoch !== epoch) return [];
    const number = standingOf(guardianship, ledger.clock.now).present?.number;
    const { items } = await view.recoveriesOf(addressOf(party), { limit: 100 });
    return inOrder(
      items
        .filter(({ controlEpoch, round, set }) => {
          return controlEpoch === epoch && round === guardianship.round && set === number;
        })
        .filter(({ approvals }) => approvals > 0)
        .map(({ newController, approvals, readyAt }) => [newController, approvals, readyAt].join()),
    );
  },
});

export const recoveryTopics = [guardians, recoveries];
