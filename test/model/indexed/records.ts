import { identifiers } from "../universe.js";
import { batchNamed, batchWord } from "../words/batches.js";
import { contentDigestOf } from "../words/contents.js";
import { addressOf, recordWord } from "../words/names.js";
import { frozenWord, topic } from "./facts.js";

const records = topic({
  kind: "record",
  names: () => identifiers,
  model: (ledger, identifier, place) => {
    const record = ledger.records.all.get(identifier);
    if (record === undefined) return null;
    const { holder, epoch, status, prefixLength, namespaceEpoch, version, content, locked, frozen, member } =
      record;
    return {
      owner: addressOf(holder),
      epoch,
      status,
      prefixLength,
      namespaceEpoch,
      version,
      digest: contentDigestOf(content),
      locked,
      frozen: frozenWord(frozen),
      member:
        member === null
          ? null
          : { batch: batchWord(place, batchNamed(member.batch)), index: String(member.index) },
    };
  },
  index: ({ view }, identifier) => {
    const record = view.record(recordWord(identifier));
    if (record === null) return null;
    const { owner, epoch, status, prefixLength, namespaceEpoch, version, digest, locked, frozen, member } =
      record;
    return { owner, epoch, status, prefixLength, namespaceEpoch, version, digest, locked, frozen, member };
  },
});

export const recordTopics = [records];
