import type { DelegateType, Delegation } from "../ledger/delegates.js";
import type { Account } from "../ledger/parties.js";
import { accounts, delegateTypes } from "../universe.js";
import { delegateTypeWord } from "../words/identity.js";
import { addressOf } from "../words/names.js";
import type { Draw, Operation } from "./operation.js";

const add = (identity: Account, type: DelegateType, delegate: Account, seconds: number): Operation => ({
  contract: "parties",
  call: "addDelegate",
  words: () => [addressOf(identity), delegateTypeWord(type), addressOf(delegate), seconds],
  touches: [`party ${identity}`],
  apply: ({ delegates }, by) => delegates.add(by, identity, type, delegate, seconds),
  text: `make ${delegate} ${type} of ${identity} for ${seconds} s`,
});

const revoke = (identity: Account, type: DelegateType, delegate: Account): Operation => ({
  contract: "parties",
  call: "revokeDelegate",
  words: () => [addressOf(identity), delegateTypeWord(type), addressOf(delegate)],
  touches: [`party ${identity}`],
  apply: ({ delegates }, by) => delegates.revoke(by, identity, type, delegate),
  text: `end that ${delegate} is ${type} of ${identity}`,
});

const drawAdd: Draw = (dice, ledger) => {
  const identity = dice.chance(1, 4) ? dice.account() : dice.party();
  const operation = add(identity, dice.of(delegateTypes), dice.account(), dice.below(300));
  return { by: dice.keyOf(ledger, identity), operation };
};

const drawRevoke: Draw = (dice, ledger) => {
  const said = accounts.flatMap((identity) => ledger.delegates.of(identity));
  const { identity, type, delegate } = dice.mostly<Pick<Delegation, "identity" | "type" | "delegate">>(said, [
    { identity: dice.account(), type: dice.of(delegateTypes), delegate: dice.account() },
  ]);
  return { by: dice.keyOf(ledger, identity), operation: revoke(identity, type, delegate) };
};

export const delegateDraws: readonly (readonly [number, Draw])[] = [
  [3, drawAdd],
  [2, drawRevoke],
];
