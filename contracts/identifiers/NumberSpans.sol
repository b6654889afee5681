// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice What a range of numbers is taken for.
enum RangeUse {
    None,
    /// Kept free by a namespace's holder: nothing in it is registered, singly or in a batch, until it is released.
    Reserved,
    /// The members of a rule batch.
    Batch
}

/// @notice A range of numbers in one word, from the lowest bit: first number 64, last number 64, use 8, length of the prefix
/// of the namespace that took it 8.
type NumberSpan is uint256;

using NumberSpans for NumberSpan global;

/// @title Ranges of numbers
/// @notice Ranges that do not overlap, in ascending order, so that the one that holds a number is found by bisection.
library NumberSpans {
    /// @notice Most ranges that one insertion or removal moves. Only who takes a range below so many others meets it.
    uint256 internal constant MAX_MOVED = 1024;

    /// @notice The range overlaps another.
    error RangeTaken(uint64 first, uint64 last);
    /// @notice More than 1,024 ranges lie above it.
    error RangeTooFarDown(uint256 above);

    function pack(uint64 from, uint64 to, RangeUse taken, uint8 length) internal pure returns (NumberSpan) {
        return
            NumberSpan.wrap(
                uint256(from) | (uint256(to) << 64) | (uint256(uint8(taken)) << 128) | (uint256(length) << 136)
            );
    }

    function first(NumberSpan span) internal pure returns (uint64) {
        return uint64(NumberSpan.unwrap(span));
    }

    function last(NumberSpan span) internal pure returns (uint64) {
        return uint64(NumberSpan.unwrap(span) >> 64);
    }

    function use(NumberSpan span) internal pure returns (RangeUse) {
        return RangeUse(uint8(NumberSpan.unwrap(span) >> 128));
    }

    function prefixLength(NumberSpan span) internal pure returns (uint8) {
        return uint8(NumberSpan.unwrap(span) >> 136);
    }

    /// @notice The range that holds a number; zero, of use `None`, where none does.
    function holding(NumberSpan[] storage spans, uint64 number) internal view returns (NumberSpan) {
        uint256 begun = _begunBy(spans, number);
        if (begun == 0) return NumberSpan.wrap(0);
        NumberSpan span = spans[begun - 1];
        return span.last() >= number ? span : NumberSpan.wrap(0);
    }

    /// @notice The numbers around one that no range holds: those from the range below it to the one above.
    function gapAround(
        NumberSpan[] storage spans,
        uint64 number
    ) internal view returns (uint64 lowest, uint64 highest) {
        uint256 begun = _begunBy(spans, number);
        if (begun != 0) lowest = spans[begun - 1].last() + 1;
        highest = begun == spans.length ? type(uint64).max : spans[begun].first() - 1;
    }

    /// @notice Adds a range. Reverts with `RangeTaken` where it overlaps another.
    function insert(NumberSpan[] storage spans, NumberSpan span) internal {
        uint256 length = spans.length;
        uint256 place = _begunBy(spans, span.last());
        if (place != 0 && spans[place - 1].last() >= span.first()) {
            revert RangeTaken(spans[place - 1].first(), spans[place - 1].last());
        }
        if (length - place > MAX_MOVED) revert RangeTooFarDown(length - place);

        spans.push(span);
        for (uint256 i = length; i > place; --i) {
            spans[i] = spans[i - 1];
        }
        if (place != length) spans[place] = span;
    }

    /// @notice Takes out a range that is there.
    function remove(NumberSpan[] storage spans, NumberSpan span) internal {
        uint256 begun = _begunBy(spans, span.first());
        uint256 length = spans.length;
        if (length - begun > MAX_MOVED) revert RangeTooFarDown(length - begun);

        for (uint256 i = begun; i < length; ++i) {
            spans[i - 1] = spans[i];
        }
        spans.pop();
    }

    /// @dev How many ranges begin at `number` or before. The last is looked at first: most new numbers are above all ranges.
    function _begunBy(NumberSpan[] storage spans, uint64 number) private view returns (uint256) {
        uint256 high = spans.length;
        if (high == 0 || spans[high - 1].first() <= number) return high;
        uint256 low = 0;
        --high;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (spans[middle].first() <= number) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
