// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IdentifierText} from "./IdentifierText.sol";
import {NumberedText} from "./NumberedText.sol";

/// @notice Numbers that no range holds, of all identifiers with the same stem, tail and width. Of width zero: none.
/// @param stem Hash of the stem, and
/// @param tail of the tail.
struct NumberGap {
    bytes32 stem;
    bytes32 tail;
    uint256 width;
    uint64 first;
    uint64 last;
}

using NumberGaps for NumberGap global;

/// @title Gaps between ranges
/// @notice Spares many identifiers in a row the question whether each is in a range.
library NumberGaps {
    /// @notice The numbers from `first` to `last`, of the identifiers that differ in their number alone from this one. None
    /// where it has no number.
    function around(bytes calldata identifier, uint64 first, uint64 last) internal pure returns (NumberGap memory gap) {
        (bool found, uint256 start, uint256 end, ) = NumberedText.split(identifier);
        if (found)
            gap = NumberGap(
                IdentifierText.hashOf(identifier[:start]),
                IdentifierText.hashOf(identifier[end:]),
                end - start,
                first,
                last
            );
    }

    function holds(NumberGap memory gap, bytes calldata identifier) internal pure returns (bool) {
        (bool found, uint256 start, uint256 end, uint64 number) = NumberedText.split(identifier);
        return
            found &&
            number >= gap.first &&
            number <= gap.last &&
            end - start == gap.width &&
            IdentifierText.hashOf(identifier[:start]) == gap.stem &&
            IdentifierText.hashOf(identifier[end:]) == gap.tail;
    }
}
