// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Arithmetic of shares
library Royalties {
    /// @notice The whole, in basis points.
    uint16 internal constant BASIS_POINTS = 10_000;

    /// @notice A share of a price, rounded up, that is towards the one who is paid; never more than the price.
    /// @dev By quotient and remainder, so that no price overflows.
    /// @param basisPoints At most 10,000.
    function due(uint256 price, uint16 basisPoints) internal pure returns (uint256) {
        uint256 rest = ((price % BASIS_POINTS) * basisPoints + BASIS_POINTS - 1) / BASIS_POINTS;
        return (price / BASIS_POINTS) * basisPoints + rest;
    }
}
