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
/// of the namespace that took it 8; in the lowest range's word, how many ranges there are 32.
type NumberSpan is uint256;

using NumberSpans for NumberSpan global;

/// @notice Ranges that do not overlap, in ascending order, so that the one that holds a number is found by bisection.
/// @dev Their number is in the first one's word: a word of its own would be one more to read for whoever asks, and one more to
/// pay for with the first range of each kind of identifiers, which mostly stays the only one.
struct NumberLine {
    NumberSpan[2 ** 32] spans;
}

using NumberSpans for NumberLine global;

/// @title Ranges of numbers
library NumberSpans {
    /// @dev Where the number of ranges is in the first one's word.
    uint256 private constant COUNT_BIT = 144;

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

    /// @notice How many ranges there are, as the first one's word has it.
    function count(NumberSpan span) internal pure returns (uint256) {
        return NumberSpan.unwrap(span) >> COUNT_BIT;
    }

    /// @notice The range that holds a number; zero, of use `None`, where none does.
    function holding(NumberLine storage line, uint64 number) internal view returns (NumberSpan) {
        uint256 begun = _begunBy(line, line.spans[0].count(), number);
        if (begun == 0) return NumberSpan.wrap(0);
        NumberSpan span = _bare(line.spans[begun - 1]);
        return span.last() >= number ? span : NumberSpan.wrap(0);
    }

    /// @notice The numbers around one that no range holds: those from the range below it to the one above.
    function gapAround(NumberLine storage line, uint64 number) internal view returns (uint64 lowest, uint64 highest) {
        uint256 length = line.spans[0].count();
        uint256 begun = _begunBy(line, length, number);
        if (begun != 0) lowest = line.spans[begun - 1].last() + 1;
        highest = begun == length ? type(uint64).max : line.spans[begun].first() - 1;
    }

    /// @notice Adds a range. Reverts with `RangeTaken` where it overlaps another.
    function insert(NumberLine storage line, NumberSpan span) internal {
        uint256 length = line.spans[0].count();
        uint256 place = _begunBy(line, length, span.last());
        if (place != 0) {
            NumberSpan below = line.spans[place - 1];
            if (below.last() >= span.first()) revert RangeTaken(below.first(), below.last());
        }
        if (length - place > MAX_MOVED) revert RangeTooFarDown(length - place);

        for (uint256 i = length; i > place; --i) {
            line.spans[i] = _bare(line.spans[i - 1]);
        }
        if (place != 0) line.spans[place] = span;
        line.spans[0] = _counting(place == 0 ? span : line.spans[0], length + 1);
    }

    /// @notice Takes out a range that is there.
    function remove(NumberLine storage line, NumberSpan span) internal {
        uint256 length = line.spans[0].count();
        uint256 begun = _begunBy(line, length, span.first());
        if (length - begun > MAX_MOVED) revert RangeTooFarDown(length - begun);

        for (uint256 i = begun; i < length; ++i) {
            line.spans[i - 1] = line.spans[i];
        }
        line.spans[length - 1] = NumberSpan.wrap(0);
        if (length != 1) line.spans[0] = _counting(line.spans[0], length - 1);
    }

    /// @dev How many ranges begin at `number` or before. The last is looked at first: most new numbers are above all ranges.
    function _begunBy(NumberLine storage line, uint256 length, uint64 number) private view returns (uint256) {
        uint256 high = length;
        if (high == 0 || line.spans[high - 1].first() <= number) return high;
        uint256 low = 0;
        --high;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (line.spans[middle].first() <= number) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    function _bare(NumberSpan span) private pure returns (NumberSpan) {
        return NumberSpan.wrap(NumberSpan.unwrap(span) & ((1 << COUNT_BIT) - 1));
    }

    function _counting(NumberSpan span, uint256 ranges) private pure returns (NumberSpan) {
        return NumberSpan.wrap(NumberSpan.unwrap(_bare(span)) | (ranges << COUNT_BIT));
    }
}
