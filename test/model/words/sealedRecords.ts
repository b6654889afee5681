/** Seals, and the records that they stand for. */
import { type Hex, toSeal, zeroWord } from "../../../services/ledger/hex.js";
import { sealedId, sealOf } from "../../../services/ledger/ids.js";
import { keccak } from "../../../services/ledger/keccak.js";
import type * as store from "../../../services/store/model.js";
import { type SealedName, sealedOfText } from "../ledger/sealedRecords.js";
import { namespaceWord, scheme, utf8 } from "./names.js";

/** Every seal is made with the same salt: it is no secret here. */
export const sealSalt: Hex = keccak(utf8("seal"));

export const sealWord = (identifier: string): store.Seal =>
  identifier === "" ? toSeal(zeroWord) : sealOf(scheme, identifier, sealSalt);

export const sealedNameWords = ({ prefix, identifier }: SealedName) => ({
  scheme,
  prefix,
  seal: sealWord(identifier),
});

export function sealedWord(text: string): store.SealedId {
  const { prefix, identifier } = sealedOfText(text);
  return sealedId(namespaceWord(prefix), sealWord(identifier));
}
