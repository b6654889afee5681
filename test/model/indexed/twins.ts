import { contents } from "../universe.js";
import { addressOf, digestOf, twinWord } from "../words.js";
import { frozenWord, topic } from "./facts.js";

const twins = topic({
  kind: "twin",
  names: () => contents,
  model: (ledger, name) => {
    const twin = ledger.twins.all.get(name);
    if (twin === undefined) return null;
    const { holder, epoch, kind, state, author, versions, frozen } = twin;
    return {
      owner: addressOf(holder),
      epoch,
      kind,
      state,
      author: addressOf(author),
      version: versions.length,
      digest: digestOf(versions.at(-1) ?? name),
      frozen: frozenWord(frozen),
    };
  },
  index: ({ view }, name) => {
    const twin = view.twin(twinWord(name));
    if (twin === null) return null;
    const { owner, epoch, kind, state, author, version, frozen } = twin;
    return { owner, epoch, kind, state, author, version: version.version, digest: version.digest, frozen };
  },
});

const contentsOfTwins = topic({
  kind: "content",
  names: () => contents,
  model: (ledger, name) => {
    const twin = ledger.twins.byContent(name);
    return twin === undefined ? null : twinWord(twin);
  },
  index: ({ view }, name) => view.twinByContent(digestOf(name))?.id ?? null,
});

export const twinTopics = [twins, contentsOfTwins];
