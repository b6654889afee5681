/**
 * The ledger's ids, recomputed from the names that they stand for: the mirror of the contracts' formulas.
 *
 * Anyone can do this; no id is ever handed out.
 */
import type {
  Address,
  AttestationId,
  BatchId,
  Digest,
  Grantee,
  GrantId,
  GroupId,
  NamespaceId,
  NumberRange,
  QuotaId,
  RecordId,
  SchemeId,
  Seal,
  SealedId,
  StatementKindId,
  TermsId,
  TwinId,
} from "../store/model.js";
import { type AssetKindCode, granteeKindCode, type SubjectKindCode } from "./enums.js";
import {
  bytesHex,
  type Hex,
  hexBytes,
  toAttestationId,
  toBatchId,
  toDigest,
  toGrantId,
  toGroupId,
  toNamespaceId,
  toQuotaId,
  toRecordId,
  toSchemeId,
  toSeal,
  toSealedId,
  toStatementKindId,
  toTermsId,
  toTwinId,
  zeroWord,
} from "./hex.js";
import { keccak, keccakBytes, keccakWords, utf8, wordBytes } from "./keccak.js";

/** `keccak256(bytes(name))`. */
export function schemeId(name: string): SchemeId {
  return toSchemeId(keccak(utf8(name)));
}

/** `keccak256(abi.encodePacked(schemeId, prefix))`; the empty prefix is the scheme's root. */
export function namespaceId(scheme: SchemeId, prefix: string): NamespaceId {
  return toNamespaceId(keccak(bytesOf(scheme), utf8(prefix)));
}

/**
 * `keccak256(abi.encode(schemeId, keccak256(bytes(identifier))))`, of the canonical identifier. The namespace is no part of
 * it: an identifier has one record, whoever issued it.
 */
export function recordId(scheme: SchemeId, identifier: string): RecordId {
  if (lastRecord.identifier === identifier && lastRecord.scheme === scheme) return lastRecord.id;
  twoWords.set(bytesOf(scheme));
  twoWords.set(keccakBytes(utf8(identifier)), bytesOfWord);
  const id = toRecordId(keccak(twoWords));
  lastRecord = { scheme, identifier, id };
  return id;
}

/** Of an identifier records, lists and twins are asked for, one after the other. */
let lastRecord: { readonly scheme: string; readonly identifier: string | null; readonly id: RecordId } = {
  scheme: "",
  identifier: null,
  id: toRecordId(zeroWord),
};

/** Bytes of a word. */
const bytesOfWord = 32;
/** One for all: it is filled and read within one call. To hash two parts takes longer than to put them together. */
const twoWords = new Uint8Array(2 * bytesOfWord);

/** The same of many identifiers of one scheme, from the Keccak-256 of each; as bytes. */
export function recordIdBytes(scheme: Uint8Array, identifierHash: Uint8Array): Uint8Array {
  return keccakBytes(scheme, identifierHash);
}

/** A ledger has few schemes, and whatever is asked for is of one of them. */
function bytesOf(scheme: SchemeId): Uint8Array {
  const known = schemeBytes.get(scheme);
  if (known !== undefined) return known;
  const bytes = hexBytes(scheme);
  schemeBytes.set(scheme, bytes);
  return bytes;
}

const schemeBytes = new Map<SchemeId, Uint8Array>();

/**
 * `keccak256(abi.encode(keccak256("cadastre.seal.v1"), schemeId, keccak256(bytes(identifier)), salt))`, of the canonical
 * identifier. See `SealSecret` for the salt.
 */
export function sealOf(scheme: SchemeId, identifier: string, salt: Hex): Seal {
  return toSeal(keccakWords(sealTag, scheme, keccak(utf8(identifier)), salt));
}

/** `keccak256(abi.encode(keccak256("cadastre.sealed.v1"), namespaceId, seal))`. */
export function sealedId(namespace: NamespaceId, seal: Seal): SealedId {
  return toSealedId(keccakWords(sealedTag, namespace, seal));
}

const sealTag = keccak(utf8("cadastre.seal.v1"));
const sealedTag = keccak(utf8("cadastre.sealed.v1"));

/**
 * `keccak256(abi.encode(scheme, keccak256(stem), keccak256(tail), width))`: what all numbers of one form have in common.
 * The width is that of `first`.
 */
export function rangeKey({ scheme, stem, tail, first }: Omit<NumberRange, "last">): Hex {
  return keccak(hexBytes(scheme), keccakBytes(utf8(stem)), keccakBytes(utf8(tail)), wordBytes(first.length));
}

/** `keccak256(abi.encode(rangeKey, first, last))`: of a rule batch, and of a reservation of the same range. */
export function ruleBatchId(range: NumberRange): BatchId {
  const { first, last } = range;
  return toBatchId(keccakWords(rangeKey(range), BigInt(first), BigInt(last)));
}

/** What the leaves of a Merkle batch name it by. */
export interface ListIdParts {
  readonly namespace: NamespaceId;
  /** SHA-256 of the manifest. */
  readonly manifest: Digest;
  readonly count: bigint;
}

/** `keccak256(abi.encode(keccak256("cadastre.batch.list.v1"), namespace, manifest, count))`. */
export function listId({ namespace, manifest, count }: ListIdParts): Hex {
  return keccakWords(listTag, namespace, manifest, count);
}

/** `keccak256(abi.encode(list, root))` of a Merkle batch. */
export function merkleBatchId(list: ListIdParts, root: Hex): BatchId {
  return toBatchId(keccakWords(listId(list), root));
}

const listTag = keccak(utf8("cadastre.batch.list.v1"));

/** `keccak256(abi.encode(digest))` of the first version's content digest. */
export function twinId(digest: Digest): TwinId {
  return toTwinId(keccakWords(digest));
}

/** `keccak256(bytes(name))` of a data set's or submodel's name; 32 zero bytes for all data (the empty name). */
export function scopeId(name: string): Hex {
  return name === "" ? zeroWord : keccak(utf8(name));
}

/** What a grant's id is made of. */
export interface GrantIdParts {
  readonly assetKind: AssetKindCode;
  readonly asset: Hex;
  /** Holding epoch of the asset under which the grant is given, 0 where it survives a sale. */
  readonly assetEpoch: number;
  /** See {@link scopeId}. */
  readonly scope: Hex;
  readonly grantee: Grantee;
  readonly terms: TermsId | null;
  readonly parent: GrantId | null;
}

/** `keccak256(abi.encode(assetKind, asset, epoch, scope, granteeKind, grantee, terms, parent))`. */
export function grantId(parts: GrantIdParts): GrantId {
  return toGrantId(
    keccakWords(
      parts.assetKind,
      parts.asset,
      parts.assetEpoch,
      parts.scope,
      granteeKindCode(parts.grantee.kind),
      granteeWord(parts.grantee),
      parts.terms ?? zeroWord,
      parts.parent ?? zeroWord,
    ),
  );
}

/** A grantee as grants name it: an address is padded on the left. */
export function granteeWord(grantee: Grantee): Hex {
  switch (grantee.kind) {
    case "party":
      return `0x${grantee.party.slice(2).padStart(64, "0")}`;
    case "group":
      return grantee.group;
    case "blinded":
      return grantee.commitment;
  }
}

/** `keccak256(abi.encode(keccak256("cadastre.BlindedGrantee"), party, salt))`: what a blinded grant has for a grantee. */
export function blindedGrantee(party: Address, salt: Hex): Digest {
  return toDigest(keccakWords(keccak(utf8("cadastre.BlindedGrantee")), party, salt));
}

/** Terms as their id has them, in the order of the contract's `Terms`. */
export interface TermsWords {
  readonly policy: Hex;
  readonly uri: string;
  /** Bits. */
  readonly actions: number;
  readonly sublicences: number;
  readonly notice: number;
  readonly exclusive: boolean;
  readonly irrevocable: boolean;
  readonly byAcceptance: boolean;
}

/** `keccak256(abi.encode(terms))`. */
export function termsId(terms: TermsWords): TermsId {
  const { policy, uri, actions, sublicences, notice, exclusive, irrevocable, byAcceptance } = terms;
  const flags = [exclusive, irrevocable, byAcceptance].map(Number);
  // A tuple with a text in it: where it begins, its members with the text's place among them, the text.
  const head = [32, policy, 8 * 32, actions, sublicences, notice, ...flags];
  return toTermsId(keccak(...head.map(wordBytes), ...abiText(uri)));
}

/** A text as `abi.encode` has it: its length, and its bytes with zeros up to a whole word. */
function abiText(text: string): readonly Uint8Array[] {
  const bytes = utf8(text);
  const padding = new Uint8Array((32 - (bytes.length % 32)) % 32);
  return [wordBytes(bytes.length), bytes, padding];
}

/** What a quota's id is made of. */
export interface QuotaIdParts {
  readonly assetKind: AssetKindCode;
  readonly asset: Hex;
  /** Holding epoch of the asset under which units count, 0 where they survive a sale. */
  readonly assetEpoch: number;
  /** See {@link scopeId}. */
  readonly scope: Hex;
  /** See {@link asciiWord}. */
  readonly unit: Hex;
  /** First second at which units can no longer be used (Unix time), 0 for never. */
  readonly until: number;
  readonly terms: TermsId | null;
}

/** `keccak256(abi.encode(assetKind, asset, epoch, scope, unit, until, terms))`: the units' ERC-6909 id. */
export function quotaId(parts: QuotaIdParts): QuotaId {
  const { assetKind, asset, assetEpoch, scope, unit, until, terms } = parts;
  return toQuotaId(keccakWords(assetKind, asset, assetEpoch, scope, unit, until, terms ?? zeroWord));
}

/** Up to 32 characters of ASCII from the left of a word: units of quotas, and types of delegates (ERC-1056). */
export const asciiWord = (text: string): Hex => `0x${bytesHex(utf8(text)).slice(2).padEnd(64, "0")}`;

/** `keccak256(abi.encode(owner, keccak256(bytes(name))))`. */
export function groupId(owner: Address, name: string): GroupId {
  return toGroupId(keccakWords(owner, keccak(utf8(name))));
}

/** `keccak256(bytes(name))`: kind of a statement; that of legal identifiers ends with a colon, `lei:`. */
export function statementKindId(name: string): StatementKindId {
  return toStatementKindId(keccak(utf8(name)));
}

/** `keccak256(bytes(legalId))`: what an attestation of a legal identifier states. */
export function legalIdDigest(legalId: string): Digest {
  return toDigest(keccak(utf8(legalId)));
}

/** What an attestation's id is made of. */
export interface AttestationIdParts {
  readonly registrar: Address;
  readonly party: Address;
  /** See {@link statementKindId}. */
  readonly kind: StatementKindId;
  readonly digest: Digest;
}

/** `keccak256(abi.encode(registrar, party, kind, digest))`. */
export function attestationId({ registrar, party, kind, digest }: AttestationIdParts): AttestationId {
  return toAttestationId(keccakWords(registrar, party, kind, digest));
}

/** `keccak256(abi.encode(subjectKind, subject, keccak256(linkset)))`: the digest of a record's content. */
export function contentDigest(subjectKind: SubjectKindCode, subject: Hex, linkset: Uint8Array): Digest {
  return toDigest(keccakWords(subjectKind, subject, keccak(linkset)));
}

/**
 * `keccak256(abi.encode(subjectKind, subject, keccak256(linkset), salt))`: the digest of a sealed record's content. One
 * without subject and links has the digest zero instead.
 */
export function sealedContentDigest(
  subjectKind: SubjectKindCode,
  subject: Hex,
  linkset: Uint8Array,
  salt: Hex,
): Digest {
  return toDigest(keccakWords(subjectKind, subject, keccak(linkset), salt));
}
