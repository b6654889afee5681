// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignedCalls} from "../access/SignedCalls.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {IERC1056} from "./IERC1056.sol";
import {IPartyRegistry, Party, PartyKind} from "./IPartyRegistry.sol";

/// @title Who controls an identity
/// @notice ERC-1056 over one word an identity; the DID document lives in events.
abstract contract PartyControl is IPartyRegistry, SignedCalls, UpgradeGate {
    /// @dev One word, from the lowest bit: controller 160, epoch 32, kind 8, deactivated 8, frozen 8. A word of zeros is an account
    /// that controls itself, which is how ERC-1056 begins.
    /// @param controller Zero means the identity itself, unless `deactivated`.
    /// @param epoch How often control changed.
    struct Control {
        address controller;
        uint32 epoch;
        PartyKind kind;
        bool deactivated;
        bool frozen;
    }

    /// @custom:storage-location erc7201:cadastre.storage.PartyRegistry
    struct PartyRegistryStorage {
        mapping(address identity => Control) controls;
        mapping(address identity => uint256 blockNumber) changed;
        mapping(address identity => mapping(bytes32 delegateType => mapping(address delegate => uint256 validTo))) delegates;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.PartyRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PARTY_REGISTRY_STORAGE =
        0x608c6d67ca11637163f70b4f9f99b1b87cfb29128f5bcd3e16dc17b5c2aa2d00;

    address private immutable SUPERVISION;

    constructor(address supervision_) {
        SUPERVISION = supervision_;
    }

    /// @inheritdoc IFreezable
    /// @dev No event here, for the sake of `did:ethr` clients: the supervision has its own.
    function setFrozen(bytes32 thing, bool frozen) external {
        if (msg.sender != SUPERVISION) revert NotSupervision(msg.sender);
        address identity = address(uint160(uint256(thing)));
        Control storage control = _storage().controls[identity];
        bool known = uint256(thing) == uint160(identity) && control.kind != PartyKind.None;
        if (!known) revert UnknownThing(thing);
        control.frozen = frozen;
    }

    /// @inheritdoc IERC1056
    /// @dev Raises the nonce of the controller that leaves: what it signed before and nobody submitted stays void, also
    /// should control come back to it one day.
    function changeOwner(address identity, address newOwner) external {
        _requireController(identity);
        _raiseNonce(_msgSender());
        _changeOwner(identity, newOwner);
    }

    /// @inheritdoc IERC1056
    function changeOwnerSigned(address identity, uint8 sigV, bytes32 sigR, bytes32 sigS, address newOwner) external {
        _useSignature(identity, sigV, sigR, sigS, abi.encodePacked("changeOwner", newOwner));
        _changeOwner(identity, newOwner);
    }

    /// @inheritdoc IERC1056
    function addDelegate(address identity, bytes32 delegateType, address delegate, uint256 validity) external {
        _requireController(identity);
        _setDelegate(identity, delegateType, delegate, block.timestamp + validity);
    }

    /// @inheritdoc IERC1056
    function addDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate,
        uint256 validity
    ) external {
        _useSignature(identity, sigV, sigR, sigS, abi.encodePacked("addDelegate", delegateType, delegate, validity));
        _setDelegate(identity, delegateType, delegate, block.timestamp + validity);
    }

    /// @inheritdoc IERC1056
    function revokeDelegate(address identity, bytes32 delegateType, address delegate) external {
        _requireController(identity);
        _setDelegate(identity, delegateType, delegate, block.timestamp);
    }

    /// @inheritdoc IERC1056
    function revokeDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate
    ) external {
        _useSignature(identity, sigV, sigR, sigS, abi.encodePacked("revokeDelegate", delegateType, delegate));
        _setDelegate(identity, delegateType, delegate, block.timestamp);
    }

    /// @inheritdoc IERC1056
    function setAttribute(address identity, bytes32 name, bytes calldata value, uint256 validity) external {
        _requireController(identity);
        _logAttribute(identity, name, value, block.timestamp + validity);
    }

    /// @inheritdoc IERC1056
    function setAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value,
        uint256 validity
    ) external {
        _useSignature(identity, sigV, sigR, sigS, abi.encodePacked("setAttribute", name, value, validity));
        _logAttribute(identity, name, value, block.timestamp + validity);
    }

    /// @inheritdoc IERC1056
    function revokeAttribute(address identity, bytes32 name, bytes calldata value) external {
        _requireController(identity);
        _logAttribute(identity, name, value, 0);
    }

    /// @inheritdoc IERC1056
    function revokeAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value
    ) external {
        _useSignature(identity, sigV, sigR, sigS, abi.encodePacked("revokeAttribute", name, value));
        _logAttribute(identity, name, value, 0);
    }

    /// @inheritdoc IPartyRegistry
    function controllerOf(address identity) external view returns (address controller, uint32 controlEpoch) {
        Control memory control = _storage().controls[identity];
        if (control.kind == PartyKind.None || control.deactivated) revert NotAParty(identity);
        if (control.frozen) revert PartyIsFrozen(identity);
        return (_controller(identity, control), control.epoch);
    }

    /// @inheritdoc IPartyRegistry
    function partyOf(address identity) external view returns (Party memory) {
        Control memory control = _storage().controls[identity];
        return Party(control.kind, _controller(identity, control), control.epoch, control.deactivated, control.frozen);
    }

    /// @inheritdoc IPartyRegistry
    function supervision() external view returns (address) {
        return SUPERVISION;
    }

    /// @inheritdoc IFreezable
    function isFrozen(bytes32 thing) external view returns (bool) {
        return uint256(thing) <= type(uint160).max && _storage().controls[address(uint160(uint256(thing)))].frozen;
    }

    /// @inheritdoc IERC1056
    function changed(address identity) external view returns (uint256) {
        return _storage().changed[identity];
    }

    /// @inheritdoc IERC1056
    /// @dev A deactivated identity has no delegates, whatever was added before.
    function validDelegate(address identity, bytes32 delegateType, address delegate) external view returns (bool) {
        PartyRegistryStorage storage $ = _storage();
        return !$.controls[identity].deactivated && $.delegates[identity][delegateType][delegate] > block.timestamp;
    }

    /// @inheritdoc IERC1056
    function nonce(address signer) public view override(IERC1056, SignedCalls) returns (uint256) {
        return super.nonce(signer);
    }

    /// @inheritdoc IERC1056
    function identityOwner(address identity) public view returns (address) {
        return _controller(identity, _storage().controls[identity]);
    }

    function _changeOwner(address identity, address newOwner) internal {
        _requireNotFrozen(identity);
        Control storage control = _storage().controls[identity];
        control.controller = newOwner;
        ++control.epoch;
        control.deactivated = newOwner == address(0);
        emit DIDOwnerChanged(identity, newOwner, _noteChange(identity));
    }

    function _setDelegate(address identity, bytes32 delegateType, address delegate, uint256 validTo) private {
        if (validTo > block.timestamp) _requireNotFrozen(identity);
        _storage().delegates[identity][delegateType][delegate] = validTo;
        emit DIDDelegateChanged(identity, delegateType, delegate, validTo, _noteChange(identity));
    }

    function _logAttribute(address identity, bytes32 name, bytes calldata value, uint256 validTo) private {
        if (validTo > block.timestamp) _requireNotFrozen(identity);
        emit DIDAttributeChanged(identity, name, value, validTo, _noteChange(identity));
    }

    function _noteChange(address identity) private returns (uint256 previousChange) {
        PartyRegistryStorage storage $ = _storage();
        previousChange = $.changed[identity];
        $.changed[identity] = block.number;
    }

    /// @dev The digest is the one that ERC-1056 clients sign, under version 0 of ERC-191: 0x19, 0x00, registry, nonce,
    /// identity, name of the call, its arguments. The nonce counted is always that of the identity's controller.
    function _useSignature(address identity, uint8 v, bytes32 r, bytes32 s, bytes memory action) private {
        address signer = identityOwner(identity);
        bytes32 digest = keccak256(
            abi.encodePacked(bytes1(0x19), bytes1(0x00), address(this), nonce(signer), identity, action)
        );
        (address recovered, ECDSA.RecoverError fault, ) = ECDSA.tryRecover(digest, v, r, s);
        if (fault != ECDSA.RecoverError.NoError || recovered != signer) revert InvalidSignature(identity);
        _raiseNonce(signer);
    }

    function _requireController(address identity) internal view {
        if (identityOwner(identity) != _msgSender()) revert NotController(identity, _msgSender());
    }

    /// @dev A frozen party keeps its keys, and takes on no new ones; to take one away is always possible.
    function _requireNotFrozen(address identity) internal view {
        if (_storage().controls[identity].frozen) revert PartyIsFrozen(identity);
    }

    function _controller(address identity, Control memory control) private pure returns (address) {
        if (control.deactivated) return address(0);
        return control.controller == address(0) ? identity : control.controller;
    }

    function _storage() internal pure returns (PartyRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := PARTY_REGISTRY_STORAGE
        }
    }
}
