import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import type { RecordStatus } from "../ledger/records.js";
import { type SealedEntry, type SealedName, sealedOfText, sealedText } from "../ledger/sealedRecords.js";
import { roles } from "../ledger/tokens.js";
import { accounts, contents, sealedIdentifiers, sealedNames, sealingPrefixes } from "../universe.js";
import { addressOf, digestWord, scheme } from "../words/names.js";
import { sealedNameWords, sealWord } from "../words/sealedRecords.js";
import type { Dice } from "./dice.js";
import { amongSealed, keyFor } from "./namespaces.js";
import type { Draw, Operation } from "./operation.js";

const register = (name: SealedName, content: string | null, owner: Account): Operation => ({
  contract: "sealedRecords",
  call: "register",
  words: () => [sealedNameWords(name), digestWord(content), addressOf(owner)],
  touches: [`sealed ${sealedText(name)}`],
  apply: ({ sealedRecords }, by) =>
    sealedRecords.register(by, name.prefix, [{ identifier: name.identifier, content }], owner, false),
  text: `register sealed ${sealedText(name)} for ${owner} with ${content}`,
});

const registerMany = (
  prefix: string,
  entries: readonly SealedEntry[],
  owner: Account,
  locked: boolean,
): Operation => ({
  contract: "sealedRecords",
  call: "registerMany",
  words: () => [
    scheme,
    prefix,
    entries.map(({ identifier, content }) => ({ seal: sealWord(identifier), digest: digestWord(content) })),
    addressOf(owner),
    locked,
  ],
  touches: entries.map(({ identifier }) => `sealed ${sealedText({ prefix, identifier })}`),
  apply: ({ sealedRecords }, by) => sealedRecords.register(by, prefix, entries, owner, locked),
  text: `register many sealed of "${prefix}" for ${owner}${locked ? ", locked" : ""}: ${JSON.stringify(entries)}`,
});

const updateContent = (name: SealedName, content: string | null): Operation => ({
  contract: "sealedRecords",
  call: "updateContent",
  words: () => [sealedNameWords(name), digestWord(content)],
  touches: [`sealed ${sealedText(name)}`],
  apply: ({ sealedRecords }, by) => sealedRecords.updateContent(by, name, content),
  text: `update sealed ${sealedText(name)} to ${content}`,
});

const statusCalls = { suspended: "suspend", active: "resume", retired: "retire" } as const;

const setStatus = (name: SealedName, status: RecordStatus): Operation => ({
  contract: "sealedRecords",
  call: statusCalls[status],
  words: () => [sealedNameWords(name), "why"],
  touches: [`sealed ${sealedText(name)}`],
  apply: ({ sealedRecords }, by) => sealedRecords.setStatus(by, name, status),
  text: `${statusCalls[status]} sealed ${sealedText(name)}`,
});

/** Mostly a namespace that issues sealed records. */
const drawPrefix = (dice: Dice, ledger: Ledger): string =>
  dice.mostly(
    sealingPrefixes.filter((prefix) => ledger.namespaces.all.get(prefix)?.isSealed === true),
    sealingPrefixes,
  );

function drawEntry(dice: Dice, ledger: Ledger, prefix: string): SealedEntry {
  const free = sealedIdentifiers.filter((each) => {
    return !ledger.sealedRecords.all.has(sealedText({ prefix, identifier: each }));
  });
  const identifier = dice.chance(1, 20) ? "" : dice.mostly(free, sealedIdentifiers);
  return { identifier, content: dice.chance(1, 3) ? null : dice.of(contents) };
}

const issuerKey = (dice: Dice, ledger: Ledger, prefix: string): Account =>
  keyFor(dice, ledger, ledger.namespaces.all.get(prefix), roles.registrar);

const drawRegister: Draw = (dice, ledger) => {
  const prefix = drawPrefix(dice, ledger);
  const { identifier, content } = drawEntry(dice, ledger, prefix);
  const operation = register({ prefix, identifier }, content, dice.receiver(ledger));
  return { by: issuerKey(dice, ledger, prefix), operation };
};

const drawRegisterMany: Draw = (dice, ledger) => {
  const prefix = drawPrefix(dice, ledger);
  const entries = Array.from({ length: dice.below(3) }, () => drawEntry(dice, ledger, prefix));
  const operation = registerMany(prefix, entries, dice.receiver(ledger), dice.chance(1, 2));
  return { by: issuerKey(dice, ledger, prefix), operation };
};

const drawUpdate: Draw = (dice, ledger) => {
  const text = dice.existing(ledger.sealedRecords.all, sealedNames);
  const record = ledger.sealedRecords.all.get(text);
  const others = accounts.filter(
    (key) => record !== undefined && (ledger.sealedRecords.rolesOf(record, key) & roles.publisher) !== 0,
  );
  const by = others.length > 0 && dice.chance(1, 3) ? dice.of(others) : dice.keyOf(ledger, record?.holder);
  const content = dice.chance(1, 3) ? null : dice.of(contents);
  return { by, operation: updateContent(sealedOfText(text), content) };
};

const drawStatus: Draw = (dice, ledger) => {
  const text = dice.existing(ledger.sealedRecords.all, sealedNames);
  const record = ledger.sealedRecords.all.get(text);
  const turned = record?.status === "suspended" ? "active" : "suspended";
  const status = dice.chance(1, 5) ? "retired" : dice.chance(1, 6) ? "active" : turned;
  return { by: dice.keyOf(ledger, record?.holder), operation: setStatus(sealedOfText(text), status) };
};

export const sealedDraws: readonly (readonly [number, Draw])[] = [
  [6, amongSealed(drawRegister)],
  [2, amongSealed(drawRegisterMany)],
  [2, amongSealed(drawUpdate)],
  [3, amongSealed(drawStatus)],
];
