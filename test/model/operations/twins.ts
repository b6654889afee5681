import { twinKindCode, twinStateCode } from "../../../services/ledger/enums.js";
import { zeroAddress } from "../../../services/ledger/hex.js";
import type { Account } from "../ledger/parties.js";
import { roles } from "../ledger/tokens.js";
import type { TwinKind, TwinState } from "../ledger/twins.js";
import { accounts, contents } from "../universe.js";
import { addressOf, commitmentWord, digestOf, opening, twinWord } from "../words.js";
import type { Draw, Operation } from "./operation.js";

const contentOf = (name: string) => ({ digest: digestOf(name), mediaType: "text/plain", uri: "" });

const commit = (party: Account, content: string): Operation => ({
  contract: "twins",
  call: "commitContents",
  words: (place) => [addressOf(party), commitmentWord(place, party, content)],
  touches: [`commitments of ${party}`],
  apply: ({ twins }, by) => twins.commit(by, party, content),
  text: `commit ${party} to "${content}"`,
});

const mint = (
  author: Account,
  owner: Account,
  kind: TwinKind,
  state: TwinState,
  content: string,
): Operation => ({
  contract: "twins",
  call: "mint",
  words: () => [
    addressOf(author),
    addressOf(owner),
    {
      kind: twinKindCode(kind),
      state: twinStateCode(state),
      name: "Twin",
      content: contentOf(content),
      royalty: { basisPoints: 0, receiver: zeroAddress },
    },
    opening,
  ],
  touches: [`twin ${content}`, `content ${content}`],
  apply: ({ twins }, by) => twins.mint(by, author, owner, kind, state, content),
  text: `mint ${kind} "${content}" (${state}) by ${author} for ${owner}`,
});

const publish = (twin: string, content: string): Operation => ({
  contract: "twins",
  call: "publish",
  words: () => [twinWord(twin), contentOf(content), opening],
  touches: [`twin ${twin}`, `content ${content}`],
  apply: ({ twins }, by) => twins.publish(by, twin, content),
  text: `publish "${content}" as a version of "${twin}"`,
});

const setState = (twin: string, state: TwinState): Operation => ({
  contract: "twins",
  call: "setState",
  words: () => [twinWord(twin), twinStateCode(state), "why"],
  touches: [`twin ${twin}`],
  apply: ({ twins }, by) => twins.setState(by, twin, state),
  text: `set "${twin}" ${state}`,
});

const drawCommit: Draw = (dice, ledger) => {
  const party = dice.party();
  const unused = contents.filter((content) => ledger.twins.byContent(content) === undefined);
  return { by: dice.keyOf(ledger, party), operation: commit(party, dice.mostly(unused, contents)) };
};

const drawMint: Draw = (dice, ledger) => {
  const committed = accounts.flatMap((author) =>
    contents
      .filter((content) => ledger.twins.commitmentOf(author, content) !== undefined)
      .filter((content) => ledger.twins.byContent(content) === undefined)
      .map((content) => ({ author, content })),
  );
  const { author, content } = dice.mostly(committed, [{ author: dice.party(), content: dice.of(contents) }]);
  const kind = dice.of(["type", "instance"] as const);
  const state = dice.mostly(["draft", "released"] as const, ["deprecated"] as const);
  const operation = mint(author, dice.receiver(ledger), kind, state, content);
  return { by: dice.keyOf(ledger, author), operation };
};

const drawPublish: Draw = (dice, ledger) => {
  const name = dice.existing(ledger.twins.all, contents);
  const twin = ledger.twins.all.get(name);
  const others = accounts.filter(
    (key) => twin !== undefined && (ledger.twins.rolesOf(twin, key) & roles.publisher) !== 0,
  );
  const by = others.length > 0 && dice.chance(1, 3) ? dice.of(others) : dice.keyOf(ledger, twin?.holder);
  const committed = contents.filter(
    (content) =>
      ledger.twins.byContent(content) === undefined &&
      [by, twin?.holder ?? by].some((party) => ledger.twins.commitmentOf(party, content) !== undefined),
  );
  return { by, operation: publish(name, dice.mostly(committed, contents)) };
};

const drawState: Draw = (dice, ledger) => {
  const name = dice.existing(ledger.twins.all, contents);
  const twin = ledger.twins.all.get(name);
  const state = dice.chance(1, 10)
    ? "withdrawn"
    : dice.of(twin?.state === "released" ? (["deprecated"] as const) : (["released", "draft"] as const));
  return { by: dice.keyOf(ledger, twin?.holder), operation: setState(name, state) };
};

export const twinDraws: readonly (readonly [number, Draw])[] = [
  [8, drawCommit],
  [7, drawMint],
  [5, drawPublish],
  [4, drawState],
];
