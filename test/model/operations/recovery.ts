import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import { accounts, possibleParties } from "../universe.js";
import { addressOf } from "../words/names.js";
import type { Dice } from "./dice.js";
import type { Draw, Operation } from "./operation.js";

const touching = (identity: Account): readonly string[] => [`party ${identity}`, `recovery of ${identity}`];

const nameGuardians = (
  identity: Account,
  guardians: readonly Account[],
  threshold: number,
  delay: number,
): Operation => ({
  contract: "parties",
  call: "nameGuardians",
  words: () => [addressOf(identity), guardians.map(addressOf).sort(), threshold, delay],
  touches: touching(identity),
  apply: ({ recovery }, by) => recovery.nameGuardians(by, identity, guardians, threshold, delay),
  text: `name ${threshold} of ${JSON.stringify(guardians)} guardians of ${identity} with ${delay} s`,
});

const approve = (identity: Account, guardian: Account, next: Account | null): Operation => ({
  contract: "parties",
  call: "approveRecovery",
  words: () => [identity, guardian, next].map(addressOf),
  touches: touching(identity),
  apply: ({ recovery }, by) => recovery.approve(by, identity, guardian, next),
  text: `approve as ${guardian} that ${next} controls ${identity}`,
});

const withdrawApproval = (identity: Account, guardian: Account, next: Account): Operation => ({
  contract: "parties",
  call: "withdrawRecoveryApproval",
  words: () => [identity, guardian, next].map(addressOf),
  touches: touching(identity),
  apply: ({ recovery }, by) => recovery.withdrawApproval(by, identity, guardian, next),
  text: `approve no more as ${guardian} that ${next} controls ${identity}`,
});

const cancel = (identity: Account): Operation => ({
  contract: "parties",
  call: "cancelRecoveries",
  words: () => [addressOf(identity)],
  touches: touching(identity),
  apply: ({ recovery }, by) => recovery.cancel(by, identity),
  text: `cancel the recoveries of ${identity}`,
});

const execute = (identity: Account, next: Account): Operation => ({
  contract: "parties",
  call: "executeRecovery",
  words: () => [identity, next].map(addressOf),
  touches: touching(identity),
  apply: ({ recovery }) => recovery.execute(identity, next),
  text: `give ${next} control of ${identity}`,
});

const drawNameGuardians: Draw = (dice, ledger) => {
  const identity = dice.party();
  const none = dice.chance(1, 8);
  const drawn = Array.from({ length: 1 + dice.below(3) }, () => dice.account());
  const others = accounts.filter((each) => drawn.includes(each) && each !== identity);
  const guardians = none ? [] : dice.chance(1, 15) ? drawn : others;
  const threshold = none ? 0 : 1 + dice.below(dice.chance(1, 12) ? 9 : Math.max(1, guardians.length));
  const delay = none ? 0 : dice.chance(1, 15) ? 60 : 3_600;
  return {
    by: dice.keyOf(ledger, identity),
    operation: nameGuardians(identity, guardians, threshold, delay),
  };
};

interface Drawn {
  readonly identity: Account;
  readonly guardian: Account;
  readonly next: Account;
}

/** New controllers are few, so that guardians agree. */
const controllers = [8, 9] as const;

/** Mostly a guardian of a party, and who shall control that. */
function drawGuarded(dice: Dice, ledger: Ledger): Drawn | undefined {
  const guarded = possibleParties.flatMap((identity) =>
    (ledger.recovery.presentOf(identity)?.guardians ?? []).map((guardian) => ({ identity, guardian })),
  );
  if (guarded.length === 0 && dice.chance(11, 12)) return undefined;
  const { identity, guardian } = dice.mostly(guarded, [{ identity: dice.party(), guardian: dice.account() }]);
  return { identity, guardian, next: dice.of(controllers) };
}

const drawApprove: Draw = (dice, ledger) => {
  const drawn = drawGuarded(dice, ledger);
  if (drawn === undefined) return drawNameGuardians(dice, ledger);
  const { identity, guardian, next } = drawn;
  const operation = approve(identity, guardian, dice.chance(1, 20) ? null : next);
  return { by: dice.keyOf(ledger, guardian), operation };
};

const drawWithdraw: Draw = (dice, ledger) => {
  const drawn = drawGuarded(dice, ledger);
  if (drawn === undefined) return drawNameGuardians(dice, ledger);
  const { identity, guardian, next } = drawn;
  return { by: dice.keyOf(ledger, guardian), operation: withdrawApproval(identity, guardian, next) };
};

const drawCancel: Draw = (dice, ledger) => {
  const identity = dice.party();
  return { by: dice.keyOf(ledger, identity), operation: cancel(identity) };
};

const drawExecute: Draw = (dice, ledger) => {
  const agreed = possibleParties.flatMap((identity) =>
    controllers
      .filter((next) => ledger.recovery.progressOf(identity, next).readyAt !== 0)
      .map((next) => ({ identity, next })),
  );
  if (agreed.length === 0 && dice.chance(11, 12)) return drawApprove(dice, ledger);
  const ready = agreed.filter(({ identity, next }) => {
    return ledger.recovery.progressOf(identity, next).readyAt <= ledger.clock.now;
  });
  const others = agreed.length > 0 ? agreed : [{ identity: dice.party(), next: dice.of(controllers) }];
  const { identity, next } = dice.mostly(ready, others);
  return { by: dice.account(), operation: execute(identity, next) };
};

export const recoveryDraws: readonly (readonly [number, Draw])[] = [
  [3, drawNameGuardians],
  [6, drawApprove],
  [2, drawWithdraw],
  [1, drawCancel],
  [3, drawExecute],
];
