// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {UpgradeGate} from "../access/UpgradeGate.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {PartyToken} from "../identity/PartyToken.sol";
import {
    Batch,
    BatchId,
    BatchKind,
    BatchStatus,
    IBatchRegistry,
    Manifest,
    Membership,
    MemberStatus,
    NumberRange
} from "./IBatchRegistry.sol";
import {IdentifierText} from "./IdentifierText.sol";
import {INamespaceRegistry, Namespace, NamespaceId, PrefixRule, SchemeId} from "./INamespaceRegistry.sol";
import {MemberProof, MembershipProofs} from "./MembershipProofs.sol";
import {NumberedText} from "./NumberedText.sol";
import {NumberSpan, NumberSpans, RangeUse} from "./NumberSpans.sol";
import {PrefixRules} from "./PrefixRules.sol";

/// @title Batches of identifiers
/// @notice One word a batch, one word a range. Members take no storage until one is revoked: then a bit.
/// @dev Data bits of the holding word, from the lowest: kind 8, length of the issuing namespace's prefix 8, that namespace's
/// epoch at issue 24.
contract BatchRegistry is IBatchRegistry, PartyToken, UpgradeGate {
    using IdentifierText for bytes;
    using NumberSpans for NumberSpan[];
    using PrefixRules for PrefixRule;

    /// @notice Longest URI of a manifest, in bytes.
    uint256 public constant MAX_URI_LENGTH = 2048;

    /// @notice Longest reason for a revocation, in bytes.
    uint256 public constant MAX_REASON_LENGTH = 1024;

    /// @notice Most members that one call revokes.
    uint256 public constant MAX_REVOKED = 65_536;

    /// @notice The registry that says who may issue under a prefix.
    INamespaceRegistry public immutable NAMESPACES;

    /// @custom:storage-location erc7201:cadastre.storage.BatchRegistry
    struct BatchRegistryStorage {
        /// Ranges that are taken, in ascending order, of all identifiers with the same stem, tail and width.
        mapping(bytes32 key => NumberSpan[]) spans;
        /// Bit `index % 256` of word `index / 256`: the member is revoked.
        mapping(BatchId batch => mapping(uint256 word => uint256 bits)) revoked;
    }

    // keccak256(abi.encode(uint256(keccak256("cadastre.storage.BatchRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant BATCH_REGISTRY_STORAGE =
        0x80fa0647b0bdd4e0de627a92bd76cc83664905121d2b877cb1079ee93617aa00;

    constructor(IPartyRegistry parties, INamespaceRegistry namespaces) PartyToken(parties) {
        NAMESPACES = namespaces;
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
        __ERC721_init("Cadastre Identifier Batches", "CADIB");
    }

    /// @inheritdoc IBatchRegistry
    function issueRule(
        uint8 prefixLength,
        NumberRange calldata extent,
        address owner
    ) external returns (BatchId batch) {
        (NamespaceId namespace, uint24 namespaceEpoch) = _take(prefixLength, extent, RangeUse.Batch);
        batch = ruleBatchId(extent);
        _issue(batch, owner, _pack(BatchKind.Rule, prefixLength, namespaceEpoch));
        emit RuleBatchIssued(batch, namespace, owner, extent, prefixLength, namespaceEpoch, _msgSender());
    }

    /// @inheritdoc IBatchRegistry
    function issueMerkle(
        SchemeId scheme,
        string calldata prefix,
        Manifest calldata list,
        address owner
    ) external returns (BatchId batch) {
        bool whole = list.root != 0 && list.manifest != 0 && list.count != 0;
        if (!whole || bytes(list.uri).length > MAX_URI_LENGTH) revert InvalidManifest();
        NamespaceId namespace = NamespaceId.wrap(keccak256(abi.encodePacked(scheme, prefix)));
        Namespace memory issuer = NAMESPACES.namespaceOf(namespace);
        if (!NAMESPACES.isLive(scheme, prefix)) revert INamespaceRegistry.NamespaceNotLive(namespace);
        if (!issuer.terms.mayIssue) revert INamespaceRegistry.MayNotIssue(namespace);
        _requireHolder(uint256(NamespaceId.unwrap(namespace)), issuer.holder);

        uint8 prefixLength = SafeCast.toUint8(bytes(prefix).length);
        uint24 namespaceEpoch = SafeCast.toUint24(issuer.epoch);
        batch = merkleBatchId(namespace, list);
        _issue(batch, owner, _pack(BatchKind.Merkle, prefixLength, namespaceEpoch));
        emit MerkleBatchIssued(batch, namespace, owner, scheme, list, prefixLength, namespaceEpoch, _msgSender());
    }

    /// @inheritdoc IBatchRegistry
    function revokeMembers(BatchId batch, uint64 first, uint64 last, string calldata reason) external {
        _ownActive(batch);
        _checkReason(reason);
        if (first > last || last - first >= MAX_REVOKED) revert InvalidMembers(first, last);

        mapping(uint256 word => uint256 bits) storage revoked = _batchStorage().revoked[batch];
        for (uint256 word = first >> 8; word <= last >> 8; ++word) {
            uint256 bits = type(uint256).max;
            if (word == first >> 8) bits <<= first & 0xff;
            if (word == last >> 8) bits &= type(uint256).max >> (0xff - (last & 0xff));
            revoked[word] |= bits;
        }
        emit MembersRevoked(batch, first, last, reason, _msgSender());
    }

    /// @inheritdoc IBatchRegistry
    function revoke(BatchId batch, string calldata reason) external {
        HoldingWord word = _ownActive(batch);
        _checkReason(reason);
        _setHolding(_tokenId(batch), word.withStatus(uint8(BatchStatus.Revoked)));
        emit BatchRevoked(batch, reason, _msgSender());
    }

    /// @inheritdoc IBatchRegistry
    function reserve(uint8 prefixLength, NumberRange calldata extent) external {
        (NamespaceId namespace, ) = _take(prefixLength, extent, RangeUse.Reserved);
        emit RangeReserved(ruleBatchId(extent), namespace, extent, prefixLength, _msgSender());
    }

    /// @inheritdoc IBatchRegistry
    function release(uint8 prefixLength, NumberRange calldata extent) external {
        NumberSpan[] storage spans = _batchStorage().spans[_keyOf(extent)];
        NumberSpan span = spans.holding(extent.first);
        bool whole = span.use() == RangeUse.Reserved && span.first() == extent.first && span.last() == extent.last;
        BatchId range = ruleBatchId(extent);
        if (!whole || prefixLength > span.prefixLength()) revert NotReserved(range);
        _requireReleaser(prefixLength, extent, span);
        spans.remove(span);
        emit RangeReleased(range, _msgSender());
    }

    /// @inheritdoc IBatchRegistry
    function batchOf(BatchId batch) external view returns (Batch memory) {
        HoldingWord word = _holding(_tokenId(batch));
        uint56 data = word.data();
        return
            Batch({
                owner: word.holder(),
                epoch: word.epoch(),
                kind: _kind(data),
                status: BatchStatus(word.status()),
                prefixLength: _prefixLength(data),
                namespaceEpoch: _namespaceEpoch(data)
            });
    }

    /// @inheritdoc IBatchRegistry
    function membershipOf(
        BatchId batch,
        SchemeId scheme,
        string calldata identifier,
        MemberProof calldata proof
    ) external view returns (Membership memory membership) {
        HoldingWord word = _holding(_tokenId(batch));
        uint8 prefixLength = _prefixLength(word.data());
        BatchKind kind = _kind(word.data());
        bool live;
        if (kind == BatchKind.Rule) {
            (bool found, uint64 index) = _indexOf(batch, scheme, bytes(identifier));
            if (!found) return membership;
            membership.index = index;
            (membership.namespace, , , live) = NAMESPACES.authorityOf(scheme, identifier, prefixLength);
        } else if (kind == BatchKind.Merkle) {
            (bool issues, NamespaceId namespace, bool isLive) = _issuerOf(scheme, identifier, prefixLength);
            if (!issues || !_isListed(batch, namespace, scheme, bytes(identifier), proof)) return membership;
            (membership.index, membership.namespace, live) = (proof.index, namespace, isLive);
        } else {
            return membership;
        }
        membership.owner = word.holder();
        membership.frozen = word.isFrozen();
        membership.prefixLength = prefixLength;
        membership.namespaceEpoch = _namespaceEpoch(word.data());
        membership.status = MemberStatus.Live;
        if (!live) membership.status = MemberStatus.Suspended;
        if (!_isActive(word) || isMemberRevoked(batch, membership.index)) membership.status = MemberStatus.Revoked;
    }

    /// @inheritdoc IBatchRegistry
    function rangeOf(SchemeId scheme, string calldata identifier) external view returns (RangeUse, BatchId range) {
        (bytes32 key, NumberSpan span, ) = _spanOf(scheme, bytes(identifier));
        if (span.use() != RangeUse.None) range = _rangeId(key, span.first(), span.last());
        return (span.use(), range);
    }

    /// @inheritdoc IBatchRegistry
    function isMemberRevoked(BatchId batch, uint64 index) public view returns (bool) {
        return (_batchStorage().revoked[batch][index >> 8] >> (index & 0xff)) & 1 != 0;
    }

    /// @inheritdoc IBatchRegistry
    function ruleBatchId(NumberRange calldata extent) public pure returns (BatchId) {
        return _rangeId(_keyOf(extent), extent.first, extent.last);
    }

    /// @inheritdoc IBatchRegistry
    function merkleBatchId(NamespaceId namespace, Manifest calldata list) public pure returns (BatchId) {
        bytes32 listId = MembershipProofs.listId(namespace, list.manifest, list.count);
        return BatchId.wrap(MembershipProofs.batchId(listId, list.root));
    }

    /// @inheritdoc PartyToken
    function supportsInterface(bytes4 interfaceId) public view override(PartyToken, IERC165) returns (bool) {
        return interfaceId == type(IBatchRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    function _issue(BatchId batch, address owner, uint56 data) private {
        if (_holding(_tokenId(batch)).exists()) revert BatchExists(batch);
        _mintTo(owner, _tokenId(batch), uint8(BatchStatus.Active), data, 0);
    }

    /// @dev Takes a range for the caller's live namespace, which is the issuer of every identifier in it: the stem alone
    /// decides that.
    function _take(
        uint8 prefixLength,
        NumberRange calldata extent,
        RangeUse use
    ) private returns (NamespaceId namespace, uint24 namespaceEpoch) {
        _checkRange(extent);
        address holder;
        uint32 epoch;
        bool live;
        string memory member = string(_firstOf(extent));
        (namespace, holder, epoch, live) = NAMESPACES.issuerOf(extent.scheme, member, prefixLength);
        if (!live) revert INamespaceRegistry.NamespaceNotLive(namespace);
        _requireHolder(uint256(NamespaceId.unwrap(namespace)), holder);

        _batchStorage().spans[_keyOf(extent)].insert(NumberSpans.pack(extent.first, extent.last, use, prefixLength));
        namespaceEpoch = SafeCast.toUint24(epoch);
    }

    /// @dev The namespace that reserved may; once it has lapsed, the one whose prefix it is now.
    function _requireReleaser(uint8 prefixLength, NumberRange calldata extent, NumberSpan span) private view {
        string memory member = string(_firstOf(extent));
        (NamespaceId namespace, address holder, , bool live) = prefixLength == span.prefixLength()
            ? NAMESPACES.authorityOf(extent.scheme, member, prefixLength)
            : NAMESPACES.issuerOf(extent.scheme, member, prefixLength);
        if (!live) revert INamespaceRegistry.NamespaceNotLive(namespace);
        _requireHolder(uint256(NamespaceId.unwrap(namespace)), holder);
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
        if (!fits || stem.hasControlCharacter() || tail.hasControlCharacter()) revert InvalidRange();
        if (stem.length == 0 || NumberedText.isDigit(stem[stem.length - 1])) revert InvalidRange();
        for (uint256 i = 0; i < tail.length; ++i) {
            if (NumberedText.isDigit(tail[i])) revert InvalidRange();
        }

        PrefixRule rule = NAMESPACES.schemeRule(extent.scheme);
        if (rule == PrefixRule.None) revert INamespaceRegistry.UnknownScheme(extent.scheme);
        (bool found, uint256 start) = rule.prefixStart(stem);
        if (!found || start >= stem.length || rule.decidingLength(stem[start:]) == 0) revert InvalidRange();
    }

    function _firstOf(NumberRange calldata extent) private pure returns (bytes memory) {
        return NumberedText.join(bytes(extent.stem), extent.first, extent.width, bytes(extent.tail));
    }

    /// @dev The batch, which is active, with the caller in control of its owner.
    function _ownActive(BatchId batch) private view returns (HoldingWord word) {
        word = _holding(_tokenId(batch));
        if (!word.exists()) revert UnknownBatch(batch);
        if (!_isActive(word)) revert BatchIsRevoked(batch);
        _requireHolder(_tokenId(batch), word.holder());
    }

    /// @dev Place of an identifier in a rule batch.
    function _indexOf(
        BatchId batch,
        SchemeId scheme,
        bytes calldata identifier
    ) private view returns (bool found, uint64 index) {
        (bytes32 key, NumberSpan span, uint64 number) = _spanOf(scheme, identifier);
        found =
            span.use() == RangeUse.Batch &&
            BatchId.unwrap(_rangeId(key, span.first(), span.last())) == BatchId.unwrap(batch);
        if (found) index = number - span.first();
    }

    /// @dev Whether an identifier is in a Merkle batch. A range that holds it, taken before the batch or after, comes first.
    function _isListed(
        BatchId batch,
        NamespaceId namespace,
        SchemeId scheme,
        bytes calldata identifier,
        MemberProof calldata proof
    ) private view returns (bool) {
        (, NumberSpan span, ) = _spanOf(scheme, identifier);
        if (span.use() != RangeUse.None) return false;
        return MembershipProofs.isMember(BatchId.unwrap(batch), namespace, scheme, keccak256(identifier), proof);
    }

    /// @dev The range that holds an identifier.
    function _spanOf(
        SchemeId scheme,
        bytes calldata identifier
    ) private view returns (bytes32 key, NumberSpan span, uint64) {
        (bool found, uint256 start, uint256 end, uint64 number) = NumberedText.split(identifier);
        if (!found) return (0, span, 0);
        key = _key(scheme, identifier[:start], identifier[end:], end - start);
        return (key, _batchStorage().spans[key].holding(number), number);
    }

    /// @dev The namespace of that prefix of the identifier, where it is the one that may issue it.
    function _issuerOf(
        SchemeId scheme,
        string calldata identifier,
        uint8 prefixLength
    ) private view returns (bool, NamespaceId, bool) {
        try NAMESPACES.issuerOf(scheme, identifier, prefixLength) returns (
            NamespaceId namespace,
            address,
            uint32,
            bool live
        ) {
            return (true, namespace, live);
        } catch (bytes memory reason) {
            if (!_saysThatItIsAnothers(bytes4(reason))) {
                assembly ("memory-safe") {
                    revert(add(reason, 0x20), mload(reason))
                }
            }
            return (false, NamespaceId.wrap(0), false);
        }
    }

    /// @dev Whether the namespaces refused because the identifier is not that one's to issue, rather than for now.
    function _saysThatItIsAnothers(bytes4 error_) private pure returns (bool) {
        return
            error_ == INamespaceRegistry.PrefixMismatch.selector ||
            error_ == INamespaceRegistry.UnknownNamespace.selector ||
            error_ == INamespaceRegistry.NotClosestAncestor.selector;
    }

    function _isActive(HoldingWord word) internal pure override returns (bool) {
        return word.status() == uint8(BatchStatus.Active);
    }

    /// @dev A revoked batch stays with who revoked it.
    function _mayMove(HoldingWord word) internal pure override returns (bool) {
        return _isActive(word);
    }

    function _keyOf(NumberRange calldata extent) private pure returns (bytes32) {
        return _key(extent.scheme, bytes(extent.stem), bytes(extent.tail), extent.width);
    }

    function _key(
        SchemeId scheme,
        bytes calldata stem,
        bytes calldata tail,
        uint256 width
    ) private pure returns (bytes32) {
        return keccak256(abi.encode(scheme, keccak256(stem), keccak256(tail), width));
    }

    function _rangeId(bytes32 key, uint64 first, uint64 last) private pure returns (BatchId) {
        return BatchId.wrap(keccak256(abi.encode(key, first, last)));
    }

    function _checkReason(string calldata reason) private pure {
        uint256 length = bytes(reason).length;
        if (length > MAX_REASON_LENGTH) revert ReasonTooLong(length);
    }

    function _tokenId(BatchId batch) private pure returns (uint256) {
        return uint256(BatchId.unwrap(batch));
    }

    function _pack(BatchKind kind, uint8 prefixLength, uint24 namespaceEpoch) private pure returns (uint56) {
        return uint56(uint8(kind)) | (uint56(prefixLength) << 8) | (uint56(namespaceEpoch) << 16);
    }

    function _kind(uint56 data) private pure returns (BatchKind) {
        return BatchKind(uint8(data));
    }

    function _prefixLength(uint56 data) private pure returns (uint8) {
        return uint8(data >> 8);
    }

    function _namespaceEpoch(uint56 data) private pure returns (uint24) {
        return uint24(data >> 16);
    }

    function _batchStorage() private pure returns (BatchRegistryStorage storage $) {
        assembly ("memory-safe") {
            $.slot := BATCH_REGISTRY_STORAGE
        }
    }
}
