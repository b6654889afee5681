// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Affairs
/// @notice For a registry whose code is too large for one contract: calls that another contract's code answers, in the
/// registry's own storage.
library Affairs {
    /// @dev Runs the call as it came, returns or reverts as it does, and does not come back.
    function passOn(address affairs) internal {
        // Solidity's memory is not needed any more.
        assembly {
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), affairs, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(done) {
                revert(0, returndatasize())
            }
            return(0, returndatasize())
        }
    }
}
