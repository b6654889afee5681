import { digests, possibleParties } from "../universe.js";
import { addressOf, digestOf, digestOrNull } from "../words/names.js";
import { topic } from "./facts.js";

const anchors = topic<string>({
  kind: "anchors",
  names: () => digests,
  model: ({ evidence }, digest) =>
    possibleParties
      .map((author) => ({ author: addressOf(author), time: evidence.anchorOf(digest, author) }))
      .filter(({ time }) => time !== 0)
      .sort((one, other) => (one.author < other.author ? -1 : 1)),
  index: async ({ view }, digest) => {
    const { items } = await view.anchorsOf(digestOf(digest), { limit: 100 });
    return items.map(({ author, anchored }) => ({ author, time: anchored.time }));
  },
});

const bundleNames = possibleParties.flatMap((author) =>
  digests.map((digest) => ({ author, digest, toString: () => `${author} ${digest}` })),
);

const bundles = topic({
  kind: "bundle",
  names: () => bundleNames,
  model: ({ evidence }, { author, digest }) => {
    const bundle = evidence.bundleOf(digest, author);
    if (bundle === undefined) return null;
    const { count, supersedes, supersededBy } = bundle;
    return { count, supersedes: digestOrNull(supersedes), supersededBy: digestOrNull(supersededBy) };
  },
  index: ({ view }, { author, digest }) => {
    const bundle = view.bundle(digestOf(digest), addressOf(author));
    if (bundle === null) return null;
    const { count, supersedes, supersededBy } = bundle;
    return { count, supersedes, supersededBy };
  },
});

export const evidenceTopics = [anchors, bundles];
