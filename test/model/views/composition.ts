import { contents } from "../universe.js";
import { twinWord } from "../words/names.js";
import { type View, values } from "./view.js";

const ofTwin = (name: string): readonly View[] => [
  {
    about: `bill ${name}`,
    contract: "twinComposition",
    call: "usesOf",
    words: () => [twinWord(name)],
    expected: ({ composition }) =>
      values(composition.billOf(name).size, composition.assembliesOf(name).length),
  },
  ...contents.map(
    (component): View => ({
      about: `bill ${name}`,
      contract: "twinComposition",
      call: "quantityOf",
      words: () => [twinWord(name), twinWord(component)],
      expected: ({ composition }) => values(composition.billOf(name).get(component) ?? 0),
    }),
  ),
];

export const compositionViews: readonly View[] = contents.flatMap(ofTwin);
