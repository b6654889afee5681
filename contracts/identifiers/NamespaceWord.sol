// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HoldingWord} from "../identity/HoldingWord.sol";
import {DelegationTerms, NamespaceStatus} from "./INamespaceRegistry.sol";

/// @title Reading and changing a namespace's word
/// @notice What a namespace puts into status and data of its `HoldingWord`.
///
/// ```
///  255         249 248    244 243         238 237         232 231                    200
/// +---------------+----------+---------------+---------------+--------------------------+
/// | reach (7)     |levels (5)|suspendedBy (6)|parent (6)     | expiry (32)              |
/// +---------------+----------+---------------+---------------+--------------------------+
///  199     198 197      196      195         194           193 192
/// +-----------+--------+--------+-----------+-------------+-----------+
/// | 0 (2)     | sealed | tenured| barred    | emancipated | status (2)|
/// +-----------+--------+--------+-----------+-------------+-----------+
/// ```
/// - `expiry`: Unix second from which on it is expired, 0 for none of its own.
/// - `parent`: bytes of the parent's prefix; shorter than the longest prefix, and so 63 at most.
/// - `suspendedBy`: while suspended, bytes of the suspending ancestor's prefix.
/// - `levels`: generations of namespaces that may be delegated beneath it; 16 for a root.
/// - `reach`: upper bound on the length of the prefixes delegated within its own, 0 for none.
/// - `emancipated`: depends on no ancestor any more. `barred`: may not issue identifiers itself.
/// - `tenured`: the second word is in use, see `Tenures`.
/// - `sealed`: what it issues itself are sealed records.
library NamespaceWords {
    uint256 private constant STATUS_SHIFT = 192;
    uint256 private constant STATUS_BITS = 2;
    uint256 private constant EMANCIPATED = 1 << 194;
    uint256 private constant BARRED = 1 << 195;
    uint256 private constant TENURED = 1 << 196;
    uint256 private constant SEALED = 1 << 197;
    uint256 private constant EXPIRY_SHIFT = 200;
    uint256 private constant EXPIRY_BITS = 32;
    uint256 private constant PARENT_SHIFT = 232;
    uint256 private constant SUSPENDED_BY_SHIFT = 238;
    uint256 private constant ANCESTOR_BITS = 6;
    uint256 private constant LEVELS_SHIFT = 244;
    uint256 private constant LEVELS_BITS = 5;
    uint256 private constant REACH_SHIFT = 249;
    uint256 private constant REACH_BITS = 7;

    /// @dev Status and data of a new, active namespace, to be put under holder and epoch.
    function begin(
        uint256 ofParentLength,
        DelegationTerms memory onTerms,
        uint256 withinReach,
        bool tenured
    ) internal pure returns (HoldingWord) {
        return
            HoldingWord.wrap(
                (uint256(NamespaceStatus.Active) << STATUS_SHIFT) |
                    (uint256(onTerms.expiry) << EXPIRY_SHIFT) |
                    (ofParentLength << PARENT_SHIFT) |
                    (uint256(onTerms.levels) << LEVELS_SHIFT) |
                    (withinReach << REACH_SHIFT) |
                    (onTerms.mayIssue ? 0 : BARRED) |
                    (tenured ? TENURED : 0)
            );
    }

    function namespaceStatus(HoldingWord word) internal pure returns (NamespaceStatus) {
        return NamespaceStatus(_get(word, STATUS_SHIFT, STATUS_BITS));
    }

    function isActive(HoldingWord word) internal pure returns (bool) {
        return _get(word, STATUS_SHIFT, STATUS_BITS) == uint256(NamespaceStatus.Active);
    }

    /// @notice Whether its own expiry has come.
    function hasExpired(HoldingWord word) internal view returns (bool) {
        uint256 end = expiry(word);
        return end != 0 && end <= block.timestamp;
    }

    function expiry(HoldingWord word) internal pure returns (uint256) {
        return _get(word, EXPIRY_SHIFT, EXPIRY_BITS);
    }

    function parentLength(HoldingWord word) internal pure returns (uint256) {
        return _get(word, PARENT_SHIFT, ANCESTOR_BITS);
    }

    function suspendedBy(HoldingWord word) internal pure returns (uint256) {
        return _get(word, SUSPENDED_BY_SHIFT, ANCESTOR_BITS);
    }

    function levels(HoldingWord word) internal pure returns (uint256) {
        return _get(word, LEVELS_SHIFT, LEVELS_BITS);
    }

    function terms(HoldingWord word) internal pure returns (DelegationTerms memory) {
        return DelegationTerms({expiry: uint32(expiry(word)), levels: uint8(levels(word)), mayIssue: !isBarred(word)});
    }

    function reach(HoldingWord word) internal pure returns (uint256) {
        return _get(word, REACH_SHIFT, REACH_BITS);
    }

    function isEmancipated(HoldingWord word) internal pure returns (bool) {
        return HoldingWord.unwrap(word) & EMANCIPATED != 0;
    }

    function isBarred(HoldingWord word) internal pure returns (bool) {
        return HoldingWord.unwrap(word) & BARRED != 0;
    }

    function isTenured(HoldingWord word) internal pure returns (bool) {
        return HoldingWord.unwrap(word) & TENURED != 0;
    }

    function isSealed(HoldingWord word) internal pure returns (bool) {
        return HoldingWord.unwrap(word) & SEALED != 0;
    }

    function withSeal(HoldingWord word) internal pure returns (HoldingWord) {
        return HoldingWord.wrap(HoldingWord.unwrap(word) | SEALED);
    }

    function suspended(HoldingWord word, uint256 ancestorLength) internal pure returns (HoldingWord) {
        word = _set(word, STATUS_SHIFT, STATUS_BITS, uint256(NamespaceStatus.Suspended));
        return _set(word, SUSPENDED_BY_SHIFT, ANCESTOR_BITS, ancestorLength);
    }

    function reinstated(HoldingWord word) internal pure returns (HoldingWord) {
        word = _set(word, STATUS_SHIFT, STATUS_BITS, uint256(NamespaceStatus.Active));
        return _set(word, SUSPENDED_BY_SHIFT, ANCESTOR_BITS, 0);
    }

    function withExpiry(HoldingWord word, uint256 second) internal pure returns (HoldingWord) {
        return _set(word, EXPIRY_SHIFT, EXPIRY_BITS, second);
    }

    function withReach(HoldingWord word, uint256 length) internal pure returns (HoldingWord) {
        return _set(word, REACH_SHIFT, REACH_BITS, length);
    }

    /// @notice Emancipated, and without an expiry: nobody could renew it.
    function emancipated(HoldingWord word) internal pure returns (HoldingWord) {
        return HoldingWord.wrap(HoldingWord.unwrap(withExpiry(word, 0)) | EMANCIPATED);
    }

    /// @notice Expired from `second` on, and its parent's to give again.
    function surrendered(HoldingWord word, uint256 second) internal pure returns (HoldingWord) {
        return HoldingWord.wrap(HoldingWord.unwrap(withExpiry(word, second)) & ~EMANCIPATED);
    }

    function _get(HoldingWord word, uint256 shift, uint256 bits) private pure returns (uint256) {
        return (HoldingWord.unwrap(word) >> shift) & ((1 << bits) - 1);
    }

    function _set(HoldingWord word, uint256 shift, uint256 bits, uint256 value) private pure returns (HoldingWord) {
        uint256 mask = ((1 << bits) - 1) << shift;
        return HoldingWord.wrap((HoldingWord.unwrap(word) & ~mask) | (value << shift));
    }
}
