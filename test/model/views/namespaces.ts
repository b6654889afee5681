import { prefixes } from "../universe.js";
import { addressOf, namespaceWord, scheme } from "../words/names.js";
import { type View, values } from "./view.js";

/** Where there is none, the status says so; `mayIssue` then means nothing. */
const none = [addressOf(null), 0, 0, 0, 0, false, false, [0, 0, true], 0, 0, 0];

const ofNamespace = (prefix: string): readonly View[] => {
  const base = { about: `namespace ${prefix}`, contract: "namespaces" } as const;
  return [
    {
      ...base,
      call: "namespaceOf",
      words: () => [namespaceWord(prefix)],
      expected: ({ namespaces }) => {
        const namespace = namespaces.all.get(prefix);
        if (namespace === undefined) return values(none);
        const { holder, epoch, parentLength, suspendedBy, emancipated, tenure, parentTenure } = namespace;
        return values([
          addressOf(holder),
          epoch,
          suspendedBy === null ? 1 : 2,
          parentLength,
          suspendedBy ?? 0,
          emancipated,
          namespace.isSealed,
          [namespace.expiry, namespace.levels, namespace.mayIssue],
          tenure,
          parentTenure,
          namespace.answersSince,
        ]);
      },
    },
    {
      ...base,
      call: "isLive",
      words: () => [scheme, prefix],
      expected: ({ namespaces }) => values(namespaces.standingOf(prefix) === "live"),
    },
    {
      ...base,
      call: "standingOf",
      words: () => [scheme, prefix],
      expected: ({ namespaces }) => values(standings.indexOf(namespaces.standingOf(prefix))),
    },
  ];
};

const standings = ["none", "live", "suspended", "lapsed"] as const;

export const namespaceViews: readonly View[] = prefixes.flatMap(ofNamespace);
