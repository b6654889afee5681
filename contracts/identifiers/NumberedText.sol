// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Numbers in identifiers
/// @notice Splits an identifier around its last run of digits: `01/09506000134352/21/PN-000042.A` is the stem
/// `01/09506000134352/21/PN-`, the number 42 in a width of 6, and the tail `.A`. Every identifier is split in one way at most,
/// so whether it lies in a range of numbers is one look-up. Bounded: nothing here looks at more than a tail and a number.
library NumberedText {
    /// @notice Most digits of a number: ten to that power still fits 64 bits.
    uint256 internal constant MAX_WIDTH = 19;

    /// @notice Longest tail, in bytes. Number, tail and one byte before them fit a word.
    uint256 internal constant MAX_TAIL_LENGTH = 12;

    /// @notice Where the number is.
    /// @return found Whether there is a number that a range may hold: 1 to 19 digits, at most 12 bytes before the end.
    /// @return start Position of its first digit.
    /// @return end Position after its last digit.
    /// @return number Its value.
    function split(bytes calldata text) internal pure returns (bool found, uint256 start, uint256 end, uint64 number) {
        unchecked {
            uint256 length = text.length;
            // The last byte is the lowest. In front of a short text come zeros, which are no digits.
            uint256 rest =
                length < 32 ? uint256(bytes32(text)) >> (8 * (32 - length)) : uint256(bytes32(text[length - 32:]));
            uint256 tail = 0;
            for (; _digit(rest) > 9; rest >>= 8) {
                if (rest == 0 || ++tail > MAX_TAIL_LENGTH) return (false, 0, 0, 0);
            }
            uint256 width = 0;
            uint256 value = 0;
            uint256 unit = 1;
            for (uint256 digit = _digit(rest); digit < 10; digit = _digit(rest >>= 8)) {
                if (++width > MAX_WIDTH) return (false, 0, 0, 0);
                value += digit * unit;
                unit *= 10;
            }
            end = length - tail;
            return (true, end - width, end, uint64(value));
        }
    }

    /// @dev Value of the digit in the lowest byte; above 9 where that is none.
    function _digit(uint256 rest) private pure returns (uint256) {
        unchecked {
            return (rest & 0xff) - uint8(bytes1("0"));
        }
    }

    function isDigit(bytes1 c) internal pure returns (bool) {
        return c >= "0" && c <= "9";
    }
}
