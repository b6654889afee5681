// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Text of an identifier
/// @notice Finds control characters (U+0000 to U+001F and U+007F), 32 bytes at a time.
/// @dev Whether the bytes are well-formed UTF-8 is not checked here; parsers refuse what is not.
library IdentifierText {
    /// @notice Longest identifier, in bytes.
    uint256 internal constant MAX_LENGTH = 2048;

    uint256 private constant EACH = 0x0101010101010101010101010101010101010101010101010101010101010101;
    uint256 private constant TOP_BITS = EACH * 0x80;

    /// @dev A harmless letter, to fill up the last word.
    uint256 private constant FILLER = EACH * uint8(bytes1("a"));

    /// @notice Whether a text can be an identifier: 1 to `MAX_LENGTH` bytes without control characters.
    function isIdentifier(bytes calldata text) internal pure returns (bool) {
        return text.length != 0 && text.length <= MAX_LENGTH && !hasControlCharacter(text);
    }

    function hasControlCharacter(bytes calldata text) internal pure returns (bool) {
        uint256 length = text.length;
        uint256 position = 0;
        for (; position + 32 <= length; position += 32) {
            if (_anyControl(uint256(bytes32(text[position:position + 32])))) return true;
        }
        uint256 rest = length - position;
        return rest != 0 && _anyControl(uint256(bytes32(text[position:])) | (FILLER >> (8 * rest)));
    }

    function beginsWith(bytes calldata text, bytes calldata start) internal pure returns (bool) {
        return text.length >= start.length && keccak256(text[:start.length]) == keccak256(start);
    }

    /// @dev Subtracting borrows into a byte's top bit just where the byte was too small; `~word` takes away the bytes whose
    /// top bit was set before. Borrows that run on only reach bytes above one that was found already.
    function _anyControl(uint256 word) private pure returns (bool) {
        unchecked {
            uint256 delete_ = word ^ (EACH * 0x7f);
            uint256 belowSpace = (word - EACH * 0x20) & ~word;
            uint256 isDelete = (delete_ - EACH) & ~delete_;
            return (belowSpace | isDelete) & TOP_BITS != 0;
        }
    }
}
