// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ITwinOwned} from "./ITwinOwned.sol";
import {TwinId} from "./TwinTypes.sol";

/// @notice A line of a bill of material.
/// @param quantity How many, 1 at least.
struct Component {
    TwinId twin;
    uint32 quantity;
}

/// @title Bills of material
/// @notice Which twins an assembly is made of, across owners. A component is listed by the assembly's owner, with the consent
/// of the component's: the same key controls both, or the component's owner permitted the assembly's owner, or everyone,
/// to list it (`TwinUse.Compose`). Consent is asked for at the listing only. But a component's owner,
/// whoever that is by then, may refuse a listing at any time.
///
/// No twin is part of itself, however many steps away. Each has a level, above that of all its components; it is set
/// when it first gets one and rises when a higher one comes in, as far as the assemblies that list it leave room. So a circle
/// is refused without a walk through the graph. A bill of material built from the parts upwards nests thousands of
/// levels; one built from the top down about twenty, and then asks for a component to be taken out and listed again.
interface ITwinComposition is ITwinOwned {
    event ComponentListed(TwinId indexed whole, TwinId indexed component, uint32 quantity, address by);

    /// @param refused By the component's owner; otherwise taken out by the assembly's.
    event ComponentRemoved(TwinId indexed whole, TwinId indexed component, bool refused, string reason, address by);

    error InvalidComponents(uint256 count);
    error InvalidQuantity(TwinId component);
    error ComponentExists(TwinId whole, TwinId component);
    error UnknownComponent(TwinId whole, TwinId component);
    /// @notice The component's owner did not permit `owner` to list it.
    error ComponentNotPermitted(TwinId component, address owner);
    /// @notice An instance is no part of a type.
    error InstanceInType(TwinId whole, TwinId component);
    /// @notice The assembly is its own component, directly or further below, or its place in other assemblies leaves no
    /// room above the component.
    error NotAbove(TwinId whole, TwinId component);
    /// @notice A reason has at most 1,024 bytes.
    error ReasonTooLong(uint256 length);

    /// @notice Lists 1 to 64 components. Only the assembly's owner may; each with its owner's consent.
    function compose(TwinId whole, Component[] calldata components) external;

    /// @notice Takes 1 to 64 components out. Only the assembly's owner may.
    function decompose(TwinId whole, TwinId[] calldata components) external;

    /// @notice Ends the listing of a component. Only the component's owner may, and not where one of the two is frozen.
    function refuse(TwinId whole, TwinId component, string calldata reason) external;

    /// @notice How many of the component the assembly lists; 0 for none.
    function quantityOf(TwinId whole, TwinId component) external view returns (uint32);

    /// @notice Number of components of a twin, and of assemblies that list it.
    function usesOf(TwinId twin) external view returns (uint32 components, uint32 assemblies);
}
