import { zeroWord } from "../../../services/ledger/hex.js";
import { digitsOf } from "../ledger/records.js";
import { Refusals } from "../ledger/refusals.js";
import { identifiers } from "../universe.js";
import { contentDigestOf } from "../words/contents.js";
import { addressOf, namespaceWord, recordName, recordWord, scheme } from "../words/names.js";
import { errors, type View, values } from "./view.js";

const statuses = ["none", "active", "suspended", "retired"] as const;
const none = [addressOf(null), 0, 0, 0, 0, 0, zeroWord];

const ofRecord = (identifier: string): readonly View[] => {
  const base = { about: `record ${identifier}`, contract: "identifiers" } as const;
  return [
    {
      ...base,
      call: "recordOf",
      words: () => [recordWord(identifier)],
      expected: ({ records }) => {
        const record = records.all.get(identifier);
        if (record === undefined) return values(none);
        const { holder, epoch, status, prefixLength, namespaceEpoch, version, content } = record;
        return values([
          addressOf(holder),
          epoch,
          statuses.indexOf(status),
          prefixLength,
          namespaceEpoch,
          version,
          contentDigestOf(content),
        ]);
      },
    },
    {
      ...base,
      call: "isLive",
      words: () => [recordName(identifier)],
      expected: ({ records }) => {
        const record = records.all.get(identifier);
        return values(record !== undefined && records.isLive(record));
      },
    },
    {
      ...base,
      call: "locked",
      words: () => [recordWord(identifier)],
      expected: ({ records }) => {
        const record = records.all.get(identifier);
        return record === undefined ? errors("ERC721NonexistentToken") : values(record.locked);
      },
    },
    ...Array.from({ length: digitsOf(identifier).length + 2 }, (_, length) => ofIssuer(identifier, length)),
  ];
};

/** Who may issue an identifier under a prefix of so many bytes. */
const ofIssuer = (identifier: string, length: number): View => ({
  about: `issuer of ${identifier}`,
  contract: "namespaces",
  call: "issuerOf",
  words: () => [scheme, identifier, length],
  expected: (ledger) => {
    const no = new Refusals();
    const namespace = ledger.records.mustBeIssuer(no, identifier, length);
    if (no.any || namespace === undefined) return errors(...no.errors);
    const { prefix, holder, epoch } = namespace;
    return values(namespaceWord(prefix), addressOf(holder), epoch, ledger.namespaces.isLive(namespace));
  },
});

export const recordViews: readonly View[] = identifiers.flatMap(ofRecord);
