import { groupKey } from "../ledger/groups.js";
import type { Account } from "../ledger/parties.js";
import { accounts, groupNames } from "../universe.js";
import { addressOf } from "../words/names.js";
import { groupWord } from "../words/rights.js";
import type { Draw, Operation } from "./operation.js";

const createGroup = (owner: Account, name: string): Operation => ({
  contract: "groups",
  call: "create",
  words: () => [addressOf(owner), name],
  touches: [`group ${groupKey(owner, name)}`],
  apply: ({ groups }, by) => groups.create(by, owner, name),
  text: `create the group ${groupKey(owner, name)}`,
});

const changeGroup = (call: "add" | "remove", key: string, member: Account): Operation => ({
  contract: "groups",
  call,
  words: () => [groupWord(key), [addressOf(member)]],
  touches: [`group ${key}`],
  apply: ({ groups }, by) => groups[call](by, key, member),
  text: `${call} ${member} ${call === "add" ? "to" : "from"} the group ${key}`,
});

const leaveGroup = (key: string, member: Account): Operation => ({
  contract: "groups",
  call: "leaveGroup",
  words: () => [groupWord(key), addressOf(member)],
  touches: [`group ${key}`],
  apply: ({ groups }, by) => groups.leave(by, key, member),
  text: `take ${member} out of the group ${key}`,
});

const clearGroup = (key: string): Operation => ({
  contract: "groups",
  call: "clear",
  words: () => [groupWord(key)],
  touches: [`group ${key}`],
  apply: ({ groups }, by) => groups.clear(by, key),
  text: `empty the group ${key}`,
});

const drawGroup: Draw = (dice, ledger) => {
  const owner = dice.party();
  const key = dice.existing(ledger.groups.all, [groupKey(owner, dice.of(groupNames))]);
  const group = ledger.groups.all.get(key);
  if (group === undefined || dice.chance(1, 5)) {
    return { by: dice.keyOf(ledger, owner), operation: createGroup(owner, dice.of(groupNames)) };
  }
  const by = dice.keyOf(ledger, group.owner);
  const member = dice.mostly([...group.members], accounts);
  switch (dice.below(6)) {
    case 0:
      return { by, operation: clearGroup(key) };
    case 1:
      return { by: dice.keyOf(ledger, member), operation: leaveGroup(key, member) };
    case 2:
      return { by, operation: changeGroup("remove", key, member) };
    default:
      return { by, operation: changeGroup("add", key, dice.receiver(ledger)) };
  }
};

export const groupDraws: readonly (readonly [number, Draw])[] = [[8, drawGroup]];
