// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {Component, ITwinComposition} from "./ITwinComposition.sol";
import {ITwinRegistry, Twin} from "./ITwinRegistry.sol";
import {ITwinTerms, TwinUse} from "./ITwinTerms.sol";
import {TwinOwned} from "./TwinOwned.sol";
import {TwinId, TwinKind, TwinState} from "./TwinTypes.sol";

/// @title Bills of material
/// @notice One word a line and one a twin that has a place in any.
contract TwinComposition is ITwinComposition, ERC165Upgradeable, TwinOwned {
    /// @notice Most components in one call.
    uint256 public constant MAX_COMPONENTS = 64;

    /// @notice Longest reason, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

    /// @notice How far above its components a twin is put where there is room, so that it can rise later.
    uint32 public constant LEVEL_STEP = 1 << 20;

    /// @dev One word. A line from A to B exists only while A's level is above B's: A's is at least B's ceiling, B's below it.
    /// @param level Above the level of all components, 0 without any.
    /// @param ceiling Not above the level of any assembly that lists the twin; means nothing without one.
    /// @param components Number of components.
    /// @param assemblies Number of assemblies that list the twin.
    struct Place {
        uint32 level;
        uint32 ceiling;
        uint32 components;
        uint32 assemblies;
    }

    /// @custom:storage-location erc7201:cadastre.storage.TwinComposition
    struct TwinCompositionStorage {
        mapping(TwinId whole => mapping(TwinId component => uint32)) quantities;
        mapping(TwinId twin => Place) places;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.TwinComposition")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant TWIN_COMPOSITION_STORAGE =
        0xa1285b0d7bacf47e8adb748b6ea377ecaa64b5a2d78013df0d6668a9745eb300;

    /// @notice The registry of permissions.
    ITwinTerms public immutable TERMS;

    constructor(IPartyRegistry parties, ITwinRegistry twins, ITwinTerms terms) TwinOwned(parties, twins) {
        TERMS = terms;
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc ITwinComposition
    function compose(TwinId whole, Component[] calldata components) external {
        _checkCount(components.length);
        Twin memory owned = _ownLiving(whole);
        for (uint256 i = 0; i < components.length; ++i) {
            _list(whole, owned, components[i]);
        }
    }

    /// @inheritdoc ITwinComposition
    function decompose(TwinId whole, TwinId[] calldata components) external {
        _checkCount(components.length);
        _own(whole);
        for (uint256 i = 0; i < components.length; ++i) {
            _remove(whole, components[i]);
            emit ComponentRemoved(whole, components[i], false, "", _msgSender());
        }
    }

    /// @inheritdoc ITwinComposition
    function refuse(TwinId whole, TwinId component, string calldata reason) external {
        if (bytes(reason).length > MAX_REASON_LENGTH) revert ReasonTooLong(bytes(reason).length);
        _own(component);
        _requireNotFrozen(whole);
        _remove(whole, component);
        emit ComponentRemoved(whole, component, true, reason, _msgSender());
    }

    /// @inheritdoc ITwinComposition
    function quantityOf(TwinId whole, TwinId component) external view returns (uint32) {
        return _storage().quantities[whole][component];
    }

    /// @inheritdoc ITwinComposition
    function usesOf(TwinId twin) external view returns (uint32 components, uint32 assemblies) {
        Place memory place = _storage().places[twin];
        return (place.components, place.assemblies);
    }

    /// @inheritdoc ERC165Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ITwinComposition).interfaceId || super.supportsInterface(interfaceId);
    }

    function _list(TwinId whole, Twin memory owned, Component calldata component) private {
        if (component.quantity == 0) revert InvalidQuantity(component.twin);
        Twin memory part = _existing(component.twin);
        if (part.state == TwinState.Withdrawn) revert TwinNotLive(component.twin);
        if (owned.kind == TwinKind.Type && part.kind == TwinKind.Instance) {
            revert InstanceInType(whole, component.twin);
        }
        bool permitted =
            part.owner == owned.owner ||
                TERMS.isUsePermitted(component.twin, TwinUse.Compose, owned.owner) ||
                _controls(part.owner);
        if (!permitted) revert ComponentNotPermitted(component.twin, owned.owner);

        mapping(TwinId component => uint32) storage quantities = _storage().quantities[whole];
        if (quantities[component.twin] != 0) revert ComponentExists(whole, component.twin);
        quantities[component.twin] = component.quantity;
        _place(whole, component.twin);
        emit ComponentListed(whole, component.twin, component.quantity, _msgSender());
    }

    /// @dev Puts the assembly above the component, or refuses.
    function _place(TwinId whole, TwinId component) private {
        if (TwinId.unwrap(whole) == TwinId.unwrap(component)) revert NotAbove(whole, component);
        Place memory above = _storage().places[whole];
        Place memory below = _storage().places[component];
        if (above.level <= below.level) {
            uint32 ceiling = above.assemblies == 0 ? type(uint32).max : above.ceiling;
            if (ceiling < uint256(below.level) + 2) revert NotAbove(whole, component);
            uint32 halfRoom = (ceiling - below.level) / 2;
            above.level = below.level + (halfRoom < LEVEL_STEP ? halfRoom : LEVEL_STEP);
        }
        ++above.components;
        if (below.assemblies == 0 || above.level < below.ceiling) below.ceiling = above.level;
        ++below.assemblies;
        _storage().places[whole] = above;
        _storage().places[component] = below;
    }

    function _remove(TwinId whole, TwinId component) private {
        mapping(TwinId component => uint32) storage quantities = _storage().quantities[whole];
        if (quantities[component] == 0) revert UnknownComponent(whole, component);
        delete quantities[component];
        Place storage above = _storage().places[whole];
        if (--above.components == 0) above.level = 0;
        --_storage().places[component].assemblies;
    }

    function _checkCount(uint256 count) private pure {
        if (count == 0 || count > MAX_COMPONENTS) revert InvalidComponents(count);
    }

    function _storage() private pure returns (TwinCompositionStorage storage $) {
        assembly ("memory-safe") {
            $.slot := TWIN_COMPOSITION_STORAGE
        }
    }
}
