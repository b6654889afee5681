// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IdentifierText} from "./IdentifierText.sol";
import {PrefixRule} from "./INamespaceRegistry.sol";

/// @title Prefix rules
/// @notice Where an identifier of each scheme carries its prefix, where a prefix may be cut, and which prefixes are
/// canonical. Pure and bounded: nothing here looks at more than `MAX_PREFIX_LENGTH` bytes and the few in front of them.
/// @dev Lengths and positions are in bytes. A cut "at" a position is a cut before the byte there.
library PrefixRules {
    using IdentifierText for bytes;

    /// @notice Longest prefix of any scheme.
    uint256 internal constant MAX_PREFIX_LENGTH = 64;

    /// @notice Longest GS1 company prefix.
    uint256 internal constant MAX_GS1_PREFIX_LENGTH = 12;

    /// @dev "did:" and one character of the method: no DID prefix is shorter.
    uint256 private constant SHORTEST_DID_PREFIX = 5;

    /// @notice Position at which `identifier` carries its prefix.
    /// @return found Whether the identifier has such a place: a GS1 key without a leading `AI/` has none.
    function prefixStart(PrefixRule rule, bytes calldata identifier) internal pure returns (bool found, uint256 start) {
        if (rule != PrefixRule.Gs1) return (true, 0);
        // GS1 application identifiers have two to four digits.
        uint256 digits = identifier.leadingDigits();
        bool hasKey = digits >= 2 && digits <= 4 && digits < identifier.length && identifier[digits] == "/";
        return hasKey ? (true, digits + 1 + _indicatorDigits(identifier[:digits])) : (false, 0);
    }

    /// @notice Whether `text` (a prefix, or an identifier from its prefix on) may be cut at `position`.
    function isCut(PrefixRule rule, bytes calldata text, uint256 position) internal pure returns (bool) {
        if (rule == PrefixRule.None || position == 0 || position > text.length) return false;
        if (rule == PrefixRule.Gs1) return true;
        if (rule == PrefixRule.Did && position < SHORTEST_DID_PREFIX) return false;
        if (position == text.length) return _isCutAtEnd(rule);
        bytes1 next = text[position];
        return next == _separator(rule) || (rule == PrefixRule.Handle && next == "/");
    }

    /// @notice The first cut after `position`, at `last` at the latest, at which a prefix of the scheme may end.
    /// @dev A prefix of digits ends with the digits, one of a handle before its local name.
    /// @return The cut, 0 for none.
    function nextCut(
        PrefixRule rule,
        bytes calldata text,
        uint256 position,
        uint256 last
    ) internal pure returns (uint256) {
        if (rule == PrefixRule.None || position >= last || position >= text.length) return 0;
        if (rule == PrefixRule.Gs1) return _isDigit(text[position]) ? position + 1 : 0;
        if (rule == PrefixRule.Handle && text[position] == "/") return 0;

        uint256 start = position + 1;
        if (rule == PrefixRule.Did && start < SHORTEST_DID_PREFIX) start = SHORTEST_DID_PREFIX;
        uint256 end = last < text.length ? last + 1 : text.length;
        bytes1 separator = _separator(rule);
        bytes1 other = rule == PrefixRule.Handle ? bytes1("/") : separator;
        for (uint256 cut = start; cut < end; ++cut) {
            bytes1 next = text[cut];
            if (next == separator || next == other) return cut;
        }
        return text.length <= last && start <= text.length && _isCutAtEnd(rule) ? text.length : 0;
    }

    /// @notice How many bytes of `text` (an identifier from its prefix on) decide which prefixes it carries: all texts that
    /// begin with them carry the same ones.
    /// @return length Number of bytes; 0 where the text could go on with a longer prefix, so that only equal texts carry the
    /// same: every text of an OID or a DID of at most 64 bytes.
    function decidingLength(PrefixRule rule, bytes calldata text) internal pure returns (uint256 length) {
        if (rule == PrefixRule.Gs1) {
            length = text.leadingDigits();
            if (length >= MAX_GS1_PREFIX_LENGTH) return MAX_GS1_PREFIX_LENGTH;
            return length == text.length ? 0 : length + 1;
        }
        uint256 slashes =
            rule == PrefixRule.Asset
                ? 2
                : rule == PrefixRule.Handle
                    ? 1
                    : 0;
        // Whether a prefix may end behind its last byte depends on the byte that follows.
        for (; length <= MAX_PREFIX_LENGTH; ++length) {
            if (length == text.length) return 0;
            if (text[length] == "/" && slashes != 0 && --slashes == 0) return length + 1;
        }
    }

    /// @notice Whether `prefix` is a canonical, non-empty prefix: of the spellings of one prefix just one is.
    ///
    /// | rule   | prefix                                                                                           |
    /// |--------|--------------------------------------------------------------------------------------------------|
    /// | Gs1    | 1 to 12 digits                                                                                   |
    /// | Handle | segments of lower-case letters, digits, '_', '-', none empty, joined by '.'                      |
    /// | Oid    | arcs without leading zeros; first 0 to 2, second at most 39 beneath 0 and 1 (RFC 3061)           |
    /// | Did    | `did:` method, then segments by the ABNF of DID Core, none empty, joined by ':'; in lower case  |
    /// |        | the host of `did:web` and all of `did:ethr`                                                      |
    /// | Asset  | owner of letters, digits, '.', '_', '-' (with a '.' a domain: lower case); optionally '/' and a |
    /// |        | percent-encoded name                                                                             |
    ///
    /// Percent escapes have digits in upper case, and none spells a character that may stand there itself.
    function isCanonical(PrefixRule rule, bytes calldata prefix) internal pure returns (bool) {
        if (prefix.length == 0 || prefix.length > MAX_PREFIX_LENGTH) return false;
        if (rule == PrefixRule.Gs1) return _isGs1(prefix);
        if (rule == PrefixRule.Handle) return _isHandle(prefix);
        if (rule == PrefixRule.Oid) return _isOid(prefix);
        if (rule == PrefixRule.Did) return _isDid(prefix);
        return rule == PrefixRule.Asset && _isAsset(prefix);
    }

    /// @dev What joins the segments of prefix and identifier; the rule is one with segments.
    function _separator(PrefixRule rule) private pure returns (bytes1) {
        if (rule == PrefixRule.Did) return ":";
        return rule == PrefixRule.Asset ? bytes1("/") : bytes1(".");
    }

    /// @dev Whether an identifier of the rule may be a prefix as it stands.
    function _isCutAtEnd(PrefixRule rule) private pure returns (bool) {
        return rule == PrefixRule.Oid || rule == PrefixRule.Did;
    }

    /// @dev Keys that carry an indicator, extension or filler digit in front of the company prefix: SSCC, GTIN, GRAI, ITIP.
    function _indicatorDigits(bytes calldata ai) private pure returns (uint256) {
        bytes4 key = bytes4(ai);
        return key == "00" || key == "01" || key == "8003" || key == "8006" ? 1 : 0;
    }

    function _isGs1(bytes calldata prefix) private pure returns (bool) {
        return prefix.length <= MAX_GS1_PREFIX_LENGTH && prefix.leadingDigits() == prefix.length;
    }

    function _isHandle(bytes calldata prefix) private pure returns (bool) {
        bytes1 before = ".";
        for (uint256 i = 0; i < prefix.length; ++i) {
            bytes1 c = prefix[i];
            if (!_isNameCharacter(c) || _isUpper(c)) return false;
            if (c == "." && before == ".") return false;
            before = c;
        }
        return before != ".";
    }

    function _isOid(bytes calldata prefix) private pure returns (bool) {
        uint256 arcStart = 0;
        uint256 arc = 0;
        for (uint256 i = 0; i <= prefix.length; ++i) {
            if (i == prefix.length || prefix[i] == ".") {
                if (!_isArc(prefix[arcStart:i], arc, prefix[0])) return false;
                arcStart = i + 1;
                ++arc;
            } else if (!_isDigit(prefix[i])) {
                return false;
            }
        }
        return true;
    }

    /// @param digits The arc, digits only.
    /// @param index Its place, 0 for the first.
    /// @param root First digit of the first arc.
    function _isArc(bytes calldata digits, uint256 index, bytes1 root) private pure returns (bool) {
        uint256 length = digits.length;
        if (length == 0 || (length > 1 && digits[0] == "0")) return false;
        if (index == 0) return length == 1 && root <= "2";
        if (index == 1 && root < "2") return length == 1 || (length == 2 && digits[0] <= "3");
        return true;
    }

    function _isDid(bytes calldata prefix) private pure returns (bool) {
        if (prefix.length < SHORTEST_DID_PREFIX || bytes4(prefix[:4]) != "did:") return false;
        uint256 i = 4;
        for (; i < prefix.length && prefix[i] != ":"; ++i) {
            if (!_isLower(prefix[i]) && !_isDigit(prefix[i])) return false;
        }
        if (i == 4 || prefix[prefix.length - 1] == ":") return false;
        bool isHost = bytes8(prefix) == "did:web:";
        bool isLowerCase = bytes9(prefix) == "did:ethr:";
        for (uint256 start = i + 1; i < prefix.length; ++i) {
            bytes1 c = prefix[i];
            if (c == ":") {
                // The last byte is no ':', so there is one after it.
                if (prefix[i + 1] == ":") return false;
                isHost = isHost && i < start;
            } else if (c == "%") {
                (bool found, bytes1 spelt) = _escapedAt(prefix, i);
                if (!found || _isNameCharacter(spelt)) return false;
                i += 2;
            } else if (!_isNameCharacter(c) || ((isHost || isLowerCase) && _isUpper(c))) {
                return false;
            }
        }
        return true;
    }

    function _isAsset(bytes calldata prefix) private pure returns (bool) {
        uint256 i = 0;
        bool isDomain = false;
        bool hasUpper = false;
        for (; i < prefix.length && prefix[i] != "/"; ++i) {
            bytes1 c = prefix[i];
            if (!_isNameCharacter(c)) return false;
            if (c == ".") isDomain = true;
            if (_isUpper(c)) hasUpper = true;
        }
        if (i == 0 || (isDomain && hasUpper)) return false;
        if (i == prefix.length) return true;

        uint256 nameStart = ++i;
        for (; i < prefix.length; ++i) {
            bytes1 c = prefix[i];
            if (c == "%") {
                (bool found, bytes1 spelt) = _escapedAt(prefix, i);
                if (!found || spelt == "~" || _isNameCharacter(spelt)) return false;
                i += 2;
            } else if (c != "~" && !_isNameCharacter(c)) {
                return false;
            }
        }
        return i > nameStart;
    }

    /// @dev The byte that two hexadecimal digits, in upper case as canonical forms have them, spell after the '%' at
    /// `position`.
    function _escapedAt(bytes calldata text, uint256 position) private pure returns (bool found, bytes1 spelt) {
        if (position + 2 >= text.length) return (false, 0);
        (bool highFound, uint8 high) = _hexValue(text[position + 1]);
        (bool lowFound, uint8 low) = _hexValue(text[position + 2]);
        return (highFound && lowFound, bytes1((high << 4) | low));
    }

    function _hexValue(bytes1 c) private pure returns (bool found, uint8 value) {
        if (_isDigit(c)) return (true, uint8(c) - uint8(bytes1("0")));
        return c >= "A" && c <= "F" ? (true, uint8(c) - uint8(bytes1("A")) + 10) : (false, 0);
    }

    /// @dev Letters, digits, '.', '_', '-': the characters that the grammars share.
    function _isNameCharacter(bytes1 c) private pure returns (bool) {
        return _isLower(c) || _isUpper(c) || _isDigit(c) || c == "." || c == "_" || c == "-";
    }

    function _isDigit(bytes1 c) private pure returns (bool) {
        return c >= "0" && c <= "9";
    }

    function _isLower(bytes1 c) private pure returns (bool) {
        return c >= "a" && c <= "z";
    }

    function _isUpper(bytes1 c) private pure returns (bool) {
        return c >= "A" && c <= "Z";
    }
}
