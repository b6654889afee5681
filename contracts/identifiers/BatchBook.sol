// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {HoldingWord} from "../identity/HoldingWord.sol";
import {PartyHoldings} from "../identity/PartyHoldings.sol";
import {BatchId, BatchKind, BatchStatus, Manifest, NumberRange} from "./IBatchRegistry.sol";
import {IdentifierText} from "./IdentifierText.sol";
import {INamespaceRegistry, NamespaceId, SchemeId} from "./INamespaceRegistry.sol";
import {MembershipProofs} from "./MembershipProofs.sol";
import {NumberLine} from "./NumberSpans.sol";

/// @title The book of batches
/// @notice How batches and ranges are stored and named: one word a batch, one word a range. Members take no storage until
/// one is revoked: then a bit.
/// @dev Data bits of the holding word, from the lowest: kind 8, length of the issuing namespace's prefix 8, that namespace's
/// epoch at issue 24.
abstract contract BatchBook is PartyHoldings {
    using IdentifierText for bytes;

    /// @custom:storage-location erc7201:cadastre.storage.BatchRegistry
    struct BatchRegistryStorage {
        /// Ranges that are taken, of all identifiers with the same stem, tail and width.
        mapping(bytes32 key => NumberLine) ranges;
        /// Bit `index % 256` of word `index / 256`: the member is revoked.
        mapping(BatchId batch => mapping(uint256 word => uint256 bits)) revoked;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.BatchRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant BATCH_REGISTRY_STORAGE =
        0x80fa0647b0bdd4e0de627a92bd76cc83664905121d2b877cb1079ee93617aa00;

    /// @notice The registry that says who may issue under a prefix.
    INamespaceRegistry public immutable NAMESPACES;

    constructor(INamespaceRegistry namespaces) {
        NAMESPACES = namespaces;
    }

    /// @dev Whether members can still become records.
    function _isActiveBatch(HoldingWord word) internal pure returns (bool) {
        return word.status() == uint8(BatchStatus.Active);
    }

    function _ruleBatchId(NumberRange calldata extent) internal pure returns (BatchId) {
        return _rangeId(_keyOf(extent), extent.first, extent.last);
    }

    function _merkleBatchId(NamespaceId namespace, Manifest calldata list) internal pure returns (BatchId) {
        bytes32 listId = MembershipProofs.listId(namespace, list.manifest, list.count);
        return BatchId.wrap(MembershipProofs.batchId(listId, list.root));
    }

    function _keyOf(NumberRange calldata extent) internal pure returns (bytes32) {
        return _key(extent.scheme, bytes(extent.stem), bytes(extent.tail), extent.width);
    }

    function _key(
        SchemeId scheme,
        bytes calldata stem,
        bytes calldata tail,
        uint256 width
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(scheme, stem.hashOf(), tail.hashOf(), width));
    }

    function _rangeId(bytes32 key, uint64 first, uint64 last) internal pure returns (BatchId) {
        return BatchId.wrap(keccak256(abi.encode(key, first, last)));
    }

    function _tokenId(BatchId batch) internal pure returns (uint256) {
        return uint256(BatchId.unwrap(batch));
    }

    function _pack(BatchKind kind, uint8 prefixLength, uint24 namespaceEpoch) internal pure returns (uint56) {
        return uint56(uint8(kind)) | (uint56(prefixLength) << 8) | (uint56(namespaceEpoch) << 16);
    }

    function _kind(uint56 data) internal pure returns (BatchKind) {
        return BatchKind(uint8(data));
    }

    function _prefixLength(uint56 data) internal pure returns (uint8) {
        return uint8(data >> 8);
    }

    function _namespaceEpoch(uint56 data) internal pure returns (uint24) {
        return uint24(data >> 16);
    }

    function _batchStorage() internal pure returns (BatchRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := BATCH_REGISTRY_STORAGE
        }
    }
}
