import { zeroWord } from "../../../services/ledger/hex.js";
import { sealedOfText } from "../ledger/sealedRecords.js";
import { sealedIdentifiers, sealedNames } from "../universe.js";
import { addressOf, digestWord, scheme } from "../words/names.js";
import { sealedNameWords, sealedWord, sealSalt } from "../words/sealedRecords.js";
import { errors, type View, values } from "./view.js";

const statuses = ["none", "active", "suspended", "retired"] as const;
const none = [addressOf(null), 0, 0, 0, 0, 0, zeroWord];

const ofRecord = (text: string): readonly View[] => {
  const base = { about: `sealed ${text}`, contract: "sealedRecords" } as const;
  return [
    {
      ...base,
      call: "recordOf",
      words: () => [sealedWord(text)],
      expected: ({ sealedRecords }) => {
        const record = sealedRecords.all.get(text);
        if (record === undefined) return values(none);
        const { holder, epoch, status, name, namespaceEpoch, version, content } = record;
        return values([
          addressOf(holder),
          epoch,
          statuses.indexOf(status),
          name.prefix.length,
          namespaceEpoch,
          version,
          digestWord(content),
        ]);
      },
    },
    {
      ...base,
      call: "isLive",
      words: () => [sealedNameWords(sealedOfText(text))],
      expected: ({ sealedRecords }) => {
        const record = sealedRecords.all.get(text);
        return values(record !== undefined && sealedRecords.isLive(record));
      },
    },
    {
      ...base,
      call: "locked",
      words: () => [sealedWord(text)],
      expected: ({ sealedRecords }) => {
        const record = sealedRecords.all.get(text);
        return record === undefined ? errors("ERC721NonexistentToken") : values(record.locked);
      },
    },
    ...sealedIdentifiers.map(
      (identifier): View => ({
        ...base,
        call: "verifyDisclosure",
        words: () => [sealedWord(text), scheme, identifier, sealSalt],
        expected: ({ sealedRecords }) => {
          const record = sealedRecords.all.get(text);
          return values(record !== undefined && sealedRecords.isOf(record, identifier));
        },
      }),
    ),
  ];
};

export const sealedViews: readonly View[] = sealedNames.flatMap(ofRecord);
