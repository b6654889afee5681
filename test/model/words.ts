/** The chain's words for the model's names. */

import { AbiCoder, getBytes } from "ethers";
import { certificateDigest } from "../../services/ledger/certificates.js";
import { contentLeaf } from "../../services/ledger/commitment.js";
import type { Deployment } from "../../services/ledger/deployment/deployment.js";
import {
  assetKindCodes,
  granteeKindCode,
  relationKindCode,
  subjectKindCodes,
} from "../../services/ledger/enums.js";
import {
  type Hex,
  toAddress,
  toDigest,
  toHex,
  toProposalId,
  toQuotaId,
  toSeal,
  zeroAddress,
  zeroWord,
} from "../../services/ledger/hex.js";
import {
  blindedGrantee,
  contentDigest,
  granteeWord,
  grantId,
  groupId,
  merkleBatchId,
  namespaceId,
  recordId,
  ruleBatchId,
  schemeId,
  scopeId,
  sealedId,
  sealOf,
  statementKindId,
  termsId,
  twinId,
} from "../../services/ledger/ids.js";
import { keccak } from "../../services/ledger/keccak.js";
import { leavesOf, type MemberProof, noProof } from "../../services/ledger/merkle/proof.js";
import { MerkleTree } from "../../services/ledger/merkle/tree.js";
import type * as store from "../../services/store/model.js";
import { fundedSigner } from "../fixtures/ledger.js";
import { contracts } from "./contracts.js";
import { type Proposal, proposalOfText } from "./ledger/agreements.js";
import type { Asset } from "./ledger/assets.js";
import type { AttestationKey } from "./ledger/attestations.js";
import { type BatchBody, batchText, type List, type Range, width } from "./ledger/batches.js";
import type { Certificate } from "./ledger/certificates.js";
import type { DelegateType } from "./ledger/delegates.js";
import { type Extent, type Grantee, type GrantKey, type GrantName, nameOfText } from "./ledger/grants.js";
import type { Account } from "./ledger/parties.js";
import type { QuotaKey, QuotaName } from "./ledger/quotas.js";
import type { Content, Subject } from "./ledger/records.js";
import type { RelationKey } from "./ledger/relations.js";
import { type SealedName, sealedOfText } from "./ledger/sealedRecords.js";
import type { Thing } from "./ledger/supervision.js";
import type { RightTerms } from "./ledger/terms.js";
import type { Royalty } from "./ledger/twins.js";
import { accounts, listPrefixes, lists, ranges, termsByName } from "./universe.js";

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
export const digestOrNull = (name: string | null): store.Digest | null =>
  name === null ? null : digestOf(name);
/** The same, as the chain has it: zero for none. */
export const digestWord = (name: string | null): Hex => digestOrNull(name) ?? zeroWord;

export const scheme = schemeId("gs1");
export const namespaceWord = (prefix: string): store.NamespaceId => namespaceId(scheme, prefix);
export const recordWord = (identifier: string): store.RecordId => recordId(scheme, identifier);
export const twinWord = (name: string): store.TwinId => twinId(digestOf(name));

export const recordName = (identifier: string) => ({ scheme, identifier });

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

const certificateOf = (certificate: Certificate) => ({
  ...certificate,
  scheme: "gs1",
  holder: addressOf(certificate.holder),
  salt: saltWord(certificate.salt),
});

export const certificateWords = (certificate: Certificate) => ({ ...certificateOf(certificate), scheme });

/** What is signed. */
export const certificateWord = (place: Place, certificate: Certificate): store.Digest =>
  certificateDigest(place, certificateOf(certificate));

export const signatureOf = (place: Place, certificate: Certificate, signer: Account): string =>
  fundedSigner(signer).signingKey.sign(certificateWord(place, certificate)).serialized;

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

export const royaltyWords = (place: Place, { basisPoints, receiver }: Royalty) => ({
  basisPoints,
  receiver: receiver === "registry" ? place.contracts.twins : addressOf(receiver),
});

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

export const delegateTypeWord = (type: DelegateType): Hex => textWord(type, 32);

export const attestationKeyWords = ({ registrar, party, kind, statement }: AttestationKey) => ({
  registrar: addressOf(registrar),
  party: addressOf(party),
  kind: statementKindId(kind),
  digest: digestOf(statement),
});

export const relationKeyWords = (key: RelationKey) => ({
  kind: relationKindCode(key.kind),
  party: addressOf(key.party),
  subject: key.kind === "twin" ? twinWord(key.subject) : partyWord(key.subject),
});

/** A text of one word, in ASCII from the left. */
const textWord = (text: string, bytes: number): Hex =>
  toHex(
    `0x${Buffer.from(text, "latin1")
      .toString("hex")
      .padEnd(2 * bytes, "0")}`,
  );

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

export const proposalWords = ({ key, extent, amount, previous, expiry, number }: Proposal) => ({
  key: grantKeyWords(key),
  extent: extentWords(extent, key.scope),
  price: { amount, decimals: 2, currency: textWord("EUR", 8) },
  previous: previous === null ? zeroWord : proposalWord(previous),
  expiry,
  number,
});

/** Id of a proposal: the hash of what is proposed, and of the holding that was read. */
export function proposalWord(text: string): store.ProposalId {
  const { assetEpoch, ...proposal } = proposalOfText(text);
  const inputs = contracts.rights.getFunction("propose")?.inputs ?? [];
  const words = AbiCoder.defaultAbiCoder().encode(inputs, [proposalWords(proposal), assetEpoch]);
  return toProposalId(keccak(getBytes(words)));
}

export const quotaKeyWords = ({ asset, survivesSale, scope, unit, until, terms }: QuotaKey) => ({
  assetKind: assetKindCodes[asset.kind],
  asset: assetWord(asset),
  survivesSale,
  scope: scopeId(scope),
  unit: textWord(unit, 32),
  until,
  terms: termsWord(terms),
});

export function quotaWord(name: QuotaName): store.QuotaId {
  const { assetKind, asset, scope, unit, until, terms } = quotaKeyWords(name);
  const words = AbiCoder.defaultAbiCoder().encode(
    ["uint8", "bytes32", "uint32", "bytes32", "bytes32", "uint40", "bytes32"],
    [assetKind, asset, name.epoch, scope, unit, until, terms],
  );
  return toQuotaId(keccak(getBytes(words)));
}

const numberText = (number: number): string => String(number).padStart(width, "0");

export const rangeWords = ({ stem, first, last }: Range) => ({ scheme, stem, tail: "", width, first, last });

/** Id of a rule batch, or of a reservation. */
export const rangeWord = ({ stem, first, last }: Range): store.BatchId =>
  ruleBatchId({ scheme, stem, tail: "", first: numberText(first), last: numberText(last) });

interface Listed {
  readonly prefix: string;
  readonly list: List;
}

const listParts = ({ prefix, list }: Listed) => ({
  namespace: namespaceWord(prefix),
  manifest: digestOf(`manifest of ${list.name}`),
  count: BigInt(list.members.length),
});

const promiseOf = (content: Content | null): store.Digest =>
  content === null ? toDigest(zeroWord) : contentDigestOf(content);

/** The tree over a list's members, with the path of one of them. */
function treeOf(place: Place, listed: Listed, proven: number) {
  const tree = new MerkleTree(BigInt(proven));
  const { chainId, contracts } = place;
  const leaf = leavesOf({ chainId, registry: contracts.batches }, listParts(listed));
  for (const [index, { identifier, content }] of listed.list.members.entries()) {
    tree.add(leaf({ index: BigInt(index), scheme, identifier, contentDigest: promiseOf(content) }));
  }
  const closed = tree.close();
  if (closed === null) throw new RangeError("A list has members");
  return closed;
}

export const manifestWords = (place: Place, listed: Listed) => {
  const { manifest, count } = listParts(listed);
  return { root: treeOf(place, listed, 0).root, manifest, count, uri: "" };
};

export const batchWord = (place: Place, body: BatchBody): store.BatchId =>
  body.kind === "rule" ? rangeWord(body.range) : merkleBatchId(listParts(body), treeOf(place, body, 0).root);

/** Shows a member of a list; for what is none in it, and for members of ranges, it shows nothing. */
export function proofWords(place: Place, body: BatchBody, identifier: string): MemberProof {
  if (body.kind === "rule") return noProof;
  const index = body.list.members.findIndex((member) => member.identifier === identifier);
  const member = body.list.members[index];
  if (member === undefined) return noProof;
  const { manifest, count } = listParts(body);
  const { path } = treeOf(place, body, index);
  return { manifest, count, index: BigInt(index), contentDigest: promiseOf(member.content), path };
}

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

/** Every batch that there may be, by its name. */
export const batchBodies: ReadonlyMap<string, BatchBody> = new Map(
  [
    ...ranges.map((range): BatchBody => ({ kind: "rule", range })),
    ...listPrefixes.flatMap((prefix) => lists.map((list): BatchBody => ({ kind: "merkle", prefix, list }))),
  ].map((body) => [batchText(body), body]),
);

export function batchNamed(name: string): BatchBody {
  const body = batchBodies.get(name);
  if (body === undefined) throw new RangeError(`There is no batch ${name}`);
  return body;
}
