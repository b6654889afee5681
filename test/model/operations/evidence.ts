import { zeroWord } from "../../../services/ledger/hex.js";
import type { Account } from "../ledger/parties.js";
import { digests } from "../universe.js";
import { addressOf, digestOf } from "../words/names.js";
import type { Draw, Operation } from "./operation.js";

const anchor = (author: Account, digest: string): Operation => ({
  contract: "evidence",
  call: "anchor",
  words: () => [addressOf(author), digestOf(digest)],
  touches: [`anchors of ${author}`],
  apply: ({ evidence }, by) => evidence.anchor(by, author, [digest]),
  text: `anchor "${digest}" for ${author}`,
});

const anchorMany = (author: Account, some: readonly string[]): Operation => ({
  contract: "evidence",
  call: "anchorMany",
  words: () => [addressOf(author), some.map(digestOf)],
  touches: [`anchors of ${author}`],
  apply: ({ evidence }, by) => evidence.anchor(by, author, some),
  text: `anchor ${JSON.stringify(some)} for ${author}`,
});

const anchorBundle = (
  author: Account,
  root: string,
  count: number,
  supersedes: string | null,
): Operation => ({
  contract: "evidence",
  call: "anchorBundle",
  words: () => [
    addressOf(author),
    {
      root: digestOf(root),
      count,
      uri: "",
      supersedes: supersedes === null ? zeroWord : digestOf(supersedes),
    },
  ],
  touches: [`anchors of ${author}`],
  apply: ({ evidence }, by) => evidence.anchorBundle(by, author, root, count, supersedes),
  text: `anchor the bundle "${root}" of ${count} for ${author} after ${supersedes}`,
});

const drawAnchor: Draw = (dice, ledger) => {
  const author = dice.party();
  const some = Array.from({ length: dice.below(4) }, () => dice.of(digests));
  const operation = dice.chance(1, 2) ? anchor(author, dice.of(digests)) : anchorMany(author, some);
  return { by: dice.keyOf(ledger, author), operation };
};

const drawBundle: Draw = (dice, ledger) => {
  const author = dice.of([1, 2]);
  const bundled = digests.filter((digest) => ledger.evidence.bundleOf(digest, author) !== undefined);
  const root = dice.mostly(
    digests.filter((digest) => !bundled.includes(digest)),
    digests,
  );
  const latest = bundled.filter((digest) => ledger.evidence.bundleOf(digest, author)?.supersededBy === null);
  const supersedes = dice.chance(1, 2) ? null : dice.mostly(latest, digests);
  const operation = anchorBundle(author, root, dice.below(8), supersedes);
  return { by: dice.keyOf(ledger, author), operation };
};

export const evidenceDraws: readonly (readonly [number, Draw])[] = [
  [3, drawAnchor],
  [3, drawBundle],
];
