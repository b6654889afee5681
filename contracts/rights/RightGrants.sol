// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HotRoles} from "../access/HotRoles.sol";
import {PauseGate} from "../access/PauseGate.sol";
import {SignedCaller} from "../access/SignedCaller.sol";
import {IPartyRegistry, Party, PartyKind} from "../identity/IPartyRegistry.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {GrantWord, GrantWords} from "./GrantWord.sol";
import {IDataRights} from "./IDataRights.sol";
import {IPartyGroups} from "./IPartyGroups.sol";
import {IRightTerms} from "./IRightTerms.sol";
import {
    AssetKind,
    Extent,
    GranteeKind,
    GrantId,
    GrantKey,
    GrantStatus,
    GroupId,
    ProposalId,
    TermsId
} from "./RightTypes.sol";
import {ProposalStatus} from "./IRightAgreements.sol";

/// @title Grants
/// @notice The storage beneath `DataRights`, how grants come into it and end, and who acts for whom: what `DataRights` and
/// the code that it runs for agreements and sub-licences have in common.
abstract contract RightGrants is PauseGate {
    /// @notice All actions there are: read 1, use 2, modify 4, distribute 8, derive 16.
    uint16 public constant ALL_ACTIONS = 31;

    /// @notice Longest scope name, in bytes.
    uint256 public constant MAX_SCOPE_LENGTH = 256;

    /// @notice Most levels of sub-licences beneath an owner's grant.
    uint8 public constant MAX_LEVELS = 4;

    /// @notice Most exclusive grants on an asset that are not over.
    uint256 public constant MAX_EXCLUSIVE = 8;

    /// @param epoch Of the asset's holding, zero for a grant that survives a sale.
    /// @param user The grantee where it is a party, else zero.
    struct Exclusive {
        GrantId grant;
        bytes32 scope;
        uint32 epoch;
        address user;
    }

    /// @param sequence The parent's when the sub-licence was given.
    /// @param licensor The parent's grantee.
    struct Sublicence {
        GrantId parent;
        address licensor;
        uint32 sequence;
    }

    /// @param grant The right that it made; zero before acceptance.
    /// @param sequence That right's: a later one of the same key is none of the agreement's.
    /// @param subject Hash of asset, holding (zero where the right survives a sale) and grantee, which amendments keep; zero
    /// before acceptance.
    struct ProposalRecord {
        ProposalStatus status;
        bool byGrantee;
        uint32 controlEpoch;
        uint32 version;
        uint32 sequence;
        GrantId grant;
        bytes32 subject;
    }

    /// @custom:storage-location erc7201:cadastre.storage.DataRights
    struct DataRightsStorage {
        mapping(GrantId grant => GrantWord) grants;
        /// As grants take them over; zero for what is not registered.
        mapping(TermsId terms => GrantWord) terms;
        mapping(GrantId grant => Sublicence) sublicences;
        /// At most `MAX_EXCLUSIVE`; places of those that are over are used again.
        mapping(AssetKind kind => mapping(bytes32 asset => Exclusive[])) exclusives;
        mapping(ProposalId proposal => ProposalRecord) proposals;
    }

    /// @dev An asset as its registry has it.
    struct Asset {
        address owner;
        uint32 epoch;
        bool live;
        bool frozen;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.DataRights")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant DATA_RIGHTS_STORAGE = 0xea61284adbaa5ebfdd220abde60043668cedea032cb208b1f84d373408e1e800;

    /// @notice The registry whose parties may be grantees.
    IPartyRegistry public immutable PARTIES;

    /// @notice The registry of the groups that may be grantees.
    IPartyGroups public immutable GROUPS;

    /// @notice The registry of assets of kind `Twin`.
    IPartyToken public immutable TWINS;

    /// @notice The registry of assets of kind `Record`.
    IPartyToken public immutable IDENTIFIERS;

    /// @notice The registry of assets of kind `Sealed`.
    IPartyToken public immutable SEALED_RECORDS;

    constructor(
        IPartyRegistry parties,
        IPartyGroups groups,
        IPartyToken twins,
        IPartyToken identifiers,
        IPartyToken sealedRecords
    ) {
        PARTIES = parties;
        GROUPS = groups;
        TWINS = twins;
        IDENTIFIERS = identifiers;
        SEALED_RECORDS = sealedRecords;
    }

    /// @dev A right that the asset's owner gives. The caller has made sure that it may.
    function _giveAsOwner(
        GrantKey calldata key,
        Extent calldata extent,
        Asset memory asset,
        bool accepted
    ) internal returns (GrantId id) {
        GrantWord word = _termsOf(key.terms);
        if (accepted) word = word.withStatus(GrantStatus.Active).with(GrantWords.ACCEPTED);
        id = _idOf(key, asset.epoch, key.scope);
        _requireNoExclusive(key, extent, asset.epoch);
        if (word.has(GrantWords.EXCLUSIVE)) _listExclusive(id, key, asset.epoch);
        _requireSpent(id);
        _give(id, key, extent, asset, word, asset.owner);
    }

    /// @dev Writes a grant, and tells. The caller has made sure that the one of before is spent.
    /// @param word Its terms.
    function _give(
        GrantId id,
        GrantKey calldata key,
        Extent calldata extent,
        Asset memory asset,
        GrantWord word,
        address grantor
    ) internal {
        _requireNotPaused();
        if (asset.frozen) revert IFreezable.ThingIsFrozen(key.asset);
        if (!asset.live) revert IDataRights.AssetNotLive(key.assetKind, key.asset);
        _checkExtent(key.scope, extent);
        if (extent.actions & ~word.actions() != 0) revert IDataRights.BeyondTerms(key.terms);
        _checkGrantee(key, word.status() == GrantStatus.Pending);

        word = word.granted(extent, _rights().grants[id].sequence() + 1);
        _rights().grants[id] = word;
        _tell(id, key, extent, asset.epoch, word, grantor);
    }

    function _tell(
        GrantId id,
        GrantKey calldata key,
        Extent calldata extent,
        uint32 epoch,
        GrantWord word,
        address grantor
    ) private {
        emit IDataRights.RightGranted(
            id,
            key.asset,
            key.grantee,
            key.assetKind,
            key.survivesSale ? 0 : epoch,
            key.granteeKind,
            key.terms,
            key.parent,
            extent,
            grantor,
            word.sequence(),
            word.has(GrantWords.ACCEPTED),
            _msgSender()
        );
    }

    /// @dev Ends a grant, and tells.
    function _end(GrantId id, GrantWord word, bytes32 asset, uint40 end, string memory reason) internal {
        word = word.revokedAt(end);
        _rights().grants[id] = word;
        emit IDataRights.RightRevoked(id, asset, word.until(), reason, _msgSender());
    }

    /// @dev The grant as grantor and grantee may change it: not while it is frozen.
    function _present(GrantId id) internal view returns (GrantWord word) {
        word = _rights().grants[id];
        if (word.isFrozen()) revert IFreezable.ThingIsFrozen(GrantId.unwrap(id));
    }

    /// @dev The same of one that is not over.
    function _standing(GrantId id) internal view returns (GrantWord word) {
        word = _present(id);
        if (!word.exists() || word.isOver()) revert IDataRights.UnknownGrant(id);
    }

    /// @dev Reverts where a grant of that id could still hold: it was given, is not over, and is no sub-licence of a grant that
    /// was given anew since.
    function _requireSpent(GrantId id) internal view {
        GrantWord word = _present(id);
        if (!word.exists() || word.isOver()) return;
        Sublicence memory above = _rights().sublicences[id];
        bool dead = word.has(GrantWords.SUBLICENCE) && _rights().grants[above.parent].sequence() != above.sequence;
        if (!dead) revert IDataRights.GrantExists(id);
    }

    /// @dev The asset of the key, for whose owner the caller acts: as its controller or as the asset's steward.
    function _ownAsset(GrantKey calldata key) internal view returns (Asset memory asset) {
        bool may;
        (asset, may) = _assetFor(key.assetKind, key.asset);
        if (may) return asset;
        // Says so where the owner is frozen or deactivated.
        PARTIES.controllerOf(asset.owner);
        revert IDataRights.NotAssetOwner(key.assetKind, key.asset, _msgSender());
    }

    function _assetOf(AssetKind kind, bytes32 id) internal view returns (Asset memory asset) {
        (asset, ) = _assetFor(kind, id);
    }

    /// @dev Nobody deals with another owner than the one of whom it read: the asset is in the hands in which it was.
    function _requireHolding(bytes32 asset, uint32 epoch, uint32 read) internal pure {
        if (epoch != read) revert IDataRights.OtherHolding(asset, epoch);
    }

    /// @dev An asset, and whether the caller acts for its owner.
    function _assetFor(AssetKind kind, bytes32 id) internal view returns (Asset memory asset, bool may) {
        if (kind == AssetKind.None) revert IDataRights.UnknownAsset(kind, id);
        (asset.owner, asset.epoch, asset.live, asset.frozen, may) = _registryOf(kind).standingFor(
            uint256(id),
            _msgSender(),
            HotRoles.STEWARD
        );
        if (asset.owner == address(0)) revert IDataRights.UnknownAsset(kind, id);
    }

    /// @dev The party that acts for a grantee: itself, or its group's owner.
    function _agentOf(GrantKey calldata key) internal view returns (address) {
        if (key.granteeKind == GranteeKind.Blinded) revert IDataRights.GranteeIsBlinded();
        if (key.granteeKind == GranteeKind.Group) return GROUPS.groupOf(GroupId.wrap(key.grantee)).owner;
        return _partyOf(key.grantee);
    }

    /// @dev Whether a grant holds, and all that it lies beneath, for all of these actions.
    function _allows(GrantId id, uint16 actions) internal view returns (bool) {
        GrantWord word = _rights().grants[id];
        // No grant lies deeper than its owner's grant let.
        while (word.allows(actions)) {
            if (!word.has(GrantWords.SUBLICENCE)) return true;
            Sublicence memory above = _rights().sublicences[id];
            if (!_isLiving(PARTIES.partyOf(above.licensor))) return false;
            id = above.parent;
            word = _rights().grants[id];
            if (word.sequence() != above.sequence) return false;
        }
        return false;
    }

    function _isLiving(Party memory party) internal pure returns (bool) {
        return party.kind != PartyKind.None && !party.deactivated;
    }

    function _registryOf(AssetKind kind) internal view returns (IPartyToken) {
        if (kind == AssetKind.Twin) return TWINS;
        return kind == AssetKind.Record ? IDENTIFIERS : SEALED_RECORDS;
    }

    function _checkExtent(bytes32 scope, Extent calldata extent) internal view {
        bytes calldata name = bytes(extent.scopeName);
        bool scopeFits = name.length == 0 ? scope == 0 : scope == keccak256(name);
        bool ends = extent.until != 0;
        bool windowFits = !ends || (extent.until > extent.from && extent.until > block.timestamp);
        bool actionsFit = extent.actions != 0 && extent.actions <= ALL_ACTIONS;
        if (!scopeFits || !windowFits || !actionsFit || name.length > MAX_SCOPE_LENGTH) {
            revert IDataRights.InvalidExtent();
        }
    }

    function _termsOf(TermsId terms) internal view returns (GrantWord word) {
        if (TermsId.unwrap(terms) == 0) return GrantWords.withoutTerms(ALL_ACTIONS);
        word = _rights().terms[terms];
        if (!word.exists()) revert IRightTerms.UnknownTerms(terms);
    }

    /// @dev The party that a word names.
    function _partyOf(bytes32 grantee) internal pure returns (address) {
        if (uint256(grantee) > type(uint160).max) revert IDataRights.InvalidGrantee();
        return address(uint160(uint256(grantee)));
    }

    function _idOf(GrantKey calldata key, uint32 epoch, bytes32 scope) internal pure returns (GrantId) {
        return
            GrantId.wrap(
                keccak256(
                    abi.encode(
                        key.assetKind,
                        key.asset,
                        key.survivesSale ? 0 : epoch,
                        scope,
                        key.granteeKind,
                        key.grantee,
                        key.terms,
                        key.parent
                    )
                )
            );
    }

    function _rights() internal pure returns (DataRightsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := DATA_RIGHTS_STORAGE
        }
    }

    /// @inheritdoc SignedCaller
    function _signedCalls() internal view override returns (address) {
        return address(PARTIES);
    }

    /// @dev Puts an exclusive grant that comes into the list: in its own place where it has one, or it would take two; else
    /// in that of one that is over, where there is one.
    function _listExclusive(GrantId id, GrantKey calldata key, uint32 epoch) private {
        Exclusive[] storage list = _rights().exclusives[key.assetKind][key.asset];
        address user = key.granteeKind == GranteeKind.Party ? _partyOf(key.grantee) : address(0);
        Exclusive memory entry = Exclusive(id, key.scope, key.survivesSale ? 0 : epoch, user);
        uint256 length = list.length;
        uint256 place = length;
        for (uint256 i = 0; i < length; ++i) {
            GrantId other = list[i].grant;
            bool same = GrantId.unwrap(other) == GrantId.unwrap(id);
            if (same || (place == length && _isOver(other, list[i].epoch, epoch))) place = i;
            if (same) break;
        }
        if (place == MAX_EXCLUSIVE) revert IDataRights.TooManyExclusiveGrants(MAX_EXCLUSIVE);
        if (place == length) list.push(entry);
        else list[place] = entry;
    }

    /// @dev The owner gives nothing that a grant which it gave exclusively covers.
    function _requireNoExclusive(GrantKey calldata key, Extent calldata extent, uint32 epoch) private view {
        Exclusive[] storage list = _rights().exclusives[key.assetKind][key.asset];
        uint256 length = list.length;
        for (uint256 i = 0; i < length; ++i) {
            Exclusive memory entry = list[i];
            bool sameData = entry.scope == key.scope || entry.scope == 0 || key.scope == 0;
            if (!sameData || _isOver(entry.grant, entry.epoch, epoch)) continue;
            GrantWord word = _rights().grants[entry.grant];
            bool sameActions = word.actions() & extent.actions != 0;
            bool sameTime =
                (word.until() == 0 || extent.from < word.until()) && (extent.until == 0 || word.from() < extent.until);
            if (sameActions && sameTime) revert IDataRights.HeldExclusively(entry.grant);
        }
    }

    function _checkGrantee(GrantKey calldata key, bool pending) private view {
        if (key.granteeKind == GranteeKind.Party) {
            PARTIES.controllerOf(_partyOf(key.grantee));
        } else if (key.granteeKind == GranteeKind.Group) {
            if (GROUPS.groupOf(GroupId.wrap(key.grantee)).owner == address(0)) revert IDataRights.InvalidGrantee();
        } else {
            if (key.granteeKind == GranteeKind.None || key.grantee == 0) revert IDataRights.InvalidGrantee();
            // It would wait for ever.
            if (pending) revert IDataRights.GranteeIsBlinded();
        }
    }

    /// @dev Whether an exclusive grant no longer counts: it ended, or went with an earlier holding of the asset.
    function _isOver(GrantId id, uint32 itsEpoch, uint32 epoch) private view returns (bool) {
        return (itsEpoch != 0 && itsEpoch != epoch) || _rights().grants[id].isOver();
    }
}
