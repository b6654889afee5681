/** Grants, their terms and whom they are for. */
import { assetKindCodes, granteeKindCode } from "../../../services/ledger/enums.js";
import { type Hex, zeroWord } from "../../../services/ledger/hex.js";
import {
  blindedGrantee,
  granteeWord,
  grantId,
  groupId,
  scopeId,
  termsId,
} from "../../../services/ledger/ids.js";
import * as rightWords from "../../../services/ledger/rightWords.js";
import type * as store from "../../../services/store/model.js";
import type { Asset } from "../ledger/assets.js";
import type { Extent, Grantee, GrantKey, GrantName } from "../ledger/grants.js";
import type { RightTerms } from "../ledger/terms.js";
import { termsByName } from "../universe.js";
import { addressOf, recordWord, saltWord, twinWord } from "./names.js";
import { sealedWord } from "./sealedRecords.js";

export const termsWords = (terms: RightTerms) => ({ policy: zeroWord, uri: "", ...terms });

/** Id of terms, null for none. */
export function termsIdOf(name: string | null): store.TermsId | null {
  if (name === null) return null;
  const terms = termsByName.get(name);
  if (terms === undefined) throw new RangeError(`There are no terms ${name}`);
  return termsId(termsWords(terms));
}

export const termsWord = (name: string | null): Hex => termsIdOf(name) ?? zeroWord;

/** A group by its key, owner and name. */
export function groupWord(key: string): store.GroupId {
  const [owner, name] = key.split("/");
  return groupId(addressOf(Number(owner)), name ?? "");
}

export function granteeOf(grantee: Grantee): store.Grantee {
  switch (grantee.kind) {
    case "party":
      return { kind: "party", party: addressOf(grantee.party) };
    case "group":
      return { kind: "group", group: groupWord(grantee.group) };
    case "blinded":
      return {
        kind: "blinded",
        commitment: blindedGrantee(addressOf(grantee.party), saltWord(grantee.salt)),
      };
  }
}

export function assetWord({ kind, name }: Asset): Hex {
  switch (kind) {
    case "twin":
      return twinWord(name);
    case "record":
      return recordWord(name);
    case "sealed":
      return sealedWord(name);
  }
}

/** An asset as the index names it. */
export const assetOf = (asset: Asset): store.Asset =>
  rightWords.assetOf(assetKindCodes[asset.kind], assetWord(asset));

export const grantKeyWords = ({ asset, survivesSale, scope, grantee, terms, parent }: GrantKey) => ({
  assetKind: assetKindCodes[asset.kind],
  asset: assetWord(asset),
  survivesSale,
  scope: scopeId(scope),
  granteeKind: granteeKindCode(grantee.kind),
  grantee: granteeWord(granteeOf(grantee)),
  terms: termsWord(terms),
  parent: parent === null ? zeroWord : grantWord(parent),
});

export const extentWords = ({ from, until, actions }: Extent, scopeName: string) => ({
  from,
  until,
  actions,
  scopeName,
});

export function grantWord({ asset, epoch, scope, grantee, terms, parent }: GrantName): store.GrantId {
  return grantId({
    assetKind: assetKindCodes[asset.kind],
    asset: assetWord(asset),
    assetEpoch: epoch,
    scope: scopeId(scope),
    grantee: granteeOf(grantee),
    terms: termsIdOf(terms),
    parent: parent === null ? null : grantWord(parent),
  });
}
