import { zeroWord } from "../../../services/ledger/hex.js";
import type { Account, Profile } from "../ledger/parties.js";
import { possibleParties } from "../universe.js";
import { addressOf } from "../words/names.js";
import type { Draw, Operation } from "./operation.js";

const profileWords = ({ kind, name }: Profile) => ({
  kind,
  name,
  legalId: "",
  profileDigest: zeroWord,
  profileUri: "",
});

const register = (party: Account, profile: Profile): Operation => ({
  contract: "parties",
  call: "register",
  words: () => [addressOf(party), profileWords(profile)],
  touches: [`party ${party}`],
  apply: (ledger, by) => ledger.parties.register(by, party, profile),
  text: `register party ${party} as ${JSON.stringify(profile)}`,
});

const updateProfile = (party: Account, profile: Profile): Operation => ({
  contract: "parties",
  call: "updateProfile",
  words: () => [addressOf(party), profileWords(profile)],
  touches: [`party ${party}`],
  apply: (ledger, by) => ledger.parties.updateProfile(by, party, profile),
  text: `update the profile of party ${party} to ${JSON.stringify(profile)}`,
});

const changeOwner = (party: Account, next: Account | null): Operation => ({
  contract: "parties",
  call: "changeOwner",
  words: () => [addressOf(party), addressOf(next)],
  touches: [`party ${party}`],
  apply: (ledger, by) => ledger.parties.changeOwner(by, party, next),
  text: next === null ? `deactivate ${party}` : `change the controller of ${party} to ${next}`,
});

const drawRegister: Draw = (dice, ledger) => {
  const unregistered = possibleParties.filter((party) => ledger.parties.of(party).kind === 0);
  const party = dice.mostly(unregistered, possibleParties);
  const profile = {
    kind: dice.chance(1, 12) ? 0 : 1 + dice.below(5),
    name: dice.chance(1, 12) ? "" : "Party",
  };
  return { by: dice.keyOf(ledger, party), operation: register(party, profile) };
};

const drawUpdateProfile: Draw = (dice, ledger) => {
  const party = dice.party();
  const { kind } = ledger.parties.of(party);
  const profile = {
    kind: dice.chance(1, 6) ? dice.below(6) : kind,
    name: dice.chance(1, 6) ? "" : "Renamed",
  };
  return { by: dice.keyOf(ledger, party), operation: updateProfile(party, profile) };
};

const drawChangeOwner: Draw = (dice, ledger) => {
  const party = dice.chance(1, 5) ? dice.account() : dice.party();
  // Few are deactivated, and the one on whom all depends is not.
  const next = party > 3 && dice.chance(1, 12) ? null : dice.chance(1, 2) ? party : dice.account();
  return { by: dice.keyOf(ledger, party), operation: changeOwner(party, next) };
};

export const partyDraws: readonly (readonly [number, Draw])[] = [
  [3, drawRegister],
  [1, drawUpdateProfile],
  [4, drawChangeOwner],
];
