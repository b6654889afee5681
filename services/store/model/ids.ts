/** Ids, digests and addresses: lower-case `0x` hex strings that cannot be taken for one another. */

declare const idBrand: unique symbol;

type HexId<Name extends string> = `0x${string}` & { readonly [idBrand]: Name };

export type Address = HexId<"address">;
export type SchemeId = HexId<"scheme">;
export type NamespaceId = HexId<"namespace">;
export type RecordId = HexId<"record">;
export type BatchId = HexId<"batch">;
/** A keyed hash that stands for an identifier. */
export type Seal = HexId<"seal">;
/** Of a sealed record. */
export type SealedId = HexId<"sealed">;
export type TwinId = HexId<"twin">;
export type GrantId = HexId<"grant">;
export type AttestationId = HexId<"attestation">;
export type TermsId = HexId<"terms">;
export type GroupId = HexId<"group">;
export type ProposalId = HexId<"proposal">;
export type QuotaId = HexId<"quota">;
/** Hash of the name of a kind of statement. */
export type StatementKindId = HexId<"statementKind">;
export type Digest = HexId<"digest">;
export type Hash = HexId<"hash">;
