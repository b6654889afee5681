// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev A namespace's second word, zero where it and its parent are in their first tenure. From the lowest bit: the epoch
/// with which its present tenure began, 0 for the first (32); the same of the parent when it delegated this one (32); the
/// epoch from which on it answers for what was issued (32).
type Tenures is uint256;

/// @title Reading and changing a namespace's second word
library TenuresLibrary {
    uint256 private constant PARENT_SHIFT = 32;
    uint256 private constant ANSWERS_SHIFT = 64;

    /// @dev A tenure that begins. It answers for nothing from before.
    function begin(uint32 epoch, uint32 parent) internal pure returns (Tenures) {
        return Tenures.wrap(epoch | (uint256(parent) << PARENT_SHIFT) | (uint256(epoch) << ANSWERS_SHIFT));
    }

    function own(Tenures tenures) internal pure returns (uint32) {
        return uint32(Tenures.unwrap(tenures));
    }

    function ofParent(Tenures tenures) internal pure returns (uint32) {
        return uint32(Tenures.unwrap(tenures) >> PARENT_SHIFT);
    }

    function answersSince(Tenures tenures) internal pure returns (uint32) {
        return uint32(Tenures.unwrap(tenures) >> ANSWERS_SHIFT);
    }

    function answering(Tenures tenures, uint32 since) internal pure returns (Tenures) {
        uint256 rest = Tenures.unwrap(tenures) & ~(uint256(type(uint32).max) << ANSWERS_SHIFT);
        return Tenures.wrap(rest | (uint256(since) << ANSWERS_SHIFT));
    }
}
