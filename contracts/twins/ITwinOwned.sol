// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {TwinId} from "./TwinTypes.sol";

/// @title What is refused to who does not own a twin
interface ITwinOwned {
    error UnknownTwin(TwinId twin);
    /// @notice The twin is withdrawn.
    error TwinNotLive(TwinId twin);
    /// @notice `caller` does not control the owner of the twin.
    error NotTwinOwner(TwinId twin, address caller);
}
