// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IFreezable} from "../supervision/IFreezable.sol";

/// @notice `keccak256(abi.encode(assetKind, asset, assetEpoch, scope, grantee, termsDigest))`: recomputable by anyone.
/// The asset's holding epoch is part of it, so what an owner granted dies when the asset changes hands.
type GrantId is bytes32;

enum AssetKind {
    None,
    Twin,
    Record
}

enum GrantStatus {
    None,
    Active,
    Revoked
}

/// @notice What a grant is about and whom it is for.
/// @param assetKind Which registry holds the asset.
/// @param asset Twin or record id.
/// @param scope `keccak256` of the data set's or submodel's name, zero for all of the asset's data.
/// @param grantee Party that may.
/// @param termsDigest SHA-256 of the usage policy's bytes, zero for none.
struct GrantKey {
    AssetKind assetKind;
    bytes32 asset;
    bytes32 scope;
    address grantee;
    bytes32 termsDigest;
}

/// @notice What the grant says.
/// @param from First second at which it holds (Unix time), 0 for at once.
/// @param until First second at which it no longer holds (Unix time), 0 for never.
/// @param actions Bits: 1 read, 2 use, 4 modify, 8 distribute, 16 derive; not zero.
/// @param scopeName Name behind the scope, empty for all data.
/// @param termsUri Where the usage policy may be read, empty for nowhere.
struct GrantTerms {
    uint40 from;
    uint40 until;
    uint16 actions;
    string scopeName;
    string termsUri;
}

/// @notice State of a grant as the ledger holds it.
/// @param sequence How often this grant was given: 1 the first time, one more each time after a revocation or an end.
/// @param frozen Whether the supervision holds the grant frozen.
struct Grant {
    GrantStatus status;
    uint40 from;
    uint40 until;
    uint16 actions;
    uint32 sequence;
    bool frozen;
}

/// @title Data-sharing rights
/// @notice Who may do what with which data of an asset, until when. One word a grant, checked in constant time.
///
/// An asset is live here when its own status is active. Whether the namespace that issued a record is live too, its
/// registry knows: who asks about a record combines `isAllowed` with `IIdentifierRegistry.isLive`.
///
/// ```
///            grant (asset's owner)             revoke (asset's owner)
///   None ---------------------------> Active ------------------------> Revoked
///                                       ^  \__ ends by itself at `until`     |
///                                       +------------------------------------+  grant again: a new sequence
/// ```
/// A frozen grant is not valid, and neither ended nor given anew; while its asset is frozen, grants stay what they are, and no
/// new ones come. A right on a frozen asset goes on: its grantee has done nothing.
interface IDataRights is IFreezable {
    event RightGranted(
        GrantId indexed grant,
        bytes32 indexed asset,
        address indexed grantee,
        AssetKind assetKind,
        uint32 assetEpoch,
        GrantTerms terms,
        bytes32 termsDigest,
        address grantor,
        uint32 sequence,
        address by
    );

    event RightRevoked(
        GrantId indexed grant,
        bytes32 indexed asset,
        address indexed grantee,
        string reason,
        address by
    );

    error UnknownAsset(AssetKind kind, bytes32 asset);
    /// @notice The asset's own status is not active; that of its namespace is not looked at.
    error AssetNotLive(AssetKind kind, bytes32 asset);
    /// @notice `caller` does not control the asset's owner.
    error NotAssetOwner(AssetKind kind, bytes32 asset, address caller);
    error GrantExists(GrantId grant);
    error UnknownGrant(GrantId grant);
    /// @notice The window is empty or past, no action or an unknown one is named, or the scope is not the hash of its name.
    error InvalidTerms();
    /// @notice A reason has at most 1,024 bytes.
    error ReasonTooLong(uint256 length);

    /// @notice Grants a right. Only the controller of the asset's owner may. An ended or revoked grant may be given anew.
    function grant(GrantKey calldata key, GrantTerms calldata terms) external returns (GrantId);

    /// @notice Revokes a right at once. Only the controller of the asset's owner may.
    function revoke(GrantKey calldata key, string calldata reason) external;

    /// @notice Id of the grant with that key under the asset's present epoch.
    function grantId(GrantKey calldata key) external view returns (GrantId);

    /// @notice State of a grant; status `None` where there is none.
    function grantOf(GrantId grant) external view returns (Grant memory);

    /// @notice Whether the grantee may do all of `actions` now: the grant with that very key, or the one with the same key
    /// and scope "all", is active, within its window and not frozen, the asset's own status is active, its owner and the grantee
    /// are parties that are not deactivated, and the grantee is not frozen. Where the asset is a record, `IIdentifierRegistry.isLive` says whether it still
    /// resolves: a suspended namespace does not end what the owners of its records granted.
    function isAllowed(GrantKey calldata key, uint16 actions) external view returns (bool);
}
