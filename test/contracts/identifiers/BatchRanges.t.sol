// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PrefixRule} from "../../../contracts/identifiers/INamespaceRegistry.sol";
import {NumberSpans, RangeUse} from "../../../contracts/identifiers/NumberSpans.sol";
import {NumberedTextHarness, NumberSpansHarness, PrefixRulesHarness} from "../fixtures/Harnesses.sol";

/// @notice What batches and records stand on: the number in an identifier, the book of ranges, the bytes that decide.
contract BatchRangesTest {
    NumberedTextHarness private immutable TEXT = new NumberedTextHarness();
    PrefixRulesHarness private immutable RULES = new PrefixRulesHarness();

    function test_theNumberIsTheLastRunOfDigits() external view {
        _splits("01/09506000134352/21/PN-000042.A", "01/09506000134352/21/PN-", 42, ".A");
        _splits("a1b22c", "a1b", 22, "c");
        _splits("7", "", 7, "");
        _splits("x9999999999999999999", "x", 9999999999999999999, "");
        _hasNone("");
        _hasNone("no digit");
        _hasNone("x10000000000000000000");
        _hasNone("1-tail-too-long");
        _hasNone("a text of more than a word 1-tail-too-long");
        _splits("1-twelve-long", "", 1, "-twelve-long");
        _splits("x1234567890123456789-twelve-long", "x", 1234567890123456789, "-twelve-long");
        _hasNone("x12345678901234567890-twelve-long");
    }

    function testFuzz_joiningUndoesSplitting(uint64 number, uint8 width, bytes8 before, bytes8 after_) external view {
        width = 1 + (width % 19);
        number = uint64(uint256(number) % 10 ** width);
        bytes memory stem = abi.encodePacked(_withoutDigits(before), "-");
        bytes memory tail = _withoutDigits(after_);
        bytes memory text = bytes.concat(stem, _digits(number, width), tail);
        (bool found, uint256 start, uint256 end, uint64 value) = TEXT.split(text);
        require(found && start == stem.length && end == start + width && value == number, "split");
    }

    /// @dev The book against a plain array of flags: same answers, same refusals, whatever the order.
    function testFuzz_theBookHoldsWhatWasPutIn(uint256 seed) external {
        NumberSpansHarness book = new NumberSpansHarness();
        uint8[32] memory starts;
        uint8[32] memory lasts;
        for (uint256 i = 0; i < 24; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint64 first = uint64(seed % 32);
            uint64 last = first + uint64((seed >> 8) % 6);
            if (last > 31) last = 31;
            if ((seed >> 16) % 4 == 0) {
                bool there = starts[first] == first + 1 && lasts[first] == last;
                if (there) book.remove(first);
                if (there) _mark(starts, lasts, first, last, 0);
            } else {
                bool free = true;
                for (uint64 n = first; n <= last; ++n) {
                    if (starts[n] != 0) free = false;
                }
                try book.insert(first, last, RangeUse.Batch) {
                    require(free, "overlap");
                } catch (bytes memory reason) {
                    require(!free && bytes4(reason) == NumberSpans.RangeTaken.selector, "refused");
                }
                if (free) _mark(starts, lasts, first, last, uint8(first) + 1);
            }
            _agrees(book, starts, lasts);
        }
    }

    function test_aRangeBelowTooManyOthersIsRefused() external {
        NumberSpansHarness book = new NumberSpansHarness();
        for (uint64 i = 1; i <= 1025; ++i) {
            book.insert(i * 10, i * 10, RangeUse.Batch);
        }
        book.insert(15, 15, RangeUse.Batch);
        try book.insert(5, 5, RangeUse.Batch) {
            revert("too many were moved");
        } catch (bytes memory reason) {
            require(bytes4(reason) == NumberSpans.RangeTooFarDown.selector, "refused");
        }
        try book.remove(10) {
            revert("too many were moved");
        } catch (bytes memory reason) {
            require(bytes4(reason) == NumberSpans.RangeTooFarDown.selector, "refused");
        }
        (uint64 first, , RangeUse use) = book.holding(15);
        require(first == 15 && use == RangeUse.Batch, "found");
    }

    function test_theBytesThatDecide() external view {
        _decides(PrefixRule.Gs1, "9506000134352/21/1", 12);
        _decides(PrefixRule.Gs1, "950600/21/1", 7);
        _decides(PrefixRule.Gs1, "950600", 0);
        _decides(PrefixRule.Handle, "88.101/part", 7);
        _decides(PrefixRule.Handle, "88.101", 0);
        _decides(PrefixRule.Asset, "OWNER/NAME/VALUE", 11);
        _decides(PrefixRule.Asset, "OWNER/NAME", 0);
        _decides(PrefixRule.Oid, "1.3.6.1.4.1.99999.1", 0);
        _decides(PrefixRule.Did, "did:web:example.com:a:b", 0);
        _decides(PrefixRule.Oid, _long("1.3.6.1.4.1.99999"), 65);
        _decides(PrefixRule.Handle, _long("88.101"), 65);
    }

    /// @dev What the claim is for: texts that share the deciding bytes have the same cuts.
    function testFuzz_whatComesAfterTheDecidingBytesCutsNothing(uint8 pick, bytes32 one, bytes32 other) external view {
        PrefixRule rule = PrefixRule(1 + (pick % 5));
        bytes memory text = _spelt(one);
        uint256 length = RULES.decidingLength(rule, text);
        if (length == 0) return;
        bytes memory twin = bytes.concat(_first(text, length), _spelt(other));
        require(RULES.decidingLength(rule, twin) == length, "length");
        for (uint256 cut = 0; cut < length; ++cut) {
            uint256 next = RULES.nextCut(rule, text, cut, length - 1);
            require(next == RULES.nextCut(rule, twin, cut, length - 1), "cut");
        }
        require(_isPrefix(rule, text, length) == _isPrefix(rule, twin, length), "last cut");
        // Behind them no prefix of any length ends that is canonical.
        for (uint256 end = length + 1; end <= twin.length && end <= 64; ++end) {
            require(!_isPrefix(rule, twin, end), "a prefix ends behind");
        }
    }

    function _gapAgrees(NumberSpansHarness book, uint8[32] memory starts, uint64 number) private view {
        uint64 first = number;
        uint64 end = number + 1;
        while (first != 0 && starts[first - 1] == 0) --first;
        while (end < 32 && starts[end] == 0) ++end;
        (uint64 lowest, uint64 highest) = book.gapAround(number);
        require(lowest == first && (end == 32 ? highest == type(uint64).max : highest == end - 1), "gap");
    }

    function _isPrefix(PrefixRule rule, bytes memory text, uint256 length) private view returns (bool) {
        return RULES.isCut(rule, text, length) && RULES.isCanonical(rule, _first(text, length));
    }

    function _agrees(NumberSpansHarness book, uint8[32] memory starts, uint8[32] memory lasts) private view {
        for (uint64 n = 0; n < 32; ++n) {
            (uint64 first, uint64 last, RangeUse use) = book.holding(n);
            if (starts[n] == 0) {
                require(use == RangeUse.None && first == 0 && last == 0, "holds what is free");
                _gapAgrees(book, starts, n);
            } else {
                require(use == RangeUse.Batch && first == starts[n] - 1 && last == lasts[n], "holds another");
            }
        }
    }

    function _mark(uint8[32] memory starts, uint8[32] memory lasts, uint64 first, uint64 last, uint8 as_) private pure {
        for (uint64 n = first; n <= last; ++n) {
            starts[n] = as_;
            lasts[n] = as_ == 0 ? 0 : uint8(last);
        }
    }

    function _splits(string memory text, string memory stem, uint64 number, string memory tail) private view {
        (bool found, uint256 start, uint256 end, uint64 value) = TEXT.split(bytes(text));
        require(found && start == bytes(stem).length && value == number, text);
        require(bytes(text).length - end == bytes(tail).length, text);
    }

    function _hasNone(string memory text) private view {
        (bool found, , , ) = TEXT.split(bytes(text));
        require(!found, text);
    }

    function _decides(PrefixRule rule, string memory text, uint256 length) private view {
        require(RULES.decidingLength(rule, bytes(text)) == length, text);
    }

    function _long(string memory start) private pure returns (string memory text) {
        text = start;
        while (bytes(text).length < 65) text = string.concat(text, ".1");
    }

    /// @dev Up to 32 characters of those that matter to some rule.
    function _spelt(bytes32 seed) private pure returns (bytes memory text) {
        bytes memory alphabet = "0123456789//::..adid";
        text = new bytes(uint8(seed[31]) % 33);
        for (uint256 i = 0; i < text.length; ++i) {
            text[i] = alphabet[uint8(seed[i]) % alphabet.length];
        }
    }

    function _first(bytes memory text, uint256 length) private pure returns (bytes memory start) {
        start = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            start[i] = text[i];
        }
    }

    function _digits(uint64 number, uint8 width) private pure returns (bytes memory digits) {
        digits = new bytes(width);
        for (uint256 i = width; i != 0; --i) {
            digits[i - 1] = bytes1(uint8(48 + (number % 10)));
            number /= 10;
        }
    }

    function _withoutDigits(bytes8 seed) private pure returns (bytes memory text) {
        text = abi.encodePacked(seed);
        for (uint256 i = 0; i < text.length; ++i) {
            if (text[i] >= "0" && text[i] <= "9") text[i] = "x";
        }
    }
}
