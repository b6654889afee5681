// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Affairs} from "../access/Affairs.sol";
import {SignedCaller} from "../access/SignedCaller.sol";
import {HoldingWord} from "../identity/HoldingWord.sol";
import {IPartyRegistry} from "../identity/IPartyRegistry.sol";
import {PartyToken} from "../identity/PartyToken.sol";
import {BatchAffairs} from "./BatchAffairs.sol";
import {BatchBook} from "./BatchBook.sol";
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
import {INamespaceRegistry, Issuance, NamespaceId, SchemeId} from "./INamespaceRegistry.sol";
import {MemberProof, MembershipProofs} from "./MembershipProofs.sol";
import {NumberedText} from "./NumberedText.sol";
import {NumberSpan, RangeUse} from "./NumberSpans.sol";

/// @title Batches of identifiers
/// @notice Answers who issued what, and whether an identifier is a member.
/// @dev What changes batches is code of `BatchAffairs`, which comes into being with this implementation and is run in this
/// contract's storage.
contract BatchRegistry is IBatchRegistry, BatchBook, PartyToken {
    using IdentifierText for bytes;

    /// @notice Where the rest of the code is.
    address public immutable AFFAIRS;

    constructor(IPartyRegistry parties, INamespaceRegistry namespaces) PartyToken(parties) BatchBook(namespaces) {
        AFFAIRS = address(new BatchAffairs(parties, namespaces));
    }

    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
        __ERC721_init("Cadastre Identifier Batches", "CADIB");
    }

    /// @inheritdoc IBatchRegistry
    function issueRule(uint8, NumberRange calldata, address) external returns (BatchId) {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc IBatchRegistry
    function issueMerkle(SchemeId, string calldata, Manifest calldata, address) external returns (BatchId) {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc IBatchRegistry
    function revokeMembers(BatchId, uint64, uint64, string calldata) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc IBatchRegistry
    function revoke(BatchId, string calldata) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc IBatchRegistry
    function reserve(uint8, NumberRange calldata) external {
        Affairs.passOn(AFFAIRS);
    }

    /// @inheritdoc IBatchRegistry
    function release(uint8, NumberRange calldata) external {
        Affairs.passOn(AFFAIRS);
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
    ) external view returns (Membership memory) {
        HoldingWord word = _holding(_tokenId(batch));
        BatchKind kind = _kind(word.data());
        Membership memory none;
        Membership memory membership;
        if (kind == BatchKind.Rule) {
            (bool found, uint64 index) = _indexOf(batch, scheme, bytes(identifier));
            if (!found) return none;
            (NamespaceId namespace, bool stands) = _standingOf(word, scheme, identifier);
            membership = _issued(word, namespace, stands);
            membership.index = index;
        } else if (kind == BatchKind.Merkle) {
            Issuance memory issuance = _issuanceOf(word, scheme, identifier);
            if (NamespaceId.unwrap(issuance.namespace) == 0) return none;
            if (!_isListed(batch, issuance.namespace, scheme, bytes(identifier), proof)) return none;
            membership = _issued(word, issuance.namespace, issuance.live && issuance.answers);
            membership.index = proof.index;
            if (issuance.frozen) membership.frozen = true;
        } else {
            return none;
        }
        if (isMemberRevoked(batch, membership.index)) membership.status = MemberStatus.Revoked;
        return membership;
    }

    /// @inheritdoc IBatchRegistry
    function rangeOf(SchemeId scheme, string calldata identifier) external view returns (RangeUse, BatchId range) {
        (bytes32 key, NumberSpan span, ) = _spanOf(scheme, bytes(identifier));
        if (span.use() != RangeUse.None) range = _rangeId(key, span.first(), span.last());
        return (span.use(), range);
    }

    /// @inheritdoc IBatchRegistry
    function gapAround(
        SchemeId scheme,
        string calldata identifier
    ) external view returns (bool free, uint64 first, uint64 last) {
        (bytes32 key, NumberSpan span, uint64 number) = _spanOf(scheme, bytes(identifier));
        free = span.use() == RangeUse.None;
        if (free && key != 0) (first, last) = _batchStorage().ranges[key].gapAround(number);
    }

    /// @inheritdoc IBatchRegistry
    function isMemberRevoked(BatchId batch, uint64 index) public view returns (bool) {
        return (_batchStorage().revoked[batch][index >> 8] >> (index & 0xff)) & 1 != 0;
    }

    /// @inheritdoc IBatchRegistry
    function ruleBatchId(NumberRange calldata extent) external pure returns (BatchId) {
        return _ruleBatchId(extent);
    }

    /// @inheritdoc IBatchRegistry
    function merkleBatchId(NamespaceId namespace, Manifest calldata list) external pure returns (BatchId) {
        return _merkleBatchId(namespace, list);
    }

    /// @inheritdoc PartyToken
    function supportsInterface(bytes4 interfaceId) public view override(PartyToken, IERC165) returns (bool) {
        return interfaceId == type(IBatchRegistry).interfaceId || super.supportsInterface(interfaceId);
    }

    function _msgSender() internal view override(PartyToken, SignedCaller) returns (address) {
        return super._msgSender();
    }

    function _msgData() internal view override(PartyToken, SignedCaller) returns (bytes calldata) {
        return super._msgData();
    }

    function _contextSuffixLength() internal view override(PartyToken, SignedCaller) returns (uint256) {
        return super._contextSuffixLength();
    }

    /// @dev The namespace of a member of a rule batch, and whether it stands by it.
    function _standingOf(
        HoldingWord word,
        SchemeId scheme,
        string calldata identifier
    ) private view returns (NamespaceId namespace, bool stands) {
        uint56 data = word.data();
        bool live;
        bool answers;
        (namespace, live, answers) = NAMESPACES.answersFor(
            scheme,
            identifier,
            _prefixLength(data),
            _namespaceEpoch(data)
        );
        stands = live && answers;
    }

    /// @dev What a Merkle batch's namespace has to do with an identifier.
    function _issuanceOf(
        HoldingWord word,
        SchemeId scheme,
        string calldata identifier
    ) private view returns (Issuance memory) {
        uint56 data = word.data();
        return NAMESPACES.issuanceOf(scheme, identifier, _prefixLength(data), _namespaceEpoch(data));
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

    /// @dev Whether an identifier is in a Merkle batch. A range that holds it, taken before the batch or after, comes first;
    /// and what is no identifier, and so never has a record, is no member, whatever the list says.
    function _isListed(
        BatchId batch,
        NamespaceId namespace,
        SchemeId scheme,
        bytes calldata identifier,
        MemberProof calldata proof
    ) private view returns (bool) {
        (, NumberSpan span, ) = _spanOf(scheme, identifier);
        if (span.use() != RangeUse.None || !identifier.isIdentifier()) return false;
        return MembershipProofs.isMember(BatchId.unwrap(batch), namespace, scheme, identifier.hashOf(), proof);
    }

    /// @dev The range that holds an identifier.
    function _spanOf(
        SchemeId scheme,
        bytes calldata identifier
    ) private view returns (bytes32 key, NumberSpan span, uint64) {
        (bool found, uint256 start, uint256 end, uint64 number) = NumberedText.split(identifier);
        if (!found) return (0, span, 0);
        key = _key(scheme, identifier[:start], identifier[end:], end - start);
        return (key, _batchStorage().ranges[key].holding(number), number);
    }

    /// @dev What is true of all members of a batch.
    /// @param stands Whether its namespace stands by it.
    function _issued(
        HoldingWord word,
        NamespaceId namespace,
        bool stands
    ) private pure returns (Membership memory common) {
        common.owner = word.holder();
        common.frozen = word.isFrozen();
        common.namespace = namespace;
        common.prefixLength = _prefixLength(word.data());
        common.namespaceEpoch = _namespaceEpoch(word.data());
        common.status = stands ? MemberStatus.Live : MemberStatus.Suspended;
        if (!_isActiveBatch(word)) common.status = MemberStatus.Revoked;
    }

    function _isActive(HoldingWord word) internal pure override returns (bool) {
        return _isActiveBatch(word);
    }

    /// @dev A revoked batch stays with who revoked it.
    function _mayMove(HoldingWord word) internal pure override returns (bool) {
        return _isActiveBatch(word);
    }
}
