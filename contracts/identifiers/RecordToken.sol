// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {PartyToken} from "../identity/PartyToken.sol";
import {IERC5192} from "./IERC5192.sol";
import {RecordStatus} from "./IIdentifierRegistry.sol";
import {INamespaceRegistry} from "./INamespaceRegistry.sol";

/// @title A token that is a record
/// @notice What named and sealed records have in common: how a record's status, version and issuer are kept in its holding word, and
/// what follows for its travels.
/// @dev Data bits of the holding word, from the lowest: version 24, namespace's epoch at registration 24, length of its
/// prefix 8. Status bits: `RecordStatus` in the lower six, bit 6 for a locked record.
abstract contract RecordToken is PartyToken, IERC5192 {
    /// @notice Longest reason for a change of status, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

    /// @notice The registry that says who may issue under a prefix.
    INamespaceRegistry public immutable NAMESPACES;

    uint8 private constant LOCKED = 0x40;

    /// @dev ERC-4906 gives its id, which is not the hash of functions: it has none.
    bytes4 private constant ERC4906_ID = 0x49064906;

    constructor(IPartyRegistry parties, INamespaceRegistry namespaces) PartyToken(parties) {
        NAMESPACES = namespaces;
    }

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view returns (bool) {
        HoldingWord word = _holding(tokenId);
        if (!word.exists()) revert ERC721NonexistentToken(tokenId);
        return _isLocked(word);
    }

    /// @inheritdoc PartyToken
    function supportsInterface(bytes4 interfaceId) public view virtual override returns (bool) {
        return
            interfaceId == ERC4906_ID ||
            interfaceId == type(IERC5192).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    function _isActive(HoldingWord word) internal pure override returns (bool) {
        return _status(word) == RecordStatus.Active;
    }

    /// @dev Suspension is the owner's own act and does not hinder a sale; retirement ends the token's travels.
    function _mayMove(HoldingWord word) internal pure override returns (bool) {
        return _status(word) != RecordStatus.Retired && !_isLocked(word);
    }

    function _status(HoldingWord word) internal pure returns (RecordStatus) {
        return RecordStatus(word.status() & ~LOCKED);
    }

    /// @dev The same record in another status. A lock is for ever.
    function _withStatus(HoldingWord word, RecordStatus status) internal pure returns (HoldingWord) {
        return word.withStatus(uint8(status) | (word.status() & LOCKED));
    }

    /// @dev Status bits of a record that begins.
    function _activeStatus(bool isLocked) internal pure returns (uint8) {
        return uint8(RecordStatus.Active) | (isLocked ? LOCKED : 0);
    }

    function _pack(uint24 version, uint24 namespaceEpoch, uint8 prefixLength) internal pure returns (uint56) {
        return uint56(version) | (uint56(namespaceEpoch) << 24) | (uint56(prefixLength) << 48);
    }

    function _version(uint56 data) internal pure returns (uint24) {
        return uint24(data);
    }

    function _namespaceEpoch(uint56 data) internal pure returns (uint24) {
        return uint24(data >> 24);
    }

    function _prefixLength(uint56 data) internal pure returns (uint8) {
        return uint8(data >> 48);
    }

    function _isLocked(HoldingWord word) private pure returns (bool) {
        return word.status() & LOCKED != 0;
    }
}
