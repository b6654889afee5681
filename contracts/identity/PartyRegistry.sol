// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {ISignedCalls} from "../access/ISignedCalls.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {IERC1056} from "./IERC1056.sol";
import {IPartyRecovery} from "./IPartyRecovery.sol";
import {IPartyRegistry, PartyKind, PartyProfile} from "./IPartyRegistry.sol";
import {PartyControl} from "./PartyControl.sol";
import {PartyRecovery} from "./PartyRecovery.sol";

/// @title Parties
/// @notice Registration and profiles, on top of control and recovery. A profile lives in events.
contract PartyRegistry is PartyRecovery, ERC165Upgradeable {
    /// @notice Longest name and longest legal identifier, in bytes.
    uint256 public constant MAX_NAME_LENGTH = 256;

    /// @notice Longest profile URI, in bytes.
    uint256 public constant MAX_URI_LENGTH = 2048;

    constructor(address supervision_) PartyControl(supervision_) {}

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
        __EIP712_init("Cadastre Parties", "1");
    }

    /// @inheritdoc IPartyRegistry
    function register(address identity, PartyProfile calldata profile) external {
        _requireController(identity);
        Control storage control = _storage().controls[identity];
        if (control.kind != PartyKind.None) revert PartyExists(identity);
        _checkProfile(profile);

        control.kind = profile.kind;
        emit PartyRegistered(
            profile.kind,
            identity,
            profile.name,
            profile.legalId,
            profile.profileDigest,
            profile.profileUri,
            _msgSender()
        );
    }

    /// @inheritdoc IPartyRegistry
    function updateProfile(address identity, PartyProfile calldata profile) external {
        PartyKind kind = _storage().controls[identity].kind;
        if (kind == PartyKind.None) revert NotAParty(identity);
        _requireController(identity);
        _requireNotFrozen(identity);
        if (profile.kind != kind) revert InvalidProfile();
        _checkProfile(profile);

        emit PartyProfileUpdated(
            profile.kind,
            identity,
            profile.name,
            profile.legalId,
            profile.profileDigest,
            profile.profileUri,
            _msgSender()
        );
    }

    /// @inheritdoc ERC165Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == type(IPartyRegistry).interfaceId ||
            interfaceId == type(IERC1056).interfaceId ||
            interfaceId == type(IFreezable).interfaceId ||
            interfaceId == type(IPartyRecovery).interfaceId ||
            interfaceId == type(ISignedCalls).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    function _checkProfile(PartyProfile calldata profile) private pure {
        uint256 nameLength = bytes(profile.name).length;
        if (
            profile.kind == PartyKind.None ||
            nameLength == 0 ||
            nameLength > MAX_NAME_LENGTH ||
            bytes(profile.legalId).length > MAX_NAME_LENGTH ||
            bytes(profile.profileUri).length > MAX_URI_LENGTH
        ) revert InvalidProfile();
    }
}
