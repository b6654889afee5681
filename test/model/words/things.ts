/** What can be frozen. */
import type { Hex } from "../../../services/ledger/hex.js";
import { nameOfText } from "../ledger/grants.js";
import type { Thing } from "../ledger/supervision.js";
import { batchNamed, batchWord } from "./batches.js";
import { namespaceWord, type Place, partyWord, recordWord, twinWord } from "./names.js";
import { grantWord } from "./rights.js";
import { sealedWord } from "./sealedRecords.js";

/** Id of a thing for the supervision. */
export function thingWord(place: Place, { kind, name }: Thing): Hex {
  switch (kind) {
    case "party":
      return partyWord(Number(name));
    case "namespace":
      return namespaceWord(name);
    case "record":
      return recordWord(name);
    case "sealed":
      return sealedWord(name);
    case "twin":
      return twinWord(name);
    case "batch":
      return batchWord(place, batchNamed(name));
    case "grant":
      return grantWord(nameOfText(name));
  }
}
