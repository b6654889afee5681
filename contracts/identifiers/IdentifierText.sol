// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Text of an identifier
/// @notice Finds control characters (U+0000 to U+001F and U+007F) and digits, 32 bytes at a time.
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
        return text.length >= start.length && hashOf(text[:start.length]) == hashOf(start);
    }

    /// @notice `keccak256` of a text, without room in memory that is not needed any more: of a hundred texts in one call none
    /// makes the next dearer.
    function hashOf(bytes calldata text) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, text.offset, text.length)
            hash := keccak256(free, text.length)
        }
    }

    /// @notice The same of a word and the text behind it.
    function hashBehind(bytes32 word, bytes calldata text) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, word)
            calldatacopy(add(free, 0x20), text.offset, text.length)
            hash := keccak256(free, add(text.length, 0x20))
        }
    }

    /// @notice How many digits a text begins with, of its first 32 bytes.
    /// @dev A digit without its upper half is below ten, and 0x76 more than that does not carry into the byte's top bit.
    function leadingDigits(bytes calldata text) internal pure returns (uint256 count) {
        unchecked {
            uint256 word = uint256(bytes32(text)) ^ (EACH * uint8(bytes1("0")));
            uint256 others = (((word & ~TOP_BITS) + EACH * 0x76) | word) & TOP_BITS;
            for (; count < 32 && others >> 255 == 0; ++count) others <<= 8;
        }
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
