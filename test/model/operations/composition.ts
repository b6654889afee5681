import type { Component } from "../ledger/composition.js";
import type { Ledger } from "../ledger/ledger.js";
import { contents } from "../universe.js";
import { twinWord } from "../words/names.js";
import type { Dice } from "./dice.js";
import type { Draw, Operation } from "./operation.js";
import { amongTwins } from "./twins.js";

const touching = (whole: string, components: readonly string[]): readonly string[] =>
  [whole, ...components].map((name) => `bill ${name}`);

const compose = (whole: string, components: readonly Component[]): Operation => ({
  contract: "twinComposition",
  call: "compose",
  words: () => [
    twinWord(whole),
    components.map(({ twin, quantity }) => ({ twin: twinWord(twin), quantity })),
  ],
  touches: touching(
    whole,
    components.map(({ twin }) => twin),
  ),
  apply: ({ composition }, by) => composition.compose(by, whole, components),
  text: `make "${whole}" of ${JSON.stringify(components)}`,
});

const decompose = (whole: string, components: readonly string[]): Operation => ({
  contract: "twinComposition",
  call: "decompose",
  words: () => [twinWord(whole), components.map(twinWord)],
  touches: touching(whole, components),
  apply: ({ composition }, by) => composition.decompose(by, whole, components),
  text: `take ${JSON.stringify(components)} out of "${whole}"`,
});

const refuse = (whole: string, component: string): Operation => ({
  contract: "twinComposition",
  call: "refuse",
  words: () => [twinWord(whole), twinWord(component), "why"],
  touches: touching(whole, [component]),
  apply: ({ composition }, by) => composition.refuse(by, whole, component),
  text: `refuse that "${component}" is in "${whole}"`,
});

function drawComponent(dice: Dice, ledger: Ledger, whole: string): Component {
  const { twins, twinTerms } = ledger;
  const assembly = twins.all.get(whole);
  const fitting = [...twins.all].filter(([name, { holder, kind }]) => {
    const permitted = assembly !== undefined && twinTerms.isPermitted(name, "compose", assembly.holder);
    const consent = permitted || holder === assembly?.holder;
    return consent && name !== whole && (assembly?.kind === "instance" || kind === "type");
  });
  const twin = dice.mostly(
    fitting.map(([name]) => name),
    contents,
  );
  return { twin, quantity: dice.chance(1, 20) ? 0 : 1 + dice.below(5) };
}

const drawCompose: Draw = (dice, ledger) => {
  const whole = dice.existing(ledger.twins.all, contents);
  const number = dice.chance(1, 20) ? 0 : 1 + dice.below(2);
  const components = Array.from({ length: number }, () => drawComponent(dice, ledger, whole));
  return {
    by: dice.keyOf(ledger, ledger.twins.all.get(whole)?.holder),
    operation: compose(whole, components),
  };
};

interface Listing {
  readonly whole: string;
  readonly component: string;
}

/** Mostly a listing that there is; seldom one of which nothing is known. */
function drawListing(dice: Dice, ledger: Ledger): Listing | undefined {
  const listings = contents.flatMap((whole) =>
    [...ledger.composition.billOf(whole).keys()].map((component) => ({ whole, component })),
  );
  const other = { whole: dice.of(contents), component: dice.of(contents) };
  if (listings.length > 0) return dice.mostly(listings, [other]);
  return dice.chance(1, 12) ? other : undefined;
}

const drawDecompose: Draw = (dice, ledger) => {
  const listing = drawListing(dice, ledger);
  if (listing === undefined) return drawCompose(dice, ledger);
  const { whole, component } = listing;
  const components = dice.chance(1, 12) ? [component, component] : [component];
  const by = dice.keyOf(ledger, ledger.twins.all.get(whole)?.holder);
  return { by, operation: decompose(whole, components) };
};

const drawRefuse: Draw = (dice, ledger) => {
  const listing = drawListing(dice, ledger);
  if (listing === undefined) return drawCompose(dice, ledger);
  const { whole, component } = listing;
  const by = dice.keyOf(ledger, ledger.twins.all.get(component)?.holder);
  return { by, operation: refuse(whole, component) };
};

export const compositionDraws: readonly (readonly [number, Draw])[] = [
  [6, amongTwins(3, drawCompose)],
  [2, amongTwins(3, drawDecompose)],
  [2, amongTwins(3, drawRefuse)],
];
