import { type BatchBody, type List, type Range, rangeText, width } from "../ledger/batches.js";
import type { Ledger } from "../ledger/ledger.js";
import type { Account } from "../ledger/parties.js";
import { type Content, digitsOf } from "../ledger/records.js";
import { roles } from "../ledger/tokens.js";
import { accounts, identifiers, listPrefixes, lists, ranges } from "../universe.js";
import {
  batchBodies,
  batchNamed,
  batchWord,
  manifestWords,
  proofWords,
  rangeWords,
} from "../words/batches.js";
import { contentWords } from "../words/contents.js";
import { addressOf, recordName, scheme } from "../words/names.js";
import type { Dice } from "./dice.js";
import { keyFor } from "./namespaces.js";
import type { Draw, Operation } from "./operation.js";
import { drawContent, drawIssuer } from "./records.js";

/** What a range may change: all batches of its stem, and who may issue there. */
const stemTouches = ({ stem }: Range): readonly string[] => [`ranges of ${stem}`, `members of ${stem}`];

/** A batch, and what its members are. */
function batchTouches(name: string): readonly string[] {
  const body = batchNamed(name);
  const members = body.kind === "rule" ? [`members of ${body.range.stem}`] : [];
  return [`batch ${name}`, ...members];
}

const issueRule = (prefixLength: number, range: Range, owner: Account): Operation => ({
  contract: "batches",
  call: "issueRule",
  words: () => [prefixLength, rangeWords(range), addressOf(owner)],
  touches: [`batch ${rangeText(range)}`, ...stemTouches(range)],
  apply: ({ batches }, by) => batches.issueRule(by, prefixLength, range, owner),
  text: `issue ${rangeText(range)} of ${prefixLength} to ${owner}`,
});

const reserve = (prefixLength: number, range: Range): Operation => ({
  contract: "batches",
  call: "reserve",
  words: () => [prefixLength, rangeWords(range)],
  touches: stemTouches(range),
  apply: ({ batches }, by) => batches.reserve(by, prefixLength, range),
  text: `reserve ${rangeText(range)} of ${prefixLength}`,
});

const release = (prefixLength: number, range: Range): Operation => ({
  contract: "batches",
  call: "release",
  words: () => [prefixLength, rangeWords(range)],
  touches: [`batch ${rangeText(range)}`, ...stemTouches(range)],
  apply: ({ batches }, by) => batches.release(by, prefixLength, range),
  text: `release ${rangeText(range)} of ${prefixLength}`,
});

const issueMerkle = (prefix: string, list: List, owner: Account): Operation => ({
  contract: "batches",
  call: "issueMerkle",
  words: (place) => [scheme, prefix, manifestWords(place, { prefix, list }), addressOf(owner)],
  touches: [`batch ${list.name} of "${prefix}"`],
  apply: ({ batches }, by) => batches.issueMerkle(by, prefix, list, owner),
  text: `issue the list ${list.name} of "${prefix}" to ${owner}`,
});

const revokeMembers = (name: string, first: number, last: number): Operation => ({
  contract: "batches",
  call: "revokeMembers",
  words: (place) => [batchWord(place, batchNamed(name)), first, last, "why"],
  touches: batchTouches(name),
  apply: ({ batches }, by) => batches.revokeMembers(by, name, first, last),
  text: `revoke the members ${first} to ${last} of ${name}`,
});

const revoke = (name: string): Operation => ({
  contract: "batches",
  call: "revoke",
  words: (place) => [batchWord(place, batchNamed(name)), "why"],
  touches: batchTouches(name),
  apply: ({ batches }, by) => batches.revoke(by, name),
  text: `revoke ${name}`,
});

const materialise = (name: string, identifier: string, content: Content, owner: Account): Operation => ({
  contract: "identifiers",
  call: "materialise",
  words: (place) => {
    const body = batchNamed(name);
    const proof = proofWords(place, body, identifier);
    return [batchWord(place, body), recordName(identifier), proof, contentWords(content), addressOf(owner)];
  },
  touches: [`record ${identifier}`, ...batchTouches(name)],
  apply: ({ batches }, by) => batches.materialise(by, name, identifier, content, owner),
  text: `make a record of ${identifier} in ${name} for ${owner} with ${JSON.stringify(content)}`,
});

const drawIssueRule: Draw = (dice, ledger) => {
  const range = dice.of(ranges);
  const { prefixLength, by } = drawIssuer(dice, ledger, range.stem);
  return { by, operation: issueRule(prefixLength, range, dice.receiver(ledger)) };
};

const drawReserve: Draw = (dice, ledger) => {
  const range = dice.of(ranges);
  const { prefixLength, by } = drawIssuer(dice, ledger, range.stem);
  return { by, operation: reserve(prefixLength, range) };
};

const drawRelease: Draw = (dice, ledger) => {
  const taken = [...ledger.batches.taken.values()];
  const range = dice.mostly(
    taken.map((each) => each.range),
    ranges,
  );
  const digits = digitsOf(range.stem);
  const maker = ledger.batches.taken.get(rangeText(range))?.prefixLength;
  const closest = ledger.namespaces.closest(digits)?.prefix.length ?? 0;
  const prefixLength = dice.chance(1, 3) ? closest : (maker ?? closest);
  const namespace = ledger.namespaces.all.get(digits.slice(0, prefixLength));
  return { by: keyFor(dice, ledger, namespace, roles.registrar), operation: release(prefixLength, range) };
};

const drawIssueMerkle: Draw = (dice, ledger) => {
  const prefix = dice.of(listPrefixes);
  const by = keyFor(dice, ledger, ledger.namespaces.all.get(prefix), roles.registrar);
  return { by, operation: issueMerkle(prefix, dice.of(lists), dice.receiver(ledger)) };
};

const drawBatch = (dice: Dice, ledger: Ledger) => {
  const name = dice.existing(ledger.batches.all, [...batchBodies.keys()]);
  return { name, batch: ledger.batches.all.get(name) };
};

const drawRevokeMembers: Draw = (dice, ledger) => {
  const { name, batch } = drawBatch(dice, ledger);
  const first = dice.below(10);
  const last = Math.max(0, first + dice.below(4) - (dice.chance(1, 12) ? 4 : 0));
  const operation = revokeMembers(name, first, last);
  return { by: dice.keyOf(ledger, batch?.holder), operation };
};

const drawRevoke: Draw = (dice, ledger) => {
  const { name, batch } = drawBatch(dice, ledger);
  return { by: dice.keyOf(ledger, batch?.holder), operation: revoke(name) };
};

/** Identifiers that may be in a batch, recorded or not. */
function listed(body: BatchBody): readonly string[] {
  if (body.kind === "merkle") return body.list.members.map(({ identifier }) => identifier);
  const { stem } = body.range;
  return identifiers.filter((each) => each.startsWith(stem) && each.length === stem.length + width);
}

const drawMaterialise: Draw = (dice, ledger) => {
  const { name, batch } = drawBatch(dice, ledger);
  const unrecorded = listed(batchNamed(name)).filter((each) => !ledger.records.all.has(each));
  const identifier = dice.mostly(unrecorded, identifiers);
  const registrars = accounts.filter(
    (key) => batch !== undefined && (ledger.batches.rolesOf(batch, key) & roles.registrar) !== 0,
  );
  const by =
    registrars.length > 0 && dice.chance(1, 3) ? dice.of(registrars) : dice.keyOf(ledger, batch?.holder);
  const content: Content = dice.chance(1, 2)
    ? { subject: { kind: "none" }, links: "" }
    : drawContent(dice, ledger, batch?.holder);
  return { by, operation: materialise(name, identifier, content, dice.receiver(ledger)) };
};

export const batchDraws: readonly (readonly [number, Draw])[] = [
  [6, drawIssueRule],
  [4, drawReserve],
  [4, drawRelease],
  [4, drawIssueMerkle],
  [3, drawRevokeMembers],
  [1, drawRevoke],
  [8, drawMaterialise],
];
