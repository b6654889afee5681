// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Roles} from "../access/Roles.sol";
import {SignedCaller} from "../access/SignedCaller.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {NamespaceId} from "../identifiers/INamespaceRegistry.sol";
import {Seal, SealedId, Seals} from "../identifiers/Seals.sol";
import {IFreezable} from "./IFreezable.sol";
import {Freeze, FreezeReason, ISupervision, LiftReason, Scope, ScopeKind} from "./ISupervision.sol";

/// @title Supervision
/// @notice The books of who froze what. It knows no registry: the registries know it, and take the frozen bit from it alone.
contract Supervision is ISupervision, ERC165Upgradeable, UpgradeGate {
    /// @notice Longest name of an office, in bytes.
    uint256 public constant MAX_NAME_LENGTH = 256;

    /// @notice How many roles above an office's own are looked at.
    uint256 public constant MAX_SUPERIORS = 8;

    /// @dev "#0x" and the 64 digits of a seal, behind the prefix.
    uint256 private constant SEAL_TEXT_LENGTH = 67;

    /// @custom:storage-location erc7201:cadastre.storage.Supervision
    struct SupervisionStorage {
        mapping(uint32 office => Scope) scopes;
        /// By `keccak256(abi.encode(registry, thing))`.
        mapping(bytes32 key => uint32 count) counts;
        mapping(bytes32 key => mapping(uint32 office => Freeze)) freezes;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.Supervision")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant SUPERVISION_STORAGE = 0x2fe132c6287611628cc7f887e8a51280c0c9d32c46129e5009e697e36dcd6a00;

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc ISupervision
    function accreditOffice(uint32 office, Scope calldata scope, string calldata name) external restricted {
        uint256 length = bytes(name).length;
        if (length == 0 || length > MAX_NAME_LENGTH || !_isScope(scope)) revert InvalidOffice();
        _storage().scopes[office] = scope;
        emit OfficeAccredited(office, scope.kind, scope.value, name, msg.sender);
    }

    /// @inheritdoc ISupervision
    function freeze(
        uint32 office,
        IFreezable registry,
        bytes32 thing,
        FreezeReason reason,
        bytes32 order,
        string calldata name
    ) external {
        Scope memory scope = _storage().scopes[office];
        if (scope.kind == ScopeKind.None) revert UnknownOffice(office);
        if (!_isMember(Roles.OFFICES + office)) revert NotOfTheOffice(office, msg.sender);
        if (scope.kind == ScopeKind.Scheme && !_isNamed(thing, scope.value, bytes(name))) {
            revert OutOfScope(office, thing);
        }
        if (reason == FreezeReason.None || order == 0) revert NoOrder();

        _note(office, registry, thing, Freeze(reason, uint40(block.timestamp), order));
        emit ThingFrozen(address(registry), thing, office, reason, order, scope.kind, scope.value, msg.sender);
    }

    /// @inheritdoc ISupervision
    function unfreeze(uint32 office, IFreezable registry, bytes32 thing, LiftReason reason, bytes32 order) external {
        if (!_mayLift(office)) revert NotOfTheOffice(office, msg.sender);
        if (reason == LiftReason.None || order == 0) revert NoOrder();
        SupervisionStorage storage $ = _storage();
        bytes32 key = _keyOf(registry, thing);
        if ($.freezes[key][office].since == 0) revert NotFrozen(address(registry), thing, office);

        delete $.freezes[key][office];
        bool stillFrozen = --$.counts[key] != 0;
        if (!stillFrozen) registry.setFrozen(thing, false);
        emit ThingUnfrozen(address(registry), thing, office, reason, order, stillFrozen, msg.sender);
    }

    /// @inheritdoc ISupervision
    function scopeOf(uint32 office) external view returns (Scope memory) {
        return _storage().scopes[office];
    }

    /// @inheritdoc ISupervision
    function freezeOf(IFreezable registry, bytes32 thing, uint32 office) external view returns (Freeze memory) {
        return _storage().freezes[_keyOf(registry, thing)][office];
    }

    /// @inheritdoc ISupervision
    function freezesOf(IFreezable registry, bytes32 thing) external view returns (uint32) {
        return _storage().counts[_keyOf(registry, thing)];
    }

    /// @inheritdoc ERC165Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ISupervision).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev The books are final before the registry is called: one that calls back finds the thing frozen.
    function _note(uint32 office, IFreezable registry, bytes32 thing, Freeze memory frozen) private {
        SupervisionStorage storage $ = _storage();
        bytes32 key = _keyOf(registry, thing);
        Freeze storage state = $.freezes[key][office];
        if (state.since != 0) revert FrozenAlready(address(registry), thing, office);
        $.freezes[key][office] = frozen;
        if (++$.counts[key] == 1) registry.setFrozen(thing, true);
    }

    /// @dev Whether the caller is of the office or of a role above it. An administrator can tie the roles into a ring, hence
    /// the bound.
    function _mayLift(uint32 office) private view returns (bool) {
        uint64 role = Roles.OFFICES + office;
        for (uint256 i = 0; i <= MAX_SUPERIORS; ++i) {
            if (_isMember(role)) return true;
            if (role == Roles.ADMIN) return false;
            role = IAccessManager(authority()).getRoleAdmin(role);
        }
        return false;
    }

    /// @dev A member with an execution delay would have to schedule its calls: that is what the access manager promised those
    /// who gave it the delay, so it does not act here.
    function _isMember(uint64 role) private view returns (bool) {
        (bool member, uint32 delay) = IAccessManager(authority()).hasRole(role, msg.sender);
        return member && delay == 0;
    }

    /// @dev Whether `thing` is the id of the namespace, of the record, or of the sealed record of that name in the scheme.
    function _isNamed(bytes32 thing, bytes32 scheme, bytes calldata name) private pure returns (bool) {
        return
            thing == keccak256(abi.encodePacked(scheme, name)) ||
            thing == keccak256(abi.encode(scheme, keccak256(name))) ||
            _isSealed(thing, scheme, name);
    }

    function _isSealed(bytes32 thing, bytes32 scheme, bytes calldata name) private pure returns (bool) {
        if (name.length < SEAL_TEXT_LENGTH) return false;
        uint256 cut = name.length - SEAL_TEXT_LENGTH;
        if (bytes3(name[cut:]) != "#0x") return false;
        (bool isSeal, uint256 seal) = Strings.tryParseHexUint(string(name[cut + 1:]));
        NamespaceId namespace = NamespaceId.wrap(keccak256(abi.encodePacked(scheme, name[:cut])));
        return isSeal && thing == SealedId.unwrap(Seals.idOf(namespace, Seal.wrap(bytes32(seal))));
    }

    function _isScope(Scope calldata scope) private pure returns (bool) {
        if (scope.kind == ScopeKind.All) return scope.value == 0;
        if (scope.kind == ScopeKind.Scheme) return scope.value != 0;
        if (scope.kind != ScopeKind.Jurisdiction) return false;
        return _isCapital(scope.value[0]) && _isCapital(scope.value[1]) && uint240(uint256(scope.value)) == 0;
    }

    function _isCapital(bytes1 c) private pure returns (bool) {
        return c >= "A" && c <= "Z";
    }

    function _keyOf(IFreezable registry, bytes32 thing) private pure returns (bytes32) {
        return keccak256(abi.encode(registry, thing));
    }

    /// @inheritdoc SignedCaller
    /// @dev Offices send their calls themselves; this contract never calls itself.
    function _signedCalls() internal view override returns (address) {
        return address(this);
    }

    function _storage() private pure returns (SupervisionStorage storage $) {
        assembly ("memory-safe") {
            $.slot := SUPERVISION_STORAGE
        }
    }
}
