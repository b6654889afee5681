import { schemeId } from "../../../services/ledger/ids.js";
import { schemeNames } from "../universe.js";
import { type View, values } from "./view.js";

export const schemeViews: readonly View[] = schemeNames.map((name) => ({
  about: "schemes",
  contract: "namespaces",
  call: "schemeRule",
  words: () => [schemeId(name)],
  expected: ({ schemes }) => values(schemes.all.get(name)?.rule ?? 0),
}));
