import { scopeKindCode } from "../../../services/ledger/enums.js";
import { zeroWord } from "../../../services/ledger/hex.js";
import { sealedName } from "../../../services/ledger/sealed.js";
import { registryOf } from "../../../services/ledger/things.js";
import { type Ledger, type Pausable, pausable } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import { sealedOfText } from "../ledger/sealedRecords.js";
import { type Mandate, type Thing, thingKinds, thingText } from "../ledger/supervision.js";
import { accounts, administrator, mandates, offices, possibleParties } from "../universe.js";
import { addressOf, digestOf, scheme as schemeWord } from "../words/names.js";
import { sealWord } from "../words/sealedRecords.js";
import { thingWord } from "../words/things.js";
import type { Dice } from "./dice.js";
import type { Draw, Operation } from "./operation.js";

const scopeWords: Readonly<Record<Mandate, readonly [number, string]>> = {
  all: [scopeKindCode("all"), zeroWord],
  jurisdiction: [scopeKindCode("jurisdiction"), `0x4445${"0".repeat(60)}`],
  scheme: [scopeKindCode("scheme"), schemeWord],
};

const accredit = (office: number, mandate: Mandate): Operation => ({
  contract: "supervision",
  call: "accreditOffice",
  words: () => [office, scopeWords[mandate], "Office"],
  touches: [`office ${office}`],
  apply: ({ supervision }, by) => supervision.accredit(by, office, mandate),
  text: `accredit office ${office} for ${mandate}`,
});

/** Role of the access manager that an office's members have. */
const officeRole = (office: number): bigint => (1n << 32n) + BigInt(office);

const setMember = (office: number, account: Account, member: boolean): Operation => ({
  contract: "accessManager",
  call: member ? "grantRole" : "revokeRole",
  words: () => [officeRole(office), addressOf(account), ...(member ? [0] : [])],
  touches: [],
  apply: ({ supervision }, by) => supervision.setMember(by, office, account, member),
  text: `${member ? "make" : "unmake"} ${account} a member of office ${office}`,
});

/** Prefix of a namespace, or identifier or seal of a record: what an office for a scheme shows. */
function nameOf({ kind, name }: Thing): string {
  if (kind !== "sealed") return kind === "namespace" || kind === "record" ? name : "";
  const { prefix, identifier } = sealedOfText(name);
  return sealedName(prefix, sealWord(identifier));
}

const freeze = (office: number, thing: Thing, reason: number): Operation => ({
  contract: "supervision",
  call: "freeze",
  words: (place) => [
    office,
    place.contracts[registryOf[thing.kind]],
    thingWord(place, thing),
    reason,
    digestOf("order"),
    nameOf(thing),
  ],
  touches: [thingText(thing), `freezes of ${thingText(thing)}`],
  apply: ({ supervision }, by) => supervision.freeze(by, office, thing, reason),
  text: `freeze ${thingText(thing)} for office ${office} with reason ${reason}`,
});

const unfreeze = (office: number, thing: Thing, reason: number): Operation => ({
  contract: "supervision",
  call: "unfreeze",
  words: (place) => [
    office,
    place.contracts[registryOf[thing.kind]],
    thingWord(place, thing),
    reason,
    digestOf("order"),
  ],
  touches: [thingText(thing), `freezes of ${thingText(thing)}`],
  apply: ({ supervision }, by) => supervision.unfreeze(by, office, thing, reason),
  text: `unfreeze ${thingText(thing)} for office ${office} with reason ${reason}`,
});

const pause = (contract: Pausable, paused: boolean): Operation => ({
  contract,
  call: "setPaused",
  words: () => [paused],
  touches: [`pause of ${contract}`],
  apply: (ledger, by) => ledger.setPaused(by, contract, paused),
  text: `${paused ? "pause" : "go on with"} ${contract}`,
});

const drawAccredit: Draw = (dice) => ({
  by: dice.mostly([administrator], accounts),
  operation: accredit(dice.of(offices), dice.of(mandates)),
});

const drawMember: Draw = (dice) => ({
  by: dice.mostly([administrator], accounts),
  operation: setMember(dice.of(offices), dice.account(), dice.chance(3, 4)),
});

function drawThing(dice: Dice, ledger: Ledger): Thing {
  const kind = dice.of(thingKinds);
  if (kind === "party") return { kind, name: String(dice.of(possibleParties.slice(2))) };
  const names = kind === "grant" ? [...ledger.grants.all.keys()] : [...ledger.tokens(kind).all.keys()];
  // Who freezes the root stops the play.
  const some = names.filter((name) => name !== "");
  return some.length === 0 ? { kind: "namespace", name: "1" } : { kind, name: dice.of(some) };
}

const memberOf = (dice: Dice, ledger: Ledger, office: number): Account =>
  dice.mostly(
    accounts.filter((each) => ledger.supervision.isMember(office, each)),
    accounts,
  );

const drawFreeze: Draw = (dice, ledger) => {
  const office = dice.mostly([...ledger.supervision.offices.keys()], offices);
  const thing = drawThing(dice, ledger);
  const reason = dice.chance(1, 15) ? 0 : 1 + dice.below(7);
  return { by: memberOf(dice, ledger, office), operation: freeze(office, thing, reason) };
};

const drawUnfreeze: Draw = (dice, ledger) => {
  const freezes = ledger.supervision.all();
  if (freezes.length === 0 && dice.chance(5, 6)) return drawFreeze(dice, ledger);
  const held = freezes.length === 0 ? undefined : dice.of(freezes);
  const office = held === undefined || dice.chance(1, 12) ? dice.of(offices) : held.office;
  const thing = held === undefined || dice.chance(1, 12) ? drawThing(dice, ledger) : held.thing;
  const by = dice.chance(1, 6) ? administrator : memberOf(dice, ledger, office);
  return { by, operation: unfreeze(office, thing, dice.chance(1, 15) ? 0 : 1 + dice.below(5)) };
};

const drawPause: Draw = (dice, ledger) => {
  const contract = dice.of(pausable);
  // A pause ends soon: else little would happen.
  const paused = ledger.pauseOf(contract).paused ? dice.chance(1, 10) : dice.chance(1, 4);
  return { by: dice.mostly([administrator], accounts), operation: pause(contract, paused) };
};

const drawResume: Draw = (dice, ledger) => {
  const stopped = pausable.filter((each) => ledger.pauseOf(each).paused);
  return stopped.length === 0
    ? drawUnfreeze(dice, ledger)
    : { by: administrator, operation: pause(dice.of(stopped), false) };
};

export const supervisionDraws: readonly (readonly [number, Draw])[] = [
  [3, drawAccredit],
  [4, drawMember],
  [6, drawFreeze],
  [5, drawUnfreeze],
  [2, drawPause],
  [4, drawResume],
];
