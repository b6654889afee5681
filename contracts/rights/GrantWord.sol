// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Extent, Grant, GrantStatus} from "./RightTypes.sol";
import {Terms} from "./IRightTerms.sol";

/// @notice What a grant is, in one storage word. Zero: it was never given.
///
/// ```
///  191       160 159    152 151   144 143    136 135       104 103     88 87     48 47      8 7        0
/// +-------------+----------+---------+----------+-------------+----------+---------+---------+----------+
/// | notice (32) |levels (8)|flags (8)|frozen (8)|sequence (32)|actions 16|until 40 | from 40 |status (8)|
/// +-------------+----------+---------+----------+-------------+----------+---------+---------+----------+
/// ```
/// Registered terms are kept in the same form, with the status that a grant under them begins with: a grant takes them
/// over as they are.
type GrantWord is uint256;

using GrantWords for GrantWord global;

/// @title Reading and changing a grant's word
library GrantWords {
    uint256 private constant FROM_SHIFT = 8;
    uint256 private constant UNTIL_SHIFT = 48;
    uint256 private constant ACTIONS_SHIFT = 88;
    uint256 private constant SEQUENCE_SHIFT = 104;
    uint256 private constant LEVELS_SHIFT = 152;
    uint256 private constant NOTICE_SHIFT = 160;
    uint256 private constant FROZEN = 1 << 136;

    uint256 internal constant EXCLUSIVE = 1 << 144;
    uint256 internal constant IRREVOCABLE = 1 << 145;
    uint256 internal constant SUBLICENCE = 1 << 146;
    uint256 internal constant ACCEPTED = 1 << 147;
    uint256 internal constant RELEASED = 1 << 148;

    /// @notice Terms as grants take them over.
    function template(Terms memory terms) internal pure returns (GrantWord) {
        GrantStatus begins = terms.byAcceptance ? GrantStatus.Pending : GrantStatus.Active;
        uint256 flags = (terms.exclusive ? EXCLUSIVE : 0) | (terms.irrevocable ? IRREVOCABLE : 0);
        return
            GrantWord.wrap(
                uint256(begins) |
                    (uint256(terms.actions) << ACTIONS_SHIFT) |
                    (uint256(terms.sublicences) << LEVELS_SHIFT) |
                    (uint256(terms.notice) << NOTICE_SHIFT) |
                    flags
            );
    }

    /// @notice What holds without terms.
    function withoutTerms(uint16 allActions) internal pure returns (GrantWord) {
        return GrantWord.wrap(uint256(GrantStatus.Active) | (uint256(allActions) << ACTIONS_SHIFT));
    }

    /// @notice Terms as a grant of that extent.
    function granted(GrantWord terms, Extent calldata extent, uint32 atSequence) internal pure returns (GrantWord) {
        uint256 rest = GrantWord.unwrap(terms) & ~(uint256(type(uint16).max) << ACTIONS_SHIFT);
        return
            GrantWord.wrap(
                rest |
                    (uint256(extent.from) << FROM_SHIFT) |
                    (uint256(extent.until) << UNTIL_SHIFT) |
                    (uint256(extent.actions) << ACTIONS_SHIFT) |
                    (uint256(atSequence) << SEQUENCE_SHIFT)
            );
    }

    /// @notice Whether there is anything.
    function exists(GrantWord word) internal pure returns (bool) {
        return GrantWord.unwrap(word) != 0;
    }

    function status(GrantWord word) internal pure returns (GrantStatus) {
        return GrantStatus(uint8(GrantWord.unwrap(word)));
    }

    function from(GrantWord word) internal pure returns (uint40) {
        return uint40(GrantWord.unwrap(word) >> FROM_SHIFT);
    }

    function until(GrantWord word) internal pure returns (uint40) {
        return uint40(GrantWord.unwrap(word) >> UNTIL_SHIFT);
    }

    function actions(GrantWord word) internal pure returns (uint16) {
        return uint16(GrantWord.unwrap(word) >> ACTIONS_SHIFT);
    }

    function sequence(GrantWord word) internal pure returns (uint32) {
        return uint32(GrantWord.unwrap(word) >> SEQUENCE_SHIFT);
    }

    /// @notice Levels of sub-licences that may lie beneath it.
    function levels(GrantWord word) internal pure returns (uint8) {
        return uint8(GrantWord.unwrap(word) >> LEVELS_SHIFT);
    }

    function notice(GrantWord word) internal pure returns (uint32) {
        return uint32(GrantWord.unwrap(word) >> NOTICE_SHIFT);
    }

    function isFrozen(GrantWord word) internal pure returns (bool) {
        return GrantWord.unwrap(word) & FROZEN != 0;
    }

    /// @param flag One of the constants above.
    function has(GrantWord word, uint256 flag) internal pure returns (bool) {
        return GrantWord.unwrap(word) & flag != 0;
    }

    function with(GrantWord word, uint256 flag) internal pure returns (GrantWord) {
        return GrantWord.wrap(GrantWord.unwrap(word) | flag);
    }

    function withFrozen(GrantWord word, bool frozen) internal pure returns (GrantWord) {
        uint256 rest = GrantWord.unwrap(word) & ~FROZEN;
        return GrantWord.wrap(frozen ? rest | FROZEN : rest);
    }

    function withStatus(GrantWord word, GrantStatus newStatus) internal pure returns (GrantWord) {
        return GrantWord.wrap((GrantWord.unwrap(word) & ~uint256(type(uint8).max)) | uint256(newStatus));
    }

    /// @notice The same, revoked as of `end`, or of the end that it had if that is earlier.
    function revokedAt(GrantWord word, uint40 end) internal pure returns (GrantWord) {
        uint40 present = until(word);
        if (present != 0 && present < end) end = present;
        uint256 rest = GrantWord.unwrap(word) & ~(uint256(type(uint40).max) << UNTIL_SHIFT);
        return withStatus(GrantWord.wrap(rest | (uint256(end) << UNTIL_SHIFT)), GrantStatus.Revoked);
    }

    /// @notice Whether its end is past: it does not hold, and never will.
    function isOver(GrantWord word) internal view returns (bool) {
        uint40 end = until(word);
        return end != 0 && block.timestamp >= end;
    }

    /// @notice Whether it holds now, for all of these actions. A revoked grant holds until its notice has passed.
    function allows(GrantWord word, uint16 asked) internal view returns (bool) {
        GrantStatus present = status(word);
        return
            (present == GrantStatus.Active || present == GrantStatus.Revoked) &&
            !isFrozen(word) &&
            block.timestamp >= from(word) &&
            !isOver(word) &&
            asked & ~actions(word) == 0;
    }

    function unpack(GrantWord word) internal pure returns (Grant memory) {
        return
            Grant({
                status: status(word),
                from: from(word),
                until: until(word),
                actions: actions(word),
                sequence: sequence(word),
                frozen: isFrozen(word),
                exclusive: has(word, EXCLUSIVE),
                irrevocable: has(word, IRREVOCABLE),
                sublicence: has(word, SUBLICENCE),
                accepted: has(word, ACCEPTED),
                released: has(word, RELEASED),
                sublicences: levels(word),
                notice: notice(word)
            });
    }
}
