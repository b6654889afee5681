// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC165Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/introspection/ERC165Upgradeable.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {ITwinLineage, Line, Parent} from "./ITwinLineage.sol";
import {ITwinRegistry, Twin} from "./ITwinRegistry.sol";
import {ITwinTerms, TwinUse} from "./ITwinTerms.sol";
import {TwinOwned} from "./TwinOwned.sol";
import {TwinId, TwinKind, TwinState} from "./TwinTypes.sol";

/// @title Derivation of twins
/// @notice One word a twin that has parents or children, and one a parent.
contract TwinLineage is ITwinLineage, ERC165Upgradeable, TwinOwned {
    /// @notice Most parents of a twin.
    uint256 public constant MAX_PARENTS = 8;

    /// @notice Greatest depth of a twin.
    uint8 public constant MAX_DEPTH = 32;

    /// @custom:storage-location erc7201:cadastre.storage.TwinLineage
    struct TwinLineageStorage {
        mapping(TwinId twin => Line) lines;
        mapping(TwinId twin => mapping(uint256 position => TwinId)) parents;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.TwinLineage")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant TWIN_LINEAGE_STORAGE = 0xa77285b48ef996ecb9ee282d2ec9e338dcb13ed2017fa8c585d05ff1c96ad300;

    /// @notice The registry of licence terms and permissions.
    ITwinTerms public immutable TERMS;

    constructor(IPartyRegistry parties, ITwinRegistry twins, ITwinTerms terms) TwinOwned(parties, twins) {
        TERMS = terms;
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc ITwinLineage
    function derive(TwinId twin, Parent[] calldata parents) external {
        Twin memory child = _ownLiving(twin);
        Line memory line = _storage().lines[twin];
        if (line.parents != 0 || line.children != 0) revert LineageFixed(twin);
        if (parents.length == 0 || parents.length > MAX_PARENTS) revert InvalidParents();

        bool closed = _checkParents(twin, child, parents, line);
        line.parents = uint8(parents.length);
        for (uint256 i = 0; i < parents.length; ++i) {
            ++_storage().lines[parents[i].twin].children;
            _storage().parents[twin][i] = parents[i].twin;
            emit TwinDerived(twin, parents[i].twin, uint8(i), line.depth, parents[i].licence, _msgSender());
        }
        bool closes = closed && !line.noDerivatives;
        line.noDerivatives = line.noDerivatives || closed;
        _storage().lines[twin] = line;
        if (closes) emit TwinClosedToDerivation(twin, _msgSender());
    }

    /// @inheritdoc ITwinLineage
    function closeToDerivation(TwinId twin) external {
        _ownLiving(twin);
        Line storage line = _storage().lines[twin];
        // A child that is there already would not take the restriction over.
        if (line.children != 0 || line.noDerivatives) revert LineageFixed(twin);
        line.noDerivatives = true;
        emit TwinClosedToDerivation(twin, _msgSender());
    }

    /// @inheritdoc ITwinLineage
    function lineOf(TwinId twin) external view returns (Line memory) {
        return _storage().lines[twin];
    }

    /// @inheritdoc ITwinLineage
    function parentsOf(TwinId twin) external view returns (TwinId[] memory parents) {
        parents = new TwinId[](_storage().lines[twin].parents);
        for (uint256 i = 0; i < parents.length; ++i) {
            parents[i] = _storage().parents[twin][i];
        }
    }

    /// @inheritdoc ERC165Upgradeable
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ITwinLineage).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev Checks all parents and sets the depth of `line`.
    /// @return closed Whether the twin is an instance of a type that is closed to derivation.
    function _checkParents(
        TwinId twin,
        Twin memory child,
        Parent[] calldata parents,
        Line memory line
    ) private view returns (bool closed) {
        bool hasType = false;
        for (uint256 i = 0; i < parents.length; ++i) {
            TwinId parent = parents[i].twin;
            if (TwinId.unwrap(parent) == TwinId.unwrap(twin)) revert InvalidParents();
            for (uint256 before = 0; before < i; ++before) {
                if (TwinId.unwrap(parents[before].twin) == TwinId.unwrap(parent)) revert InvalidParents();
            }
            TwinKind parentKind = _checkParent(child, parents[i]);
            bool instanceOf = child.kind == TwinKind.Instance && parentKind == TwinKind.Type;
            if (instanceOf && hasType) revert InvalidParents();
            hasType = hasType || instanceOf;

            Line memory above = _storage().lines[parent];
            if (above.noDerivatives && !instanceOf) revert ClosedToDerivation(parent);
            closed = closed || above.noDerivatives;
            if (above.depth >= MAX_DEPTH) revert LineageTooDeep(parent);
            if (above.depth >= line.depth) line.depth = above.depth + 1;
        }
    }

    /// @dev Whether the child's owner may name the parent under those terms.
    function _checkParent(Twin memory child, Parent calldata named) private view returns (TwinKind) {
        Twin memory parent = _existing(named.twin);
        if (parent.state == TwinState.Withdrawn) revert TwinNotLive(named.twin);
        bool permitted =
            parent.owner == child.owner ||
                (parent.state == TwinState.Released && TERMS.isUsePermitted(named.twin, TwinUse.Derive, child.owner)) ||
                _controls(parent.owner);
        if (!permitted) revert ParentNotPermitted(named.twin, child.owner, parent.state);
        (, bytes32 licence) = TERMS.licenceOf(named.twin);
        if (named.licence != licence) revert LicenceChanged(named.twin, licence);
        return parent.kind;
    }

    function _storage() private pure returns (TwinLineageStorage storage $) {
        assembly ("memory-safe") {
            $.slot := TWIN_LINEAGE_STORAGE
        }
    }
}
