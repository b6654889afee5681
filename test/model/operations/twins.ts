import { twinKindCode, twinStateCode } from "../../../services/ledger/enums.js";
import type { Account } from "../ledger/parties.js";
import { roles } from "../ledger/tokens.js";
import { noRoyalty, type Royalty, type TwinKind, type TwinState } from "../ledger/twins.js";
import { accounts, contents } from "../universe.js";
import { addressOf, digestOf, twinWord } from "../words/names.js";
import { commitmentWord, opening, royaltyWords } from "../words/twins.js";
import type { Dice } from "./dice.js";
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
  royalty: Royalty,
): Operation => ({
  contract: "twins",
  call: "mint",
  words: (place) => [
    addressOf(author),
    addressOf(owner),
    {
      kind: twinKindCode(kind),
      state: twinStateCode(state),
      name: "Twin",
      content: contentOf(content),
      royalty: royaltyWords(place, royalty),
    },
    opening,
  ],
  touches: [`twin ${content}`, `content ${content}`],
  apply: ({ twins }, by) => twins.mint(by, author, owner, kind, state, content, royalty),
  text: `mint ${kind} "${content}" (${state}) by ${author} for ${owner} with ${JSON.stringify(royalty)}`,
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

const setRoyalty = (twin: string, royalty: Royalty): Operation => ({
  contract: "twins",
  call: "setRoyalty",
  words: (place) => [twinWord(twin), royaltyWords(place, royalty)],
  touches: [`twin ${twin}`],
  apply: ({ twins }, by) => twins.setRoyalty(by, twin, royalty),
  text: `set the royalty of "${twin}" to ${JSON.stringify(royalty)}`,
});

/** Mostly one of at most so many basis points. */
function drawRoyalty(dice: Dice, limit: number): Royalty {
  const basisPoints = dice.chance(1, 12) ? limit + 1 : dice.below(limit + 1);
  const receiver = dice.chance(1, 20) ? "registry" : dice.account();
  return { basisPoints, receiver: dice.chance(1, 3) && basisPoints > 0 ? receiver : null };
}

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
  const royalty = dice.chance(1, 2) ? noRoyalty : drawRoyalty(dice, 1_000);
  const operation = mint(author, dice.receiver(ledger), kind, state, content, royalty);
  return { by: dice.keyOf(ledger, author), operation };
};

/** Draws what needs so many living twins; as long as there are fewer, they are made, mostly. */
export const amongTwins =
  (count: number, draw: Draw): Draw =>
  (dice, ledger) => {
    const living = [...ledger.twins.all.values()].filter((twin) => ledger.twins.isActive(twin));
    if (living.length >= count || dice.chance(1, 20)) return draw(dice, ledger);
    return dice.chance(1, 2) ? drawCommit(dice, ledger) : drawMint(dice, ledger);
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
  const state = dice.chance(1, 14)
    ? "withdrawn"
    : dice.of(twin?.state === "released" ? (["deprecated"] as const) : (["released", "draft"] as const));
  return { by: dice.keyOf(ledger, twin?.holder), operation: setState(name, state) };
};

const drawSetRoyalty: Draw = (dice, ledger) => {
  const due = [...ledger.twins.all].filter(([, { royalty }]) => royalty.basisPoints > 0);
  const name = dice.mostly(
    due.map(([each]) => each),
    contents,
  );
  const twin = ledger.twins.all.get(name);
  const royalty = drawRoyalty(dice, twin?.royalty.basisPoints ?? 0);
  return { by: dice.keyOf(ledger, twin?.author), operation: setRoyalty(name, royalty) };
};

export const twinDraws: readonly (readonly [number, Draw])[] = [
  [8, drawCommit],
  [7, drawMint],
  [5, amongTwins(1, drawPublish)],
  [3, amongTwins(2, drawState)],
  [2, amongTwins(1, drawSetRoyalty)],
];
