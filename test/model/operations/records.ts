import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import { type Content, digitsOf, type RecordStatus, type Subject } from "../ledger/records.js";
import { roles } from "../ledger/tokens.js";
import { accounts, contents, identifiers, linksets } from "../universe.js";
import { contentWords } from "../words/contents.js";
import { addressOf, recordName, scheme } from "../words/names.js";
import type { Dice } from "./dice.js";
import { keyFor } from "./namespaces.js";
import type { Draw, Operation } from "./operation.js";

const say = (content: Content): string => JSON.stringify(content);

const register = (identifier: string, prefixLength: number, content: Content, owner: Account): Operation => ({
  contract: "identifiers",
  call: "register",
  words: () => [recordName(identifier), prefixLength, contentWords(content), addressOf(owner)],
  touches: [`record ${identifier}`],
  apply: ({ records }, by) => records.register(by, prefixLength, [{ identifier, content }], owner, false),
  text: `register ${identifier} of ${prefixLength} for ${owner} with ${say(content)}`,
});

interface Entry {
  readonly identifier: string;
  readonly content: Content;
}

const registerMany = (
  entries: readonly Entry[],
  prefixLength: number,
  owner: Account,
  locked: boolean,
): Operation => ({
  contract: "identifiers",
  call: "registerMany",
  words: () => [
    scheme,
    prefixLength,
    entries.map(({ identifier, content }) => ({ identifier, content: contentWords(content) })),
    addressOf(owner),
    locked,
  ],
  touches: entries.map(({ identifier }) => `record ${identifier}`),
  apply: ({ records }, by) => records.register(by, prefixLength, entries, owner, locked),
  text: `register many of ${prefixLength} for ${owner}${locked ? ", locked" : ""}: ${JSON.stringify(entries)}`,
});

const updateContent = (identifier: string, content: Content): Operation => ({
  contract: "identifiers",
  call: "updateContent",
  words: () => [recordName(identifier), contentWords(content)],
  touches: [`record ${identifier}`],
  apply: ({ records }, by) => records.updateContent(by, identifier, content),
  text: `update ${identifier} to ${say(content)}`,
});

const statusCalls = { suspended: "suspend", active: "resume", retired: "retire" } as const;

const setStatus = (identifier: string, status: RecordStatus): Operation => ({
  contract: "identifiers",
  call: statusCalls[status],
  words: () => [recordName(identifier), "why"],
  touches: [`record ${identifier}`],
  apply: ({ records }, by) => records.setStatus(by, identifier, status),
  text: `${statusCalls[status]} ${identifier}`,
});

/** Mostly what the principal of the call controls. */
export function drawContent(dice: Dice, ledger: Ledger, holder: Account | undefined): Content {
  return { subject: drawSubject(dice, ledger, holder), links: dice.of(linksets) };
}

function drawSubject(dice: Dice, ledger: Ledger, holder: Account | undefined): Subject {
  const ofHolder = (tokens: ReadonlyMap<string, { readonly holder: Account }>): readonly string[] =>
    [...tokens].filter(([, token]) => token.holder === holder).map(([name]) => name);
  switch (dice.below(6)) {
    case 0:
      return { kind: "twin", name: dice.mostly(ofHolder(ledger.twins.all), contents) };
    case 1:
      return { kind: "record", name: dice.mostly(ofHolder(ledger.records.all), identifiers) };
    case 2:
      return { kind: "party", party: dice.mostly(holder === undefined ? [] : [holder], accounts) };
    default:
      return { kind: "none" };
  }
}

/** A namespace that may issue the identifier, mostly. */
export function drawIssuer(dice: Dice, ledger: Ledger, identifier: string) {
  const namespace = ledger.namespaces.closest(digitsOf(identifier));
  const prefixLength = dice.chance(1, 15) ? dice.below(6) : (namespace?.prefix.length ?? 0);
  return { namespace, prefixLength, by: keyFor(dice, ledger, namespace, roles.registrar) };
}

const drawRegister: Draw = (dice, ledger) => {
  const identifier = dice.fresh(ledger.records.all, identifiers);
  const { namespace, prefixLength, by } = drawIssuer(dice, ledger, identifier);
  const content = drawContent(dice, ledger, namespace?.holder);
  return { by, operation: register(identifier, prefixLength, content, dice.receiver(ledger)) };
};

const drawRegisterMany: Draw = (dice, ledger) => {
  const first = dice.fresh(ledger.records.all, identifiers);
  const { namespace, prefixLength, by } = drawIssuer(dice, ledger, first);
  const prefix = namespace?.prefix ?? "";
  const siblings = identifiers.filter((each) => {
    const issuer = ledger.namespaces.closest(digitsOf(each))?.prefix;
    return issuer === prefix && !ledger.records.all.has(each);
  });
  const entries = Array.from({ length: dice.below(4) }, () => ({
    identifier: dice.mostly(siblings, identifiers),
    content: drawContent(dice, ledger, namespace?.holder),
  }));
  const operation = registerMany(entries, prefixLength, dice.receiver(ledger), dice.chance(1, 2));
  return { by, operation };
};

const drawUpdate: Draw = (dice, ledger) => {
  const identifier = dice.existing(ledger.records.all, identifiers);
  const record = ledger.records.all.get(identifier);
  const others = accounts.filter(
    (key) => record !== undefined && (ledger.records.rolesOf(record, key) & roles.publisher) !== 0,
  );
  const by = others.length > 0 && dice.chance(1, 3) ? dice.of(others) : dice.keyOf(ledger, record?.holder);
  return { by, operation: updateContent(identifier, drawContent(dice, ledger, record?.holder)) };
};

const drawStatus: Draw = (dice, ledger) => {
  const identifier = dice.existing(ledger.records.all, identifiers);
  const record = ledger.records.all.get(identifier);
  const turned = record?.status === "suspended" ? "active" : "suspended";
  const status = dice.chance(1, 5) ? "retired" : dice.chance(1, 6) ? "active" : turned;
  return { by: dice.keyOf(ledger, record?.holder), operation: setStatus(identifier, status) };
};

export const recordDraws: readonly (readonly [number, Draw])[] = [
  [12, drawRegister],
  [4, drawRegisterMany],
  [6, drawUpdate],
  [5, drawStatus],
];
