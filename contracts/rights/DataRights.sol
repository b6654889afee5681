// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {PauseGate} from "../access/PauseGate.sol";
import {SignedCaller} from "../access/SignedCaller.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {IPartyRegistry, Party, PartyKind} from "../identity/IPartyRegistry.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {AssetKind, Grant, GrantId, GrantKey, GrantStatus, GrantTerms, IDataRights} from "./IDataRights.sol";

/// @title Data-sharing rights
/// @notice One word a grant. What a grant is about lives in its id and in events.
contract DataRights is IDataRights, ERC165Upgradeable, PauseGate, UpgradeGate {
    /// @notice All actions there are: read 1, use 2, modify 4, distribute 8, derive 16.
    uint16 public constant ALL_ACTIONS = 31;

    /// @notice Longest scope name, in bytes.
    uint256 public constant MAX_SCOPE_LENGTH = 256;

    /// @notice Longest URI of terms, in bytes.
    uint256 public constant MAX_URI_LENGTH = 2048;

    /// @notice Longest reason for a revocation, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

    /// @custom:storage-location erc7201:cadastre.storage.DataRights
    struct DataRightsStorage {
        /// One word each, from the lowest bit: status 8, from 40, until 40, actions 16, sequence 32, frozen 8.
        mapping(GrantId grant => Grant state) grants;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.DataRights")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant DATA_RIGHTS_STORAGE = 0xea61284adbaa5ebfdd220abde60043668cedea032cb208b1f84d373408e1e800;

    /// @notice The registry whose parties may be grantees.
    IPartyRegistry public immutable PARTIES;

    /// @notice The registry of assets of kind `Twin`.
    IPartyToken public immutable TWINS;

    /// @notice The registry of assets of kind `Record`.
    IPartyToken public immutable IDENTIFIERS;

    /// @notice Who freezes grants: the same as freezes parties.
    address public immutable SUPERVISION;

    constructor(IPartyRegistry parties, IPartyToken twins, IPartyToken identifiers) {
        PARTIES = parties;
        SUPERVISION = parties.supervision();
        TWINS = twins;
        IDENTIFIERS = identifiers;
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc IDataRights
    function grant(GrantKey calldata key, GrantTerms calldata terms) external returns (GrantId id) {
        _requireNotPaused();
        (address owner, uint32 assetEpoch, bool live) = _ownAsset(key);
        if (!live) revert AssetNotLive(key.assetKind, key.asset);
        _checkTerms(key.scope, terms);
        PARTIES.controllerOf(key.grantee);

        id = _idOf(key, assetEpoch, key.scope);
        Grant storage state = _ownGrant(id);
        if (state.status == GrantStatus.Active && !_isOver(state.until)) revert GrantExists(id);
        uint32 sequence = state.sequence + 1;
        _storage().grants[id] = Grant(GrantStatus.Active, terms.from, terms.until, terms.actions, sequence, false);
        _emitGranted(id, key, terms, owner, assetEpoch, sequence);
    }

    /// @inheritdoc IDataRights
    function revoke(GrantKey calldata key, string calldata reason) external {
        (, uint32 assetEpoch, ) = _ownAsset(key);
        if (bytes(reason).length > MAX_REASON_LENGTH) revert ReasonTooLong(bytes(reason).length);
        GrantId id = _idOf(key, assetEpoch, key.scope);
        Grant storage state = _ownGrant(id);
        if (state.status != GrantStatus.Active) revert UnknownGrant(id);
        state.status = GrantStatus.Revoked;
        emit RightRevoked(id, key.asset, key.grantee, reason, _msgSender());
    }

    /// @inheritdoc IFreezable
    function setFrozen(bytes32 thing, bool frozen) external {
        if (msg.sender != SUPERVISION) revert NotSupervision(msg.sender);
        Grant storage state = _storage().grants[GrantId.wrap(thing)];
        if (state.status == GrantStatus.None) revert UnknownThing(thing);
        state.frozen = frozen;
    }

    /// @inheritdoc IFreezable
    function isFrozen(bytes32 thing) external view returns (bool) {
        return _storage().grants[GrantId.wrap(thing)].frozen;
    }

    /// @inheritdoc IDataRights
    function grantId(GrantKey calldata key) external view returns (GrantId) {
        (address owner, uint32 assetEpoch, ) = _holdingOf(key.assetKind, key.asset);
        if (owner == address(0)) revert UnknownAsset(key.assetKind, key.asset);
        return _idOf(key, assetEpoch, key.scope);
    }

    /// @inheritdoc IDataRights
    function grantOf(GrantId id) external view returns (Grant memory) {
        return _storage().grants[id];
    }

    /// @inheritdoc IDataRights
    function isAllowed(GrantKey calldata key, uint16 actions) external view returns (bool) {
        if (actions == 0) return false;
        (address owner, uint32 assetEpoch, bool live) = _holdingOf(key.assetKind, key.asset);
        if (!live || !_isLiving(PARTIES.partyOf(owner))) return false;
        Party memory grantee = PARTIES.partyOf(key.grantee);
        if (!_isLiving(grantee) || grantee.frozen) return false;
        return
            _allows(_idOf(key, assetEpoch, key.scope), actions) ||
            (key.scope != 0 && _allows(_idOf(key, assetEpoch, 0), actions));
    }

    /// @inheritdoc ERC165Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == type(IDataRights).interfaceId ||
            interfaceId == type(IFreezable).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    function _emitGranted(
        GrantId id,
        GrantKey calldata key,
        GrantTerms calldata terms,
        address owner,
        uint32 assetEpoch,
        uint32 sequence
    ) private {
        emit RightGranted(
            id,
            key.asset,
            key.grantee,
            key.assetKind,
            assetEpoch,
            terms,
            key.termsDigest,
            owner,
            sequence,
            _msgSender()
        );
    }

    /// @dev The asset of the key, not frozen, with the caller in control of its owner.
    function _ownAsset(GrantKey calldata key) private view returns (address owner, uint32 assetEpoch, bool live) {
        (owner, assetEpoch, live) = _holdingOf(key.assetKind, key.asset);
        if (owner == address(0)) revert UnknownAsset(key.assetKind, key.asset);
        (address controller, ) = PARTIES.controllerOf(owner);
        if (controller != _msgSender()) revert NotAssetOwner(key.assetKind, key.asset, _msgSender());
        if (_registryOf(key.assetKind).isFrozen(key.asset)) revert ThingIsFrozen(key.asset);
    }

    /// @dev The grant as its asset's owner may change it: not while it is frozen.
    function _ownGrant(GrantId id) private view returns (Grant storage state) {
        state = _storage().grants[id];
        if (state.frozen) revert ThingIsFrozen(GrantId.unwrap(id));
    }

    function _registryOf(AssetKind kind) private view returns (IPartyToken) {
        return kind == AssetKind.Twin ? TWINS : IDENTIFIERS;
    }

    function _holdingOf(AssetKind kind, bytes32 asset) private view returns (address, uint32, bool) {
        if (kind == AssetKind.None) return (address(0), 0, false);
        return _registryOf(kind).holdingOf(uint256(asset));
    }

    function _isLiving(Party memory party) private pure returns (bool) {
        return party.kind != PartyKind.None && !party.deactivated;
    }

    function _allows(GrantId id, uint16 actions) private view returns (bool) {
        Grant memory state = _storage().grants[id];
        return
            state.status == GrantStatus.Active &&
            !state.frozen &&
            block.timestamp >= state.from &&
            !_isOver(state.until) &&
            actions & ~state.actions == 0;
    }

    function _isOver(uint40 until) private view returns (bool) {
        return until != 0 && block.timestamp >= until;
    }

    function _checkTerms(bytes32 scope, GrantTerms calldata terms) private view {
        bytes calldata scopeName = bytes(terms.scopeName);
        bool scopeFits = scopeName.length == 0 ? scope == 0 : scope == keccak256(scopeName);
        bool windowFits = terms.until == 0 || (terms.until > terms.from && !_isOver(terms.until));
        bool actionsFit = terms.actions != 0 && terms.actions <= ALL_ACTIONS;
        bool lengthsFit = scopeName.length <= MAX_SCOPE_LENGTH && bytes(terms.termsUri).length <= MAX_URI_LENGTH;
        if (!scopeFits || !windowFits || !actionsFit || !lengthsFit) revert InvalidTerms();
    }

    function _idOf(GrantKey calldata key, uint32 assetEpoch, bytes32 scope) private pure returns (GrantId) {
        return
            GrantId.wrap(
                keccak256(abi.encode(key.assetKind, key.asset, assetEpoch, scope, key.grantee, key.termsDigest))
            );
    }

    /// @inheritdoc SignedCaller
    function _signedCalls() internal view override returns (address) {
        return address(PARTIES);
    }

    function _storage() private pure returns (DataRightsStorage storage $) {
        assembly ("memory-safe") {
            $.slot := DATA_RIGHTS_STORAGE
        }
    }
}
