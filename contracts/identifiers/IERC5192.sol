// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title ERC-5192: tokens that do not move
/// @dev Interface id 0xb45a3c0e.
interface IERC5192 {
    /// @notice The token is locked from now on. Comes with the mint of each that is.
    event Locked(uint256 tokenId);

    /// @notice The token is no longer locked. Not emitted here: a lock is for ever.
    event Unlocked(uint256 tokenId);

    /// @notice Whether the token is locked. Reverts where there is none.
    function locked(uint256 tokenId) external view returns (bool);
}
