// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {HotRoles} from "../access/HotRoles.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {IPartyToken} from "../identity/IPartyToken.sol";
import {PartyHoldings} from "../identity/PartyHoldings.sol";
import {IFreezable} from "../supervision/IFreezable.sol";
import {BatchBook} from "./BatchBook.sol";
import {BatchId, BatchKind, BatchStatus, IBatchRegistry, Manifest, NumberRange} from "./IBatchRegistry.sol";
import {IdentifierText} from "./IdentifierText.sol";
import {INamespaceRegistry, NamespaceId, SchemeId} from "./INamespaceRegistry.sol";
import {NumberedText} from "./NumberedText.sol";
import {NumberLine, NumberSpan, NumberSpans, RangeUse} from "./NumberSpans.sol";

/// @title Affairs of batches
/// @notice All that issues and revokes batches and reserves ranges: code of the `BatchRegistry`, which is too large for one
/// contract.
/// @dev Run by the registry in its own storage (`delegatecall`). Called directly it changes nothing that anybody reads.
contract BatchAffairs is BatchBook {
    using IdentifierText for bytes;

    /// @notice Longest URI of a manifest, in bytes.
    uint256 public constant MAX_URI_LENGTH = 2048;

    /// @notice Longest reason for a revocation, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

    /// @notice Most members that one call revokes.
    uint256 public constant MAX_REVOKED = 65_536;

    constructor(IPartyRegistry parties, INamespaceRegistry namespaces) PartyHoldings(parties) BatchBook(namespaces) {}

    function issueRule(
        uint8 prefixLength,
        NumberRange calldata extent,
        address owner
    ) external returns (BatchId batch) {
        (NamespaceId namespace, address holder, uint24 namespaceEpoch) = _issuerOf(prefixLength, extent);
        _requireIssuerFor(owner, namespace, holder);
        batch = _take(prefixLength, extent, RangeUse.Batch);
        _issue(batch, owner, _pack(BatchKind.Rule, prefixLength, namespaceEpoch));
        emit IBatchRegistry.RuleBatchIssued(
            batch,
            namespace,
            owner,
            extent,
            prefixLength,
            namespaceEpoch,
            _msgSender()
        );
    }

    function issueMerkle(
        SchemeId scheme,
        string calldata prefix,
        Manifest calldata list,
        address owner
    ) external returns (BatchId batch) {
        bool whole = list.root != 0 && list.manifest != 0 && list.count != 0;
        if (!whole || bytes(list.uri).length > MAX_URI_LENGTH) revert IBatchRegistry.InvalidManifest();
        (NamespaceId namespace, address holder, uint32 epoch) = NAMESPACES.issuingNamespace(scheme, prefix);
        _requireIssuerFor(owner, namespace, holder);

        uint8 prefixLength = SafeCast.toUint8(bytes(prefix).length);
        uint24 namespaceEpoch = SafeCast.toUint24(epoch);
        batch = _merkleBatchId(namespace, list);
        _issue(batch, owner, _pack(BatchKind.Merkle, prefixLength, namespaceEpoch));
        emit IBatchRegistry.MerkleBatchIssued(
            batch,
            namespace,
            owner,
            scheme,
            list,
            prefixLength,
            namespaceEpoch,
            _msgSender()
        );
    }

    function revokeMembers(BatchId batch, uint64 first, uint64 last, string calldata reason) external {
        _ownActive(batch);
        _checkReason(reason);
        if (first > last || last - first >= MAX_REVOKED) revert IBatchRegistry.InvalidMembers(first, last);

        mapping(uint256 word => uint256 bits) storage revoked = _batchStorage().revoked[batch];
        for (uint256 word = first >> 8; word <= last >> 8; ++word) {
            uint256 bits = type(uint256).max;
            if (word == first >> 8) bits <<= first & 0xff;
            if (word == last >> 8) bits &= type(uint256).max >> (0xff - (last & 0xff));
            revoked[word] |= bits;
        }
        emit IBatchRegistry.MembersRevoked(batch, first, last, reason, _msgSender());
    }

    function revoke(BatchId batch, string calldata reason) external {
        HoldingWord word = _ownActive(batch);
        _checkReason(reason);
        _setHolding(_tokenId(batch), word.withStatus(uint8(BatchStatus.Revoked)));
        emit IBatchRegistry.BatchRevoked(batch, reason, _msgSender());
    }

    function reserve(uint8 prefixLength, NumberRange calldata extent) external {
        (NamespaceId namespace, address holder, ) = _issuerOf(prefixLength, extent);
        _requireIssuer(namespace, holder);
        BatchId range = _take(prefixLength, extent, RangeUse.Reserved);
        emit IBatchRegistry.RangeReserved(range, namespace, extent, prefixLength, _msgSender());
    }

    function release(uint8 prefixLength, NumberRange calldata extent) external {
        bytes32 key = _keyOf(extent);
        NumberLine storage line = _batchStorage().ranges[key];
        NumberSpan span = line.holding(extent.first);
        bool whole = span.use() != RangeUse.None && span.first() == extent.first && span.last() == extent.last;
        BatchId range = _rangeId(key, extent.first, extent.last);
        if (!whole) revert IBatchRegistry.NotReserved(range);
        if (span.use() == RangeUse.Batch) _requireFormer(prefixLength, extent, span, range);
        _requireReleaser(prefixLength, extent, span);
        line.remove(span);
        emit IBatchRegistry.RangeReleased(range, _msgSender());
    }

    function _issue(BatchId batch, address owner, uint56 data) private {
        if (_holding(_tokenId(batch)).exists()) revert IBatchRegistry.BatchExists(batch);
        _mintToReceiver(owner, _tokenId(batch), uint8(BatchStatus.Active), data, 0);
    }

    function _take(uint8 prefixLength, NumberRange calldata extent, RangeUse use) private returns (BatchId range) {
        bytes32 key = _keyOf(extent);
        _batchStorage().ranges[key].insert(NumberSpans.pack(extent.first, extent.last, use, prefixLength));
        return _rangeId(key, extent.first, extent.last);
    }

    /// @dev The live namespace that may issue every identifier of a range: the stem alone decides that.
    function _issuerOf(
        uint8 prefixLength,
        NumberRange calldata extent
    ) private view returns (NamespaceId namespace, address holder, uint24 epoch) {
        _checkRange(extent);
        uint32 wholeEpoch;
        bool live;
        (namespace, holder, wholeEpoch, live) = NAMESPACES.issuerOf(extent.scheme, extent.stem, prefixLength);
        if (!live) revert INamespaceRegistry.NamespaceNotLive(namespace);
        epoch = SafeCast.toUint24(wholeEpoch);
    }

    /// @dev Reverts unless the batch was issued in a former tenure for which its namespace does not answer, and is not frozen.
    function _requireFormer(
        uint8 prefixLength,
        NumberRange calldata extent,
        NumberSpan span,
        BatchId batch
    ) private view {
        HoldingWord word = _holding(_tokenId(batch));
        uint24 epoch = _namespaceEpoch(word.data());
        (, , bool answers) = NAMESPACES.answersFor(extent.scheme, extent.stem, span.prefixLength(), epoch);
        if (answers || prefixLength != span.prefixLength()) revert IBatchRegistry.RangeIsIssued(batch);
        if (word.isFrozen()) revert IFreezable.ThingIsFrozen(BatchId.unwrap(batch));
    }

    /// @dev The namespace that reserved may; while that is not live, the one that may issue the identifiers now, sealed or not.
    function _requireReleaser(uint8 prefixLength, NumberRange calldata extent, NumberSpan span) private view {
        (NamespaceId namespace, address holder, , bool live) = NAMESPACES.authorityOf(
            extent.scheme,
            extent.stem,
            span.prefixLength()
        );
        if (prefixLength != span.prefixLength()) {
            if (live) revert IBatchRegistry.NotReserved(_ruleBatchId(extent));
            _requireClosest(extent.scheme, extent.stem, prefixLength);
            (namespace, holder, , live) = NAMESPACES.authorityOf(extent.scheme, extent.stem, prefixLength);
        }
        if (!live) revert INamespaceRegistry.NamespaceNotLive(namespace);
        bytes32 thing = NamespaceId.unwrap(namespace);
        if (NAMESPACES.isFrozen(thing)) revert IFreezable.ThingIsFrozen(thing);
        _requireIssuer(namespace, holder);
    }

    /// @dev Reverts unless that namespace is the one that may issue what begins with the stem. A sealed one is too: to free a range issues
    /// nothing, and a range hides the members of the lists that were issued before.
    function _requireClosest(SchemeId scheme, string calldata stem, uint8 prefixLength) private view {
        try NAMESPACES.issuerOf(scheme, stem, prefixLength) returns (NamespaceId, address, uint32, bool) {
            return;
        } catch (bytes memory reason) {
            if (bytes4(reason) == INamespaceRegistry.NamespaceIsSealed.selector) return;
            assembly ("memory-safe") {
                revert(add(reason, 0x20), mload(reason))
            }
        }
    }

    /// @dev Reverts unless the caller may issue under the namespace and to the owner. Mostly that is the holder: then the
    /// parties are asked once.
    function _requireIssuerFor(address owner, NamespaceId namespace, address holder) private view {
        address ownerController = _requireReceiver(owner);
        if (holder != owner || ownerController != _msgSender()) _requireIssuer(namespace, holder);
    }

    /// @dev Reverts unless the caller controls the namespace's holder or is its registrar.
    function _requireIssuer(NamespaceId namespace, address holder) private view {
        (address controller, ) = PARTIES.controllerOf(holder);
        uint256 tokenId = uint256(NamespaceId.unwrap(namespace));
        address caller = _msgSender();
        if (controller == caller || NAMESPACES.mayAct(tokenId, caller, HotRoles.REGISTRAR)) return;
        revert IPartyToken.NotHolder(tokenId, holder, caller);
    }

    function _checkRange(NumberRange calldata extent) private view {
        bytes calldata stem = bytes(extent.stem);
        bytes calldata tail = bytes(extent.tail);
        uint256 length = stem.length + extent.width + tail.length;
        bool fits =
            extent.width != 0 &&
                extent.width <= NumberedText.MAX_WIDTH &&
                extent.first <= extent.last &&
                extent.last < 10 ** extent.width &&
                tail.length <= NumberedText.MAX_TAIL_LENGTH &&
                length <= IdentifierText.MAX_LENGTH;
        if (!fits || stem.hasControlCharacter() || tail.hasControlCharacter()) revert IBatchRegistry.InvalidRange();
        if (stem.length == 0 || NumberedText.isDigit(stem[stem.length - 1])) revert IBatchRegistry.InvalidRange();
        for (uint256 i = 0; i < tail.length; ++i) {
            if (NumberedText.isDigit(tail[i])) revert IBatchRegistry.InvalidRange();
        }
        if (NAMESPACES.decidingLength(extent.scheme, extent.stem) == 0) revert IBatchRegistry.InvalidRange();
    }

    /// @dev The batch, which is active, with the caller in control of its owner.
    function _ownActive(BatchId batch) private view returns (HoldingWord word) {
        word = _holding(_tokenId(batch));
        if (!word.exists()) revert IBatchRegistry.UnknownBatch(batch);
        if (!_isActiveBatch(word)) revert IBatchRegistry.BatchIsRevoked(batch);
        _requireHolder(_tokenId(batch));
    }

    function _checkReason(string calldata reason) private pure {
        uint256 length = bytes(reason).length;
        if (length > MAX_REASON_LENGTH) revert IBatchRegistry.ReasonTooLong(length);
    }
}
