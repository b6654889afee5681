// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice `keccak256(abi.encode(assetKind, asset, epoch, scope, granteeKind, grantee, terms, parent))`: recomputable by
/// anyone. `epoch` is the asset's holding epoch, so what an owner granted dies when the asset changes hands; it is zero
/// for a grant that survives a sale.
type GrantId is bytes32;

/// @notice `keccak256(abi.encode(terms))` of a `Terms`. Zero stands for no terms: see `IRightTerms`.
type TermsId is bytes32;

/// @notice `keccak256(abi.encode(owner, keccak256(bytes(name))))` of a group of parties.
type GroupId is bytes32;

/// @notice `keccak256(abi.encode(proposal, epoch))` of a `Proposal` and the asset's holding epoch: who accepts it accepts
/// just what it says, and of whom.
type ProposalId is bytes32;

enum AssetKind {
    None,
    Twin,
    Record,
    Sealed
}

/// @notice How a grant names who may.
/// - `Party`: `grantee` is the party's address as a number.
/// - `Group`: `grantee` is a `GroupId`; every member may.
/// - `Blinded`: `grantee` is `keccak256(abi.encode(BLINDED_GRANTEE, party, salt))`; nobody else learns who it is.
enum GranteeKind {
    None,
    Party,
    Group,
    Blinded
}

enum GrantStatus {
    None,
    Active,
    Revoked,
    Pending
}

/// @notice What a grant is about and whom it is for.
/// @param assetKind Which registry holds the asset.
/// @param asset Id of the twin, the record or the sealed record.
/// @param survivesSale Whether the grant also binds those who own the asset later.
/// @param scope `keccak256` of the data set's or submodel's name, zero for all of the asset's data.
/// @param granteeKind What `grantee` is.
/// @param grantee Who may: see `GranteeKind`.
/// @param terms Registered terms, zero for none.
/// @param parent Grant that this one is a sub-licence of, zero where the asset's owner gives it.
struct GrantKey {
    AssetKind assetKind;
    bytes32 asset;
    bool survivesSale;
    bytes32 scope;
    GranteeKind granteeKind;
    bytes32 grantee;
    TermsId terms;
    GrantId parent;
}

/// @notice How far the grant goes, within its terms.
/// @param from First second at which it holds (Unix time), 0 for at once.
/// @param until First second at which it no longer holds (Unix time), 0 for never.
/// @param actions Bits: 1 read, 2 use, 4 modify, 8 distribute, 16 derive; not zero.
/// @param scopeName Name behind the scope, empty for all data.
struct Extent {
    uint40 from;
    uint40 until;
    uint16 actions;
    string scopeName;
}

/// @notice State of a grant as the ledger holds it: its extent and its terms as they were when it was given.
/// @param from First second at which it holds, 0 for at once.
/// @param until First second at which it no longer holds, 0 for never. A revocation brings it forward.
/// @param sequence How often this grant was given: 1 the first time, one more each time after a revocation or an end.
/// @param frozen Whether the supervision holds the grant frozen.
/// @param sublicence Whether it is one.
/// @param accepted Whether the grantee accepted it.
/// @param released Whether the grantee agreed that it end, where the grantor cannot end it alone.
/// @param sublicences How many levels of sub-licences may lie beneath it.
/// @param notice Seconds between revocation and end.
struct Grant {
    GrantStatus status;
    uint40 from;
    uint40 until;
    uint16 actions;
    uint32 sequence;
    bool frozen;
    bool exclusive;
    bool irrevocable;
    bool sublicence;
    bool accepted;
    bool released;
    uint8 sublicences;
    uint32 notice;
}
