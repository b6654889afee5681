/**
 * The ledger's ids, recomputed from the names that they stand for: the mirror of the contracts' formulas.
 *
 * Anyone can do this; no id is ever handed out.
 */
import { AbiCoder, keccak256, toUtf8Bytes } from "ethers";
import type { Address, Digest, GrantId, NamespaceId, RecordId, SchemeId, TwinId } from "../store/model.js";
import type { AssetKindCode, SubjectKindCode } from "./enums.js";
import {
  type Hex,
  toDigest,
  toGrantId,
  toHex,
  toNamespaceId,
  toRecordId,
  toSchemeId,
  toTwinId,
  zeroWord,
} from "./hex.js";

const utf8Hex = (text: string): string => Buffer.from(text, "utf8").toString("hex");

/** `keccak256(bytes(name))`. */
export function schemeId(name: string): SchemeId {
  return toSchemeId(keccak256(toUtf8Bytes(name)));
}

/** `keccak256(abi.encodePacked(schemeId, prefix))`; the empty prefix is the scheme's root. */
export function namespaceId(scheme: SchemeId, prefix: string): NamespaceId {
  return toNamespaceId(keccak256(scheme + utf8Hex(prefix)));
}

/**
 * `keccak256(abi.encode(schemeId, keccak256(bytes(identifier))))`, of the canonical identifier. The namespace is no part of
 * it: an identifier has one record, whoever issued it.
 */
export function recordId(scheme: SchemeId, identifier: string): RecordId {
  return toRecordId(keccak256(scheme + keccak256(Buffer.from(identifier, "utf8")).slice(2)));
}

/** `keccak256(abi.encode(digest))` of the first version's content digest. */
export function twinId(digest: Digest): TwinId {
  return toTwinId(keccak256(digest));
}

/** `keccak256(bytes(name))` of a data set's or submodel's name; 32 zero bytes for all data (the empty name). */
export function scopeId(name: string): Hex {
  return name === "" ? zeroWord : toHex(keccak256(toUtf8Bytes(name)));
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
    keccak256(
      AbiCoder.defaultAbiCoder().encode(
        ["uint8", "bytes32", "uint32", "bytes32", "address", "bytes32"],
        [parts.assetKind, parts.asset, parts.assetEpoch, parts.scope, parts.grantee, parts.termsDigest],
      ),
    ),
  );
}

/** `keccak256(abi.encode(subjectKind, subject, keccak256(linkset)))`: the digest of a record's content. */
export function contentDigest(subjectKind: SubjectKindCode, subject: Hex, linkset: Uint8Array): Digest {
  return toDigest(
    keccak256(
      AbiCoder.defaultAbiCoder().encode(
        ["uint8", "bytes32", "bytes32"],
        [subjectKind, subject, keccak256(linkset)],
      ),
    ),
  );
}
