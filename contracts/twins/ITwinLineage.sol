// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ITwinOwned} from "./ITwinOwned.sol";
import {TwinId, TwinState} from "./TwinTypes.sol";

/// @notice A twin that another one comes from.
/// @param licence Digest of the licence terms that the child takes: those of the parent at that moment, zero for none.
struct Parent {
    TwinId twin;
    bytes32 licence;
}

/// @notice Place of a twin in the lineage.
/// @param parents Number of parents.
/// @param depth Longest way to an ancestor without parents, 0 for a twin without parents.
/// @param noDerivatives Nothing may be derived from it or from its instances.
/// @param children Number of twins that have it as a parent.
struct Line {
    uint8 parents;
    uint8 depth;
    bool noDerivatives;
    uint32 children;
}

/// @title Derivation of twins
/// @notice A twin's parents are named together, once, by its owner, and only while nothing comes from it itself. So every
/// edge starts at a twin without children, there is no circle, and a depth, one more than that of the deepest parent, is final.
/// What an edge means follows from the kinds: an instance under a type is an instance of it (one type at most), anything else
/// is derived from its parent.
///
/// | Parent is | Who may name it |
/// |---|---|
/// | draft, deprecated | its owner |
/// | released | that, and the parties that its owner permitted (`TwinUse.Derive`) |
/// | withdrawn | nobody |
///
/// A twin can be closed to derivation while nothing comes from it: then it may have instances, but nothing is derived from
/// it. That is for ever and passes on to its instances, so that nobody gets round it by deriving from one of those.
/// Permissions concern a twin's own children alone; those have owners of their own.
interface ITwinLineage is ITwinOwned {
    /// @param licence Digest of the parent's licence terms at that moment: the child is under these, whatever comes after.
    event TwinDerived(
        TwinId indexed twin,
        TwinId indexed parent,
        uint8 position,
        uint8 depth,
        bytes32 licence,
        address by
    );

    /// @notice From now on nothing is derived from the twin, nor from its instances. Also where it takes that from its parent.
    event TwinClosedToDerivation(TwinId indexed twin, address by);

    /// @notice Not 1 to 8 parents, the same one twice, or two types of one instance.
    error InvalidParents();
    /// @notice The twin's parents are named already, or others come from it by now.
    error LineageFixed(TwinId twin);
    /// @notice The twin's owner `owner` is not permitted to derive from the parent, or its state leaves that to its owner.
    error ParentNotPermitted(TwinId parent, address owner, TwinState state);
    /// @notice The parent, or a type of which it is an instance, is closed to derivation.
    error ClosedToDerivation(TwinId parent);
    /// @notice The parent's licence terms are not those that the caller saw.
    error LicenceChanged(TwinId parent, bytes32 present);
    /// @notice The twin would lie more than 32 levels deep.
    error LineageTooDeep(TwinId parent);

    /// @notice Names 1 to 8 parents. Only the twin's owner may, once.
    function derive(TwinId twin, Parent[] calldata parents) external;

    /// @notice Closes a twin without children to derivation, for ever. Only its owner may.
    function closeToDerivation(TwinId twin) external;

    function lineOf(TwinId twin) external view returns (Line memory);

    /// @notice The parents in the order in which they were named.
    function parentsOf(TwinId twin) external view returns (TwinId[] memory);
}
