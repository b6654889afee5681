// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IFreezable} from "../supervision/IFreezable.sol";
import {IRightAgreements} from "./IRightAgreements.sol";
import {IRightTerms} from "./IRightTerms.sol";
import {AssetKind, Extent, Grant, GranteeKind, GrantId, GrantKey, TermsId} from "./RightTypes.sol";

/// @title Data-sharing rights
/// @notice Who may do what with which data of an asset, until when. One word a grant, checked in constant time.
///
/// An asset is live here when its own status is active. Whether the namespace that issued a record is live too, its
/// registry knows: who asks about a record combines `isAllowed` with `IIdentifierRegistry.isLive`.
///
/// ```
///         grant, on terms by acceptance           accept (grantee)
///   None ------------------------------> Pending ------------------+
///     |                                     |                      v
///     |  grant                              | revoke, release    Active --> ends by itself at `until`
///     +-------------------------------------|------------------>   |
///                                           v                      | revoke (grantor; ends after the notice)
///                                        Revoked <-----------------+ release (grantee)
/// ```
/// A grant that is over (revoked and the notice passed, or past `until`) may be given anew, under the next sequence; so may a
/// sub-licence whose parent was given anew since, as it never holds again.
/// An irrevocable grant is ended by both: `release` by the grantee, then `revoke` by the grantor.
///
/// The grantor is the asset's owner, whoever that is now, or for a sub-licence the party that gave it. A grant that
/// survives a sale is revoked by the new owner, under the same terms.
///
/// *Exclusive* grants: while one holds, or waits for acceptance, the owner gives nothing else on an overlapping scope, action and window.
/// What was given before stays. At most 8 such grants on an asset hold at a time.
///
/// *Sub-licences*: a grantee that is a party and whose grant allows it gives rights on the same data, with no action and no longer than its own, and of fewer levels. A
/// sub-licence holds only while all above it do, in the sequence in which they held when it was given, and their grantees are living parties.
///
/// *Blinded* grants name nobody. The holder proves itself to the data's host with party and salt, and the host asks
/// `isAllowedTo`, in a call and never in a transaction. Salts are 32 random bytes, fresh for each grant: a salt that can be guessed, or two
/// grants with one commitment, give the grantee away. Only the owner ends such a grant, and it cannot be accepted here:
/// see `IRightAgreements`.
///
/// A frozen grant is not valid, and neither ended nor given anew; while its asset is frozen, grants stay what they are, and no
/// new ones come. A right on a frozen asset goes on: its grantee has done nothing.
interface IDataRights is IRightTerms, IRightAgreements, IFreezable {
    /// @param assetEpoch Zero for a grant that survives a sale.
    /// @param grantor The asset's owner, or the party that sub-licenses.
    /// @param accepted Whether the grantee has accepted it already, by an agreement.
    event RightGranted(
        GrantId indexed grant,
        bytes32 indexed asset,
        bytes32 indexed grantee,
        AssetKind assetKind,
        uint32 assetEpoch,
        GranteeKind granteeKind,
        TermsId terms,
        GrantId parent,
        Extent extent,
        address grantor,
        uint32 sequence,
        bool accepted,
        address by
    );

    event RightAccepted(GrantId indexed grant, bytes32 indexed asset, uint32 sequence, address by);

    /// @notice The grantor ended it.
    /// @param end First second at which it no longer holds.
    event RightRevoked(GrantId indexed grant, bytes32 indexed asset, uint40 end, string reason, address by);

    /// @notice The grantee gave it up.
    /// @param ended Whether it ended by that, or the grantor may now end it.
    event RightReleased(GrantId indexed grant, bytes32 indexed asset, bool ended, address by);

    error UnknownAsset(AssetKind kind, bytes32 asset);
    /// @notice The asset's own status is not active; that of its namespace is not looked at.
    error AssetNotLive(AssetKind kind, bytes32 asset);
    /// @notice `caller` does not control the asset's owner.
    error NotAssetOwner(AssetKind kind, bytes32 asset, address caller);
    error GrantExists(GrantId grant);
    error UnknownGrant(GrantId grant);
    /// @notice The window is empty or past, no action or an unknown one is named, or the scope is not the hash of its name.
    error InvalidExtent();
    /// @notice The extent allows more than the terms do.
    error BeyondTerms(TermsId terms);
    /// @notice A reason has at most 1,024 bytes.
    error ReasonTooLong(uint256 length);
    /// @notice The grantee has no kind, or is no such party or group.
    error InvalidGrantee();
    /// @notice What was asked for would name the blinded grantee, or needs it to act here.
    error GranteeIsBlinded();
    /// @notice `caller` does not act for the grantee.
    error NotGrantee(GrantId grant, address caller);
    /// @notice `caller` does not control the party that gave the sub-licence.
    error NotLicensor(GrantId grant, address caller);
    /// @notice The exclusive grant that bars it.
    error HeldExclusively(GrantId grant);
    /// @notice So many exclusive grants hold on the asset already.
    error TooManyExclusiveGrants(uint256 limit);
    /// @notice The grant above does not hold, may not be sub-licensed so deep, or allows less than was asked for.
    error SublicenceRefused(GrantId parent);
    /// @notice The grantee has not agreed to its end.
    error GrantIsIrrevocable(GrantId grant);
    /// @notice The terms ask for a longer notice.
    error NoticeTooShort(uint40 earliest);
    /// @notice It was accepted, or released, already.
    error NothingToDo(GrantId grant);
    /// @notice The grant was given anew since.
    error OtherSequence(GrantId grant, uint32 sequence);
    /// @notice The asset changed hands since: its holding epoch is `epoch` now.
    error OtherHolding(bytes32 asset, uint32 epoch);

    /// @notice Grants a right. Only the controller of the asset's owner may. A grant that is over may be given anew.
    function grant(GrantKey calldata key, Extent calldata extent) external returns (GrantId);

    /// @notice Gives a sub-licence of the grant `parentKey`, which `key` names as its parent. Only the controller of that
    /// grant's grantee may.
    function sublicense(
        GrantKey calldata key,
        Extent calldata extent,
        GrantKey calldata parentKey
    ) external returns (GrantId);

    /// @notice Accepts a right, for the grantee: the party's controller, or that of the group's owner.
    /// @param assetEpoch Holding epoch of the asset that was read, also of a grant that survives a sale: it says who the owner is.
    /// @param sequence The one that was read: extent and terms of a sequence never change.
    function accept(GrantKey calldata key, uint32 assetEpoch, uint32 sequence) external;

    /// @notice Revokes a right as soon as its terms let. Only the controller of the grantor may.
    function revoke(GrantKey calldata key, string calldata reason) external;

    /// @notice Revokes a right by a time that is not before that. Only the controller of the grantor may.
    /// @param end First second at which it shall no longer hold (Unix time). Never puts off an earlier end.
    function revokeAt(GrantKey calldata key, uint40 end, string calldata reason) external;

    /// @notice Gives a right up, or agrees that an irrevocable one end. Only who acts for the grantee may.
    /// @param assetEpoch As of `accept`.
    /// @param sequence As of `accept`.
    function release(GrantKey calldata key, uint32 assetEpoch, uint32 sequence) external;

    /// @notice Id of the grant with that key under the asset's present epoch.
    function grantId(GrantKey calldata key) external view returns (GrantId);

    /// @notice State of a grant; status `None` where there is none.
    function grantOf(GrantId grant) external view returns (Grant memory);

    /// @notice The grant that a sub-licence lies beneath, its sequence then, and who gave it; zero for any other grant.
    function sublicenceOf(GrantId grant) external view returns (GrantId parent, uint32 sequence, address licensor);

    /// @notice Whether the grantee, a party, may do all of `actions` now: the grant with that very key, or the one with the same key
    /// and scope "all", is active, within its window and not frozen, and so are all above it, the asset's own status is active, its owner and the grantee
    /// are parties that are not deactivated, and the grantee is not frozen. Where the asset is a record, `IIdentifierRegistry.isLive` says whether it still
    /// resolves: a suspended namespace does not end what the owners of its records granted.
    function isAllowed(GrantKey calldata key, uint16 actions) external view returns (bool);

    /// @notice The same for `party` under a key of any kind: as the grantee, as a member of the group, or as whom the
    /// commitment names.
    /// @param salt Of a blinded grant, else not looked at.
    function isAllowedTo(
        GrantKey calldata key,
        address party,
        bytes32 salt,
        uint16 actions
    ) external view returns (bool);

    /// @notice Commitment to a blinded grantee. Ask it of a node that you trust with it, or compute it yourself.
    function blindedGrantee(address party, bytes32 salt) external pure returns (bytes32);

    /// @notice ERC-4907's view: the party that has the exclusive right to use all of the data of the twin or record, now;
    /// zero for none, and for one that is blinded or a group. There is no `setUser`: a user comes from a grant.
    function userOf(uint256 tokenId) external view returns (address);

    /// @notice ERC-4907's view: first second at which `userOf` ends, the greatest `uint64` for never, zero for no user.
    function userExpires(uint256 tokenId) external view returns (uint256);
}
