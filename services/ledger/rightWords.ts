/** Words of grants, proposals and quotas as the domain model has them. */
import type { Asset, Grantee, TermsId } from "../store/model.js";
import { assetWith } from "../store/things.js";
import { assetKindOf, granteeKindOf } from "./enums.js";
import { type Hex, toAddress, toDigest, toGroupId, toTermsId, zeroWord } from "./hex.js";

export const assetOf = (kindCode: number, id: Hex): Asset => assetWith(assetKindOf(kindCode), id);

export function granteeOf(kindCode: number, word: Hex): Grantee {
  const kind = granteeKindOf(kindCode);
  switch (kind) {
    case "party":
      return { kind, party: toAddress(`0x${word.slice(-40)}`) };
    case "group":
      return { kind, group: toGroupId(word) };
    case "blinded":
      return { kind, commitment: toDigest(word) };
  }
}

/** Null for no terms. */
export const termsOf = (word: Hex): TermsId | null => (word === zeroWord ? null : toTermsId(word));

/** ASCII from the left of a word; bytes that are none are shown as such. */
export const asciiOf = (word: Hex): string =>
  Buffer.from(word.slice(2), "hex")
    .toString("latin1")
    .replace(/\0+$/, "")
    .replace(/[^\x20-\x7e]/g, "\ufffd");
