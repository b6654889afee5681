/**
 * The ledger's ids, recomputed from the names that they stand for: the mirror of the contracts' formulas.
 *
 * Anyone can do this; no id is ever handed out.
 */
import { AbiCoder } from "ethers";
import type {
  Address,
  AttestationId,
  BatchId,
  Digest,
  GrantId,
  NamespaceId,
  NumberRange,
  RecordId,
  SchemeId,
  StatementKindId,
  TwinId,
} from "../store/model.js";
import type { AssetKindCode, SubjectKindCode } from "./enums.js";
import {
  type Hex,
  toAttestationId,
  toBatchId,
  toDigest,
  toGrantId,
  toNamespaceId,
  toRecordId,
  toSchemeId,
  toStatementKindId,
  toTwinId,
  zeroWord,
} from "./hex.js";
import { keccak, keccakBytes } from "./keccak.js";

const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");
const bytes = (hex: string): Uint8Array => Buffer.from(hex.slice(2), "hex");

const encoded = (types: readonly string[], values: readonly unknown[]): Uint8Array =>
  bytes(AbiCoder.defaultAbiCoder().encode(types, values));

/** `keccak256(bytes(name))`. */
export function schemeId(name: string): SchemeId {
  return toSchemeId(keccak(utf8(name)));
}

/** `keccak256(abi.encodePacked(schemeId, prefix))`; the empty prefix is the scheme's root. */
export function namespaceId(scheme: SchemeId, prefix: string): NamespaceId {
  return toNamespaceId(keccak(bytes(scheme), utf8(prefix)));
}

/**
 * `keccak256(abi.encode(schemeId, keccak256(bytes(identifier))))`, of the canonical identifier. The namespace is no part of
 * it: an identifier has one record, whoever issued it.
 */
export function recordId(scheme: SchemeId, identifier: string): RecordId {
  return toRecordId(keccak(bytes(scheme), keccakBytes(utf8(identifier))));
}

/**
 * `keccak256(abi.encode(scheme, keccak256(stem), keccak256(tail), width))`: what all numbers of one form have in common.
 * The width is that of `first`.
 */
export function rangeKey({ scheme, stem, tail, first }: Omit<NumberRange, "last">): Hex {
  return keccak(
    bytes(scheme),
    keccakBytes(utf8(stem)),
    keccakBytes(utf8(tail)),
    uintWord(BigInt(first.length)),
  );
}

/** `keccak256(abi.encode(rangeKey, first, last))`: of a rule batch, and of a reservation of the same range. */
export function ruleBatchId(range: NumberRange): BatchId {
  const { first, last } = range;
  return toBatchId(keccak(bytes(rangeKey(range)), uintWord(BigInt(first)), uintWord(BigInt(last))));
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
  return keccak(listTag, bytes(namespace), bytes(manifest), uintWord(count));
}

/** `keccak256(abi.encode(list, root))` of a Merkle batch. */
export function merkleBatchId(list: ListIdParts, root: Hex): BatchId {
  return toBatchId(keccak(bytes(listId(list)), bytes(root)));
}

const listTag = keccakBytes(utf8("cadastre.batch.list.v1"));
const uintWord = (value: bigint): Uint8Array => bytes(`0x${value.toString(16).padStart(64, "0")}`);

/** `keccak256(abi.encode(digest))` of the first version's content digest. */
export function twinId(digest: Digest): TwinId {
  return toTwinId(keccak(bytes(digest)));
}

/** `keccak256(bytes(name))` of a data set's or submodel's name; 32 zero bytes for all data (the empty name). */
export function scopeId(name: string): Hex {
  return name === "" ? zeroWord : keccak(utf8(name));
}

/** What a grant's id is made of. */
export interface GrantIdParts {
  readonly assetKind: AssetKindCode;
  readonly asset: Hex;
  /** Holding epoch of the asset under which the grant is given. */
  readonly assetEpoch: number;
  /** See {@link scopeId}. */
  readonly scope: Hex;
  readonly grantee: Address;
  /** SHA-256 of the usage policy, 32 zero bytes for none. */
  readonly termsDigest: Hex;
}

/** `keccak256(abi.encode(assetKind, asset, assetEpoch, scope, grantee, termsDigest))`. */
export function grantId(parts: GrantIdParts): GrantId {
  return toGrantId(
    keccak(
      encoded(
        ["uint8", "bytes32", "uint32", "bytes32", "address", "bytes32"],
        [parts.assetKind, parts.asset, parts.assetEpoch, parts.scope, parts.grantee, parts.termsDigest],
      ),
    ),
  );
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
  return toAttestationId(
    keccak(encoded(["address", "address", "bytes32", "bytes32"], [registrar, party, kind, digest])),
  );
}

/** `keccak256(abi.encode(subjectKind, subject, keccak256(linkset)))`: the digest of a record's content. */
export function contentDigest(subjectKind: SubjectKindCode, subject: Hex, linkset: Uint8Array): Digest {
  return toDigest(
    keccak(encoded(["uint8", "bytes32", "bytes32"], [subjectKind, subject, keccakBytes(linkset)])),
  );
}
