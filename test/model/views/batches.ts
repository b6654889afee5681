import { zeroWord } from "../../../services/ledger/hex.js";
import { digitsOf } from "../ledger/records.js";
import { identifiers } from "../universe.js";
import { batchBodies, batchNamed, batchWord, proofWords, rangeWord } from "../words/batches.js";
import { addressOf, namespaceWord, recordName, scheme } from "../words/names.js";
import { type View, values } from "./view.js";

const noBatch = [addressOf(null), 0, 0, 0, 0, 0];
const memberStatuses = ["none", "live", "suspended", "revoked", "recorded"] as const;
const noMembership = [0, addressOf(null), 0, false, zeroWord, 0, 0];

const ofBatch = (name: string): readonly View[] => {
  const base = { about: `batch ${name}`, contract: "batches" } as const;
  return [
    {
      ...base,
      call: "batchOf",
      words: (place) => [batchWord(place, batchNamed(name))],
      expected: ({ batches }) => {
        const batch = batches.all.get(name);
        if (batch === undefined) return values(noBatch);
        const { holder, epoch, body, revoked, prefixLength, namespaceEpoch } = batch;
        const kind = body.kind === "rule" ? 1 : 2;
        return values([addressOf(holder), epoch, kind, revoked ? 2 : 1, prefixLength, namespaceEpoch]);
      },
    },
    ...[0, 1, 6, 11].map(
      (index): View => ({
        ...base,
        call: "isMemberRevoked",
        words: (place) => [batchWord(place, batchNamed(name)), index],
        expected: ({ batches }) => values(batches.all.get(name)?.revokedMembers.has(index) ?? false),
      }),
    ),
    ...identifiers.flatMap((identifier) => ofMember(name, identifier)),
  ];
};

const ofMember = (name: string, identifier: string): readonly View[] => {
  const body = batchNamed(name);
  const related =
    body.kind === "rule"
      ? identifier.startsWith(body.range.stem)
      : body.list.members.some((member) => member.identifier === identifier);
  if (!related) return [];
  const about = body.kind === "rule" ? `members of ${body.range.stem}` : `batch ${name}`;
  return [
    {
      about,
      contract: "batches",
      call: "membershipOf",
      words: (place) => [batchWord(place, body), scheme, identifier, proofWords(place, body, identifier)],
      expected: ({ batches }) => {
        const member = batches.membershipOf(name, identifier);
        if (member === undefined) return values(noMembership);
        const { status, owner, index, frozen, prefixLength, namespaceEpoch } = member;
        const namespace = namespaceWord(digitsOf(identifier).slice(0, prefixLength));
        const word = memberStatuses.indexOf(status);
        return values([word, addressOf(owner), index, frozen, namespace, prefixLength, namespaceEpoch]);
      },
    },
    {
      about,
      contract: "identifiers",
      call: "memberOf",
      words: (place) => [batchWord(place, body), recordName(identifier), proofWords(place, body, identifier)],
      expected: ({ batches, records }) => {
        const record = records.all.get(identifier);
        const member = batches.membershipOf(name, identifier);
        if (member === undefined) return values(0, addressOf(null));
        if (record === undefined)
          return values(memberStatuses.indexOf(member.status), addressOf(member.owner));
        return values(memberStatuses.indexOf("recorded"), addressOf(record.holder));
      },
    },
  ];
};

const uses = ["none", "reserved", "batch"] as const;

const ofRange = (identifier: string): View => ({
  about: `ranges of ${identifier.slice(0, -3)}`,
  contract: "batches",
  call: "rangeOf",
  words: () => [scheme, identifier],
  expected: ({ batches }) => {
    const taken = batches.rangeOf(identifier);
    if (taken === undefined) return values(0, zeroWord);
    return values(uses.indexOf(taken.use), rangeWord(taken.range));
  },
});

export const batchViews: readonly View[] = [
  ...[...batchBodies.keys()].flatMap(ofBatch),
  ...identifiers.map(ofRange),
];
