// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What a party token is, in one storage word. Zero: there is no such token.
///
/// ```
///  255                   200   199    198    192 191              160 159                         0
/// +-------------------------+--------+----------+--------------------+----------------------------+
/// |        data (56)        |frozen 1|status (7)|     epoch (32)     |        holder (160)        |
/// +-------------------------+--------+----------+--------------------+----------------------------+
/// ```
/// The registry that issues the token says what status and data mean; `frozen` is the supervision's.
type HoldingWord is uint256;

using HoldingWords for HoldingWord global;

/// @title Reading and changing a holding word
library HoldingWords {
    uint256 private constant EPOCH_SHIFT = 160;
    uint256 private constant STATUS_SHIFT = 192;
    uint256 private constant DATA_SHIFT = 200;
    uint256 private constant STATUS_MASK = uint256(0x7f) << STATUS_SHIFT;
    uint256 private constant FROZEN = uint256(1) << 199;

    /// @param inStatus Below 128.
    function pack(address to, uint32 atEpoch, uint8 inStatus, uint56 withBits) internal pure returns (HoldingWord) {
        return
            HoldingWord.wrap(
                uint256(uint160(to)) |
                    (uint256(atEpoch) << EPOCH_SHIFT) |
                    (uint256(inStatus) << STATUS_SHIFT) |
                    (uint256(withBits) << DATA_SHIFT)
            );
    }

    /// @notice Whether there is a token.
    function exists(HoldingWord word) internal pure returns (bool) {
        return HoldingWord.unwrap(word) != 0;
    }

    function holder(HoldingWord word) internal pure returns (address) {
        return address(uint160(HoldingWord.unwrap(word)));
    }

    /// @notice How often the token changed hands, 1 after the mint.
    function epoch(HoldingWord word) internal pure returns (uint32) {
        return uint32(HoldingWord.unwrap(word) >> EPOCH_SHIFT);
    }

    function status(HoldingWord word) internal pure returns (uint8) {
        return uint8((HoldingWord.unwrap(word) & STATUS_MASK) >> STATUS_SHIFT);
    }

    function data(HoldingWord word) internal pure returns (uint56) {
        return uint56(HoldingWord.unwrap(word) >> DATA_SHIFT);
    }

    /// @notice Whether the supervision holds the token frozen.
    function isFrozen(HoldingWord word) internal pure returns (bool) {
        return HoldingWord.unwrap(word) & FROZEN != 0;
    }

    function withFrozen(HoldingWord word, bool frozen) internal pure returns (HoldingWord) {
        uint256 rest = HoldingWord.unwrap(word) & ~FROZEN;
        return HoldingWord.wrap(frozen ? rest | FROZEN : rest);
    }

    /// @param newStatus Below 128.
    function withStatus(HoldingWord word, uint8 newStatus) internal pure returns (HoldingWord) {
        return HoldingWord.wrap((HoldingWord.unwrap(word) & ~STATUS_MASK) | (uint256(newStatus) << STATUS_SHIFT));
    }

    function withData(HoldingWord word, uint56 newData) internal pure returns (HoldingWord) {
        uint256 rest = HoldingWord.unwrap(word) & ((1 << DATA_SHIFT) - 1);
        return HoldingWord.wrap(rest | (uint256(newData) << DATA_SHIFT));
    }

    /// @notice The same token in the hands of `to`, one epoch later. Reverts when the epochs are used up. What is frozen does
    /// not move: the caller has made sure of that.
    function movedTo(HoldingWord word, address to) internal pure returns (HoldingWord) {
        return pack(to, epoch(word) + 1, status(word), data(word));
    }
}
