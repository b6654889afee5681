import type { Ledger } from "../ledger/ledger.js";
import type { Parent } from "../ledger/lineage.js";
import type { Account } from "../ledger/parties.js";
import { contents, licences } from "../universe.js";
import { digestWord, twinWord } from "../words/names.js";
import type { Dice } from "./dice.js";
import type { Draw, Operation } from "./operation.js";
import { amongTwins } from "./twins.js";

const derive = (twin: string, parents: readonly Parent[]): Operation => ({
  contract: "twinLineage",
  call: "derive",
  words: () => [
    twinWord(twin),
    parents.map((parent) => ({ twin: twinWord(parent.twin), licence: digestWord(parent.licence) })),
  ],
  touches: [twin, ...parents.map((parent) => parent.twin)].map((name) => `line ${name}`),
  apply: ({ lineage }, by) => lineage.derive(by, twin, parents),
  text: `derive "${twin}" from ${JSON.stringify(parents)}`,
});

const closeToDerivation = (twin: string): Operation => ({
  contract: "twinLineage",
  call: "closeToDerivation",
  words: () => [twinWord(twin)],
  touches: [`line ${twin}`],
  apply: ({ lineage }, by) => lineage.closeToDerivation(by, twin),
  text: `close "${twin}" to derivation`,
});

/** Twins from which nothing comes, and that come from nothing. */
const alone = ({ twins, lineage }: Ledger): readonly string[] =>
  [...twins.all.keys()].filter(
    (name) => lineage.parentsOf(name).length + lineage.childrenOf(name).length === 0,
  );

/** Mostly one that the owner of a twin may name as a parent, with the licence that is in force. */
function drawParent(dice: Dice, ledger: Ledger, owner: Account | undefined): Parent {
  const { twins, twinTerms } = ledger;
  const open = [...twins.all].filter(([name, { holder, state }]) => {
    const permitted = owner !== undefined && twinTerms.isPermitted(name, "derive", owner);
    return state !== "withdrawn" && (holder === owner || (permitted && state === "released"));
  });
  const twin = dice.mostly(
    open.map(([name]) => name),
    contents,
  );
  return { twin, licence: dice.chance(1, 10) ? dice.of(licences) : twinTerms.licenceOf(twin) };
}

const drawDerive: Draw = (dice, ledger) => {
  const name = dice.mostly(alone(ledger), contents);
  const owner = ledger.twins.all.get(name)?.holder;
  const number = dice.chance(1, 15) ? 0 : 1 + dice.below(3);
  const drawn = Array.from({ length: number }, () => drawParent(dice, ledger, owner));
  const others = drawn.filter((parent) => parent.twin !== name);
  return { by: dice.keyOf(ledger, owner), operation: derive(name, dice.chance(1, 10) ? drawn : others) };
};

const drawClose: Draw = (dice, ledger) => {
  const name = dice.mostly(alone(ledger), contents);
  return { by: dice.keyOf(ledger, ledger.twins.all.get(name)?.holder), operation: closeToDerivation(name) };
};

export const lineageDraws: readonly (readonly [number, Draw])[] = [
  [6, amongTwins(3, drawDerive)],
  [1, amongTwins(3, drawClose)],
];
