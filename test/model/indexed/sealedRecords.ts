import { sealedNames } from "../universe.js";
import { addressOf, digestOrNull, namespaceWord } from "../words/names.js";
import { sealedWord, sealWord } from "../words/sealedRecords.js";
import { frozenWord, topic } from "./facts.js";

const sealedRecords = topic({
  kind: "sealed",
  names: () => sealedNames,
  model: (ledger, text) => {
    const record = ledger.sealedRecords.all.get(text);
    if (record === undefined) return null;
    const { name, holder, epoch, status, namespaceEpoch, version, content, locked, frozen } = record;
    return {
      namespace: namespaceWord(name.prefix),
      seal: sealWord(name.identifier),
      owner: addressOf(holder),
      epoch,
      status,
      namespaceEpoch,
      version,
      digest: digestOrNull(content),
      locked,
      frozen: frozenWord(frozen),
    };
  },
  index: ({ view }, text) => {
    const record = view.sealedRecord(sealedWord(text));
    if (record === null) return null;
    const { namespace, seal, owner, epoch, status, namespaceEpoch, version, digest, locked, frozen } = record;
    return { namespace, seal, owner, epoch, status, namespaceEpoch, version, digest, locked, frozen };
  },
});

export const sealedTopics = [sealedRecords];
