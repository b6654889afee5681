import { contents } from "../universe.js";
import { twinWord } from "../words/names.js";
import { type View, values } from "./view.js";

const ofTwin = (name: string): readonly View[] => {
  const base = { about: `line ${name}`, contract: "twinLineage", words: () => [twinWord(name)] } as const;
  return [
    {
      ...base,
      call: "lineOf",
      expected: ({ lineage }) =>
        values([
          lineage.parentsOf(name).length,
          lineage.depthOf(name),
          lineage.isClosed(name),
          lineage.childrenOf(name).length,
        ]),
    },
    {
      ...base,
      call: "parentsOf",
      expected: ({ lineage }) => values(lineage.parentsOf(name).map(({ twin }) => twinWord(twin))),
    },
  ];
};

export const lineageViews: readonly View[] = contents.flatMap(ofTwin);
