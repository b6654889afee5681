/** What records say. */
import { subjectKindCodes } from "../../../services/ledger/enums.js";
import { type Hex, zeroWord } from "../../../services/ledger/hex.js";
import { contentDigest } from "../../../services/ledger/ids.js";
import type * as store from "../../../services/store/model.js";
import type { Content, Subject } from "../ledger/records.js";
import { partyWord, recordWord, twinWord, utf8 } from "./names.js";

function subjectWord(subject: Subject): Hex {
  switch (subject.kind) {
    case "none":
      return zeroWord;
    case "party":
      return partyWord(subject.party);
    case "twin":
      return twinWord(subject.name);
    case "record":
      return recordWord(subject.name);
  }
}

export const contentWords = ({ subject, links }: Content) => ({
  subjectKind: subjectKindCodes[subject.kind],
  subject: subjectWord(subject),
  linkset: utf8(links),
});

export const contentDigestOf = ({ subject, links }: Content): store.Digest =>
  contentDigest(subjectKindCodes[subject.kind], subjectWord(subject), utf8(links));
