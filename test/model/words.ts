/** The chain's words for the model's names. */
import type { Deployment } from "../../services/ledger/deployment/deployment.js";
import { contentLeaf } from "../../services/ledger/commitment.js";
import { assetKindCodes, granteeKindCode, subjectKindCodes } from "../../services/ledger/enums.js";
import { type Hex, toAddress, toDigest, zeroAddress, zeroWord } from "../../services/ledger/hex.js";
import {
  blindedGrantee,
  contentDigest,
  grantId,
  granteeWord,
  groupId,
  namespaceId,
  recordId,
  schemeId,
  scopeId,
  termsId,
  twinId,
} from "../../services/ledger/ids.js";
import { keccak } from "../../services/ledger/keccak.js";
import type * as store from "../../services/store/model.js";
import { fundedSigner } from "../fixtures/ledger.js";
import type { Asset } from "./ledger/assets.js";
import type { Extent, Grantee, GrantKey, GrantName } from "./ledger/grants.js";
import type { Account } from "./ledger/parties.js";
import type { Content, Subject } from "./ledger/records.js";
import type { RightTerms } from "./ledger/terms.js";
import { accounts, termsByName } from "./universe.js";

/** Where the ledger is: part of what some words are made of. */
export type Place = Pick<Deployment, "chainId" | "contracts">;

const addresses = accounts.map((number) => toAddress(fundedSigner(number).address));

export function addressOf(account: Account | null): store.Address {
  if (account === null) return zeroAddress;
  const address = addresses[account];
  if (address === undefined) throw new RangeError(`There is no account ${account}`);
  return address;
}

/** A party's address as a thing, a subject or a grantee. */
export const partyWord = (party: Account): Hex => granteeWord({ kind: "party", party: addressOf(party) });

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const digestOf = (name: string): store.Digest => toDigest(keccak(utf8(name)));

export const scheme = schemeId("gs1");
export const namespaceWord = (prefix: string): store.NamespaceId => namespaceId(scheme, prefix);
export const recordWord = (identifier: string): store.RecordId => recordId(scheme, identifier);
export const twinWord = (name: string): store.TwinId => twinId(digestOf(name));

export const recordName = (identifier: string) => ({ scheme, identifier });

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

/** The commitment of a party to one content: its leaf is the root. */
export const commitmentWord = (place: Place, party: Account, content: string): Hex =>
  contentLeaf(place, addressOf(party), digestOf(content), zeroWord);

export const opening = { salt: zeroWord, proof: [] };

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

export const saltWord = (salt: number): Hex => keccak(utf8(`salt ${salt}`));

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

export const assetWord = ({ kind, name }: Asset): Hex => (kind === "twin" ? twinWord(name) : recordWord(name));

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
